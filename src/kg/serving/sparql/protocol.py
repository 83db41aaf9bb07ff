"""Requests read as the SPARQL 1.1 Protocol says, section 2.1: the three ways to send a query, and the dataset beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import parse_qsl

from pyoxigraph import NamedNode
from starlette.requests import ClientDisconnect, Request

from kg.serving.problem import ServingError
from kg.serving.sparql.forms import SPARQL, UPDATE, URLENCODED
from kg.serving.sparql.question import LONGEST, Question, question, update
from kg.serving.sparql.refusal import quoted, refused, too_long

ADDRESS = 50_000
"""Bytes of the query string of an address."""
GRAPHS, FIELDS = 200, 500
ARRIVAL = 30.0
"""Seconds in which a body has to arrive."""
Pairs = list[tuple[str, str]]


class Asked(NamedTuple):
    """A question, and the form in which the answer is asked for by ``format``, '' where it is not."""

    question: Question
    format: str


class Sent(NamedTuple):
    """What was sent: the parameters of the address, those of a form, and the media type and text of another body."""

    address: Pairs
    form: Pairs
    media: str
    text: str

    def values(self, name: str) -> tuple[str, ...]:
        """All values of a parameter, wherever it stands."""
        return tuple(value for known, value in (*self.address, *self.form) if known == name)

    def graphs(self, name: str) -> tuple[str, ...]:
        """The IRIs of a parameter. Raises :class:`ServingError` KG821 for what is no IRI, or too many."""
        found = self.values(name)
        if len(found) > GRAPHS:
            raise malformed(f"there are more than {GRAPHS} of {name}", "name fewer graphs")
        return tuple(iri(value, name) for value in found)


async def read(request: Request) -> Asked | None:
    """The question of a request; None for a GET without one. Raises :class:`ServingError` KG820 to KG822, KG829."""
    sent = await received(request, LONGEST * 3 + ADDRESS)
    if sent.media == UPDATE or sent.values("update"):
        raise update()
    queries = [value for name, value in (sent.address if request.method != "POST" else sent.form) if name == "query"]
    if request.method == "POST":
        misplaced = any(name == "query" for name, _ in sent.address)
        if misplaced:
            raise malformed("the query of a POST stands in its address", "send it in the body (SPARQL 1.1 Protocol, section 2.1)")
        queries = [sent.text] if sent.media == SPARQL else queries
    if not queries and request.method != "POST":
        return None
    if len(queries) != 1:
        raise malformed(f"there are {len(queries)} queries", "send one parameter named query")
    asked = question(queries[0], sent.graphs("default-graph-uri"), sent.graphs("named-graph-uri"))
    return Asked(asked, next(iter(sent.values("format")), ""))


async def received(request: Request, limit: int, bodies: Sequence[str] = (SPARQL, UPDATE)) -> Sent:
    """What was sent; a body is a form, or text of one of the media types ``bodies``.

    Raises :class:`ServingError` KG821 for another media type or charset, KG829 for more than ``limit`` bytes.
    """
    written = bytes(request.scope.get("query_string", b""))
    if len(written) > ADDRESS:
        raise too_long("address", ADDRESS, HTTPStatus.REQUEST_URI_TOO_LONG)
    address = _pairs(written, "address")
    if request.method != "POST":
        return Sent(address, [], "", "")
    media, charset = _media(request.headers.get("content-type", ""))
    if media not in (*bodies, URLENCODED):
        what = f"{quoted(media)!r} is no media type of a query" if media else "there is no Content-Type"
        raise malformed(what, f"send {', '.join((*bodies, URLENCODED))}", HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    if charset not in ("", "utf-8", "utf8"):
        raise malformed(f"the charset is {quoted(charset)!r}", "send UTF-8", HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    content = await body(request, limit)
    if media == URLENCODED:
        return Sent(address, _pairs(content, "form"), media, "")
    try:
        return Sent(address, [], media, content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise malformed(f"byte {error.start} is not UTF-8", "send UTF-8") from error


async def body(request: Request, limit: int) -> bytes:
    """The body. Raises :class:`ServingError` KG829 for more than ``limit`` bytes, KG821 for an encoding or one that does not arrive."""
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise malformed("the body is packed", "send it without Content-Encoding", HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    said = request.headers.get("content-length", "")
    if said.isascii() and said.isdigit() and (len(said) > len(str(limit)) or int(said) > limit):
        raise too_long("body", limit)
    found = bytearray()
    try:
        async with asyncio.timeout(ARRIVAL):
            async for chunk in request.stream():
                found += chunk
                if len(found) > limit:
                    raise too_long("body", limit)
    except (TimeoutError, ClientDisconnect) as error:
        raise malformed("the body does not arrive", "send all of it", HTTPStatus.REQUEST_TIMEOUT) from error
    return bytes(found)


def iri(value: str, name: str) -> str:
    """An absolute IRI. Raises :class:`ServingError` KG821 for anything else."""
    try:
        return NamedNode(value).value
    except ValueError as error:
        raise malformed(f"{name} is {quoted(value)!r}, which is no absolute IRI", "write the whole IRI") from error


def malformed(what: str, mend: str, status: int | None = None) -> ServingError:
    """KG821: not as the protocol has it."""
    return refused("KG821", what, mend=mend, status=status)


def not_allowed(method: str, methods: Iterable[str]) -> ServingError:
    """KG821 for a method, with those that are allowed."""
    allowed = ", ".join(methods)
    status = HTTPStatus.METHOD_NOT_ALLOWED
    return refused("KG821", f"there is no {quoted(method, 20)} here", mend=f"use {allowed}", status=status, headers={"Allow": allowed})


def _media(said: str) -> tuple[str, str]:
    media, *parameters = (part.strip().lower() for part in said.split(";"))
    charset = next((value.strip().strip('"') for name, _, value in (p.partition("=") for p in parameters) if name.strip() == "charset"), "")
    return media, charset


def _pairs(written: bytes, what: str) -> Pairs:
    try:
        return parse_qsl(written.decode("utf-8"), keep_blank_values=True, max_num_fields=FIELDS, errors="strict")
    except UnicodeDecodeError as error:
        raise malformed(f"the {what} is not UTF-8", "send UTF-8, percent-encoded") from error
    except ValueError as error:
        raise malformed(f"the {what} has more than {FIELDS} parameters", "send fewer") from error
