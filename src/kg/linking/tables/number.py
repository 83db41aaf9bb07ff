"""Numbers as tables write them: which sign is the decimal mark and which parts groups of three, decided for a column and never for a cell.

The forms are those that CSVW numeric formats can say (Metadata Vocabulary for Tabular Data, section 6.4.2: decimalChar, groupChar).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import NamedTuple


class Style(NamedTuple):
    """Decimal mark and sign between groups ('' for none)."""

    decimal: str
    group: str


STYLES = (
    *(Style(".", ""), Style(",", ""), Style(".", ","), Style(",", "."), Style(",", " "), Style(".", " "), Style(".", "'")),
    *(Style(",", "'"),),
)
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2212": "-", "\u2019": "'"})


class Reading(NamedTuple):
    """How numbers are written. ``share``: of the values that are numbers then; ``sure``: no other style reads them otherwise."""

    style: Style
    share: float
    whole: bool
    sure: bool


@cache
def _pattern(style: Style) -> re.Pattern[str]:
    mark, group = re.escape(style.decimal), re.escape(style.group)
    grouped = rf"|[1-9]\d{{0,2}}(?:{group}\d{{3}})+(?:{mark}\d+)?" if group else ""
    return re.compile(rf"[+-]?(?:\d+(?:{mark}\d+)?(?:[eE][+-]?\d{{1,2}})?{grouped})")


def parse(text: str, style: Style) -> str | None:
    """The lexical form of an xsd:decimal, or None for what is no number in this style. Digits are kept as they are written."""
    if text.isascii() and text.isdigit():
        return text
    plain = text.translate(_SPACES)
    if not _pattern(style).fullmatch(plain):
        return None
    if style.group:
        plain = plain.replace(style.group, "")
    if style.decimal != ".":
        plain = plain.replace(style.decimal, ".")
    return f"{Decimal(plain):f}" if "e" in plain or "E" in plain else plain


def read(values: Iterable[str], decimal: str = ".") -> Reading:
    """How a column is written: the style that reads most values; where several read them otherwise, the one with ``decimal``."""
    distinct = set(values)
    found = {style: {text: parse(text, style) for text in distinct} for style in STYLES}
    counts = {style: sum(value is not None for value in read.values()) for style, read in found.items()}
    most = max(counts.values(), default=0)
    fitting = [style for style in STYLES if counts[style] == most]
    readings = {tuple(found[style][text] for text in sorted(distinct)) for style in fitting}
    sure = len(readings) == 1
    best = fitting[0] if sure else next((style for style in fitting if style.decimal == decimal), fitting[0])
    numbers = [value for value in found[best].values() if value is not None]
    return Reading(best, most / len(distinct) if distinct else 0.0, all("." not in value for value in numbers), sure)
