"""Numbers: digits → value and interval.

A whole number printed in full stands for itself. A decimal or a rounded number (``342,5 bn``) stands for the interval of value ± half a
unit of the last printed digit, both ends included (``model.md``, Intervals).
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from kg.interpreting.cell import EXACT, Cell, weaker
from kg.model import Number, tidy
from kg.vocabulary.lexicon import Lexicon, longest


class Quantity(NamedTuple):
    """A number with its interval (None: printed in full), the token after it, and how its words were recognised."""

    value: Number
    lower: Number | None
    upper: Number | None
    next: int
    match: str


def parse(word: str, lexicon: Lexicon, factor: int = 1) -> tuple[Number, Number | None, Number | None] | None:
    """Value, lower and upper of a printed number; None where it can be read in two ways.

    Refused: leading zeros; three digits after the decimal mark without grouping or multiplier, which other countries read as thousands.
    """
    whole, mark, decimals = word.partition(lexicon.language.decimal_mark)
    digits = "".join(whole.split())
    if not digits.isdigit():
        for sign in lexicon.language.grouping_marks:
            digits = digits.replace(sign, "")
    if not (digits + decimals).isdecimal() or (len(digits) > 1 and digits[0] == "0"):
        return None
    if not mark:
        if factor == 1:
            return int(digits), None, None
        value = int(digits) * factor
        return value, value - factor // 2, value + factor // 2
    if len(decimals) == 3 and factor == 1 and len(whole) <= 3 and digits != "0":
        return None
    step = Decimal(factor).scaleb(-len(decimals))
    exact, half = Decimal(digits + decimals) * step, step / 2
    return tidy(exact), tidy(exact - half), tidy(exact + half)


def quantity(cell: Cell, at: int) -> Quantity | None:
    """The number at token ``at`` with its multiplier; None where there is none or it can be read in two ways."""
    if at >= len(cell.words) or not cell.words[at][0].isdecimal():
        return None
    factor, after, match = 1, at + 1, EXACT
    if after < len(cell.words) and (found := longest(cell.lexicon.multipliers, cell.words, after)):
        entry, end = found
        factor = entry.term.factor  # type: ignore[attr-defined]
        match = weaker(match, cell.quality(entry, after, end))
        after = end
    parsed = parse(cell.words[at], cell.lexicon, factor)
    return parsed and Quantity(*parsed, after, match)
