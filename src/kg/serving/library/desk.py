"""The operations for those who write queries or look for something: the editor, why a query has no rows, the search."""

from __future__ import annotations

from typing import Any

from kg.searching.document import KINDS
from kg.serving.library import forms, pieces
from kg.serving.sparql.forms import GRAPHS, SPARQL, TABLES, URLENCODED

_TEXT: dict[str, Any] = {"type": "string"}
_NUMBER: dict[str, Any] = {"type": "integer", "minimum": 1, "default": 1}
_EDITED: dict[str, Any] = {
    "query": _TEXT,
    "question": _TEXT,
    "run": {"type": "string", "enum": ["1"]},
    "start": {"type": "integer", "minimum": 0},
    "q": _TEXT,
}
"""Fields of the editor and their schemas; a parameter of a question is named behind ``p-``, so that it is in no list."""
_PAGE = {forms.HTML.media[0]: {"schema": _TEXT}}
_JSON = {"application/json": {"schema": {"type": "object"}}}


def all_of_it(language: str) -> dict[str, Any]:
    """Paths with their operations."""
    return _editor(language) | _why(language) | _search(language)


def _editor(language: str) -> dict[str, Any]:
    said = {"summary": pieces.head("editor", language), "description": pieces.say("api-editor", language)}
    fields = [_field(name, schema, language) for name, schema in _EDITED.items()]
    found = (forms.HTML, *TABLES, *GRAPHS, forms.TEXT)
    content = _PAGE | pieces.content((*TABLES, *GRAPHS, forms.TEXT))
    responses = pieces.responses(pieces.say("api-answer", language), content, (*pieces.FAILS, "404", "413"))
    schemas = _EDITED | {"format": {"type": "string", "enum": [form.name for form in found]}, "lang": _TEXT}
    body = {"content": {URLENCODED: {"schema": {"type": "object", "properties": schemas, "additionalProperties": _TEXT}}}}
    parameters = [*fields, pieces.format_field(found, language), pieces.LANGUAGE]
    sent = {"303": {"description": pieces.say("api-shared", language)}, "415": pieces.PROBLEM}
    return {
        "/query": {
            "get": {**said, "operationId": "editor", "parameters": parameters, "responses": responses},
            "post": {**said, "operationId": "editor-post", "requestBody": body, "responses": responses | sent},
        }
    }


def _why(language: str) -> dict[str, Any]:
    said = {"summary": pieces.head("editor-why", language), "description": pieces.say("api-why", language)}
    query = {**_field("query", _TEXT, language), "required": True}
    responses = pieces.responses(pieces.say("api-why", language), _JSON, (*pieces.FAILS, "403", "413"))
    form = {"type": "object", "properties": {"query": _TEXT}, "required": ["query"]}
    body = {"required": True, "content": {URLENCODED: {"schema": form}, SPARQL: {"schema": _TEXT}}}
    return {
        "/why": {
            "get": {
                **said,
                "operationId": "why",
                "parameters": [query, pieces.LANGUAGE],
                "responses": responses | {"304": pieces.UNCHANGED},
            },
            "post": {
                **said,
                "operationId": "why-post",
                "parameters": [pieces.LANGUAGE],
                "requestBody": body,
                "responses": responses | {"415": pieces.PROBLEM},
            },
        }
    }


def _search(language: str) -> dict[str, Any]:
    fields = [
        {"name": "q", "in": "query", "description": pieces.say("search-words", language), "schema": _TEXT},
        {
            "name": "kind",
            "in": "query",
            "description": pieces.head("search-kind", language),
            "schema": {"type": "string", "enum": list(KINDS)},
        },
        {"name": "area", "in": "query", "description": pieces.head("search-state", language), "schema": _TEXT},
        {"name": "page", "in": "query", "description": pieces.head("search-pages", language), "schema": _NUMBER},
        {
            "name": "limit",
            "in": "query",
            "description": pieces.head("api-limit", language),
            "schema": _NUMBER | {"maximum": 200, "default": 20},
        },
    ]
    found = (forms.HTML, forms.JSON)
    return {
        "/search": {
            "get": {
                "operationId": "search",
                "summary": pieces.head("search-title", language),
                "description": pieces.say("search-title", language),
                "parameters": [*fields, pieces.format_field(found, language), pieces.LANGUAGE],
                "responses": pieces.responses(pieces.say("search-machine", language), _JSON | _PAGE, ("400", "406"))
                | {"304": pieces.UNCHANGED},
            }
        }
    }


def _field(name: str, schema: dict[str, Any], language: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": pieces.head(f"api-edited-{name}", language), "schema": schema}
