"""The routes of the search: ``/search``, ``/suggest`` and ``/opensearch.xml``."""

from __future__ import annotations

import gc
import json
import threading
from http import HTTPStatus
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg.errors import QueryError
from kg.searching import KINDS, Index
from kg.searching.printing import listed
from kg.searching.results import Results, said
from kg.serving import negotiation, texts, validation
from kg.serving.library import sending
from kg.serving.release import Release
from kg.serving.search import asking, description, page
from kg.serving.search.asking import OVERVIEW, PATH, Asked
from kg.serving.sparql.forms import Form, wanted
from kg.serving.things.address import uri

_JSON = Form("json", ("application/json",), "json")
_HTML = Form("html", ("text/html", "application/xhtml+xml"), "html")


class Search:
    """The routes of the search over a release. Its index is made when it is first needed, or by :meth:`open`."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self._index: Index | None = None
        self._lock = threading.Lock()

    @property
    def index(self) -> Index:
        """The index of the release."""
        with self._lock:
            if self._index is None:
                self._index = Index.of(self.release.store)
                gc.collect()
                gc.freeze()  # it stays as long as the process: collections that look through it would take a tenth of a second
            return self._index

    async def open(self) -> None:
        """Makes the index, so that nobody waits for it."""
        await run_in_threadpool(lambda: self.index)

    def routes(self) -> list[Route]:
        """The routes, for an application."""
        return [
            sending.route(f"/{PATH}", self.search),
            sending.route("/suggest", self.suggest),
            sending.route("/opensearch.xml", self.described),
        ]

    async def search(self, request: Request) -> Response:
        """The form with what was found, or JSON. Raises :class:`ServingError` KG870 to KG872 (400) and KG806."""
        form = wanted(request.query_params.get("format", ""), request.headers.get("accept", ""), (_JSON, _HTML))
        language = validation.spoken(request)
        asked = asking.read(request.query_params)
        found = await run_in_threadpool(self._found, asked, language, OVERVIEW if form == _HTML and not asked.kind else 0)
        asked = asked._replace(words=found.query)
        response = self._page(asked, found, language) if form == _HTML else JSONResponse(self._told(asked, found, language))
        for relation, number in self._neighbours(asked, found).items():
            response.headers.append("Link", f'<{self._address(asked, language, page=number)}>; rel="{relation}"')
        return sending.public(request, response)

    async def suggest(self, request: Request) -> Response:
        """Suggestions while a query is typed: the query, names, what they are, addresses."""
        words = request.query_params.get("q", "")
        hits = await run_in_threadpool(lambda: self.index.suggest(words))
        language = validation.spoken(request)
        names = [said(hit.label) for hit in hits]
        kinds = [texts.head(f"search-kind-{hit.kind}")[language] for hit in hits]
        body = [words.encode("utf-8", "replace").decode("utf-8"), names, kinds, [self._url(hit.iri) for hit in hits]]
        response = Response(json.dumps(body, ensure_ascii=False), media_type=description.SUGGESTIONS)
        return sending.public(request, response)

    async def described(self, request: Request) -> Response:
        """The description for browsers."""
        language = validation.spoken(request)
        headers = {"Content-Language": language}
        return sending.public(
            request, Response(description.write(self.release.base_url, language), headers=headers, media_type=description.MEDIA)
        )

    def _found(self, asked: Asked, language: str, best: int) -> Results:
        try:
            return self.index.search(
                asked.words, lang=language, kind=asked.kind, area=asked.area, limit=asked.limit, offset=asked.offset, best=best
            )
        except QueryError as error:
            raise asking.refused(error) from error

    def _page(self, asked: Asked, found: Results, language: str) -> Response:
        states = sorted((document.label(language).words, document.iri) for document in self.index.documents if document.kind == "area")
        content = {
            "asked": asked,
            "found": found,
            "kinds": KINDS,
            "states": states,
            "link": lambda **other: self._address(asked, language, **other),
            "neighbours": self._neighbours(asked, found),
            "url": self._url,
            "machine": self._address(asked, language, format="json"),
            "suffix": f"?lang={language}",
        }
        here = {tag: self._address(asked, tag) for tag in negotiation.LANGUAGES}
        text = page.draw(language, self.release, here, **content)
        headers = {"Content-Security-Policy": page.policy(), "Content-Language": language}
        return Response(text.encode("utf-8", "replace"), HTTPStatus.OK, headers, "text/html")

    def _told(self, asked: Asked, found: Results, language: str) -> dict[str, object]:
        pages = {
            f"{relation}Page": self._address(asked, language, page=number, format="json")
            for relation, number in self._neighbours(asked, found).items()
        }
        return {"release": self.release.id} | listed(found, self._url) | pages

    def _neighbours(self, asked: Asked, found: Results) -> dict[str, int]:
        """The pages before and after this one."""
        before = {"prev": asked.page - 1} if asked.page > 1 else {}
        return before | ({"next": asked.page + 1} if found.offset + found.limit < found.total else {})

    def _url(self, iri: str) -> str:
        return uri(self.release.url(iri))

    def _address(self, asked: Asked, language: str, **other: object) -> str:
        fields = [*asked.fields(**other), ("lang", language)]
        return f"{self.release.base_url}{PATH}?{urlencode(fields, errors='replace', safe=',:')}"
