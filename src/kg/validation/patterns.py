r"""Regular expressions of XPath (Functions and Operators 3.1, section 5.6; XSD 1.1 Datatypes, appendix G) for Rust's crate ``regex``.

``sh:pattern`` is SPARQL's REGEX, and that is XPath's; both our engines are written in Rust. What means the same in both comes through
unchanged. Where the two differ the expression is rewritten (``[a-z-[aeiou]]`` and ``&&`` in :mod:`.brackets`, :mod:`.escapes`, flags x, q
and i), or refused where it cannot be: back references; a class of letters and categories under flag i that is negated; ``^`` and ``$``
under flag m where the end after a last line break counts. The dot leaves out the line feed alone, as in the version that SPARQL 1.1 refers
to (second edition, section 7.6.1); 3.1 leaves out the carriage return too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from kg.validation import brackets, escapes
from kg.validation.brackets import EYES, Class
from kg.validation.escapes import UnfitError

FLAGS = frozenset("smixq")
_QUANTIFIER = re.compile(r"(?:([?*])|\+|\{(\d+)(?:,(\d*))?\})\??", re.ASCII)
_HEAD = re.compile(r"\?(?:(:)|P?<[A-Za-z_]\w*>|[is]+(?::|(\))))", re.ASCII)
_LOOKAROUND = re.compile(r"\?<?[=!]")
_SPECIAL = frozenset("\\.+*?()|[]{}^$#&-~")


class Expression(NamedTuple):
    """For Rust: the text and its flags (of ``smi``). ``odd`` are the parts that XPath does not have and engines take all the same."""

    text: str
    flags: str
    odd: tuple[str, ...]


@lru_cache(maxsize=1024)
def translated(pattern: str, flags: str = "") -> Expression:
    """An expression of XPath, with flags of ``smixq``, as one for Rust. Raises :class:`UnfitError`; groups 200 deep are safe."""
    fold = "i" in flags
    if "q" in flags:
        return Expression("".join(_letter(sign, fold) if sign.isalnum() else _plain(sign) for sign in pattern), "i" if fold else "", ())
    kept = list(_without_space(pattern)) if "x" in flags else list(enumerate(pattern))
    reader = _Reader("".join(sign for _, sign in kept), frozenset(flags))
    try:
        text = reader.whole()
    except UnfitError as error:
        place = kept[error.at][0] if error.at < len(kept) else len(pattern)
        raise UnfitError(error.why, place, error.mend, standard=error.standard) from None
    return Expression(text, "".join(flag for flag in "smi" if flag in flags), tuple(dict.fromkeys(reader.odd)))


def _plain(sign: str) -> str:
    return f"\\{sign}" if sign in _SPECIAL else sign


def _letter(sign: str, fold: bool) -> str:
    return f"[{EYES}]" if fold and sign in EYES else sign


def _without_space(pattern: str) -> Iterator[tuple[int, str]]:
    """Flag x: the characters with their places, without white space that is not in brackets. A # is no comment in XPath."""
    depth, escaped = 0, False
    for place, sign in enumerate(pattern):
        if depth == 0 and sign in " \t\n\r":
            continue
        depth += 0 if escaped else {"[": 1, "]": -1 if depth else 0}.get(sign, 0)
        escaped = sign == "\\" and not escaped
        yield place, sign


class _Piece(NamedTuple):
    """A part of a branch: its text, whether it can match nothing, and whether what it matches can end in a line break."""

    text: str
    empty: bool
    breaks: bool


