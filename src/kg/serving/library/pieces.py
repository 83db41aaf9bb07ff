"""Pieces that every operation of the description for programs is made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.serving import texts
from kg.serving.sparql.forms import TABLES, Form

PROBLEM = {"$ref": "#/components/responses/Problem"}
UNCHANGED = {"$ref": "#/components/responses/Unchanged"}
LANGUAGE = {"$ref": "#/components/parameters/lang"}
FAILS = ("400", "406", "422", "503", "504", "507")
"""Statuses of a query that cannot be answered as asked."""


def head(name: str, language: str) -> str:
    """A heading."""
    return texts.head(name)[language]


def say(name: str, language: str, **values: object) -> str:
    """A sentence."""
    return texts.say(name, **values)[language]


def content(found: Iterable[Form]) -> dict[str, Any]:
    """Media types with their schemas."""
    known: dict[str, Any] = {TABLES[0].media[0]: {"$ref": "#/components/schemas/Results"}, "application/ld+json": {}}
    return {form.media[0]: {"schema": known.get(form.media[0], {"type": "string"})} for form in found}


def responses(said: str, content: dict[str, Any], fails: Iterable[str]) -> dict[str, Any]:
    """Responses by status: an answer, and problems."""
    return {"200": {"description": said, "content": content}, **dict.fromkeys(fails, PROBLEM)}


def format_field(found: Iterable[Form], language: str) -> dict[str, Any]:
    """The field that names the form of the answer."""
    schema = {"type": "string", "enum": [form.name for form in found]}
    return {"name": "format", "in": "query", "description": say("api-format", language), "schema": schema}
