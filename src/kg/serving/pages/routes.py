"""The routes of the pages of a release: each page by its path, drawn in a thread, kept by clients as long as the release is served."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.serving import validation
from kg.serving.library import sending
from kg.serving.pages import about, asked, citing, codebook, errata, frame, home, licences, quality, requirements, vocabulary
from kg.serving.pages.asked import Asked
from kg.serving.pages.data import Data, of_things
from kg.serving.pages.rows import of_endpoint
from kg.serving.release import Release
from kg.serving.sparql.endpoint import CORS, Endpoint
from kg.serving.things import conditional
from kg.serving.things import page as things
from kg.serving.things.lookup import Lookup
from kg.serving.things.names import Names

Page = Callable[[Asked], str]
PAGES: Mapping[str, Page] = {
    "about": about.page,
    "quality": quality.page,
    "codebook": codebook.page,
    "vocabulary": vocabulary.page,
    "requirements": requirements.page,
    "errata": errata.page,
    "cite": citing.page,
    "licences": licences.page,
}
KNOWN: Mapping[str, Callable[[Asked], bool]] = {"cite": citing.known}
"""Of pages about a thing that the address names: whether there is such a thing."""
"""The pages by path."""


class Pages:
    """The pages about a release, whose questions ``endpoint`` answers.

    They are mounted before linked data, which takes :meth:`things` and :meth:`front`.
    """

    def __init__(self, release: Release, endpoint: Endpoint) -> None:
        self.release = release
        self.rows = of_endpoint(endpoint)
        self.names = Names(Lookup(release.store))
        self.files = requirements.Files()
        self._making: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Begins to make the files of the requirements, which takes seconds, behind the first requests; who asks for one before waits."""
        self._making = asyncio.create_task(run_in_threadpool(self.files.make))

    def routes(self) -> list[Route]:
        """The routes, for an application."""
        made = [sending.route(f"/{path}", self._page(path, page)) for path, page in PAGES.items()]
        cited = [sending.route(f"/cite.{form}", self._cited(form)) for form in citing.FORMS]
        return [*Data(self.release, self.rows).routes(), *made, *cited, sending.route("/requirements/{file:path}", self.requirement)]

    def front(self, language: str) -> str:
        """The first page of the release. Asks: called from a thread."""
        return home.page(self._asked(language, {}))

    def things(self) -> Mapping[str, things.Page]:
        """The pages of things by class. They ask: called from a thread."""
        return of_things(self.release, self.rows)

    async def requirement(self, request: Request) -> Response:
        """A file of what ``kg shapes`` writes. Raises :class:`kg.serving.problem.ServingError` KG807 (404) for one that is not there."""
        found = await run_in_threadpool(self.files.read, request.path_params["file"])
        headers = {"Content-Security-Policy": found.policy} if found.policy else {}
        response = sending.public(request, Response(found.content, headers=headers, media_type=found.type))
        response.headers.update(headers)  # of 304 too: a browser puts them in the place of those that it has
        return response

    def _page(self, path: str, page: Page) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            language = validation.spoken(request)
            said = {name: request.query_params.get(name, "")[: asked.LONGEST] for name in asked.FIELDS}
            tag = conditional.etag(self.release, path, language, *said.values())
            policy = {"Content-Security-Policy": frame.policy(), "Content-Language": language}
            if path in KNOWN and not await run_in_threadpool(KNOWN[path], self._asked(language, said)):
                text = await run_in_threadpool(page, self._asked(language, said))
                return Response(text.encode("utf-8", "replace"), HTTPStatus.NOT_FOUND, CORS | policy, "text/html")
            if sending.unchanged(request, tag):
                return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=sending.PUBLIC | policy | {"ETag": tag})
            text = await run_in_threadpool(page, self._asked(language, said))
            return sending.public(request, Response(text.encode("utf-8", "replace"), headers=policy, media_type="text/html"), tag)

        return answer

    def _cited(self, form: str) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            said = {name: request.query_params.get(name, "")[: asked.LONGEST] for name in asked.FIELDS}
            text = await run_in_threadpool(citing.file, self._asked(validation.spoken(request), said), form)
            headers = {"Content-Disposition": f'inline; filename="{citing.NAME}.{form}"'}
            return sending.public(request, Response(text, headers=headers, media_type=citing.FORMS[form]))

        return answer

    def _asked(self, language: str, said: Mapping[str, str]) -> Asked:
        return Asked(self.release, self.rows, self.names, language, said)
