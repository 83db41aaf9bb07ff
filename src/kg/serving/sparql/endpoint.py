"""The routes of the SPARQL endpoint (SPARQL 1.1 Protocol, section 2): queries by GET and POST, the service description, CORS."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.querying.federation.address import allowed
from kg.serving.problem import ServingError
from kg.serving.release import Release
from kg.serving.sparql import forms, protocol
from kg.serving.sparql.askers import Askers, Bounds
from kg.serving.sparql.description import Description
from kg.serving.sparql.question import question
from kg.serving.sparql.refusal import plainly
from kg.serving.sparql.responding import Responder

__all__ = ["Bounds", "Endpoint"]

PATH = "sparql"
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
OTHERS = ("PUT", "PATCH", "DELETE")
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Content-Disposition, Retry-After, X-KG-Truncated, X-KG-Services, X-KG-Note",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""Set on every answer here: all of it is public, and nobody is known by a cookie."""


class Endpoint:
    """The endpoint of a release. ``services`` are the addresses that SERVICE may ask; askers have no network.

    Raises :class:`kg.errors.QueryError` KG838 for an address that cannot be allowed.
    """

    def __init__(self, release: Release, bounds: Bounds, services: frozenset[str] = frozenset()) -> None:
        self.release = release
        self.bounds = bounds
        self.services = allowed(services)
        self.askers = Askers(release.store_folder, bounds, self.services)
        self.responder = Responder(self.askers, release)
        self.description = Description(release, bounds, self.services)

    async def open(self) -> None:
        """Starts the askers. Raises :class:`ServingError` KG812 when they do not start."""
        await self.askers.open()

    async def close(self) -> None:
        """Kills the askers and waits for their end."""
        await self.askers.close()

    def kill(self) -> None:
        """Kills all askers at once, as when the server is told to end; who waits for one gets KG804."""
        self.askers.kill()

    def routes(self) -> list[Route]:
        """The routes, for an application."""
        return [Route(f"/{PATH}", self.serve, methods=[*METHODS, *OTHERS], name="sparql")]

    async def respond(
        self,
        request: Request,
        query: str,
        *,
        name: str | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Response:
        """The response to a query in the form that the request asks for by ``?format=`` or Accept.

        Prefixes of the vocabulary are known in the query, and relative IRIs begin with its base. ``name`` is that of the file that
        browsers save. Raises :class:`ServingError` KG804, KG806 and KG820 to KG829.
        """
        try:
            asked = question(query, tuple(default_graphs), tuple(named_graphs))
            form = forms.wanted(request.query_params.get("format", ""), request.headers.get("accept", ""), forms.OF[asked.kind])
            answer = await self.responder.respond(request, asked, form, name)
        except ServingError as error:
            error.headers |= CORS
            raise
        answer.headers.update(CORS)
        return answer

    async def serve(self, request: Request) -> Response:
        """``/sparql``: a query by GET or POST, the description without one, CORS by OPTIONS."""
        text = ""
        try:
            if request.method == "OPTIONS":
                return options(METHODS)
            if request.method not in METHODS:
                raise protocol.not_allowed(request.method, METHODS)
            asked = await protocol.read(request)
            if asked is None:
                answer = self.description.respond(request)
            else:
                request.state.format, text = asked.format, asked.question.text
                form = forms.wanted(asked.format, request.headers.get("accept", ""), forms.OF[asked.question.kind])
                answer = await self.responder.respond(request, asked.question, form)
        except ServingError as error:
            error.headers |= CORS
            raise await asyncio.to_thread(plainly, error, text) from error
        answer.headers.update(CORS)
        return answer


def options(methods: Sequence[str]) -> Response:
    """What may be done here; also the answer to a preflight request (Fetch, section 4.8)."""
    allowed = ", ".join(methods)
    headers = {
        "Allow": allowed,
        "Access-Control-Allow-Methods": allowed,
        "Access-Control-Allow-Headers": "Accept, Accept-Language, Authorization, Content-Type, If-None-Match",
        "Access-Control-Max-Age": "86400",
    }
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=headers | CORS)
