"""Requests that every server on their way reads alike: one length, one host, few fields (RFC 9112, sections 3.2 and 6.1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request

from kg.serving import validation
from kg.serving.problem import ServingError

FIELDS, FIELDS_SIZE, ADDRESS = 100, 32_768, 55_000
"""Header fields of a request, their bytes, and those of its address; parts of the site may take less."""
_HOST = re.compile(rb"(?:[A-Za-z0-9._~%-]*|\[[0-9A-Fa-f:.]+\])(?::[0-9]{0,5})?")


class Framed:
    """Refuses other requests, and ends their connection. With ``base_url``, what a client calls the host is seen by nobody."""

    def __init__(self, app: Any, base_url: str = "") -> None:
        self.app = app
        known = urlsplit(base_url)
        self._scheme, self._host = known.scheme, known.netloc.encode("ascii", "ignore")

    async def __call__(self, scope: Any, receive: Any, send: Callable[[Any], Any]) -> None:
        """An ASGI application."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            _check(scope)
        except ServingError as error:
            scope = scope | {"headers": [pair for pair in scope["headers"] if pair[0].startswith(b"accept")][:FIELDS]}
            await validation.failed(Request(scope), error)(scope, receive, send)
            return
        if self._host:
            others = [pair for pair in scope["headers"] if pair[0] != b"host"]
            scope = scope | {"scheme": self._scheme, "headers": [(b"host", self._host), *others]}
        await self.app(scope, receive, send)


def _check(scope: Any) -> None:
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    names = [name for name, _ in headers]
    if len(names) > FIELDS:
        status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        raise _refused(f"the request has more than {FIELDS} header fields", "send fewer", status)
    if sum(len(name) + len(value) for name, value in headers) > FIELDS_SIZE:
        what, status = f"the header fields have more than {FIELDS_SIZE} bytes", HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        raise _refused(what, "send fewer", status)
    if len(scope["raw_path"]) + len(scope["query_string"]) > ADDRESS:
        raise _refused(f"the address has more than {ADDRESS} bytes", "send long texts by POST", HTTPStatus.REQUEST_URI_TOO_LONG)
    if b"transfer-encoding" in names and b"content-length" in names:
        raise _refused("the body has two lengths", "send Content-Length or Transfer-Encoding", HTTPStatus.BAD_REQUEST)
    if any(not _HOST.fullmatch(value) for name, value in headers if name == b"host"):
        raise _refused("the Host is none", "name a host, with a port where it needs one", HTTPStatus.BAD_REQUEST)


def _refused(what: str, mend: str, status: HTTPStatus) -> ServingError:
    return ServingError("KG807", what, mend=mend, status=status, headers={"Connection": "close"})
