"""A document of one section and one row, and what it says in a few words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kg.interpreting import interpret
from kg.mapping import table
from kg.model import Reading
from kg.reading import text
from kg.vocabulary import vocabulary

REAL = Path(__file__).parents[2] / "data" / "profiles" / "antitorture" / "KAZ-2022" / "document.txt"
Row = Callable[..., Reading]
Said = Callable[..., list[str]]


def make(indicator: str, value: str, language: str = "ru", area: str = "KAZ", *, group: str = "all", separator: str = "\t") -> Reading:
    """A document of the indicator's section and one row of its preferred label and ``value``."""
    v = vocabulary()
    term = v.indicators[indicator]
    printed = term.labels[language] if group == "all" else v.parts[f"{indicator}.{group}"].labels[language]
    lines = f"{v.sections[term.section].labels[language]}\n{printed}{separator}{value}\n"
    reading = interpret(text.document(lines.encode("utf-8"), "x.txt"), language=language, area=area)
    assert reading.ledger.closes
    for fact in reading.facts:
        assert reading.document.text[fact.start : fact.end] == fact.as_printed
    return reading


SHOWN = ("value", "lower", "upper", "unit", "group", "scope", "answer", "standing", "instrument", "reason", "bodies")


def short(reading: Reading) -> list[str]:
    """Statements in a few words: name, kind and what is not the default."""
    found = []
    for fact in reading.facts:
        cells = table.cells(fact, "", "")
        shown = [cells[k] for k in SHOWN if cells.get(k) and (k, cells[k]) not in (("group", "all"), ("scope", "any"))]
        found.append(" ".join([fact.statement, *shown]))
    return found
