"""An answer as the page shows it: rows from one to another, each resource with its label and, small, its name."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from kg.mapping.terms import XSD
from kg.querying.question import Question
from kg.serving import numerals
from kg.serving.editor import terms
from kg.serving.library.answer import unit
from kg.serving.library.labels import Labels
from kg.vocabulary import vocabulary

SHOWN = 200
"""Rows on a page."""
TRIPLE = ("subject", "predicate", "object")
_LONG = 40
_COUNT = "count"
"""The unit of a header whose numbers count."""
_NUMBERS = {
    XSD + name for name in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger", "positiveInteger", "gYear")
}
_DATES = {XSD + name for name in ("date", "dateTime", "gYearMonth", "gYear")}
_UNITS = "unit:"
"""How the name of a unit of the vocabulary begins."""
_YEAR = re.compile(r"[0-9]{4}")
_WEB = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text with its language, the name of a resource that has a label, where it leads, and ``number``, ``date`` or ''.

    ``value`` is a number as it is stored; its text is that of the language.
    """

    text: str = ""
    name: str = ""
    language: str = ""
    link: str = ""
    kind: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what all its cells are (``number``, ``date`` or ''), whether its texts need room, its title and unit."""

    name: str
    kind: str
    long: bool
    title: str = ""
    unit: str = ""
    counted: bool = False
    """Whether its numbers count rows or values, as its header says: no quantity that a chart of the answer is of."""
    axis: bool = False
    """Whether rows that differ in it have no common axis: it holds units, or the question says so."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A table, or a truth value; ``graph`` is Turtle where the rows are its triples. ``start`` is the number of the first row, from 0."""

    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    start: int = 0
    count: int = 0
    truth: bool | None = None
    graph: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was found."""
        return self.truth is False if self.truth is not None else not self.count

    @property
    def zero(self) -> bool:
        """Whether it is one row that holds nothing but zeros: an aggregate over nothing looks so."""
        cells = [cell for row in self.rows for cell in row if cell.text]
        return self.count == 1 and not self.graph and all(cell.kind == "number" and not float(cell.value) for cell in cells)


def table(content: bytes, start: int, labels: Labels, language: str) -> Answer:
    """The answer from SPARQL 1.1 Query Results JSON."""
    said: dict[str, Any] = json.loads(content)
    if "boolean" in said:
        return Answer(truth=bool(said["boolean"]))
    names, bindings = said["head"]["vars"], said["results"]["bindings"]
    start = start if start < len(bindings) else 0
    cells = [tuple(_bound(row.get(name), labels, language) for name in names) for row in bindings[start : start + SHOWN]]
    columns = _columns(names, cells)
    return Answer(columns, tuple(tuple(map(_dated, columns, row)) for row in cells), start, len(bindings))


def graph(content: bytes, start: int, labels: Labels, language: str) -> Answer:
    """The answer from Turtle: its triples as rows."""
    triples = list(parse(content, format=RdfFormat.TURTLE))
    start = start if start < len(triples) else 0
    shown = triples[start : start + SHOWN]
    cells = [tuple(_term(term, labels, language) for term in (one.subject, one.predicate, one.object)) for one in shown]
    return Answer(_columns(TRIPLE, cells), tuple(cells), start, len(triples), graph=content.decode("utf-8"))


def titled(answer: Answer, question: Question, language: str) -> Answer:
    """The answer to a question of the library, whose columns have titles."""

    def named(column: Column) -> Column:
        said = question.columns.get(column.name, {})
        return replace(
            column,
            title=said.get(language) or said.get("en", ""),
            unit=unit(said.get("unit", ""), language),
            counted=said.get("unit") == _COUNT,
            axis=column.axis or column.name in question.axis,
        )

    return replace(answer, columns=tuple(named(column) for column in answer.columns))


def _columns(names: Sequence[str], rows: Sequence[Sequence[Cell]]) -> tuple[Column, ...]:
    found = []
    for place, name in enumerate(names):
        filled = [row[place] for row in rows if row[place].text]
        kinds = {cell.kind for cell in filled}
        kind = kinds.pop() if len(kinds) == 1 else ""
        if kind == "number" and name.casefold().endswith("year") and all(_YEAR.fullmatch(cell.value) for cell in filled):
            kind = "date"  # counted as whole numbers, and yet no quantity
        units = bool(filled) and all(cell.name.startswith(_UNITS) or cell.text.startswith(_UNITS) for cell in filled)
        found.append(Column(name, kind, any(len(cell.text) > _LONG for cell in filled), axis=units))
    return tuple(found)


def _dated(column: Column, cell: Cell) -> Cell:
    """A cell of a column; a year is written as it is stored, without a sign between thousands."""
    return replace(cell, text=cell.value) if column.kind == "date" and cell.value else cell


def _bound(term: dict[str, Any] | None, labels: Labels, language: str) -> Cell:
    if term is None:
        return Cell()
    if term["type"] == "uri":
        return _resource(term["value"], labels, language)
    if term["type"] == "bnode":
        return Cell(f"_:{term['value']}")
    if term["type"] == "triple":
        return Cell(json.dumps(term["value"], ensure_ascii=False))
    return _literal(term["value"], term.get("xml:lang", ""), term.get("datatype", ""), language)


def _term(term: Any, labels: Labels, language: str) -> Cell:
    if isinstance(term, NamedNode):
        return _resource(term.value, labels, language)
    if isinstance(term, Literal):
        return _literal(term.value, term.language or "", term.datatype.value, language)
    return Cell(f"_:{term.value}" if isinstance(term, BlankNode) else str(term))


def _literal(text: str, tag: str, datatype: str, language: str) -> Cell:
    kind = "number" if datatype in _NUMBERS else "date" if datatype in _DATES else ""
    if kind == "number":
        return Cell(text if datatype == XSD + "gYear" else numerals.written(text, language), kind=kind, value=text)
    return Cell(text, language=tag, link=text if _WEB.fullmatch(text) else "", kind=kind)


def _resource(iri: str, labels: Labels, language: str) -> Cell:
    release = labels.release
    name = terms.short(iri, vocabulary().prefixes).strip("<>")
    label = labels.of(iri, language)
    link = release.url(iri) if iri.startswith(release.base) or _WEB.fullmatch(iri) else ""
    return Cell(label or name, name if label else "", link=link)
