"""What went wrong, as problem details (RFC 9457), plain text or a page; never a stack trace."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from kg.errors import KgError
from kg.serving import texts
from kg.validation.reports import signs

JSON = "application/problem+json"
STATUS = {
    "KG602": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "KG801": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "KG802": HTTPStatus.GATEWAY_TIMEOUT,
    "KG803": HTTPStatus.INSUFFICIENT_STORAGE,
    "KG804": HTTPStatus.SERVICE_UNAVAILABLE,
    "KG805": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "KG806": HTTPStatus.NOT_ACCEPTABLE,
    "KG807": HTTPStatus.BAD_REQUEST,
    "KG808": HTTPStatus.UNPROCESSABLE_ENTITY,
    "KG809": HTTPStatus.UNPROCESSABLE_ENTITY,
    "KG810": HTTPStatus.INTERNAL_SERVER_ERROR,
    "KG812": HTTPStatus.INTERNAL_SERVER_ERROR,
}
"""Codes that have a status of their own; faults of data and shapes (KG6xx) are 422."""
CLAUSES = ("what", "why", "mend")
_LONGEST = 2000
"""Characters of a clause."""
_FIELDS = ("code", "what", "why", "mend", "file", "line", "column")


class ServingError(KgError):
    """A request that cannot be answered as asked (KG8xx). ``status`` is set where it is not that of the code."""

    def __init__(self, code: str, what: str, *, status: int | None = None, headers: Mapping[str, str] | None = None, **more: Any) -> None:
        super().__init__(code, what, **more)
        self.status = status or STATUS[code]
        self.headers = dict(headers or {})
        self.language = dict.fromkeys(CLAUSES, "en")
        """In which language each clause is."""
        self.worded: Mapping[str, Mapping[str, str]] = {}
        """Clauses that are there in every language already, by their name; of others ``ontology/serving.ttl`` may have the wording."""
        self.excerpt: tuple[tuple[int, str, bool], ...] = ()
        """Lines of what was sent around the fault, for pages: number, text, whether it is here."""


def fields(error: KgError) -> dict[str, Any]:
    """The fields of an error, for a pipe or for JSON; those that are empty are left out, and clauses that repeat what was sent are cut."""
    found = {name: value for name in _FIELDS if (value := getattr(error, name)) not in (None, "")}
    return found | {name: signs.cut(found[name], _LONGEST) for name in CLAUSES if name in found}


def spoken(error: ServingError, language: str) -> ServingError:
    """The same error with those of its clauses that are worded in a language in that language."""
    said = {
        name: error.worded[name].get(language) if name in error.worded else texts.clause(error.code, getattr(error, name), language)
        for name in CLAUSES
        if getattr(error, name)
    }
    what, why, mend = (said.get(name) or getattr(error, name) for name in CLAUSES)
    more: dict[str, Any] = {"file": error.file, "line": error.line, "column": error.column, "headers": error.headers}
    found = ServingError(error.code, what, why=why, mend=mend, status=error.status, **more)
    found.language |= {name: language for name, text in said.items() if text}
    found.excerpt = error.excerpt
    return found


def from_fields(said: Mapping[str, Any]) -> ServingError:
    """The error that has these fields."""
    known = {name: said[name] for name in _FIELDS[2:] if name in said}
    error = ServingError(said["code"], said["what"], status=STATUS.get(said["code"], HTTPStatus.UNPROCESSABLE_ENTITY), **known)
    error.excerpt = tuple((int(number), str(text), bool(here)) for number, text, here in said.get("excerpt", ()))
    return error


def details(error: ServingError, home: str) -> dict[str, Any]:
    """The members of problem details; ``type`` leads to cause and repair of the code."""
    said = {"type": f"{home}explain/{error.code}", "title": HTTPStatus(error.status).phrase, "status": int(error.status)}
    return said | {"detail": str(error)} | fields(error)


def as_json(error: ServingError, home: str) -> str:
    """Problem details as JSON."""
    return json.dumps(details(error, home), ensure_ascii=False, indent=2) + "\n"


def as_text(error: ServingError) -> str:
    """One sentence a line, as ``kg`` prints them."""
    return f"{error}\n"
