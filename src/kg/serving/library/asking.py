"""A question asked through the endpoint: the same processes, limits, cache and errors as at ``/sparql``."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import urlencode

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results
from starlette.requests import Request
from starlette.responses import Response

from kg.serving.library import description
from kg.serving.problem import ServingError
from kg.serving.sparql.endpoint import Endpoint
from kg.serving.sparql.forms import Form
from kg.serving.sparql.responding import CUT_HEADER

MOST = 8 << 20
"""Bytes of an answer that a page is made of."""
NOTE_HEADER = "X-KG-Note"
"""What is said of an answer without rows, where nobody reads a page."""
_HEADS = 1 << 14
"""Bytes that the names of the columns of an answer without rows never fill."""
_CONDITIONS = {b"if-none-match", b"if-match", b"if-modified-since", b"if-unmodified-since", b"range"}


class Taken(NamedTuple):
    """An answer: its bytes, and whether it was cut at the row limit."""

    content: bytes
    cut: bool


def empty(response: Response, form: Form) -> bool:
    """Whether a table in one of the standard forms has no rows. One that is not at hand as a whole has some."""
    body = bytes(getattr(response, "body", b""))
    if response.status_code != HTTPStatus.OK or not 0 < len(body) < _HEADS:
        return False
    if form.name in ("csv", "tsv"):
        return body.count(b"\n") <= 1
    if form.name not in ("json", "xml"):
        return False
    found = parse_query_results(body, format=getattr(QueryResultsFormat, form.name.upper()))
    return isinstance(found, QuerySolutions) and next(iter(found), None) is None


class _TooLargeError(Exception):
    """More than a page is made of."""


async def respond(endpoint: Endpoint, request: Request, query: str, form: Form, name: str) -> Response:
    """The response in a form. The endpoint sees nothing of the parameters, which could be called as its own.

    Raises :class:`ServingError` as the endpoint does.
    """
    return await endpoint.respond(_request(request, form), description.plain(query), name=name)


async def take(endpoint: Endpoint, request: Request, query: str, form: Form, name: str, most: int = MOST) -> Taken:
    """The answer in a form, for people. Raises :class:`ServingError`: KG851 where it is too much for them, and those of the endpoint."""
    inner = _request(request, form, frozenset(_CONDITIONS))
    response = await endpoint.respond(inner, description.plain(query), name=name)
    content = bytearray()

    async def send(message: Any) -> None:
        content.extend(message.get("body", b""))
        if len(content) > most or int(response.headers.get("content-length", "0")) > most:
            raise _TooLargeError

    try:
        await response(inner.scope, request.receive, send)
    except _TooLargeError as error:
        what, mend = "the answer is too large for a page", "take it as a file"
        raise ServingError("KG851", what, mend=mend, status=HTTPStatus.UNPROCESSABLE_ENTITY) from error
    if response.status_code != HTTPStatus.OK:
        raise ServingError("KG807", "the client has gone")
    return Taken(bytes(content), CUT_HEADER in response.headers)


def _request(request: Request, form: Form, left: frozenset[bytes] = frozenset()) -> Request:
    """The request to the endpoint: a GET (or HEAD) that names the form and nothing else."""
    scope = dict(request.scope)
    scope["method"] = "GET" if left or request.method != "HEAD" else "HEAD"
    scope["query_string"] = urlencode({"format": form.name}).encode()
    scope["headers"] = [(name, value) for name, value in request.scope["headers"] if name not in left]
    return Request(scope, request.receive)
