"""The pages of the data: of things (profile, state, indicator, instrument), and those that have addresses of their own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.mapping.terms import HRM
from kg.serving import validation
from kg.serving.library import sending
from kg.serving.pages import frame, lists
from kg.serving.pages.area import Area
from kg.serving.pages.comparison import Comparison
from kg.serving.pages.indicator import Indicator
from kg.serving.pages.instrument import CLASSES, Instrument
from kg.serving.pages.profile import Profile
from kg.serving.pages.rows import Rows
from kg.serving.pages.scores import Scores
from kg.serving.pages.voice import Voice
from kg.serving.release import Release
from kg.serving.things import conditional
from kg.serving.things.lookup import Lookup
from kg.serving.things.names import Names
from kg.serving.things.page import Page

_LONGEST = 4000
"""Characters of the fields of a comparison that are read."""
Draw = Callable[[Request, Voice], str]


def of_things(release: Release, rows: Rows) -> dict[str, Page]:
    """The pages of things by class, for :class:`kg.serving.things.routes.Things`."""
    instrument = Instrument(rows)
    return {
        HRM + "CountryProfile": Profile(release, rows),
        HRM + "Area": Area(rows),
        HRM + "Indicator": Indicator(release, rows),
        **dict.fromkeys(CLASSES, instrument),
    }


class Data:
    """The pages with addresses of their own: lists, ``/compare``, ``/index``."""

    def __init__(self, release: Release, rows: Rows) -> None:
        self.release = release
        self.names = Names(Lookup(release.store))
        comparison, scores = Comparison(release, rows), Scores(rows)
        self.pages: Mapping[str, Draw] = {
            "states": lambda _, voice: lists.states(rows, voice),
            "indicators": lambda _, voice: lists.indicators(rows, voice),
            "instruments": lambda _, voice: lists.instruments(rows, voice),
            "index": lambda _, voice: scores(voice),
            "compare": lambda request, voice: comparison(
                voice, _said(request, "area"), _said(request, "indicator"), frame.addresses(request)
            ),
        }

    def routes(self) -> list[Route]:
        """The routes, for an application; mounted before linked data, which takes every path."""
        return [sending.route(f"/{path}", self._page(path, draw)) for path, draw in self.pages.items()]

    def _page(self, path: str, draw: Draw) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            language = validation.spoken(request)
            tag = conditional.etag(self.release, path, language, request.url.query)
            headers = {"Content-Security-Policy": frame.policy(), "Content-Language": language}
            if sending.unchanged(request, tag):
                return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=sending.PUBLIC | headers | {"ETag": tag})
            text = await run_in_threadpool(draw, request, Voice(self.release, self.names, language))
            return sending.public(request, Response(text.encode("utf-8", "replace"), headers=headers, media_type="text/html"), tag)

        return answer


def _said(request: Request, name: str) -> list[str]:
    return [value[:_LONGEST] for value in request.query_params.getlist(name)]