class _Reader:
    """Reads an expression once, from left to right."""

    def __init__(self, text: str, flags: frozenset[str]) -> None:
        self.text, self.at = text, 0
        self.fold, self.lines, self.all = "i" in flags, "m" in flags, "s" in flags
        self.odd: list[str] = []

    def next(self, ahead: int = 0) -> str:
        """The sign ahead; '' at the end."""
        return self.text[self.at + ahead : self.at + ahead + 1]

    def whole(self) -> str:
        """The expression for Rust."""
        text, _ = self.alternatives()
        if self.next():
            raise UnfitError("a ) has no (", self.at, r"for the sign itself write \)")
        return text

    def alternatives(self) -> tuple[str, bool]:
        """Branches up to the end or the bracket that closes the group; whether they can match nothing."""
        branches, nothing = [], False
        while True:
            pieces: list[_Piece] = []
            begins: list[tuple[int, int]] = []
            while self.next() not in ("", "|", ")"):
                at, sign = self.at, self.next()
                if self.lines and sign == "$" and (not pieces or pieces[-1].empty or pieces[-1].breaks):
                    raise _line_end("$", at)
                begins += [(at, len(pieces))] if self.lines and sign == "^" else []
                pieces.append(self.quantified(self.atom()))
            for at, number in begins:
                if all(piece.empty for piece in pieces[number + 1 :]):
                    raise _line_end("^", at)
            branches.append("".join(piece.text for piece in pieces))
            nothing = nothing or all(piece.empty for piece in pieces)
            if self.next() != "|":
                return "|".join(branches), nothing
            self.at += 1

    def atom(self) -> _Piece:
        at, sign = self.at, self.next()
        self.at += 1
        if sign == "(":
            return self.group(at)
        if sign == "[":
            reader = brackets.Reader(self.text, self.at, fold=self.fold)
            found = reader.whole(at)
            self.at = reader.at
            self.odd += reader.odd
            return self.cased(found, at)
        if sign == "\\":
            return self.escape(at)
        if sign in "?*+":
            raise UnfitError(f"nothing stands before the {sign}", at, f"for the sign itself write \\{sign}")
        if sign == "{":
            raise UnfitError("a { begins no number of times", at, r"for the sign itself write \{")
        if sign in "]}":
            self.odd.append(sign)
        if sign in "^$":
            return _Piece(sign, True, True)
        return _Piece(_letter(sign, self.fold), False, sign == "\n" or (sign == "." and self.all))

    def quantified(self, piece: _Piece) -> _Piece:
        """A piece with what says how often; ``{`` that says nothing of the sort is refused."""
        found = _QUANTIFIER.match(self.text, self.at)
        if not found:
            if self.next() == "{":
                raise UnfitError("a { begins no number of times", self.at, r"write {2}, {2,} or {0,2}, for the sign itself \{")
            return piece
        least, most = found[2], found[3]
        if most and int(most[:9]) < int(least[:9]):
            raise UnfitError(f"{found[0]} counts down", self.at, "put the smaller number first")
        self.at = found.end()
        if self.next() in ("?", "*", "+", "{"):
            raise UnfitError("two quantifiers follow each other", self.at, "leave one out, or put the first part into brackets")
        return piece._replace(text=piece.text + found[0], empty=piece.empty or bool(found[1]) or (least or "1").strip("0") == "")

    def group(self, at: int) -> _Piece:
        head = ""
        if self.next() == "?":
            found = _HEAD.match(self.text, self.at)
            if not found and _LOOKAROUND.match(self.text, self.at):
                raise UnfitError(
                    "SPARQL's REGEX has no lookaround", at, "say it with a second sh:pattern, in sh:not where it must not match"
                )
            if not found:
                raise UnfitError(f"SPARQL's REGEX has no {self.text[at : at + 3]}", at, "say it without")
            head, self.at = found[0], found.end()
            self.odd += [] if found[1] else [f"({head}"]
            if found[2]:
                return _Piece(f"({head}", True, True)
        inner, nothing = self.alternatives()
        if not self.next():
            raise UnfitError("a ( has no )", at, r"for the sign itself write \(")
        self.at += 1
        return _Piece(f"({head}{inner})", nothing, True)

    def escape(self, at: int) -> _Piece:
        found = escapes.read(self.text, at)
        self.at = found.end
        self.odd += [found.odd] if found.odd else []
        text = f"(?-i:{found.alone})" if self.fold and found.held else found.alone
        return _Piece(text, found.place, found.sign in ("", "\n"))

    def cased(self, found: Class, at: int) -> _Piece:
        """A class under flag i, which widens letters and not categories."""
        text = found.text
        if self.fold and found.mixed:
            if not found.cased:
                text = f"(?-i:{text})"
            elif found.simple:
                text = f"(?:[{found.plain}]|(?-i:[{found.held}]))"
            else:
                why = r"under flag i, letters and \p, \i or \c cannot stand in one class that is negated or subtracted from"
                raise UnfitError(why, at, "name the letters in both cases and leave out flag i", standard=True)
        return _Piece(text, False, found.breaks)


def _line_end(sign: str, at: int) -> UnfitError:
    why = f"under flag m {sign} does not hold behind a line break that ends the text, and the engine cannot tell that"
    return UnfitError(why, at, "say it without flag m", standard=True)
