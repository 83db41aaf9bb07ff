"""A query run for a page: by the same processes, limits, cache and errors as at ``/sparql``."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, NamedTuple

from starlette.requests import Request

from kg.serving.problem import ServingError
from kg.serving.sparql.endpoint import Endpoint
from kg.serving.sparql.forms import OF
from kg.serving.sparql.question import Question
from kg.serving.sparql.responding import CUT_HEADER, SERVICES_HEADER

MOST = 8 << 20
"""Bytes of an answer that a page is made of."""
_CONDITIONS = {b"if-none-match", b"if-match", b"if-modified-since", b"if-unmodified-since", b"range"}


class Ran(NamedTuple):
    """An answer in the first form of its kind (JSON, Turtle): its bytes, and whether it was cut at the row limit."""

    content: bytes
    cut: bool
    services: str = ""
    """The header that names other servers that were asked."""


class _TooLargeError(Exception):
    """More than a page is made of."""


async def run(endpoint: Endpoint, request: Request, question: Question) -> Ran:
    """The answer to a query. Raises :class:`ServingError`: KG860 where it is too much for a page, and those of the endpoint."""
    scope = dict(request.scope) | {"method": "GET"}
    scope["headers"] = [(name, value) for name, value in request.scope["headers"] if name not in _CONDITIONS]
    response = await endpoint.responder.respond(Request(scope, request.receive), question, OF[question.kind][0])
    content = bytearray()

    async def send(message: Any) -> None:
        content.extend(message.get("body", b""))
        if len(content) > MOST:
            raise _TooLargeError

    try:
        await response(scope, request.receive, send)
    except _TooLargeError as error:
        what, mend = "the answer is too large for a page", "take it as a file, or add LIMIT"
        raise ServingError("KG860", what, mend=mend, status=HTTPStatus.UNPROCESSABLE_ENTITY) from error
    if response.status_code != HTTPStatus.OK:
        raise ServingError("KG807", "the client has gone")
    return Ran(bytes(content), CUT_HEADER in response.headers, response.headers.get(SERVICES_HEADER, ""))
