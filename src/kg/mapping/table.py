"""Facts as CSV: a row a statement, codes as local names of the vocabulary, numbers as plain decimals with a point."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TextIO

from kg.model import About, Assessment, Body, Designation, Fact, Figure, Gap, Reading, ReportedStanding
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


def cells(fact: Fact, area: str, edition: str) -> dict[str, str]:
    """One row. ``scope`` is ``any`` and ``group`` is ``all`` where nothing else is said."""
    row = {
        "statement": fact.statement,
        "area": area,
        "edition": edition,
        "line": str(fact.line),
        "section": fact.section,
        "label": fact.label,
        "indicator": fact.indicator or "",
        "kind": fact.content.kind,
        "group": "all",
        "scope": "any",
        "as_printed": fact.as_printed,
        "start": str(fact.start),
        "end": str(fact.end),
        "match": fact.match,
    }
    related: list[tuple[str, Body]] = []
    content = fact.content
    match content:
        case Figure():
            row |= {
                "value": plain(content.value),
                "lower": plain(content.lower),
                "upper": plain(content.upper),
                "unit": content.unit,
                "group": content.group,
            }
            if content.scope:
                row["scope"] = content.scope.shown
                related.append(("scope", content.scope))
            related += [("dataFrom", body) for body in content.data_from]
        case Assessment():
            row |= {"answer": content.answer, "group": content.group}
            related += [("body", body) for body in content.bodies]
        case ReportedStanding():
            row |= {"standing": content.standing, "instrument": content.instrument}
        case Gap():
            row |= {"reason": content.reason, "group": content.group}
            related += [("withheldBy", body) for body in content.withheld_by]
        case Designation():
            related.append(("body", content.body))
            if content.answers_to:
                related.append(("answersTo", content.answers_to))
    row["bodies"] = "; ".join(f"{relation}:{body.shown}" for relation, body in related)
    return row


def rows(reading: Reading, about: About, vocabulary: Vocabulary) -> Iterator[dict[str, str]]:
    """The rows of a build's ``facts.csv``."""
    more = {
        "m49": vocabulary.areas[about.area].m49,
        "period_start": about.period_start or "",
        "period_end": about.period_end or "",
        "source_sha256": reading.document.sha256,
    }
    for fact in reading.facts:
        yield cells(fact, about.area, about.edition) | more


def write(file: TextIO, columns: list[str], table: Iterable[dict[str, str]], *, header: bool = True) -> None:
    """Writes rows as CSV (RFC 4180, line ends LF)."""
    writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
    if header:
        writer.writeheader()
    writer.writerows(table)
