"""The routes of linked data: a thing answers 303 with the address of a document, a document 200."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from http import HTTPStatus
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.mapping.terms import BASE
from kg.serving import negotiation, problem
from kg.serving.release import Release
from kg.serving.things import absence, address, conditional, forms, links, metadata, page, passage, withdrawn
from kg.serving.things.absence import AbsentError
from kg.serving.things.documents import FILE, Documents
from kg.serving.things.lookup import Lookup
from kg.serving.things.names import Names
from kg.serving.things.nearest import Nearest

_METHODS = ["GET", "HEAD", "OPTIONS"]
_HOME = (forms.HTML, *forms.RDF)
_VOID = ".well-known/void"
"""Where VoID data sets are looked for (https://www.w3.org/TR/void/, section 7.2)."""
_PAGE = re.compile(r"[1-9][0-9]{0,6}")
_SHOWN = 20
"""Characters of a wrong number that an answer repeats."""
_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Language, Content-Location, ETag, Last-Modified, Link, Location, Vary",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "public, no-cache",
}
"""Of every answer: public data, kept by caches and asked for again with the ETag."""
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, If-None-Match",
    "Access-Control-Max-Age": "86400",
    "Allow": "GET, HEAD, OPTIONS",
}
_ONTOLOGY = "http://www.w3.org/2002/07/owl#Ontology"


class Asked(NamedTuple):
    """What a path means: a thing, or a document of it in a form; ``moved``: a slash too many."""

    iri: str
    form: str = ""
    passage: passage.Passage | None = None
    moved: bool = False


