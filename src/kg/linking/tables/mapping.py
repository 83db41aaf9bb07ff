"""What a table's columns are and what was decided: the mapping that a run proposes, a person corrects and later runs obey."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass, field

from kg.linking.tables.row import Texts

KEYS = ("state", "year", "instrument", "act", "indicator", "dimension")
ROLES = (*KEYS, "value", "none")
"""What a column is: the five known keys, another key, what was observed, or nothing that is used."""
CODES = ("alpha-3", "alpha-2", "m49", "cow", "names", "iri", "any")
"""How states are written in a column."""
DATATYPES = ("integer", "decimal", "string")
DAYS = ("date", "gYear", "any")
"""Datatypes of dates of acts: days, years, or both."""
FORMS = ("delimited", "workbook", "records", "graph")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is written: ``header_rows`` after ``skip_rows``; ``mixed``: lines may be in another encoding; ``sheet`` of a workbook."""

    form: str
    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    header_rows: int = 1
    skip_rows: int = 0
    mixed: bool = False
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a written value: ``accepted`` is an IRI, a year, or None; ``nothing``: it means nothing of the graph.

    With neither it is still open. ``rejected`` are candidates that are not meant, ``candidates`` what was proposed.
    """

    written: str
    accepted: str | None = None
    nothing: bool = False
    rejected: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """``about`` and ``value`` are URI templates, ``property`` an IRI; ``period``: a column of values of one year (a wide table)."""

    name: str
    title: str
    role: str = "none"
    codes: str = ""
    datatype: str = "string"
    decimal: str = "."
    group: str = ""
    null: tuple[str, ...] = ("",)
    property: str = ""
    about: str = ""
    value: str = ""
    period: str = ""
    dataset: str = ""
    minimum: str = ""
    maximum: str = ""
    reasons: tuple[Texts, ...] = ()
    decisions: Map[str, Decision] = field(default_factory=dict)
    indicator: str = ""
    """Of a column of values: the indicator of the graph that they are about, by :attr:`relation` (a SKOS mapping relation)."""
    relation: str = ""
    unit: str = ""
    """Of a column of values: the unit of the vocabulary in which all of them are."""
    act: str = ""
    """Of a column of dates of acts: the kind of act, by :attr:`relation`."""
    instrument: str = ""
    """Of a column of dates of acts: the instrument that all of them concern, where no other column says it."""
    form: str = ""
    """Of a column of dates: the format of CSVW in which the days are written, '' for those that can be read in one way only."""
    asked: tuple[str, ...] = ()
    """Of a column of values that is proposed: numbers that may stand for missing values, and are kept until a person says so."""


def dated(column: Column) -> bool:
    """Whether its values are dates of acts: of its own, or of those that a column with the role ``act`` names."""
    return column.role == "value" and column.datatype in DAYS


@dataclass(frozen=True, slots=True)
class Mapping:
    """The whole: ``namespace`` is the partner's, ``about`` the template of the observations of a table with one column of values."""

    url: str
    namespace: str
    dialect: Dialect
    columns: tuple[Column, ...]
    about: str = ""
    title: str = ""
    licence: str = ""

    def of(self, role: str) -> list[tuple[int, Column]]:
        """The columns of a role with their positions."""
        return [(number, column) for number, column in enumerate(self.columns) if column.role == role]
