"""Charts: positions in per cent along one axis that holds zero. Words stand beside the drawing, which repeats what they say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

from kg.serving.pages.statement import Statement

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_TICKS = 4


class Span(NamedTuple):
    """Where a value stands on the axis, from ``low`` to ``high`` by its interval; ``at`` is None for a range without a value."""

    low: str
    at: str | None
    high: str
    width: str


class Line(NamedTuple):
    """A line of a chart: a statement with its span. Nothing is drawn for a gap (no span) and for what is not stated (no statement)."""

    profile: str
    statement: Statement | None
    span: Span | None


class Tick(NamedTuple):
    """A number on the axis, and where it stands."""

    number: str
    at: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines that have one unit; ``unit`` is its IRI."""

    unit: str
    ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]


class Axis:
    """An axis that holds zero, ``most`` and, where it is negative, ``least``."""

    def __init__(self, most: Decimal, least: Decimal = Decimal(0)) -> None:
        reach = max(most, Decimal(0)) - min(least, Decimal(0))
        self.step = _step(reach / _TICKS) if reach > 0 else Decimal(1)
        self.begin = self.step * min((least / self.step).to_integral_value(ROUND_FLOOR), Decimal(0))
        self.end = self.step * max((most / self.step).to_integral_value(ROUND_CEILING), Decimal(1 if not self.begin else 0))

    def at(self, value: Decimal) -> Decimal:
        """Where a value stands, in per cent."""
        return ((value - self.begin) / (self.end - self.begin) * 100).quantize(Decimal("0.01"))

    def numbers(self) -> tuple[Decimal, ...]:
        """The numbers on the axis."""
        return tuple(self.begin + self.step * one for one in range(int((self.end - self.begin) / self.step) + 1))

    def ticks(self) -> tuple[Tick, ...]:
        """The same with their places."""
        return tuple(Tick(f"{number:f}" if number % 1 else f"{int(number)}", f"{self.at(number)}%") for number in self.numbers())


def _step(least: Decimal) -> Decimal:
    """The smallest round number that is not less."""
    power = Decimal(10) ** least.adjusted()
    return next(power * step for step in _STEPS if power * step >= least)


def charts(statements: Iterable[Statement], silent: Iterable[str]) -> list[Chart]:
    """One chart a unit, for amounts of different units have no common axis; each also shows gaps, and the ``silent`` profiles."""
    found = list(statements)
    by_unit: dict[str, list[Statement]] = {}
    for one in found:
        if _most(one) is not None:
            by_unit.setdefault(one.row["unit"], []).append(one)
    gaps = [one for one in found if one.state == "gap"]
    drawn = []
    for unit, members in by_unit.items():
        axis = Axis(max(most for one in members if (most := _most(one)) is not None))
        lines = [Line(one.row["profile"], one, _span(one, axis)) for one in found if one in members or one in gaps]
        lines += [Line(profile, None, None) for profile in silent]
        drawn.append(Chart(unit, axis.ticks(), tuple(sorted(lines, key=lambda line: line.profile))))
    return drawn


def _most(one: Statement) -> Decimal | None:
    said = one.row["upper"] or one.row["value"]
    return Decimal(said) if said and one.state in ("value", "zero", "range") else None


def _span(one: Statement, axis: Axis) -> Span | None:
    if _most(one) is None:
        return None
    value, lower, upper = (one.row[name] for name in ("value", "lower", "upper"))
    low, high = axis.at(Decimal(lower or value)), axis.at(Decimal(upper or value))
    return Span(f"{low}%", f"{axis.at(Decimal(value))}%" if value else None, f"{high}%", f"{high - low}%")
