"""Requests read and responses sent: fields of a question, pages with their policy, ETags, and what all of the world may read."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.serving import form, upload
from kg.serving.library import page
from kg.serving.limits import Limits
from kg.serving.problem import ServingError
from kg.serving.sparql.endpoint import CORS, options
from kg.serving.sparql.responding import known

_LIMITS = Limits(size=1)
"""A question has few and short parameters."""
PUBLIC = CORS | {"Cache-Control": "public, no-cache"}
"""An answer is asked for anew, and mostly unchanged."""


def route(path: str, handler: Callable[[Request], Awaitable[Response]], *more: str) -> Route:
    """A route for GET, HEAD and more methods, that tells pages of elsewhere that they may read its answers and errors."""
    methods = ("GET", "HEAD", *more, "OPTIONS")

    async def open_to_all(request: Request) -> Response:
        if request.method == "OPTIONS":
            return options(methods)
        try:
            return await handler(request)
        except ServingError as error:
            error.headers |= CORS
            raise

    return Route(path, open_to_all, methods=list(methods))


async def pairs(request: Request) -> list[tuple[str, str]]:
    """The fields of the address and of a form, in order.

    Raises :class:`ServingError`: KG852 (415) for a body that is no form, KG801 for one too large, KG807 for one that cannot be read.
    """
    found = list(request.query_params.multi_items())
    if request.method != "POST":
        return found
    media = request.headers.get("content-type", "")
    content = await upload.body(request, _LIMITS)
    if not content:
        return found
    if media.partition(";")[0].strip().lower() not in (form.URLENCODED, form.MULTIPART):
        mend = f"send {form.URLENCODED}; a query of your own goes to sparql"
        raise ServingError("KG852", "the body is no form", why="a question takes its parameters as fields", mend=mend, status=415)
    return found + [(field.name, field.text) for field in form.fields(content, media)]


def html(
    request: Request, text: str, language: str, *, tag: str = "", status: int = HTTPStatus.OK, headers: Mapping[str, str] | None = None
) -> Response:
    """A page."""
    said = {"Content-Security-Policy": page.policy(), "Content-Language": language} | dict(headers or {})
    response = Response(text.encode("utf-8", "replace"), status, said, "text/html")
    return response if status != HTTPStatus.OK else public(request, response, tag)


def passing(text: str, language: str) -> Response:
    """A page that may be another the next time: nobody keeps it."""
    headers = {"Content-Security-Policy": page.policy(), "Content-Language": language, "Cache-Control": "no-store"}
    return Response(text.encode("utf-8", "replace"), HTTPStatus.OK, headers, "text/html")


def public(request: Request, response: Response, tag: str = "") -> Response:
    """A response that anyone may read, with its ETag; 304 where the client has it."""
    tag = tag or f'"{hashlib.sha256(bytes(response.body)).hexdigest()[:32]}"'
    if unchanged(request, tag):
        return not_modified(tag, response.headers.get("content-language", ""))
    response.headers.update(PUBLIC | {"ETag": tag})
    return response


def unchanged(request: Request, tag: str) -> bool:
    """Whether the client has what carries this ETag (RFC 9110, section 13.1.2)."""
    if request.method not in ("GET", "HEAD"):
        return False
    header = request.headers.get("if-none-match", "")
    return header.strip() == "*" or tag.strip('"') in known(header)


def not_modified(tag: str, language: str) -> Response:
    """304; of a page (which has a language) with its policy, for a browser puts these headers in the place of those that it has."""
    said = PUBLIC | {"ETag": tag}
    if language:
        said |= {"Content-Security-Policy": page.policy(), "Content-Language": language}
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=said)