class Things:
    """Dereferences the IRIs of a release.

    ``pages`` are pages by class, beside or instead of those that are here; ``front`` draws the first page in a language.

    Raises :class:`kg.serving.problem.ServingError` KG845 where the table of what was withdrawn is wrong.
    """

    def __init__(self, release: Release, pages: Mapping[str, page.Page] | None = None, front: Callable[[str], str] | None = None) -> None:
        self.release = release
        self.lookup = Lookup(release.store)
        self.names = Names(self.lookup)
        self.documents = Documents(release, self.lookup, self.names, {**page.PAGES, **(pages or {})})
        self.front = cache(front or self.documents.home.page)
        self.near = Nearest(self.lookup)
        self.withdrawn = withdrawn.read(withdrawn.table(release.folder))

    def routes(self) -> list[Route]:
        """The routes; the last takes every path, so that it is mounted behind all others."""
        return [
            Route("/", self.answer, methods=_METHODS, name="home"),
            Route("/{path:path}", self.answer, methods=_METHODS, name="thing"),
        ]

    def answer(self, request: Request) -> Response:
        """The answer to any request for a thing or a document."""
        language = negotiation.language(request.query_params.get("lang", ""), request.headers.get("accept-language", ""))
        try:
            found = self._answer(request, address.path(request.scope), language)
        except AbsentError as error:
            found = self._absent(request, error, language)
        for name, value in _HEADERS.items():
            found.headers.setdefault(name, value)
        return found

    def _answer(self, request: Request, path: str, language: str) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=HTTPStatus.NO_CONTENT, headers=_PREFLIGHT)
        if len(path) > address.MOST:
            raise absence.too_long(address.MOST)
        accept = ", ".join(request.headers.getlist("accept"))
        if path == "":
            form = forms.chosen(accept, _HOME)
            return self._home(request, language) if form == forms.HTML else self._see(request, metadata.CATALOGUE, form, _HOME)
        asked = Asked(metadata.CATALOGUE) if path == _VOID else self._find(path, language)
        if asked.moved:
            return self._redirect(request, asked.iri, HTTPStatus.MOVED_PERMANENTLY)
        if asked.form:
            return self._document(request, asked, asked.form, language)
        offered = self.documents.offered(asked.iri, asked.passage is not None)
        graph = self.documents.file(asked.iri)
        if graph and forms.takes(accept, forms.FORMS[FILE].media[0]):
            return self._distribution(request, asked.iri, graph)
        form = forms.chosen(accept, offered)
        if form and _ONTOLOGY in self.lookup.types(asked.iri):
            return self._document(request, asked, form, language, vary="Accept, Accept-Language")
        return self._see(request, asked.iri, form, offered)

    def _find(self, path: str, language: str) -> Asked:
        """The thing or document of a path. Raises :class:`AbsentError` KG840, KG841 or KG843."""
        names = address.candidates(path)
        for name in names:
            if found := self._thing(BASE + name, language):
                return found
            stem, ending = address.split(name)
            if (
                ending in forms.FORMS
                and (found := self._thing(BASE + stem, language))
                and ending in self.documents.offered(found.iri, found.passage is not None)
            ):
                return found._replace(form=ending)
            if name.endswith("/") and (found := self._thing(BASE + name[:-1], language)):
                return found._replace(moved=True)
        raise absence.unknown(BASE + names[-1], self.near.to(names[-1]))

    def _thing(self, iri: str, language: str) -> Asked | None:
        if withdrawal := self.withdrawn.get(iri):
            raise absence.gone(withdrawal, language, self.release)
        place = passage.place(iri)
        text = self.lookup.text(place.source) if place else None
        if place and text is not None:
            if not place.start <= place.end <= len(text):
                raise absence.outside(iri, place.source, len(text), place.end)
            return Asked(iri, passage=passage.Passage(place, text))
        return Asked(iri) if iri == metadata.CATALOGUE or self.lookup.known(iri) else None

    def _see(self, request: Request, iri: str, form: str | None, offered: tuple[str, ...]) -> Response:
        """303 to a document (Cool URIs, section 4.2). Raises :class:`AbsentError` KG842 where the client takes none."""
        if form is None:
            raise absence.unacceptable(iri, offered, self.release)
        found = self._redirect(request, f"{iri}.{form}", HTTPStatus.SEE_OTHER)
        found.headers["Vary"] = "Accept"
        found.headers["Link"] = links.header(links.of_thing(iri, offered, self.release))
        return found

    def _redirect(self, request: Request, iri: str, status: HTTPStatus) -> Response:
        target = address.uri(self.release.url(iri)) + _query(request)
        return Response(f"{target}\n", status, {"Location": target}, "text/plain")

    def _document(self, request: Request, asked: Asked, form: str, language: str, vary: str = "") -> Response:
        number = request.query_params.get("page", "1")
        if not _PAGE.fullmatch(number):
            raise absence.unknown(f"{asked.iri}.{form}?page={number[:_SHOWN]}", [])
        key = (asked.iri, form, language if form == forms.HTML else "", int(number))
        headers = self.documents.headers(*key) | ({"Vary": vary} if vary else {})
        if int(number) == 1 and conditional.unchanged(request, headers["ETag"]):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        made = self.documents.make(*key, asked.passage)
        if conditional.unchanged(request, headers["ETag"]):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        return Response(made.content, headers={**headers, **made.headers}, media_type=made.type)

    def _distribution(self, request: Request, iri: str, graph: str) -> Response:
        headers = {"ETag": conditional.etag(self.release, iri, "file"), "Vary": "Accept"}
        if conditional.unchanged(request, headers["ETag"]):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        made = self.documents.distribution(iri, graph)
        return Response(made.content, headers={**headers, **made.headers}, media_type=made.type)

    def _home(self, request: Request, language: str) -> Response:
        headers = {
            "ETag": conditional.etag(self.release, "", forms.HTML, language),
            "Content-Language": language,
            "Content-Security-Policy": page.policy(),
            "Link": links.header(links.of_thing(metadata.CATALOGUE, forms.RDF, self.release)),
            "Vary": "Accept, Accept-Language",
        }
        if conditional.unchanged(request, headers["ETag"]):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        return Response(self.front(language), headers=headers, media_type="text/html")

    def _absent(self, request: Request, error: AbsentError, language: str) -> Response:
        kind = negotiation.of_words("", ", ".join(request.headers.getlist("accept")))
        headers = {"Content-Language": language, "Vary": "Accept, Accept-Language"}
        if language != "en":
            error = absence.spoken(error, language)
        if error.links:
            headers["Link"] = links.header(error.links)
        if kind == "html":
            headers["Content-Security-Policy"] = page.policy()
            body, media = absence.as_page(error, language, self.release, self.names), "text/html"
        elif kind == "text":
            body, media = problem.as_text(error), "text/plain"
        else:
            body, media = absence.as_json(error, self.release), problem.JSON
        return Response(body.encode("utf-8", "replace"), error.status, headers, media)


def _query(request: Request) -> str:
    """What a redirect carries on: language and page, where they can be one."""
    language, number = request.query_params.get("lang", ""), request.query_params.get("page", "")
    said = [f"lang={language}"] if language in negotiation.LANGUAGES else []
    said += [f"page={number}"] if _PAGE.fullmatch(number) else []
    return f"?{'&'.join(said)}" if said else ""
