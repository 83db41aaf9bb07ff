"""The web application: the routes of a site, headers that keep browsers careful, and an answer to every error."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from http import HTTPStatus
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from kg.serving import validation
from kg.serving.forwarding import Forwarded
from kg.serving.framing import Framed
from kg.serving.problem import ServingError
from kg.serving.site import Site

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
    "Vary": "Accept, Accept-Language",
}
"""Set on every answer that does not say otherwise."""
_RAW = [(name.lower().encode("ascii"), value.encode("ascii")) for name, value in HEADERS.items()]


class Careful:
    """Sets :data:`HEADERS`."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Callable[[Any], Any]) -> None:
        """An ASGI application."""

        async def sending(message: Any) -> None:
            if message["type"] == "http.response.start":
                given = message.get("headers", ())
                names = {name for name, _ in given}
                message["headers"] = [*given, *(pair for pair in _RAW if pair[0] not in names)]
            await send(message)

        await self.app(scope, receive, sending if scope["type"] == "http" else send)


def application(site: Site) -> Starlette:
    """The application; the workers of its parts live as long as it does."""

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with site.opened():
            yield

    made = Starlette(
        routes=site.routes,
        middleware=[
            Middleware(Careful),
            Middleware(Framed, base_url=site.release.base_url if site.release else ""),
            Middleware(Forwarded, proxies=site.proxies),
        ],
        exception_handlers={ServingError: _failed, HTTPException: _refused, Exception: _broken},
        lifespan=lifespan,
    )
    made.router.redirect_slashes = False  # it would lead to whatever a client calls the host
    made.state.release = site.release
    return made


def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, ServingError)
    return validation.failed(request, error)


def _refused(request: Request, error: Exception) -> Response:
    """404, 405 and their like."""
    assert isinstance(error, HTTPException)
    mend = "see validate" if error.status_code == HTTPStatus.NOT_FOUND else ""
    what = HTTPStatus(error.status_code).phrase.lower()
    headers = dict(error.headers or {})
    return validation.failed(request, ServingError("KG807", what, mend=mend, status=error.status_code, headers=headers))


def _broken(request: Request, _: Exception) -> Response:
    """A fault of ours: the client learns that much, and the log the rest."""
    answer = validation.failed(request, ServingError("KG812", "the service made a mistake", mend="report it, with data and shapes"))
    for name, value in HEADERS.items():  # it is given beyond the middleware
        answer.headers.setdefault(name, value)
    return answer
