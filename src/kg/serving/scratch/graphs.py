"""The SPARQL 1.1 Graph Store HTTP Protocol on the scratch store: which graph a request means, and what is done with it."""

from __future__ import annotations

from base64 import b64encode
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from pyoxigraph import RdfFormat
from starlette.requests import Request
from starlette.responses import Response

from kg.serving import form
from kg.serving.sparql import forms, protocol
from kg.serving.sparql.askers import Askers
from kg.serving.sparql.responding import client
from kg.vocabulary import vocabulary

SIZE = 20 << 20
"""Bytes of a body."""
_BELOW = "/scratch/store/"
METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS")


class Graphs:
    """The graphs of the scratch store; ``address`` is that of the graph store, below which graphs are named directly."""

    def __init__(self, askers: Askers, address: str) -> None:
        self.askers = askers
        self.address = address

    async def respond(self, request: Request) -> Response:
        """The response to a request that is allowed. Raises :class:`ServingError` KG804, KG806, KG821, KG829, KG832, KG833."""
        name = self._named(request)
        if request.method in ("GET", "HEAD"):
            return await self._read(request, self._existing(name))
        if request.method == "DELETE":
            await self._done(request, {"task": "drop", "graph": self._existing(name)})
            return Response(status_code=HTTPStatus.NO_CONTENT)
        return await self._write(request, name)

    def _named(self, request: Request) -> str | None:
        """The graph: '' for the default graph, None for the store itself (section 4)."""
        graphs, default = request.query_params.getlist("graph"), "default" in request.query_params
        path = ""
        if request.path_params.get("path"):
            path = request.scope["raw_path"].decode("ascii").partition(_BELOW)[2]  # percent-encoded, as IRIs are
        if len(graphs) + default + bool(path) > 1:
            raise protocol.malformed("the request names more than one graph", "name one, by graph, default or the path")
        if path:
            return protocol.iri(f"{self.address}/{path}", "the graph")
        if graphs:
            return protocol.iri(graphs[0], "graph")
        return "" if default else None

    def _existing(self, name: str | None) -> str:
        if name is None:
            raise protocol.malformed("the request names no graph", "add ?default or ?graph=IRI")
        return name

    async def _read(self, request: Request, name: str) -> Response:
        accept = request.headers.get("accept", "")
        wanted = forms.wanted(request.query_params.get("format", ""), accept, forms.GRAPHS)
        asked = {"task": "read", "graph": name, "form": wanted.name, "prefixes": dict(vocabulary().prefixes)}
        content, _ = await self._done(request, asked)
        return Response(content, media_type=wanted.type, headers={"Vary": "Accept"})

    async def _write(self, request: Request, name: str | None) -> Response:
        """PUT replaces, POST adds, of a form with files all of them; a POST to the store itself makes a graph (section 5.5)."""
        if name is None and request.method == "PUT":
            name = self._existing(name)
        said = request.headers.get("content-type", "")
        if _media(said) != form.MULTIPART:
            _known(said)
        content = await protocol.body(request, SIZE)
        parts = [(said, content)]
        if _media(said) == form.MULTIPART:
            parts = [(field.media, bytes(field.content)) for field in form.fields(content, said)]
        graph = f"{self.address}/{uuid4()}" if name is None else name
        sent = [{"media": _known(media), "content": b64encode(content).decode("ascii")} for media, content in parts]
        asked = {"task": "write", "graph": graph, "parts": sent, "base": graph or self.address}
        _, before = await self._done(request, asked | {"replace": request.method == "PUT"})
        if before:
            return Response(status_code=HTTPStatus.NO_CONTENT)
        return Response(status_code=HTTPStatus.CREATED, headers={"Location": graph})

    async def _done(self, request: Request, asked: dict[str, Any]) -> tuple[bytes, bool]:
        async with self.askers.ask(asked, client(request)) as answer:
            return await answer.whole(), answer.cut


def _media(said: str) -> str:
    return said.partition(";")[0].strip().lower()


def _known(said: str) -> str:
    """The media type. Raises :class:`ServingError` KG821 (415) where it names no form of RDF."""
    media = _media(said)
    if not media or RdfFormat.from_media_type(media) is None:
        what = "the Content-Type names no form of RDF" if media else "there is no Content-Type"
        mend = f"send {', '.join(one.media[0] for one in forms.GRAPHS)}"
        raise protocol.malformed(what, mend, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    return media
