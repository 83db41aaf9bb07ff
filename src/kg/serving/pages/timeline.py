"""Acts on an axis of years: a day is a point, a year alone is the whole year, an act without a date of its own is not drawn."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from kg.serving.pages.rows import Row

SHAPES = {
    "signature": "ring",
    "ratification": "dot",
    "accession": "dot",
    "consent-to-be-bound": "dot",
    "declaration": "square",
    "reservation": "frame",
    "withdrawal": "cross",
    "denunciation": "cross",
    "cessation": "cross",
}
"""How kinds of acts are drawn: what is signed is open, what binds is filled, what ends is crossed."""
_ROUND = 5
_FEW, _STEP, _LONG_STEP = 30, 5, 10
"""Years up to which the axis counts in fives."""


class Mark(NamedTuple):
    """An act on the axis: from ``start`` on, ``width`` wide where it is an interval, '' for a day."""

    start: str
    width: str
    shape: str
    act: Row


class Year(NamedTuple):
    """A year on the axis."""

    year: int
    at: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The years of the axis, and the marks of each line by its key."""

    years: tuple[Year, ...]
    marks: dict[str, list[Mark]]


def timeline(acts: Iterable[Row], key: str) -> Timeline | None:
    """The acts in lines by a column; None where none has a date."""
    dated = [act for act in acts if act["earliest"]]
    if not dated:
        return None
    first = min(_day(act["earliest"]).year for act in dated) // _ROUND * _ROUND
    last = (max(_day(act["latest"]).year for act in dated) // _ROUND + 1) * _ROUND
    begin, days = datetime.date(first, 1, 1), (datetime.date(last, 1, 1) - datetime.date(first, 1, 1)).days
    marks: dict[str, list[Mark]] = {}
    for act in dated:
        start, end = _day(act["earliest"]), _day(act["latest"])
        width = _percent((end - start).days + 1, days) if end != start else ""
        shape = SHAPES.get(act["kind"].rpartition("/")[2], "dot")
        marks.setdefault(act[key], []).append(Mark(_percent((start - begin).days, days), width, shape, act))
    step = _STEP if last - first <= _FEW else _LONG_STEP
    years = range(-(-first // step) * step, last + 1, step)
    return Timeline(tuple(Year(year, _percent((datetime.date(year, 1, 1) - begin).days, days)) for year in years), marks)


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text[:10])


def _percent(part: int, whole: int) -> str:
    return f"{part / whole * 100:.2f}%"
