"""Figures: a number with its unit, the body that limits it or that it comes from, a range, and the breakdown of a total."""

from __future__ import annotations

from kg.interpreting.bodies import match
from kg.interpreting.cell import EXACT, TOTAL, Cell, Found, Outcome, cut_off, unreadable, weaker
from kg.interpreting.number import Quantity, parse, quantity
from kg.model import Figure
from kg.vocabulary.lexicon import Entry, longest
from kg.vocabulary.terms import Unit


def read(cell: Cell, indicator: str, suffix: str, unit: Unit, group: str) -> Outcome:
    """The figures of a cell that starts with a number. What qualifies a number and is not understood makes the whole cell a gap."""
    part = TOTAL if group != "all" and cell.lexicon.vocabulary.groups[group].part_of_total else None
    if len(cell.words) == 1 and cell.words[0] == cell.text:  # most cells: a number and nothing else
        parsed = parse(cell.text, cell.lexicon)
        if parsed and (isinstance(parsed[0], int) or not unit.whole):
            return Outcome([Found(indicator, suffix, 0, len(cell.text), EXACT, Figure(*parsed, unit.code, group, subset_of=part))])
        return unreadable(cell, indicator, suffix, 0, len(cell.text), group)
    whole = (cell.start(0), cell.end(-1))
    amount = None if cell.text[: whole[0]] or cut_off(cell.text) else quantity(cell, 0)
    if amount is None or not _fits(amount, unit):
        return unreadable(cell, indicator, suffix, 0, len(cell.text), group)
    if group == "all" and (parts := _parts(cell, indicator, suffix, unit)):
        return parts
    at, found_match = _unit(cell, amount.next, unit, amount.match)
    if at == len(cell.words):
        content = Figure(amount.value, amount.lower, amount.upper, unit.code, group, subset_of=part)
        return Outcome([Found(indicator, suffix, *whole, found_match, content)])
    if cell.words[at] in ("-", "–", "—", "−") and at + 2 == len(cell.words) and amount.lower is None:
        upper = quantity(cell, at + 1)
        # Spaces on one side of the dash make a sign of it, and two years are a period.
        spaced = cell.between(at) == cell.between(at + 1) and not (_year(amount) and upper and _year(upper))
        if spaced and upper and upper.lower is None and _fits(upper, unit) and upper.value > amount.value:
            content = Figure(None, amount.value, upper.value, unit.code, group, subset_of=part)
            return Outcome([Found(indicator, suffix, *whole, found_match, content)])
        return unreadable(cell, indicator, suffix, 0, len(cell.text), group)
    if at < 1 or cell.words[at][0] in "-–—−":
        return unreadable(cell, indicator, suffix, 0, len(cell.text), group)
    for relation in ("dataFrom", "scope"):
        for pattern in cell.lexicon.relations[relation]:
            if relation == "scope" and "(" not in cell.between(at):
                continue
            slots = match(pattern, cell, at, len(cell.words))
            if slots is not None:
                named = tuple(slots["<bodies>"])
                if relation == "scope" and len(named) > 1:
                    continue
                content = Figure(
                    amount.value,
                    amount.lower,
                    amount.upper,
                    unit.code,
                    group,
                    scope=named[0] if relation == "scope" else None,
                    data_from=named if relation == "dataFrom" else (),
                    subset_of=part,
                )
                end = len(cell.text.rstrip(" .;,"))
                return Outcome([Found(indicator, suffix, whole[0], end, weaker(found_match, "variant"), content)])
    if group == "all" and _joined(cell, at):
        return _breakdown(cell, indicator, suffix, unit, amount, at, found_match)
    return unreadable(cell, indicator, suffix, 0, len(cell.text), group)


def _fits(amount: Quantity, unit: Unit) -> bool:
    return isinstance(amount.value, int) or not unit.whole


def _year(amount: Quantity) -> bool:
    return isinstance(amount.value, int) and 1900 <= amount.value <= 2100


