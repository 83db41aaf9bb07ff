"""Facts as CSV: a row a statement, codes as local names of the vocabulary, numbers as plain decimals with a point."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from kg.model import About, Assessment, Fact, Figure, Gap, Reading, ReportedStanding
from kg.vocabulary import Vocabulary

COLUMNS = [
    *("statement", "area", "edition", "line", "section", "label", "indicator", "kind"),
    *("value", "lower", "upper", "unit", "group", "scope", "answer", "standing", "instrument", "reason"),
    *("bodies", "as_printed", "start", "end", "match"),
]
BUILD_COLUMNS = [*COLUMNS, "m49", "period_start", "period_end", "source_sha256"]


def plain(value: int | Decimal | None) -> str:
    """A number as plain decimal text; '' for None."""
    return "" if value is None else str(value) if isinstance(value, int) else f"{value:f}"


def values(fact: Fact, area: str, edition: str) -> list[str]:
    """One row in the order of :data:`COLUMNS`. ``scope`` is ``any`` and ``group`` is ``all`` where nothing else is said."""
    content = fact.content
    kind = type(content)
    value = lower = upper = unit = answer = standing = instrument = reason = ""
    group, scope = "all", "any"
    if kind is Figure:
        assert isinstance(content, Figure)
        value, unit, group = plain(content.value), content.unit, content.group
        if content.lower is not None:
            lower, upper = plain(content.lower), plain(content.upper)
        if content.scope:
            scope = content.scope.shown
    elif isinstance(content, Assessment):
        answer, group = content.answer, content.group
    elif isinstance(content, ReportedStanding):
        standing, instrument = content.standing, content.instrument
    elif isinstance(content, Gap):
        reason, group = content.reason, content.group
    bodies = "; ".join(f"{relation}:{body.shown}" for relation, body in content.named)
    return [
        *(fact.statement, area, edition, str(fact.line), fact.section, fact.label, fact.indicator or "", content.kind),
        *(value, lower, upper, unit, group, scope, answer, standing, instrument, reason),
        *(bodies, fact.as_printed, str(fact.start), str(fact.end), fact.match),
    ]


def cells(fact: Fact, area: str, edition: str) -> dict[str, str]:
    """One row by column, every cell as text."""
    return dict(zip(COLUMNS, values(fact, area, edition), strict=True))


def rows(reading: Reading, about: About, vocabulary: Vocabulary) -> Iterator[list[str]]:
    """The rows of a build's ``facts.csv``, in the order of :data:`BUILD_COLUMNS`."""
    more = [vocabulary.areas[about.area].m49, about.period_start or "", about.period_end or "", reading.document.sha256]
    return ([*values(fact, about.area, about.edition), *more] for fact in reading.facts)


def write(file: Writable, table: Iterable[Sequence[str]], columns: list[str] | None = None) -> None:
    """Writes rows, under a header where ``columns`` are given, as CSV (RFC 4180, line ends LF)."""
    lines: list[str] = []
    quoting = csv.writer(_Lines(lines.append), lineterminator="\n")
    if columns:
        quoting.writerow(columns)
    for row in table:
        # csv looks at every sign of every cell; most rows need no quotes, and joining them is four times as fast.
        line = ",".join(row)
        if len(row) < 2 or '"' in line or "\n" in line or "\r" in line or line.count(",") >= len(row):
            quoting.writerow(row)
        else:
            lines.append(line + "\n")
    file.writelines(lines)


class Writable(Protocol):
    """What pieces of text can be written to."""

    def writelines(self, pieces: Iterable[str], /) -> None:
        """Takes pieces of text."""


@dataclass(frozen=True, slots=True)
class _Lines:
    """What csv writes its lines to."""

    write: Callable[[str], object]
