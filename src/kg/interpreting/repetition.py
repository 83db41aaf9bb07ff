"""Rows that repeat what another row of the document says: the same again, or something else of the same thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.model import Assessment, Content, Fact, Figure, Number, Problem, ReportedStanding

Thing = tuple[str, ...]


@dataclass(slots=True)
class Rows:
    """The rows read so far: the line of the first row of each label (indicator, group), and the first statement on each thing."""

    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    said: dict[Thing, Fact] = field(default_factory=dict)

    def add(self, key: tuple[str, str], line: int, printed: str, facts: Iterable[Fact]) -> list[Problem]:
        """Takes the row of a line with its facts; what a person is told where it repeats an earlier row.

        KG221, a Warning, for each value that differs from the first one stated of the same thing in another line; else KG217, an Info,
        where the label is repeated: equal values, or one of the two rows states none. A gap is no value and differs from none.
        """
        found = []
        for fact in facts:
            thing = _thing(fact)
            first = self.said.setdefault(thing, fact) if thing else fact
            if first.line != line and differ(first.content, fact.content):
                what = f"row {printed!r} states {fact.as_printed!r}, and line {first.line} states {first.as_printed!r}"
                found.append(Problem("KG221", line, f"{what} of the same thing ({fact.indicator}); both are kept", "Warning"))
        known = self.lines.setdefault(key, line)
        if known != line and not found:
            found.append(Problem("KG217", line, f"row {printed!r} repeats line {known}; both are kept"))
        return found


def _thing(fact: Fact) -> Thing | None:
    """What a fact is a value of: indicator, group, unit and scope of a figure; indicator and group of an answer; else None."""
    content, indicator = fact.content, fact.indicator or ""
    if type(content) is Figure:
        return ("figure", indicator, content.group, content.unit, content.scope.shown if content.scope else "")
    if type(content) is Assessment:
        return ("assessment", indicator, content.group)
    if type(content) is ReportedStanding:
        return ("standing", indicator, content.instrument)
    return None  # several bodies may be named, and neither sentences nor gaps are values


def differ(one: Content, other: Content) -> bool:
    """Whether two values of one thing differ. A rounded number stands for its interval: one that the other's encloses agrees with it."""
    if type(one) is Figure and type(other) is Figure:
        return not (_encloses(one, other) or _encloses(other, one))
    if type(one) is Assessment and type(other) is Assessment:
        return one.answer != other.answer
    return one != other


def _encloses(one: Figure, other: Figure) -> bool:
    (lower, upper), (low, high) = _interval(one), _interval(other)
    return lower <= low and high <= upper


def _interval(figure: Figure) -> tuple[Number, Number]:
    """The bounds of a figure; an exact one is both bounds itself."""
    lower = figure.value if figure.lower is None else figure.lower
    upper = figure.value if figure.upper is None else figure.upper
    if lower is None or upper is None:
        raise ValueError(f"a figure with neither value nor bounds: {figure}")
    return lower, upper