def _unit(cell: Cell, at: int, unit: Unit, found_match: str) -> tuple[int, str]:
    """The token after the unit's own words, if they stand at ``at``."""
    found = longest(cell.lexicon.units, cell.words, at) if at < len(cell.words) else None
    if found and found[0].term.code == unit.code:
        return found[1], weaker(found_match, cell.quality(found[0], at, found[1]))
    return at, found_match


def _joined(cell: Cell, at: int) -> bool:
    """Whether what follows is joined to the total as its parts; a bare comma or "and" adds to it instead."""
    return any(sign in cell.between(at) for sign in ":(") or longest(cell.lexicon.connectors, cell.words, at) is not None


def _parted(cell: Cell, at: int) -> bool:
    """Whether another part begins at a word."""
    lexicon = cell.lexicon
    joined = longest(lexicon.connectors, cell.words, at) or longest(lexicon.conjunctions, cell.words, at)
    return joined is not None or any(sign in cell.between(at) for sign in ",;()")


def _parts(cell: Cell, indicator: str, suffix: str, unit: Unit) -> Outcome | None:
    """Two or more groups without a total ("4 700 men and 300 women"): each a number and a group, joined by commas or conjunctions only."""
    found: list[Found] = []
    at = 0
    while at < len(cell.words):
        if found:
            joined = longest(cell.lexicon.conjunctions, cell.words, at)
            if (joined is None and not any(sign in cell.between(at) for sign in ",;")) or any(s in cell.between(at) for s in ":()"):
                return None
            at = joined[1] if joined else at
        amount = quantity(cell, at)
        named = longest(cell.lexicon.groups, cell.words, amount.next) if amount and amount.next < len(cell.words) else None
        if amount is None or named is None or not _fits(amount, unit):
            return None
        found.append(_part(cell, indicator, suffix, unit, amount, named, at))
        at = named[1]
    return Outcome(found) if len({part.suffix for part in found}) == len(found) > 1 else None


def _part(cell: Cell, indicator: str, suffix: str, unit: Unit, amount: Quantity, named: tuple[Entry, int], at: int) -> Found:
    """The figure of a group, from token ``at`` to the end of the group's name."""
    group = cell.lexicon.vocabulary.groups[named[0].term.code]
    total = TOTAL if group.part_of_total else None
    content = Figure(amount.value, amount.lower, amount.upper, unit.code, group.code, subset_of=total)
    quality = weaker(amount.match, cell.quality(named[0], amount.next, named[1]))
    return Found(indicator, f"{suffix}.{group.code}", cell.start(at), cell.end(named[1] - 1), quality, content)


def _breakdown(cell: Cell, indicator: str, suffix: str, unit: Unit, total: Quantity, at: int, total_match: str) -> Outcome:
    lexicon = cell.lexicon
    content = Figure(total.value, total.lower, total.upper, unit.code)
    outcome = Outcome([Found(indicator, suffix, cell.start(0), cell.end(at - 1), total_match, content)])
    seen: set[str] = set()
    while at < len(cell.words):
        joined = longest(lexicon.connectors, cell.words, at) or longest(lexicon.conjunctions, cell.words, at)
        if joined:
            at = joined[1]
            continue
        end = at + 1
        while end < len(cell.words) and not _parted(cell, end):
            end += 1
        amount = quantity(cell, at)
        if amount is None or amount.next >= end:
            # A second number may be a decimal, and words that are no part may qualify the total: nothing of the cell can be trusted.
            return unreadable(cell, indicator, suffix, 0, len(cell.text))
        named = longest(lexicon.groups, cell.words, amount.next) if amount.next < end else None
        start, stop = cell.start(at), cell.end(end - 1)
        if named and named[1] == end and named[0].term.code not in seen and _fits(amount, unit):
            seen.add(named[0].term.code)
            outcome.found.append(_part(cell, indicator, suffix, unit, amount, named, at))
        else:
            outcome.left.append((start, stop))
            outcome.problems.append(("KG214", f"{cell.text[start:stop]!r} names no known group of {indicator}, or a group twice"))
        at = end
    return outcome
