"""An answer as a page shows it: columns with titles and units, cells with labels and links."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pyoxigraph import QueryResultsFormat, parse_query_results

from kg.errors import VocabularyError
from kg.mapping.terms import XSD
from kg.querying.question import Question
from kg.querying.table import curie, people
from kg.serving import numerals, texts
from kg.serving.library.labels import Labels

SHOWN = 1000
"""Rows on a page; the others are in the files."""
PRINTED = 1 << 20
"""Bytes of an answer that is printed for a terminal."""
_LONG = 22
_NUMBERS = {XSD + name for name in ("integer", "decimal", "double", "float", "gYear")}
_WEB = re.compile(r"https?://[^\s<>\"]+")
_YEAR = "year"
"""The unit of a header whose numbers are years."""
_TRUE = ("true", "1")
_UNSPOKEN = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the query, and its title and unit in a language."""

    name: str
    title: str
    unit: str
    number: bool
    long: bool
    """Whether its texts need room."""
    tongue: str = ""
    """The language that all its texts are in, where it is not that of the page."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text with its language, where it leads, and what else is worth saying about it."""

    text: str = ""
    language: str = ""
    link: str = ""
    number: bool = False
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows, and how many rows there are in all."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    count: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A table, a truth value, or a graph in Turtle."""

    table: Table | None = None
    truth: bool | None = None
    graph: str = ""


def read(body: bytes, question: Question, labels: Labels, language: str) -> Answer:
    """The answer from SPARQL 1.1 Query Results JSON. Raises ValueError for a body that is none."""
    said: dict[str, Any] = json.loads(body)
    if "boolean" in said:
        return Answer(truth=bool(said["boolean"]))
    names, bindings = said["head"]["vars"], said["results"]["bindings"]
    rows = tuple(tuple(_cell(row.get(name), labels, language, question.quoted.get(name, "")) for name in names) for row in bindings[:SHOWN])
    columns = tuple(_column(name, [row[n] for row in rows], question, language) for n, name in enumerate(names))
    years = [question.columns.get(name, {}).get("unit") == _YEAR for name in names]
    said_so = tuple(tuple(_written(cell, year, language) for cell, year in zip(row, years, strict=True)) for row in rows)
    return Answer(Table(columns, said_so, len(bindings)))


def plain(body: bytes) -> str:
    """The answer as ``kg query`` prints it, from SPARQL 1.1 Query Results JSON."""
    return people(parse_query_results(body, format=QueryResultsFormat.JSON))


def _written(cell: Cell, year: bool, language: str) -> Cell:
    """A cell with its number as the language writes it; years have no sign between thousands."""
    return replace(cell, text=numerals.written(cell.text, language)) if cell.number and not year else cell


def _column(name: str, cells: list[Cell], question: Question, language: str) -> Column:
    said = question.columns.get(name, {})
    title = said.get(language) or said.get("en", name)
    filled = [cell for cell in cells if cell.text]
    number = bool(filled) and all(cell.number for cell in filled)
    spoken = {cell.language for cell in filled} - {language}
    tongue = min(spoken) if len(spoken) == 1 and all(cell.language in spoken for cell in filled) else ""
    return Column(name, title, unit(said.get("unit", ""), language), number, any(len(cell.text) > _LONG for cell in filled), tongue)


def unit(said: str, language: str) -> str:
    """A unit of a header in a language: the header says it in English alone."""
    if not said:
        return ""
    with contextlib.suppress(VocabularyError):
        return texts.head(f"unit-{_UNSPOKEN.sub('-', said.lower()).strip('-')}")[language]
    return said


def _cell(term: Mapping[str, str] | None, labels: Labels, language: str, quoted: str) -> Cell:
    """``quoted`` is the language of plain strings of the column, '' where that is not said."""
    if term is None:
        return Cell()
    value = term["value"]
    if term["type"] == "uri":
        return _resource(value, labels, language)
    if term["type"] == "bnode":
        return Cell(f"_:{value}")
    if term.get("datatype") == XSD + "boolean":
        return Cell(texts.head("library-yes" if value in _TRUE else "library-no")[language])
    link = value if _WEB.fullmatch(value) else ""
    spoken = term.get("xml:lang", "" if link or "datatype" in term else quoted)
    return Cell(value, spoken, link, term.get("datatype", "") in _NUMBERS)


def _resource(iri: str, labels: Labels, language: str) -> Cell:
    release = labels.release
    label = labels.of(iri, language)
    own = iri.startswith(release.base)
    shown = curie(iri)
    text = label or (iri.removeprefix(release.base) if own and shown == iri else shown)
    link = release.url(iri) if own or _WEB.fullmatch(iri) else ""
    return Cell(text, link=link, iri=iri)
