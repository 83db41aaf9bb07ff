"""The routes of the library: ``/queries``, ``/queries/NAME``, ``/queries/NAME.rq``, ``/openapi.json`` and ``/openapi``."""

from __future__ import annotations

import asyncio
import hashlib
import shlex
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg import release as version
from kg.querying.question import READERS, Question
from kg.querying.speaking import WRITTEN
from kg.serving import negotiation, problem, texts, validation
from kg.serving.library import answer, arguments, asking, description, fields, forms, listing, openapi, page, sending
from kg.serving.library.labels import Labels
from kg.serving.library.shelf import Shelf
from kg.serving.problem import ServingError
from kg.serving.release import Release
from kg.serving.sparql.endpoint import CORS, Endpoint
from kg.serving.sparql.forms import OF
from kg.serving.sparql.forms import wanted as accepted

PATH = description.PATH


class Library:
    """The routes of the library of a release, whose queries ``endpoint`` answers."""

    def __init__(self, release: Release, endpoint: Endpoint, shelf: Shelf | None = None) -> None:
        self.release = release
        self.endpoint = endpoint
        self.shelf = shelf or Shelf()
        self.labels = Labels(release)

    def routes(self) -> list[Route]:
        """The routes, for an application."""
        return [
            sending.route(f"/{PATH}", self.questions),
            sending.route(f"/{PATH}/{{name}}.rq", self.text),
            sending.route(f"/{PATH}/{{name}}", self.ask, "POST"),
            sending.route(f"/{openapi.PATH}.json", self.openapi),
            sending.route(f"/{openapi.PATH}", self.described),
        ]

    async def questions(self, request: Request) -> Response:
        """The list of questions: a page with search, JSON, or RDF."""
        said = request.query_params
        form = accepted(said.get("format", ""), request.headers.get("accept", ""), forms.LIBRARY)
        found = self.shelf.search(said.get("q", ""), said.get("for", ""))
        if form == forms.HTML:
            return self._list(request, found)
        if form == forms.JSON:
            return sending.public(request, JSONResponse(listing.listed(found, self.release)))
        return sending.public(request, Response(description.write(found, self.release, form.name), media_type=form.type))

    async def text(self, request: Request) -> Response:
        """The SPARQL text of a question, with parameters bound where they are given; in RDF, what the question is."""
        question = self.shelf.find(request.path_params["name"])
        form = accepted(request.query_params.get("format", ""), request.headers.get("accept", ""), forms.QUERY)
        if form != forms.TEXT:
            return sending.public(request, Response(description.write([question], self.release, form.name), media_type=form.type))
        language = arguments.spoken(question, validation.spoken(request))
        query = arguments.bound(question, arguments.read(question, request.query_params.multi_items()), self.labels, language)
        headers = {"Content-Disposition": f'inline; filename="{question.name}.rq"'}
        return sending.public(request, Response(query, headers=headers, media_type=f"{form.media[0]}; charset=utf-8"))

    async def ask(self, request: Request) -> Response:
        """The answer to a question with the parameters of the request, or the page that has it."""
        pairs = await sending.pairs(request)
        said = dict(reversed(pairs))  # the first of several counts
        request.state.format = said.get("format", "")
        language = negotiation.language(said.get("lang", ""), request.headers.get("accept-language", ""))
        request.state.language = language
        try:
            question = self.shelf.find(request.path_params["name"])
        except ServingError as error:
            return self._unknown(request, error)
        kind = description.kind(question)
        form = forms.wanted(said.get("format", ""), request.headers.get("accept", ""), kind)
        if form == forms.HTML:
            return await self._page(request, question, pairs, language)
        if form not in forms.answers(kind):
            return sending.public(request, Response(description.write([question], self.release, form.name), media_type=form.type))
        query = arguments.bound(question, self._given(question, pairs), self.labels, language)
        if form == forms.TABLE:
            taken = await asking.take(self.endpoint, request, query, OF[kind][0], question.name, answer.PRINTED)
            return sending.public(request, Response(await asyncio.to_thread(answer.plain, taken.content), media_type=form.type))
        response = await asking.respond(self.endpoint, request, query, form, question.name)
        response.headers.append("Link", f'<{self.release.base_url}{PATH}/{question.name}.rq>; rel="describedby"')
        if asking.empty(response, form):
            page_of = self._address(f"{PATH}/{question.name}", [pair for pair in pairs if pair[0] != "format"])
            response.headers[asking.NOTE_HEADER] = texts.say("library-empty")["en"]
            response.headers.append("Link", f'<{page_of}>; rel="help"')
        response.headers.update(CORS | {"Vary": "Accept, Accept-Language", "Content-Language": arguments.spoken(question, language)})
        return response

    async def openapi(self, request: Request) -> Response:
        """The description of the service for programs."""
        return sending.public(request, JSONResponse(openapi.document(self.shelf, self.labels, validation.spoken(request))))

    async def described(self, request: Request) -> Response:
        """The same for people."""
        language = validation.spoken(request)
        document = openapi.document(self.shelf, self.labels, language)
        here = self._here(openapi.PATH, [])
        return sending.html(request, page.draw("openapi", language, self.release, here, place="openapi", document=document), language)

    def _list(
        self, request: Request, found: Sequence[Question], error: ServingError | None = None, near: Sequence[Question] = ()
    ) -> Response:
        language = validation.spoken(request)
        words, reader = ("", "") if error else (request.query_params.get("q", "")[:200], request.query_params.get("for", ""))
        here = self._here(PATH, [pair for pair in (("q", words), ("for", reader)) if pair[1]])
        content = {
            "questions": found,
            "total": len(self.shelf.questions),
            "words": words,
            "reader": reader,
            "near": near,
            "readers": READERS,
        }
        text = page.draw("list", language, self.release, here, error, place="questions", **content)
        return sending.html(request, text, language, status=error.status if error else HTTPStatus.OK)

    def _unknown(self, request: Request, error: ServingError) -> Response:
        """404: for people the list, with what they may have meant above it."""
        kind = negotiation.of_words(request.state.format, request.headers.get("accept", ""))
        if kind != "html":
            raise error
        near = [self.shelf.questions[name] for name in self.shelf.near(request.path_params["name"])]
        return self._list(request, self.shelf.search(), problem.spoken(error, validation.spoken(request)), near)

    def _given(self, question: Question, pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
        """The parameters of a request; where one server only is allowed, a question that asks a server asks that one."""
        given = arguments.read(question, pairs)
        if question.service and question.service not in given and len(self.endpoint.services) == 1:
            given[question.service] = next(iter(self.endpoint.services))
        return given

    async def _page(self, request: Request, question: Question, pairs: Sequence[tuple[str, str]], language: str) -> Response:
        """The page of a question; where something is wrong it says so above the form."""
        given: dict[str, str] = {}
        query, found, cut, wrong = question.sparql, None, False, None
        try:
            given = self._given(question, pairs)
            query = arguments.bound(question, given, self.labels, language)
            tag = self._tag(query, language)
            if not question.service and sending.unchanged(request, tag):
                return sending.not_modified(tag, language)
            if not question.service or question.service in given:  # else nobody has said which server is meant
                found, cut = await self._answer(request, question, query, language)
        except ServingError as error:
            wrong = problem.spoken(error, language) if language != "en" else error
        told, spoken = list(given.items()), [("lang", language)]
        address = self._address(f"{PATH}/{question.name}", told)
        content = {
            "question": question,
            "fields": fields.fields(question, given, self.labels, language),
            "given": given,
            "query": description.plain(query),
            "answer": found,
            "services": sorted(self.endpoint.services),
            "cut": cut,
            "downloads": {
                form: self._address(f"{PATH}/{question.name}", [*told, *spoken, ("format", form.name)])
                for form in OF[description.kind(question)]
            },
            "text": self._address(f"{PATH}/{question.name}.rq", [*told, *spoken]),
            "editor": self._address("query", [("question", question.name), *((f"p-{name}", value) for name, value in told), *spoken]),
            "address": address,
            "commands": [shlex.join(command) for command in self._commands(question, given, language)],
            "own": self.release.iri(address.removeprefix(self.release.base_url)),
            "edition": description.edition(self.release),
        }
        here = self._here(f"{PATH}/{question.name}", told)
        text = page.draw("question", language, self.release, here, wrong, place="questions", **content)
        if wrong:
            return sending.html(request, text, language, status=wrong.status, headers=wrong.headers)
        if question.service:  # what another server says is none of the release
            return sending.passing(text, language)
        return sending.html(request, text, language, tag=tag)

    async def _answer(self, request: Request, question: Question, query: str, language: str) -> tuple[answer.Answer, bool]:
        form = OF[description.kind(question)][0]
        taken = await asking.take(self.endpoint, request, query, form, question.name)
        if form.name == "json":
            return answer.read(taken.content, question, self.labels, language), taken.cut
        return answer.Answer(graph=taken.content.decode("utf-8")), taken.cut

    def _commands(self, question: Question, given: Mapping[str, str], language: str) -> list[list[str]]:
        """What asks the same at a terminal; quoted, for the values came with the request."""
        other = [] if language == WRITTEN else [("lang", language)]
        address = self._address(f"{PATH}/{question.name}", [*given.items(), *other])
        said = [part for name, value in given.items() for part in ("--param", f"{name}={value}")]
        said += [part for name, value in other for part in (f"--{name}", value)]
        return [["curl", "-H", "Accept: text/csv", address], ["kg", "query", question.name, *said]]

    def _tag(self, query: str, language: str) -> str:
        """The ETag of a page: it changes with release, question, parameters, language and the program."""
        said = "\n".join((self.release.id, self.release.base_url, version.__version__, language, query))
        return f'"{hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:32]}"'

    def _address(self, path: str, pairs: Sequence[tuple[str, str]]) -> str:
        query = f"?{urlencode(pairs, errors='replace', safe=',:')}" if pairs else ""
        return f"{self.release.base_url}{path}{query}"

    def _here(self, path: str, pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
        return {language: self._address(path, [*pairs, ("lang", language)]) for language in negotiation.LANGUAGES}
