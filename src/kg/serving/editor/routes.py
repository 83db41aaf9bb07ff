"""The routes of the editor: ``/query``, its files, the terms that it completes, and ``/why``."""

from __future__ import annotations

import asyncio
import contextlib
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from kg.querying.emptiness import Diagnosis, Mistake, aggregates, mistake
from kg.serving import negotiation, problem
from kg.serving.diagnosis import routes as why
from kg.serving.diagnosis.diagnoser import Diagnoser
from kg.serving.editor import asked as asking
from kg.serving.editor import files, page, rows, running, terms
from kg.serving.editor.asked import Asked
from kg.serving.editor.page import Chosen, View
from kg.serving.library import arguments, description, fields, forms, sending
from kg.serving.library.labels import Labels
from kg.serving.library.shelf import Shelf
from kg.serving.pages.frame import addresses
from kg.serving.problem import ServingError
from kg.serving.release import Release
from kg.serving.sparql.endpoint import Endpoint
from kg.serving.sparql.forms import OF, SPARQL, wanted
from kg.serving.sparql.question import Question as Parsed
from kg.serving.sparql.question import question as parsed
from kg.serving.sparql.refusal import said
from kg.serving.sparql.responding import client
from kg.vocabulary import vocabulary

PATH = page.PATH
_WRONG = "KG820"
TEXT = "rq"
"""The form that is the query itself."""
_TOLD = ("unknown", "apart", "absent")
"""Verdicts that say more than an error does."""


class Editor:
    """The editor of a release, whose queries ``endpoint`` answers."""

    def __init__(self, release: Release, endpoint: Endpoint, shelf: Shelf | None = None) -> None:
        self.release = release
        self.endpoint = endpoint
        self.shelf = shelf or Shelf()
        self.labels = Labels(release)
        self.diagnoser = Diagnoser(endpoint)
        self._listed: dict[str, Any] | None = None

    def routes(self) -> list[Route]:
        """The routes, for an application."""
        return [
            Route(f"/{PATH}", self.show, methods=["GET", "HEAD", "POST"], name="query"),
            Route(f"/{PATH}/files/{{digest}}/{{name:path}}", files.respond),
            sending.route(f"/{PATH}/terms/{{release}}.json", self.terms),
            *why.routes(self.diagnoser),
        ]

    async def terms(self, request: Request) -> Response:
        """What is completed, for one release: kept for ever. Raises :class:`ServingError` KG807 (404) for another."""
        if request.path_params["release"] != self.release.id:
            raise ServingError("KG807", "not found", status=HTTPStatus.NOT_FOUND)
        if self._listed is None:
            self._listed = await asyncio.to_thread(terms.listed, self.release)
        response = sending.public(request, JSONResponse(self._listed))
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response

    async def show(self, request: Request) -> Response:
        """The page; with a query its answer, in the form that is asked for. A query that was sent gets an address if it is short."""
        asked = asking.read(await sending.pairs(request))
        language = self._language(request, asked)
        if request.method == "POST" and asked.query and asking.address("", asked.fields):
            told = [*asked.fields, *([("format", asked.format)] if asked.format else []), ("lang", language)]
            return RedirectResponse(asking.address(PATH, told), HTTPStatus.SEE_OTHER)
        if asked.query and asked.format not in ("", forms.HTML.name):
            return await self._file(request, asked)
        view = await self._view(request, asked, language)
        text = page.draw(self.release, self.shelf, self.endpoint.bounds, asked, view, language, addresses(request))
        status = view.error.status if view.error else HTTPStatus.OK
        headers = dict(view.error.headers if view.error else {})
        headers |= {"Content-Security-Policy": page.policy(), "Content-Language": language, "Cache-Control": "no-cache"}
        return Response(text.encode("utf-8", "replace"), status, headers, "text/html")

    def _language(self, request: Request, asked: Asked) -> str:
        language = negotiation.language(asked.language, request.headers.get("accept-language", ""))
        request.state.language = language
        return language

    async def _file(self, request: Request, asked: Asked) -> Response:
        """The answer as a file, or the query itself."""
        request.state.format = asked.format
        if asked.format == TEXT:
            headers = {"Content-Disposition": f'inline; filename="{PATH}.{TEXT}"'}
            return Response(asked.query.encode("utf-8", "replace"), headers=headers, media_type=f"{SPARQL}; charset=utf-8")
        found = parsed(asked.query)
        return await self.endpoint.responder.respond(request, found, wanted(asked.format, "", OF[found.kind]), PATH)

    async def _view(self, request: Request, asked: Asked, language: str) -> View:
        """What the page shows. Errors are a part of it, said in the language where that is known."""
        chosen, text = None, asked.query or page.example()
        try:
            if asked.question and not asked.query:
                chosen, text = self._chosen(asked, language)
        except ServingError as error:
            with contextlib.suppress(ServingError):
                chosen, text = self._chosen(Asked(question=asked.question), language)
            return View(text, chosen, error=problem.spoken(error, language))
        if not (asked.query or (chosen and asked.run)):
            return View(text, chosen)
        view = View(text, chosen)
        try:
            found = parsed(text)
            view = view._replace(forms=OF[found.kind])
            answer, cut, services = await self._answer(request, found, asked.start, language)
        except ServingError as error:
            return await self._failed(request, view, error, language)
        if chosen:
            answer = rows.titled(answer, chosen.question, language)
        diagnosis = None
        if answer.empty or (answer.zero and aggregates(text, vocabulary().prefixes)):
            diagnosis = await self._diagnosis(request, text)
        if diagnosis and not answer.empty and diagnosis.verdict == "rows" and not diagnosis.culprits:
            diagnosis = None  # something was counted, and it is none
        return view._replace(answer=answer, cut=cut, services=services, diagnosis=diagnosis)

    def _chosen(self, asked: Asked, language: str) -> tuple[Chosen, str]:
        """A question of the library, and its text with parameters. Raises :class:`ServingError` KG702 to KG704, KG850."""
        question = self.shelf.find(asked.question)
        given = arguments.read(question, asked.parameters)
        text = description.plain(arguments.bound(question, given, self.labels, language))
        return Chosen(question, tuple(fields.fields(question, given, self.labels, language))), text

    async def _answer(self, request: Request, found: Parsed, start: int, language: str) -> tuple[rows.Answer, bool, str]:
        ran = await running.run(self.endpoint, request, found)
        read = rows.table if OF[found.kind] == OF["SELECT"] else rows.graph
        return await asyncio.to_thread(read, ran.content, start, self.labels, language), ran.cut, ran.services

    async def _failed(self, request: Request, view: View, error: ServingError, language: str) -> View:
        """The page of a query that failed: what is wrong in plain words, and what the diagnosis knows of it."""
        found: Mistake | None = None
        diagnosis = None
        if error.code == _WRONG and error.line:
            found = await asyncio.to_thread(mistake, view.text, said(error), vocabulary().prefixes)
            diagnosis = await self._diagnosis(request, view.text)
        if diagnosis and diagnosis.verdict in _TOLD and diagnosis.culprits:
            one = diagnosis.culprits[0]
            found = Mistake(one.cause, one.text, one.place.line, one.place.column, one.sentence, {})
        else:
            diagnosis = None
        return view._replace(error=problem.spoken(error, language), mistake=found, diagnosis=diagnosis)

    async def _diagnosis(self, request: Request, text: str) -> Diagnosis | None:
        """Why a query has no rows; None where nobody is free to look."""
        with contextlib.suppress(ServingError):
            return await self.diagnoser.diagnose(text, client(request))
        return None
