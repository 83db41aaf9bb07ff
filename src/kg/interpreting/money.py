"""Money: an amount, or the same amount in two currencies."""

from __future__ import annotations

from typing import NamedTuple

from kg.interpreting.cell import Cell, Found, Outcome, cut_off, unreadable, weaker
from kg.interpreting.number import Quantity, quantity
from kg.model import Figure
from kg.vocabulary.lexicon import Entry, longest

_EQUALS = ("/", "=")
SAME = "same"
"""Stands in ``Figure.same_amount_as`` until the document's reader knows the statement of the first amount."""


class Amount(NamedTuple):
    """An amount: its quantity, its currency, the token after it, and how it was recognised."""

    quantity: Quantity
    currency: str
    next: int
    match: str


def read(cell: Cell, indicator: str, suffix: str) -> Outcome:
    """One or two amounts; anything else in the cell, or no currency, makes it a gap."""
    return _amounts(cell, indicator, suffix) or unreadable(cell, indicator, suffix, 0, len(cell.text))


def _amounts(cell: Cell, indicator: str, suffix: str) -> Outcome | None:
    first = None if cell.text[: cell.start(0)] or cut_off(cell.text) else _amount(cell, 0)
    if first is None:
        return None
    outcome = Outcome([_found(cell, indicator, suffix, 0, first, None)])
    at = first.next
    if at < len(cell.words):
        if cell.words[at] in _EQUALS:
            at += 1
        elif "(" not in cell.between(at):
            return None
        second = _amount(cell, at)
        if second is None or second.next != len(cell.words) or second.currency == first.currency:
            return None
        outcome.found.append(_found(cell, indicator, suffix, at, second, SAME))
    return outcome


def _amount(cell: Cell, at: int) -> Amount | None:
    before = _currency(cell, at)
    amount = quantity(cell, before[1] if before else at)
    if amount is None:
        return None
    after = None if before else _currency(cell, amount.next)
    if (before is None) == (after is None):
        return None
    entry, end = before or after  # type: ignore[misc]
    first, last = (at, end) if before else (amount.next, end)
    word = cell.folded[cell.start(first) : cell.end(last - 1)]
    own = "exact" if word == entry.term.code.lower() else cell.quality(entry, first, last)
    return Amount(amount, entry.term.code, amount.next if before else end, weaker(amount.match, own))


def _currency(cell: Cell, at: int) -> tuple[Entry, int] | None:
    if at >= len(cell.words):
        return None
    found = longest(cell.lexicon.units, cell.words, at) or longest(cell.lexicon.local_units(cell.area), cell.words, at)
    return found if found and found[0].term.currency else None  # type: ignore[attr-defined]


def _found(cell: Cell, indicator: str, suffix: str, at: int, amount: Amount, same: str | None) -> Found:
    value = amount.quantity
    return Found(
        indicator,
        f"{suffix}.{amount.currency}",
        cell.start(at),
        cell.end(amount.next - 1),
        amount.match,
        Figure(value.value, value.lower, value.upper, amount.currency, same_amount_as=same),
    )
