"""Questions as JSON: what they are called, what they take and give, and where they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.querying.question import Question
from kg.serving.library import arguments, description
from kg.serving.release import Release


def listed(questions: Iterable[Question], release: Release) -> dict[str, Any]:
    """All that is said of questions, texts by language."""
    return {
        "catalogue": description.edition(release),
        "release": release.id,
        "questions": [told(question, release) for question in questions],
    }


def told(question: Question, release: Release) -> dict[str, Any]:
    """All that is said of a question."""
    address = f"{release.base_url}{description.PATH}/{question.name}"
    return {
        "name": question.name,
        "iri": description.iri(question, release),
        "url": address,
        "query": f"{address}.rq",
        "title": question.title,
        "description": question.description,
        "for": list(question.readers),
        **({"service": question.service} if question.service else {}),
        "parameters": [
            {"name": one.name, "type": one.kind, "default": ",".join(arguments.default(one)), "title": one.title}
            for one in question.parameters.values()
        ],
        "columns": [_column(name, said) for name, said in question.columns.items()],
    }


def _column(name: str, said: dict[str, str]) -> dict[str, Any]:
    title = {language: text for language, text in said.items() if language != "unit"}
    return {"name": name, "title": title} | ({"unit": said["unit"]} if "unit" in said else {})
