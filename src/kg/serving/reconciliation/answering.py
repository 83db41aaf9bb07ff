"""Answers as the JSON of either version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from kg.linking.entity import Entity
from kg.linking.extension import Cell, Table
from kg.linking.index import Index
from kg.linking.query import Candidate
from kg.linking.suggestion import Term
from kg.serving import problem
from kg.serving.problem import ServingError
from kg.serving.reconciliation import wording


class Answer(NamedTuple):
    """What a query of a batch is answered: candidates, or why there are none; and what is to be told beside."""

    candidates: Sequence[Candidate] = ()
    error: ServingError | None = None
    warnings: Sequence[ServingError] = ()


def results(found: Mapping[str, Answer], index: Index, language: str) -> dict[str, Any]:
    """A result batch of 0.2: key → result. ``error`` and ``warnings`` are members that its schema leaves free."""
    return {
        key: {"result": [_candidate(one, index, language) for one in answer.candidates], **_told(answer, language)}
        for key, answer in found.items()
    }


def draft_results(found: Iterable[Answer], index: Index, language: str) -> dict[str, Any]:
    """A result batch of the draft: results in the order of the queries, features with names; errors as in :func:`results`."""
    return {
        "results": [
            {"candidates": [_draft_candidate(one, index, language) for one in answer.candidates], **_told(answer, language)}
            for answer in found
        ]
    }


def _told(answer: Answer, language: str) -> dict[str, Any]:
    """The members of problem details (RFC 9457) that say something of one query."""
    said: dict[str, Any] = {}
    if answer.error:
        said["error"] = {"status": answer.error.status, **problem.fields(problem.spoken(answer.error, language))}
    if answer.warnings:
        said["warnings"] = [problem.fields(problem.spoken(one, language)) for one in answer.warnings]
    return said


def _candidate(one: Candidate, index: Index, language: str) -> dict[str, Any]:
    return {
        **_thing(one.entity, language),
        "type": types(one.entity, index, language),
        "score": one.score,
        "match": one.match,
        "features": [{"id": feature.id, "value": feature.value} for feature in one.features],
    }


def _draft_candidate(one: Candidate, index: Index, language: str) -> dict[str, Any]:
    said = _candidate(one, index, language) | _tagged(one.entity, language)
    said["features"] = [{**feature, "name": wording.feature_name(feature["id"], index, language)} for feature in said["features"]]
    return said


def _thing(entity: Entity, language: str) -> dict[str, Any]:
    description = entity.description(language)
    return {"id": entity.id, "name": entity.label(language)[0]} | ({"description": description} if description else {})


def _tagged(entity: Entity, language: str) -> dict[str, str]:
    tag = entity.label(language)[1]
    return {"lang": tag} if tag else {}


def types(entity: Entity, index: Index, language: str) -> list[dict[str, str]]:
    """The types of a thing, the narrowest first."""
    return [{"id": kind, "name": wording.type_name(kind, index, language)} for kind in reversed(entity.types)]


def entities(found: Iterable[Entity], index: Index, language: str) -> dict[str, Any]:
    """Suggested things; valid in both versions."""
    return {"result": [{**_thing(one, language), "notable": types(one, index, language)} | _tagged(one, language) for one in found]}


def terms(found: Iterable[Term], index: Index, language: str) -> dict[str, Any]:
    """Suggested types or properties; valid in both versions."""
    return {"result": [_term(one, index, language) for one in found]}


def _term(one: Term, index: Index, language: str) -> dict[str, Any]:
    said: dict[str, Any] = {"id": one.id, "name": one.label(language)}
    if one.broader:
        said["broader"] = [{"id": one.broader, "name": wording.type_name(one.broader, index, language)}]
    return said


def proposal(kind: str, limit: int, found: list[Term], language: str) -> dict[str, Any]:
    """Properties that a type has."""
    chosen = found[:limit] if limit else found
    said: dict[str, Any] = {"type": kind, "properties": [{"id": one.id, "name": one.label(language)} for one in chosen]}
    return said | ({"limit": limit} if limit else {})


def table(found: Table, language: str) -> dict[str, Any]:
    """Values of properties, as 0.2 writes them: id → property → values."""
    names = [one.id for one in found.properties]
    rows = {
        key: dict(zip(names, ([_cell(cell, language) for cell in cells] for cells in row), strict=True)) for key, row in found.rows.items()
    }
    return {"meta": _meta(found, language), "rows": rows}


def draft_table(found: Table, language: str) -> dict[str, Any]:
    """Values of properties, as the draft writes them: a list of things, each with a list of properties."""
    rows = []
    for key, row in found.rows.items():
        values = [[_cell(cell, language) | ({"lang": cell.language} if cell.language else {}) for cell in cells] for cells in row]
        rows.append(
            {"id": key, "properties": [{"id": one.id, "values": cells} for one, cells in zip(found.properties, values, strict=True)]}
        )
    return {"meta": _meta(found, language), "rows": rows}


def _meta(found: Table, language: str) -> list[dict[str, str]]:
    return [{"id": one.id, "name": one.label(language)} for one in found.properties]


def _cell(cell: Cell, language: str) -> dict[str, Any]:
    if isinstance(cell.value, Entity):
        return {"id": cell.value.id, "name": cell.value.label(language)[0]}
    return {cell.kind: cell.value}
