"""The operations beside the library: SPARQL, validation, dereferencing, and the description itself."""

from __future__ import annotations

from typing import Any

from kg.serving import fields as validation
from kg.serving import negotiation
from kg.serving.library import forms, pieces
from kg.serving.sparql.forms import GRAPHS, OF, SPARQL, TABLES, URLENCODED


def all_of_them(language: str) -> dict[str, Any]:
    """Paths with their operations."""
    return _sparql(language) | _validate(language) | _things(language) | _itself(language)


def _sparql(language: str) -> dict[str, Any]:
    told = {"query": "library-text", "default-graph-uri": "api-default-graph", "named-graph-uri": "api-named-graph"}
    single: dict[str, Any] = {"type": "string"}
    several: dict[str, Any] = {"type": "array", "items": {"type": "string", "format": "iri"}}
    schemas = {name: single if name == "query" else several for name in told}
    described = {name: pieces.head(text, language) for name, text in told.items()}
    get = [{"name": name, "in": "query", "description": described[name], "schema": schemas[name]} for name in told]
    content = pieces.content((*TABLES, *GRAPHS))
    said = {"summary": pieces.head("api-sparql", language), "description": pieces.say("api-sparql", language)}
    fails = (*pieces.FAILS, "403", "413")
    named = pieces.format_field(dict.fromkeys((*OF["SELECT"], *OF["CONSTRUCT"])), language)
    body = {
        URLENCODED: {"schema": {"type": "object", "properties": schemas, "required": ["query"]}},
        SPARQL: {"schema": {"type": "string"}},
    }
    responses = pieces.responses(pieces.say("api-answer", language), content, fails)
    return {
        "/sparql": {
            "get": {**said, "operationId": "sparql", "parameters": [*get, named], "responses": responses | {"304": pieces.UNCHANGED}},
            "post": {
                **said,
                "operationId": "sparql-post",
                "requestBody": {"required": True, "content": body},
                "responses": responses | {"415": pieces.PROBLEM},
            },
        }
    }


def _validate(language: str) -> dict[str, Any]:
    properties = {
        name: {"type": "string", "description": told["about"]} | ({"enum": told["values"]} if "values" in told else {})
        for name, told in validation.listed(language).items()
        if name not in validation.QUERY
    }
    answers = {form.media[0]: {"schema": {"type": "string"}} for form in negotiation.FORMS.values()}
    multipart = {"schema": {"type": "object", "properties": properties, "required": ["data"]}}
    responses = pieces.responses(pieces.say("title", language), answers, ("400", "406", "413", "415", "422", "503", "504", "507"))
    facts = {"application/json": {"schema": {"type": "object"}}, "text/html": {"schema": {"type": "string"}}}
    return {
        "/validate": {
            "get": {
                "operationId": "validation",
                "summary": pieces.say("api-validation", language),
                "responses": pieces.responses(pieces.say("fields", language), facts, ()),
            },
            "post": {
                "operationId": "validate",
                "summary": pieces.head("title", language),
                "description": pieces.say("title", language),
                "requestBody": {"required": True, "content": {"multipart/form-data": multipart}},
                "responses": responses,
            },
        }
    }


def _things(language: str) -> dict[str, Any]:
    thing = {
        "operationId": "thing",
        "summary": pieces.head("api-thing", language),
        "description": pieces.say("api-thing", language),
        "parameters": [
            {
                "name": name,
                "in": "path",
                "required": True,
                "description": pieces.head(f"api-{name}", language),
                "schema": {"type": "string"},
            }
            for name in ("kind", "key")
        ],
        "responses": {"303": {"description": pieces.say("api-document", language)}}
        | pieces.responses(pieces.say("api-document", language), pieces.content((forms.HTML, *forms.DESCRIPTIONS)), ("404", "406", "410"))
        | {"304": pieces.UNCHANGED},
    }
    return {"/{kind}/{key}": {"get": thing}}


def _itself(language: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"type": "object"}}}
    said = {"operationId": "openapi", "summary": pieces.head("library-api", language), "parameters": [pieces.LANGUAGE]}
    return {"/openapi.json": {"get": {**said, "responses": pieces.responses("OpenAPI 3.1", content, ()) | {"304": pieces.UNCHANGED}}}}
