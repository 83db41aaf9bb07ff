"""Answers as text: a table for people, and the standard formats (SPARQL 1.1 Query Results JSON, XML, CSV, TSV; Turtle)."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
)

from kg.errors import QueryError
from kg.mapping import turtle
from kg.querying.execution import Answer
from kg.vocabulary import texts, vocabulary

WORDS = texts.Wording("emptiness.ttl", "emptiness")
"""The words around an answer on a terminal."""
FORMATS = ("table", "csv", "tsv", "json", "xml", "ttl")
_WIDEST = 48


def no_rows(language: str = "en") -> str:
    """What is printed for a table without rows."""
    return WORDS.say("answer-none")[language] + "\n"


def asked_with(given: Mapping[str, str], language: str) -> str:
    """The same for a question: with which values it was asked, name by name."""
    said = ", ".join(f"{name}={value}" for name, value in given.items())
    return WORDS.say("answer-none-asked", asked=said)[language]


def write(answer: Answer, form: str, language: str = "en") -> str:
    """The answer in one of :data:`FORMATS`; the words around a table are of a language.

    Raises :class:`QueryError` KG709 for a format that does not fit the kind of answer.
    """
    if isinstance(answer, QuerySolutions | QueryBoolean):
        if form == "table":
            return people(answer, language=language)
        if form == "ttl" or (form in ("csv", "tsv") and isinstance(answer, QueryBoolean)):
            raise QueryError(
                "KG709",
                f"the answer has no {form} form",
                mend="ask with CONSTRUCT for ttl, with SELECT for csv and tsv",
            )
        data = answer.serialize(format=getattr(QueryResultsFormat, form.upper()))
        return (data or b"").decode("utf-8").replace("\r\n", "\n").rstrip("\n") + "\n"
    if form not in ("table", "ttl"):
        raise QueryError("KG709", f"a graph has no {form} form", mend="ask for ttl")
    return turtle.write(sorted(answer, key=str))


def people(answer: Answer, columns: Sequence[str] = (), language: str = "en") -> str:
    """A table with aligned columns (all, or those named); long texts are wrapped, never cut; an unbound cell is empty."""
    if isinstance(answer, QueryBoolean):
        return WORDS.say("answer-yes" if answer else "answer-no")[language] + "\n"
    assert isinstance(answer, QuerySolutions)
    names = [variable.value for variable in answer.variables if not columns or variable.value in columns]
    rows = [[shown(solution[name]) for name in names] for solution in answer]
    if not rows:
        return no_rows(language)
    return grid(names, rows) + WORDS.say("answer-rows" if len(rows) != 1 else "answer-row", count=len(rows))[language] + "\n"


def grid(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows under their names, columns aligned."""
    cells = [[textwrap.wrap(cell, _WIDEST, break_long_words=False) or [""] for cell in row] for row in rows]
    widths = [max(len(names[i]), *(len(line) for row in cells for line in row[i])) for i in range(len(names))]
    lines = [
        "  ".join(name.ljust(width) for name, width in zip(names, widths, strict=True)),
        "  ".join("-" * w for w in widths),
    ]
    for row in cells:
        for depth in range(max(len(cell) for cell in row)):
            line = "  ".join((cell[depth] if depth < len(cell) else "").ljust(width) for cell, width in zip(row, widths, strict=True))
            lines.append(line)
    return "".join(line.rstrip() + "\n" for line in lines)


def shown(term: Any) -> str:
    """A term for people: prefixed IRI, plain text of a literal, '' for nothing."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return curie(term.value)
    return term.value if isinstance(term, Literal) else f"_:{term.value}" if isinstance(term, BlankNode) else str(term)


_VALUES: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "decimal": Decimal,
    "date": datetime.date.fromisoformat,
    "boolean": lambda text: text in ("true", "1"),
}


def value(term: Any) -> Any:
    """A term as a plain Python value: numbers, dates and truth values of XSD as such, anything else as text; None for nothing."""
    if isinstance(term, Literal):
        _, sign, name = term.datatype.value.partition("http://www.w3.org/2001/XMLSchema#")
        return _VALUES[name](term.value) if sign and name in _VALUES else term.value
    return None if term is None else term.value


def curie(iri: str) -> str:
    """An IRI with our prefix, where one fits."""
    best = max(
        ((ns, prefix) for prefix, ns in vocabulary().prefixes.items() if iri.startswith(ns)),
        key=lambda p: len(p[0]),
        default=None,
    )
    return f"{best[1]}:{iri[len(best[0]) :]}" if best else iri
