"""What a column holds, by the words of its title and by its values: each finding has its share and its reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from kg.linking.tables import kinds, number, period, unknowns, wording
from kg.linking.tables.kinds import ACT
from kg.linking.tables.mapping import CODES
from kg.linking.tables.naming import Found, Naming
from kg.linking.tables.row import Texts
from kg.linking.tables.sample import Seen

_MOST = 2000
"""Distinct values that are looked up."""
_SHAPES = {"alpha-3": re.compile("[A-Z]{3}"), "alpha-2": re.compile("[A-Z]{2}"), "m49": re.compile("[0-9]{1,3}")}
_ENOUGH, _HALF, _SURE = 0.2, 0.5, 0.8
_STATE_KINDS = frozenset({"state", *CODES})


class State(NamedTuple):
    """A column read as states: how they are written, the share of its values that are states of the graph, why."""

    codes: str
    share: float
    known: int
    reasons: tuple[Texts, ...]


def state(seen: Seen, naming: Naming) -> State | None:
    """Whether the values are states. Numbers are codes only where the title says so or nearly all are known: codes of lists overlap."""
    values = seen.distinct[:_MOST]
    kind = seen.kind
    if not values or kind in ("year", "instrument", "indicator", "value", "none") or kind.startswith(ACT):
        return None
    counts = dict.fromkeys(CODES, 0)
    for value in values:
        for codes in naming.kinds(value):
            counts[codes] += 1
    said = kind if kind in ("alpha-3", "alpha-2", "m49", "cow") else ""
    best = max(CODES, key=lambda codes: (counts[codes], codes == said, -CODES.index(codes)))
    if kind == "cow":
        # No code of that list is a code of ours; the few that are known are names.
        known = counts["names"]
        text = wording.TEXTS.say("reason-cow", column=seen.title, count=known, of=len(values))
        return State("cow", known / len(values), known, (text,))
    share, shape = counts[best] / len(values), _shape(values, best)
    titled = kind in _STATE_KINDS
    if best == "m49" and not (said == "m49" or (titled and share >= _HALF) or (share >= _SURE and counts[best] > 2)):
        return None
    if not counts[best] or not (share >= _HALF or (titled and (share >= _ENOUGH or shape >= _SURE or best == "names")) or shape >= 1):
        return None
    if not titled and share < _ENOUGH and len(values) < 20:
        return None
    reasons = [wording.TEXTS.say(f"reason-{best}", column=seen.title, count=counts[best], of=len(values))]
    if titled:
        reasons.append(wording.TEXTS.say("reason-title", column=seen.title))
    return State(best, share, counts[best], tuple(reasons))


def _shape(values: list[str], codes: str) -> float:
    pattern = _SHAPES.get(codes)
    return sum(bool(pattern.fullmatch(value)) for value in values) / len(values) if pattern else 0.0


def year(seen: Seen) -> tuple[float, tuple[Texts, ...]] | None:
    """The share of the values that are, or may be, years; None where neither title nor values say so."""
    values = [value for value in seen.distinct[:_MOST] if value not in wording.missing("word")]
    if not values or seen.kind in ("value", "none") or seen.kind in _STATE_KINDS or seen.kind.startswith(ACT):
        return None
    read = [period.parse(value) for value in values]
    count = sum(bool(one.datatype or one.candidates) for one in read)
    share = count / len(values)
    titled = seen.kind == "year"
    if share < (_HALF if titled else 0.95):
        return None
    reasons = [wording.TEXTS.say("reason-years", column=seen.title, count=count, of=len(values))]
    return share + titled, (*reasons, *([wording.TEXTS.say("reason-title", column=seen.title)] if titled else ()))


def instrument(seen: Seen, naming: Naming) -> tuple[float, tuple[Texts, ...]] | None:
    """The share of the values that are instruments of ours, where the title or half of the values say so."""
    return _named(seen, "instrument", naming.instrument)


def act(seen: Seen) -> tuple[float, tuple[Texts, ...]] | None:
    """The share of the values that are kinds of treaty acts, where the title says so and half of what is written is one.

    By the words alone nothing is taken: a column of statuses has the same.
    """
    values = seen.distinct[:_MOST]
    if seen.kind != "act":
        return None
    known = {value for value in values if kinds.find(value).outcome == "linked"}
    written = [cell for cell in seen.cells if cell]
    if not known or sum(cell in known for cell in written) < _HALF * len(written):
        return None
    reason = wording.TEXTS.say("reason-acts", column=seen.title, count=len(known), of=len(values))
    return len(known) / len(values), (reason, wording.TEXTS.say("reason-title", column=seen.title))


def indicator(seen: Seen, naming: Naming) -> tuple[float, tuple[Texts, ...]] | None:
    """The share of the values that are indicators of ours, where the title or half of the values say so."""
    return _named(seen, "indicator", naming.indicator)


def _named(seen: Seen, kind: str, find: Callable[[str], Found]) -> tuple[float, tuple[Texts, ...]] | None:
    values = seen.distinct[:_MOST]
    if not values or seen.kind not in ("", kind) or all(map(_numeric, values)):
        return None
    count = sum(find(value).outcome == "linked" for value in values)
    titled = seen.kind == kind
    if not titled and count < _HALF * len(values):
        return None
    reasons = [wording.TEXTS.say(f"reason-{kind}s", column=seen.title, count=count, of=len(values))]
    return count / len(values) + titled, (*reasons, *([wording.TEXTS.say("reason-title", column=seen.title)] if titled else ()))


class Values(NamedTuple):
    """A column of what was observed: datatype, style and markers of missing values; ``asked``: numbers that may be such markers."""

    datatype: str
    style: number.Style
    null: tuple[str, ...]
    sure: bool
    reasons: tuple[Texts, ...]
    asked: tuple[str, ...] = ()


def values(seen: Seen, decimal: str, table: str = "") -> Values | None:
    """Whether the values are numbers, and how they are written; texts only where the title says that they are values.

    ``table`` is the name of the table, which may say that its numbers are degrees of a scale.
    """
    if seen.kind == "none" or seen.kind in _STATE_KINDS:
        return None
    words = [value for value in seen.distinct if value in wording.missing("word")]
    present = [value for value in seen.distinct if value not in wording.missing("word")]
    if not present:
        return None
    read = number.read(present, decimal)
    numbers = {value for value in present if number.parse(value, read.style) is not None}
    written = [cell for cell in seen.cells if cell and cell not in wording.missing("word")]
    # Of the cells and not of the different values: a scale has few.
    if sum(cell in numbers for cell in written) < _SURE * len(written):
        if seen.kind != "value":
            return None
        text = wording.TEXTS.say("reason-texts", column=seen.title, count=len(present))
        return Values("string", number.STYLES[0], ("", *words), True, (text,))
    markers, asked = unknowns.of(present, read.style, seen.title, table)
    kept = [value for value in present if value not in markers]
    read = number.read(kept, decimal) if markers else read
    say = wording.TEXTS.say
    count = sum(number.parse(value, read.style) is not None for value in kept)
    reasons = [say("reason-numbers", column=seen.title, count=count, of=len(kept))]
    if words:
        reasons.append(say("reason-null-words", column=seen.title, markers=" ".join(words)))
    if markers:
        parsed = [float(read_) for value in kept if (read_ := number.parse(value, read.style)) is not None]
        low, high = (f"{bound:g}" for bound in (min(parsed), max(parsed)))
        reasons.append(say("reason-null-numbers", column=seen.title, markers=" ".join(markers), low=low, high=high))
    if asked:
        reasons.append(say("reason-null-asked", column=seen.title, markers=" ".join(asked)))
    if not read.sure:
        reasons.append(say("reason-style", column=seen.title, decimal=read.style.decimal, group=read.style.group))
    elif read.style != number.STYLES[0]:
        reasons.append(say("reason-marks", column=seen.title, decimal=read.style.decimal, group=read.style.group))
    return Values("integer" if read.whole else "decimal", read.style, ("", *words, *markers), read.sure, tuple(reasons), tuple(asked))


def _numeric(text: str) -> bool:
    return any(number.parse(text, style) is not None for style in number.STYLES)
