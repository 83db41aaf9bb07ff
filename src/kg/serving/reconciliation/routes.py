"""The addresses of the reconciliation service. Work on queries is done in a thread: the server answers others meanwhile."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any, TypeVar

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg.linking import extension, suggestion
from kg.linking.entity import Entity
from kg.linking.index import Index
from kg.linking.reconciliation import Reconciler
from kg.serving import negotiation
from kg.serving.problem import ServingError
from kg.serving.reconciliation import answering, known, manifest, preview, reading
from kg.serving.reconciliation.answering import Answer
from kg.serving.reconciliation.manifest import PATH
from kg.serving.reconciliation.reading import Read
from kg.serving.release import Release
from kg.serving.things.address import uri

_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Language, Vary",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "public, no-cache",
    "Vary": "Accept, Accept-Language",
}
"""Of every answer: all of it is public, and every site may ask (0.2, "Cross-Origin Access")."""
_ALLOWED_HEADERS = "Accept, Accept-Language, Content-Type"
_DAY = "86400"
_AT_ONCE = 2
"""Batches that are worked on at once; more wait, and no other part of the service waits for them."""
T = TypeVar("T")
Handler = Callable[[Request, str], Awaitable[Response]]


class Reconciliation:
    """The service for a release."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.reconciler = Reconciler(release)
        self._room = anyio.CapacityLimiter(_AT_ONCE)

    @property
    def index(self) -> Index:
        """The things of the release."""
        return self.reconciler.index

    def routes(self) -> list[Route]:
        """The routes, all at or below ``/reconcile``."""
        post = ("GET", "HEAD", "POST")
        found = [
            _route("", self.root, post),
            _route("/reconcile", self.draft, ("POST",)),
            _route("/match", self.draft, ("POST",)),
            _route("/extend", self.draft_extend, ("POST",)),
            _route("/extend/propose", self.propose),
            _route("/preview", self.preview),
            _route("/view", self.view),
        ]
        for kind in ("entity", "type", "property"):
            found += [_route(f"/suggest/{kind}", self._suggesting(kind)), _route(f"/flyout/{kind}", self._flying(kind))]
        return found

    async def root(self, request: Request, language: str) -> Response:
        """The manifest; with ``queries`` or ``extend``, by GET or by POST, what 0.2 asks; JSON is a batch of the draft."""
        if reading.is_json(request):
            return await self.draft(request, language)
        asked = await reading.fields(request)
        if "queries" in asked:
            queries = reading.old_batch(reading.parsed(asked["queries"]))
            found = await self._apart(lambda: self._answered(queries.values()))
            return _json(answering.results(dict(zip(queries, found, strict=True)), self.index, language))
        if "extend" in asked:
            table = await self._extended(reading.parsed(asked["extend"]))
            return _json(answering.table(table, language))
        if reading.version(request) == reading.DRAFT:
            return _json(manifest.draft(self.release, self.index, language))
        return _json(manifest.old(self.release, self.index, language))

    async def draft(self, request: Request, language: str) -> Response:
        """A batch of the draft."""
        queries = reading.batch(await reading.body(request))
        found = await self._apart(lambda: self._answered(queries))
        return _json(answering.draft_results(found, self.index, language))

    def _answered(self, queries: Iterable[Read]) -> list[Answer]:
        """The answers, in order. Raises the first :class:`ServingError` where no query at all can be answered."""
        found = [self._answer(query) for query in queries]
        errors = [one.error for one in found if one.error]
        if errors and len(errors) == len(found):
            raise errors[0]
        return found

    def _answer(self, query: Read) -> Answer:
        if isinstance(query, ServingError):
            return Answer(error=query)
        try:
            known.types(query)
        except ServingError as error:
            return Answer(error=error)
        return Answer(self.reconciler.reconcile(query), warnings=known.warnings(query, self.index))

    async def draft_extend(self, request: Request, language: str) -> Response:
        """A data extension query of the draft."""
        return _json(answering.draft_table(await self._extended(await reading.body(request)), language))

    async def _extended(self, said: Any) -> extension.Table:
        asked = reading.extension(said)

        def extended() -> extension.Table:
            known.properties((name for name, _ in asked.properties), self.index)
            return extension.extend(asked.ids, asked.properties, self.index)

        return await self._apart(extended)

    async def _apart(self, work: Callable[[], T]) -> T:
        return await anyio.to_thread.run_sync(work, limiter=self._room)

    async def propose(self, request: Request, language: str) -> Response:
        """The properties of a type."""
        kind, limit = request.query_params.get("type", ""), reading.cursor(request.query_params.get("limit", ""))
        return _json(answering.proposal(kind, limit, extension.proposed(kind, self.index), language))

    def _suggesting(self, what: str) -> Handler:
        async def suggest(request: Request, language: str) -> Response:
            said = request.query_params
            prefix, kind, cursor = said.get("prefix", "")[:100], said.get("type", ""), reading.cursor(said.get("cursor", ""))
            if what == "entity":
                return _json(answering.entities(suggestion.entities(prefix, self.index, kind=kind, cursor=cursor), self.index, language))
            if what == "type":
                return _json(answering.terms(suggestion.types(prefix, self.index, cursor=cursor), self.index, language))
            return _json(answering.terms(suggestion.properties(prefix, self.index, kind=kind, cursor=cursor), self.index, language))

        return suggest

    def _flying(self, what: str) -> Handler:
        async def flyout(request: Request, language: str) -> Response:
            name = request.query_params.get("id", "")
            if what == "entity":
                piece = preview.flyout(self._entity(name), self.index, self.release, language)
            else:
                terms = suggestion.types("", self.index) if what == "type" else suggestion.properties(name, self.index)
                piece = preview.term(next((one for one in terms if one.id == name), None) or _nothing(name), language)
            return _json({"id": name, "html": piece})

        return flyout

    async def preview(self, request: Request, language: str) -> Response:
        """A thing as a page for a frame."""
        entity = self._entity(request.query_params.get("id", ""))
        headers = {"Content-Security-Policy": preview.policy(), "Content-Language": language}
        text = preview.page(entity, self.index, self.release, language)
        return Response(text.encode("utf-8", "replace"), headers=headers, media_type="text/html")

    async def view(self, request: Request, language: str) -> Response:
        """Leads to a thing by its id."""
        target = uri(self.release.url(self._entity(request.query_params.get("id", "")).iri))
        return Response(f"{target}\n", HTTPStatus.SEE_OTHER, {"Location": target}, "text/plain")

    def _entity(self, name: str) -> Entity:
        return self.index.by_id.get(name) or _nothing(name)


def _nothing(name: str) -> Any:
    what = f"nothing has the id {name[:80]!r}"
    raise ServingError("KG889", what, mend="take an id from an answer of reconcile", status=HTTPStatus.NOT_FOUND)


def _route(path: str, handler: Handler, methods: tuple[str, ...] = ("GET", "HEAD")) -> Route:
    """A route that tells every site that it may read its answers and errors."""
    allowed = ", ".join((*methods, "OPTIONS"))
    preflight = {
        "Allow": allowed,
        "Access-Control-Allow-Methods": allowed,
        "Access-Control-Allow-Headers": _ALLOWED_HEADERS,
        "Access-Control-Max-Age": _DAY,
    }

    async def answer(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=HTTPStatus.NO_CONTENT, headers=_HEADERS | preflight)
        language = negotiation.language(request.query_params.get("lang", ""), request.headers.get("accept-language", ""))
        try:
            found = await handler(request, language)
        except ServingError as error:
            error.headers |= _HEADERS
            raise
        for name, value in _HEADERS.items():
            found.headers.setdefault(name, value)
        return found

    return Route(f"/{PATH}{path}", answer, methods=[*methods, "OPTIONS"])


def _json(said: Mapping[str, Any]) -> Response:
    return JSONResponse(dict(said))
