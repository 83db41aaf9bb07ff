"""What properties of things say, for tables that reconciled them (Reconciliation Service API, "Data Extension Service")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from pyoxigraph import Literal

from kg.linking.entity import Entity
from kg.linking.graph import Value, property_id, property_iri
from kg.linking.index import Index
from kg.linking.suggestion import Term
from kg.mapping.terms import XSD

_WHOLE = {XSD + name for name in ("integer", "int", "long", "nonNegativeInteger", "positiveInteger", "gYear")}
_BROKEN = {XSD + name for name in ("decimal", "double", "float")}
MOST = 100
"""Values of one property of one thing."""


class Cell(NamedTuple):
    """A value: a thing of ours, or a literal with what it is (``str``, ``int``, ``float``, ``date``) and its language."""

    kind: str
    value: str | int | float | Entity
    language: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Properties in the order asked, and per id the values of each; an unknown id has none."""

    properties: tuple[Term, ...]
    rows: dict[str, list[list[Cell]]]


def extend(ids: list[str], properties: list[tuple[str, int]], index: Index) -> Table:
    """The values of properties (id and how many at most, 0 for all) of things."""
    terms = []
    for name, _ in properties:
        iri = property_iri(name)
        terms.append(Term(name, iri, index.graph.labels(iri) if iri else {}))
    rows: dict[str, list[list[Cell]]] = {}
    for one in ids:
        entity = index.by_id.get(one)
        rows[one] = [
            _cells(entity, term.iri, limit, index) if entity and term.iri else []
            for term, (_, limit) in zip(terms, properties, strict=True)
        ]
    return Table(tuple(terms), rows)


def proposed(kind: str, index: Index) -> list[Term]:
    """The properties that things of a type have."""
    return [Term(property_id(iri), iri, labels) for iri, labels in index.properties(kind).items()]


def _cells(entity: Entity, iri: str, limit: int, index: Index) -> list[Cell]:
    found = [_cell(value, index) for value in index.graph.values(entity.iri, iri)]
    return found[: min(limit, MOST) if limit > 0 else MOST]


def _cell(value: Value, index: Index) -> Cell:
    if not isinstance(value, Literal):
        other = index.entities.get(value.value)
        return Cell("entity", other) if other else Cell("str", value.value)
    datatype = value.datatype.value
    try:
        if datatype in _WHOLE:
            return Cell("int", int(value.value))
        if datatype in _BROKEN:
            return Cell("float", float(value.value))
    except ValueError:
        return Cell("str", value.value)
    if datatype == XSD + "date":
        return Cell("date", f"{value.value}T00:00:00")
    return Cell("str", value.value, value.language or "")
