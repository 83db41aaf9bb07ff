"""What went wrong, as problem details (RFC 9457), plain text or a page; never a stack trace."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from kg.errors import KgError

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
_FIELDS = ("code", "what", "why", "mend", "file", "line", "column")


class ServingError(KgError):
    """A request that cannot be answered as asked (KG8xx). ``status`` is set where it is not that of the code."""

    def __init__(self, code: str, what: str, *, status: int | None = None, headers: Mapping[str, str] | None = None, **more: Any) -> None:
        super().__init__(code, what, **more)
        self.status = status or STATUS[code]
        self.headers = dict(headers or {})
        self.others: tuple[str, ...] = ()
        """Further faults that were found with this one."""
        self.excerpt: tuple[tuple[int, str, bool], ...] = ()
        """Lines of what was sent around the fault, for pages: number, text, whether it is here."""


def fields(error: KgError) -> dict[str, Any]:
    """The fields of an error, for a pipe or for JSON; those that are empty are left out."""
    found = {name: value for name in _FIELDS if (value := getattr(error, name)) not in (None, "")}
    others = [str(other) for other in getattr(error, "others", ())]
    return found | ({"others": others} if others else {})


def from_fields(said: Mapping[str, Any]) -> ServingError:
    """The error that has these fields."""
    known = {name: said[name] for name in _FIELDS[2:] if name in said}
    error = ServingError(said["code"], said["what"], status=STATUS.get(said["code"], HTTPStatus.UNPROCESSABLE_ENTITY), **known)
    error.others = tuple(said.get("others", ()))
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
    return "\n".join([str(error), *error.others]) + "\n"
