"""The operations of the library for programs: the list, every question with its parameters, its text."""

from __future__ import annotations

from typing import Any

from kg.querying import binding
from kg.querying.question import Parameter, Question
from kg.serving.library import arguments, description, fields, forms, pieces
from kg.serving.library.labels import Labels
from kg.serving.sparql.forms import URLENCODED

_TYPES: dict[str, dict[str, Any]] = {
    "iri": {"type": "string", "format": "iri-reference"},
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "date": {"type": "string", "format": "date"},
}


def listing(language: str) -> dict[str, Any]:
    """The list of questions."""
    content = pieces.content(forms.LIBRARY) | {forms.JSON.media[0]: {"schema": {"type": "object", "required": ["release", "questions"]}}}
    searched = [
        {"name": "q", "in": "query", "description": pieces.say("library-search", language), "schema": {"type": "string"}},
        {"name": "for", "in": "query", "description": pieces.head("library-for", language), "schema": {"type": "string"}},
    ]
    return {
        "operationId": "questions",
        "summary": pieces.head("library-title", language),
        "parameters": [*searched, pieces.format_field(forms.LIBRARY, language), pieces.LANGUAGE],
        "responses": pieces.responses(pieces.say("api-list", language), content, ("406",)) | {"304": pieces.UNCHANGED},
    }


def question(question: Question, labels: Labels, language: str) -> dict[str, Any]:
    """A question by GET and POST."""
    kind = description.kind(question)
    found = forms.answers(kind)
    title = question.title.get(language) or question.title.get("en") or question.name
    columns = [f"* `{name}`: {said.get(language) or said.get('en', '')}" for name, said in question.columns.items()]
    about = question.description.get(language) or question.description.get("en", "")
    fails = (*pieces.FAILS, "403", "502") if question.service else pieces.FAILS
    if question.service:
        about = f"{about}\n\n{pieces.say('library-service', language)}"
    given = [schema(parameter, labels, language) for parameter in question.parameters.values()]
    parameters = [*given, pieces.format_field(found, language), pieces.LANGUAGE]
    responses = pieces.responses("\n".join([pieces.say("api-answer", language), "", *columns]), pieces.content(found), fails) | {
        "304": pieces.UNCHANGED
    }
    operation = {
        "operationId": question.name,
        "tags": list(question.readers),
        "summary": title,
        "description": about,
        "responses": responses,
    }
    properties = {one["name"]: one["schema"] for one in parameters[:-1]} | {"lang": {"type": "string"}}
    form = {"type": "object", "properties": properties, "additionalProperties": False}
    encoding = {one["name"]: {"style": "form", "explode": False} for one in given}
    body = {"content": {URLENCODED: {"schema": form} | ({"encoding": encoding} if encoding else {})}}
    post = operation | {
        "operationId": f"{question.name}-post",
        "requestBody": body,
        "responses": {status: said for status, said in responses.items() if status != "304"} | {"415": pieces.PROBLEM},
    }
    return {f"/{description.PATH}/{question.name}": {"get": operation | {"parameters": parameters}, "post": post}}


def schema(parameter: Parameter, labels: Labels, language: str) -> dict[str, Any]:
    """A parameter: values joined by commas, with type, default, and the terms that are known for it."""
    known = fields.choices(parameter, labels, language)
    kinds: list[dict[str, Any]] = [_TYPES[parameter.kind]]
    if parameter.kind != "string":
        kinds.append({"const": binding.ANY})
    if parameter.among:
        kinds = [{"enum": [int(one.name) if parameter.kind == "integer" else one.name for one in known]}, *kinds[1:]]
    elif known:
        kinds.insert(
            0,
            {"type": "string", "enum": [one.name for one in known], "description": "\n".join(f"{one.name}: {one.label}" for one in known)},
        )
    item = kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
    values: list[Any] = [
        int(value) if parameter.kind == "integer" and value != binding.ANY else value for value in arguments.default(parameter)
    ]
    title = parameter.title.get(language) or parameter.title.get("en") or parameter.name
    told = pieces.say(f"library-kind-{parameter.kind}", language)
    default = pieces.say("library-default", language, value=",".join(map(str, values)))
    return {
        "name": parameter.name,
        "in": "query",
        "description": f"{title}. {told} {default}",
        "style": "form",
        "explode": False,
        "schema": {"type": "array", "items": item, "minItems": 1, "maxItems": arguments.MOST, "default": values},
    }


def text(names: list[str], language: str) -> dict[str, Any]:
    """The text of a question."""
    return {
        "operationId": "query",
        "summary": pieces.head("library-text", language),
        "description": pieces.say("api-text", language),
        "parameters": [
            {
                "name": "name",
                "in": "path",
                "required": True,
                "description": pieces.head("library-question", language),
                "schema": {"type": "string", "enum": names},
            },
            pieces.format_field(forms.QUERY, language),
            pieces.LANGUAGE,
        ],
        "responses": pieces.responses(pieces.head("library-text", language), pieces.content(forms.QUERY), ("400", "404", "406"))
        | {"304": pieces.UNCHANGED},
    }
