"""The service for programs: OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.0), generated from the questions and their parameters."""

from __future__ import annotations

from typing import Any

from kg import release as version
from kg.serving import negotiation, problem
from kg.serving.library import description, desk, neighbours, operations, pieces
from kg.serving.library.labels import Labels
from kg.serving.library.shelf import Shelf

PATH = "openapi"
VERSION = "3.1.0"


def document(shelf: Shelf, labels: Labels, language: str) -> dict[str, Any]:
    """The whole description, its words in a language."""
    release = labels.release
    paths: dict[str, Any] = {f"/{description.PATH}": {"get": operations.listing(language)}}
    for question in shelf.questions.values():
        paths |= operations.question(question, labels, language)
    names = list(shelf.questions)
    paths[f"/{description.PATH}/{{name}}.rq"] = {"get": operations.text(names, language)}
    paths |= neighbours.all_of_them(language) | desk.all_of_it(language)
    return {
        "openapi": VERSION,
        "info": {
            "title": pieces.head("api-title", language),
            "description": pieces.say("api-title", language, release=release.id),
            "version": version.__version__,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": release.base_url.rstrip("/")}],
        "paths": paths,
        "components": _components(language),
    }


def _components(language: str) -> dict[str, Any]:
    term = {
        "type": "object",
        "required": ["type", "value"],
        "properties": {name: {"type": "string"} for name in ("type", "value", "datatype", "xml:lang")},
    }
    bindings = {"type": "array", "items": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Term"}}}
    names = {"type": "array", "items": {"type": "string"}}
    details = {name: {"type": "string"} for name in ("type", "title", "detail", "code", "what", "why", "mend")} | {
        "status": {"type": "integer"}
    }
    return {
        "schemas": {
            "Term": term,
            "Results": {
                "type": "object",
                "required": ["head"],
                "properties": {
                    "head": {"type": "object", "properties": {"vars": names}},
                    "boolean": {"type": "boolean"},
                    "results": {"type": "object", "required": ["bindings"], "properties": {"bindings": bindings}},
                },
            },
            "Problem": {"type": "object", "required": ["type", "title", "status", "detail", "code"], "properties": details},
        },
        "parameters": {
            "lang": {
                "name": "lang",
                "in": "query",
                "description": pieces.head("languages", language),
                "schema": {"type": "string", "examples": list(negotiation.LANGUAGES)},
            }
        },
        "responses": {
            "Problem": {
                "description": pieces.say("api-problem", language),
                "content": {
                    problem.JSON: {"schema": {"$ref": "#/components/schemas/Problem"}},
                    "text/plain": {"schema": {"type": "string"}},
                    "text/html": {"schema": {"type": "string"}},
                },
            },
            "Unchanged": {"description": pieces.say("api-unchanged", language)},
        },
    }
