r"""Escapes of XPath's regular expressions (XSD 1.1 Datatypes, appendix G.4.2) and what stands for them in the crate ``regex`` of Rust.

``\s``, ``\w``, ``\i``, ``\c`` and ``\p{IsCyrillic}`` are other sets in Rust, or none; ``\d`` and ``\p{Lu}`` are the same.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

BLOCKS = Path(__file__).with_name("blocks.tsv")
"""Blocks of Unicode 14 (its ``Blocks.txt``), surrogates left out, with the three names that XSD 1.0 (appendix F) has besides."""
_START = (
    r":A-Z_a-z\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{2FF}\x{370}-\x{37D}\x{37F}-\x{1FFF}\x{200C}-\x{200D}\x{2070}-\x{218F}\x{2C00}-\x{2FEF}"
    r"\x{3001}-\x{D7FF}\x{F900}-\x{FDCF}\x{FDF0}-\x{FFFD}\x{10000}-\x{EFFFF}"
)
"""NameStartChar of XML 1.0 (fifth edition), the set of ``\\i``."""
_SETS = {"s": r" \t\n\r", "W": r"\p{P}\p{Z}\p{C}", "i": _START, "c": _START + r"\-.0-9\x{B7}\x{300}-\x{36F}\x{203F}-\x{2040}", "d": r"\d"}
_OPPOSITE = {"S": "s", "w": "W", "I": "i", "C": "c"}
_HELD = frozenset("iIcCpP")
_CATEGORY = re.compile("L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?")
_PROPERTY = re.compile(r"\{([^{}]*)\}")
_POINT = re.compile(r"x[0-9A-Fa-f]{2}|[xuU]\{[0-9A-Fa-f]{1,6}\}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}")
_SIGNS = {sign: sign for sign in "\\|.?*+(){}-[]^$"} | {"n": "\n", "r": "\r", "t": "\t"}
_FOREIGN = "bBAzfv"


class UnfitError(ValueError):
    """An expression that XPath does not have, or (``standard``) Rust has no equal of: why, at which character (from 0), how to mend."""

    def __init__(self, why: str, at: int, mend: str, *, standard: bool = False) -> None:
        super().__init__(f"{why} (character {at + 1})")
        self.why, self.at, self.mend, self.standard = why, at, mend, standard


class Escape(NamedTuple):
    """An escape: ``inside`` brackets and ``alone`` in Rust, where it ends, the one character it is ('' where not known)."""

    inside: str
    alone: str
    end: int
    sign: str = ""
    many: bool = False
    """Whether it stands for a set of characters."""
    held: bool = False
    """Whether flag i does not widen it (Functions and Operators, 5.6.2); in Rust it would."""
    place: bool = False
    """Whether it stands for a place between characters."""
    odd: str = ""
    """The escape where XPath does not have it and engines take it alike, or Rust alone does."""


def read(text: str, at: int) -> Escape:
    """The escape that begins with the backslash at a place of a text. Raises :class:`UnfitError`."""
    sign = text[at + 1 : at + 2]
    if sign in ("d", "D"):
        return Escape(f"\\{sign}", f"\\{sign}", at + 2, many=True)
    if sign in _SETS or sign in _OPPOSITE:
        inside = _SETS[sign] if sign in _SETS else f"[^{_SETS[_OPPOSITE[sign]]}]"
        return Escape(inside, f"[{inside}]" if sign in _SETS else inside, at + 2, many=True, held=sign in _HELD)
    if sign in ("p", "P"):
        return _property(text, at, sign)
    if sign in _SIGNS:
        return Escape(f"\\{sign}", f"\\{sign}", at + 2, _SIGNS[sign])
    if sign.isdecimal() and sign != "0":
        raise UnfitError("the engine has no back references", at, "say it without", standard=True)
    if point := _POINT.match(text, at + 1):
        return Escape(f"\\{point[0]}", f"\\{point[0]}", point.end(), odd=f"\\{point[0]}")
    if not sign or not sign.isascii() or (sign.isalnum() and sign not in _FOREIGN):
        why = f"there is no \\{sign}" if sign else "nothing stands after the last backslash"
        raise UnfitError(why, at, "for a backslash itself write two, in Turtle four")
    one = "" if sign in _FOREIGN else sign
    return Escape(f"\\{sign}", f"\\{sign}", at + 2, one, place=sign in "bBAz", odd=f"\\{sign}")


def _property(text: str, at: int, sign: str) -> Escape:
    found = _PROPERTY.match(text, at + 2)
    if not found:
        raise UnfitError(f"\\{sign} lacks its category", at, f"write \\{sign}{{Lu}}, \\{sign}{{IsCyrillic}} or the like")
    name = found[1]
    if name.startswith("Is"):
        if name[2:] not in _blocks():
            raise UnfitError(f"Unicode has no block {name[2:]}", at, r"write a name as in \p{IsCyrillic}, \p{IsLatin-1Supplement}")
        first, last = _blocks()[name[2:]]
        block = f"[{'^' if sign == 'P' else ''}\\x{{{first}}}-\\x{{{last}}}]"
        return Escape(block, block, found.end(), many=True, held=True)
    whole = text[at : found.end()]
    return Escape(whole, whole, found.end(), many=True, held=True, odd="" if _CATEGORY.fullmatch(name) else whole)


@cache
def _blocks() -> dict[str, tuple[str, str]]:
    """First and last character of each block, hexadecimal, by its name without blanks."""
    rows = (line.split("\t") for line in BLOCKS.read_text(encoding="utf-8").splitlines()[1:])
    return {name: (first, last) for name, first, last in rows}
