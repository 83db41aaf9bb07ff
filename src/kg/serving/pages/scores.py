"""Index scores over time: every printed value with its source; where sources contradict each other, all stand side by side."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from kg.serving.pages import reading
from kg.serving.pages.chart import Axis
from kg.serving.pages.rows import Row, Rows
from kg.serving.pages.voice import Voice

HEIGHT, TOP, LEFT = 120, 14, 8
"""Of a drawing, in CSS pixels, and per cent that stay free at its sides."""
_APART = 1.6
"""Per cent by which values that contradict each other stand beside their year, so that none covers another."""


class Year(NamedTuple):
    """What is printed for a year; nothing where ``rows`` is empty. ``contradiction``: the printed values differ."""

    year: int
    rows: tuple[Row, ...]

    @property
    def values(self) -> tuple[str, ...]:
        """The different values, in the order of the query."""
        return tuple({Decimal(row["score"]): row["score"] for row in self.rows if row["score"]}.values())

    @property
    def contradiction(self) -> bool:
        """Whether sources print different values."""
        return len(self.values) > 1


class Point(NamedTuple):
    """A value of a year in a drawing."""

    x: str
    y: str
    year: int
    contradicted: bool


class Stroke(NamedTuple):
    """A line from one year's only value to the next year's."""

    x1: str
    y1: str
    x2: str
    y2: str


class Drawing(NamedTuple):
    """Points and strokes; ``between`` joins values of one year that contradict each other; ``ticks`` and ``marks`` are the axes."""

    points: tuple[Point, ...]
    strokes: tuple[Stroke, ...]
    between: tuple[Stroke, ...]
    ticks: tuple[tuple[str, str], ...]
    marks: tuple[tuple[int, str], ...]


class State(NamedTuple):
    """A state with its years and their drawing."""

    area: str
    years: tuple[Year, ...]
    drawing: Drawing | None


class Contradiction(NamedTuple):
    """A year of a state for which sources print different values."""

    area: str
    year: Year


def years(rows: Iterable[Row], span: list[int]) -> tuple[Year, ...]:
    """The years of a span with what is printed for each; a year of which nothing is known is empty."""
    known = list(rows)
    return tuple(Year(year, tuple(row for row in known if int(row["year"]) == year)) for year in span)


def drawn(rows: Iterable[Row], span: list[int], all_rows: Iterable[Row] = ()) -> Drawing | None:
    """The drawing of a state's scores, on an axis that has room for those of ``all_rows``; None where there is no value."""
    found = years(rows, span)
    values = [Decimal(value) for year in found for value in year.values]
    if not values:
        return None
    whole = [*values, *(Decimal(row["score"]) for row in all_rows if row["score"])]
    axis = Axis(max(whole), min(whole))

    def x(year: int, beside: float = 0) -> str:
        share = (year - span[0]) / (span[-1] - span[0]) if span[-1] > span[0] else 0.5
        return f"{LEFT + share * (100 - 2 * LEFT) + beside:.2f}%"

    def y(value: str | Decimal) -> str:
        return f"{HEIGHT - TOP - axis.at(Decimal(value)) / 100 * (HEIGHT - 2 * TOP):.1f}"

    points = tuple(
        Point(x(year.year, place), y(value), year.year, year.contradiction)
        for year in found
        for value, place in zip(year.values, _places(len(year.values)), strict=True)
    )
    pairs = [(one, two) for one, two in pairwise(found) if len(one.values) == len(two.values) == 1]
    strokes = tuple(Stroke(x(one.year), y(one.values[0]), x(two.year), y(two.values[0])) for one, two in pairs)
    apart = [point for point in points if point.contradicted]
    between = tuple(Stroke(one.x, one.y, two.x, two.y) for one, two in pairwise(apart) if one.year == two.year)
    ticks = tuple((tick.number, y(Decimal(tick.number))) for tick in axis.ticks())
    return Drawing(points, strokes, between, ticks, tuple((year, x(year)) for year in span))


def _places(count: int) -> list[float]:
    """Where the values of a year stand beside it, in per cent."""
    return [(number - (count - 1) / 2) * 2 * _APART for number in range(count)]


class Scores:
    """Draws the page of all index scores."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows

    def __call__(self, voice: Voice) -> str:
        """The page."""
        rows = self.rows.of("index-scores")
        span = sorted({int(row["year"]) for row in rows})
        by_area: dict[str, list[Row]] = {}
        for row in rows:
            by_area.setdefault(row["area"], []).append(row)
        states = [State(area, years(mine, span), drawn(mine, span, rows)) for area, mine in by_area.items()]
        states.sort(key=lambda state: voice.words(state.area))
        contradictions = [Contradiction(state.area, year) for state in states for year in state.years if year.contradiction]
        return reading.draw("scores.html.jinja", voice, place="", states=states, span=span, contradictions=contradictions)
