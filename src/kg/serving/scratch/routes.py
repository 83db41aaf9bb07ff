"""The addresses of the scratch store, and the token that opens them. Nothing there is public: no CORS, no cache, no search engine."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.querying.federation.address import allowed
from kg.serving.problem import ServingError
from kg.serving.scratch import writer
from kg.serving.scratch.graphs import METHODS as OF_GRAPHS
from kg.serving.scratch.graphs import Graphs
from kg.serving.sparql import forms, protocol
from kg.serving.sparql.askers import Askers, Bounds
from kg.serving.sparql.refusal import refused
from kg.serving.sparql.responding import Responder, client
from kg.vocabulary import vocabulary

PATH = "scratch"
TOKEN = "KG_TOKEN"
UPDATE_SIZE = 5 << 20
"""Bytes of an update."""
HEADERS = {"X-Robots-Tag": "noindex, nofollow, noarchive", "X-KG-Citable": "no", "Cache-Control": "no-store"}
"""Set on every answer here."""
_ALL = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
Answering = Callable[[Request], Awaitable[Response]]


def token(environment: Mapping[str, str]) -> str:
    """The token of the environment. Raises :class:`ServingError` KG811 when there is none: a store that all may write to is not served."""
    found = environment.get(TOKEN, "").strip()
    if not found:
        raise ServingError(
            "KG811", "the scratch store has no token", why=f"{TOKEN} is not set", mend=f"set {TOKEN} in the environment", status=500
        )
    return found


def _own(folder: Path) -> None:
    """Raises :class:`ServingError` KG811 for a build, its store, and any folder with files that are none of a store."""
    built = (folder / "manifest.json").exists() or (folder.resolve().parent / "manifest.json").exists()
    strange = folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / "CURRENT").is_file()))
    if built or strange:
        why = "it belongs to a build" if built else "it holds other files"
        raise ServingError("KG811", "the scratch store cannot be there", why=why, mend="name a folder of its own", status=500, file=folder)


class Scratch:
    """The scratch store in a folder, which is made when it is not there; ``base_url`` is what clients reach, with a slash at its end."""

    def __init__(self, folder: Path, base_url: str, bounds: Bounds, token: str, services: frozenset[str] = frozenset()) -> None:
        self.folder = folder
        self._token = token.encode("utf-8")
        # One process owns the store; others wait for it.
        self.askers = Askers(folder, replace(bounds, askers=1, patience=bounds.time + 5), allowed(services), writer.__name__)
        self.responder = Responder(self.askers, None, base_url)
        self.graphs = Graphs(self.askers, f"{base_url}{PATH}/store")

    async def open(self) -> None:
        """Starts the writer. Raises :class:`ServingError` KG811 for a folder that holds other things, KG812 when it does not start."""
        _own(self.folder)
        await self.askers.open()

    async def close(self) -> None:
        """Ends the writer."""
        await self.askers.close()

    def kill(self) -> None:
        """Ends it at once."""
        self.askers.kill()

    def routes(self) -> list[Route]:
        """The routes, for an application."""
        said = {
            "sparql": (self.query, ("GET", "HEAD", "POST", "OPTIONS")),
            "update": (self.update, ("POST", "OPTIONS")),
            "store": (self.graphs.respond, OF_GRAPHS),
            "store/{path:path}": (self.graphs.respond, OF_GRAPHS),
        }
        return [Route(f"/{PATH}/{path}", self._guarded(answering, methods), methods=_ALL) for path, (answering, methods) in said.items()]

    async def query(self, request: Request) -> Response:
        """A query, as at the endpoint of a release. Raises :class:`ServingError`."""
        asked = await protocol.read(request)
        if asked is None:
            raise protocol.malformed("there is no query", "send one parameter named query")
        request.state.format = asked.format
        form = forms.wanted(asked.format, request.headers.get("accept", ""), forms.OF[asked.question.kind])
        return await self.responder.respond(request, asked.question, form)

    async def update(self, request: Request) -> Response:
        """An update (SPARQL 1.1 Protocol, section 2.2). Raises :class:`ServingError` KG820 to KG822, KG826, KG831."""
        sent = await protocol.received(request, UPDATE_SIZE, (forms.UPDATE,))
        if any(name == "update" for name, _ in sent.address):
            raise protocol.malformed("the update stands in the address", "send it in the body (SPARQL 1.1 Protocol, section 2.2)")
        texts = [sent.text] if sent.media == forms.UPDATE else list(sent.values("update"))
        if len(texts) != 1:
            raise protocol.malformed(f"there are {len(texts)} updates", "send one parameter named update")
        asked = {
            "task": "update",
            "text": texts[0],
            "using": sent.graphs("using-graph-uri"),
            "using_named": sent.graphs("using-named-graph-uri"),
            "prefixes": dict(vocabulary().prefixes),
            "base": vocabulary().base,
        }
        async with self.askers.ask(asked, client(request)):
            return Response(status_code=HTTPStatus.NO_CONTENT)

    def _guarded(self, answering: Answering, methods: tuple[str, ...]) -> Answering:
        async def answer(request: Request) -> Response:
            try:
                self._known(request)
                if request.method not in methods:
                    raise protocol.not_allowed(request.method, methods)
                if request.method == "OPTIONS":
                    found = Response(status_code=HTTPStatus.NO_CONTENT, headers={"Allow": ", ".join(methods)})
                else:
                    found = await answering(request)
            except ServingError as error:
                error.headers |= HEADERS
                raise
            found.headers.update(HEADERS)
            return found

        return answer

    def _known(self, request: Request) -> None:
        """Raises :class:`ServingError` KG830 without the token."""
        scheme, _, said = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not hmac.compare_digest(said.strip().encode("utf-8", "surrogateescape"), self._token):
            headers = {"WWW-Authenticate": 'Bearer realm="scratch"'}
            raise refused(
                "KG830", "the token is not right", why="the scratch store is for operators", mend="send it as Bearer", headers=headers
            )
