"""What is served: the parts that a command line names, their routes in order, opened and closed together."""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from kg.serving import validation
from kg.serving.forwarding import Networks
from kg.serving.limits import Limits
from kg.serving.release import Release, release
from kg.serving.sparql.askers import Bounds


class Workers(Protocol):
    """A part that has processes of its own."""

    async def open(self) -> None:
        """Starts them."""

    async def close(self) -> None:
        """Ends them."""

    def kill(self) -> None:
        """Ends them at once; whoever waits is told to come back."""


@dataclass(frozen=True)
class Options:
    """What ``kg serve`` was asked to do. Without ``build`` only validation is served."""

    limits: Limits
    build: Path | None = None
    base_url: str = ""
    bounds: Bounds = field(default_factory=Bounds)
    services: frozenset[str] = frozenset()
    scratch: Path | None = None
    proxies: Networks = ()
    """Proxies whose word is taken for who asks."""


class Site:
    """The parts at an address. Raises :class:`kg.serving.problem.ServingError` KG811 for parts that cannot be served."""

    def __init__(self, options: Options, published: Release | None, address: str) -> None:
        check = validation.Validation(options.limits)
        self.release = published
        self.proxies = options.proxies
        self.parts: list[Workers] = [check.pool]
        self.warming: list[Callable[[], Awaitable[None]]] = []
        """What is made before the first request."""
        self.routes: list[Route] = [Route("/health", _health), *check.routes()]
        last = [Route("/", validation.to_form)]
        if published is not None:
            last = self._publish(published, options)
        if options.scratch is not None:
            self._scratch(options.scratch, options, published.base_url if published else address)
        self.routes += last

    def _publish(self, published: Release, options: Options) -> list[Route]:
        """Adds the parts of a release; returns the routes that take every path that no other has."""
        from kg.serving import context
        from kg.serving.editor.routes import Editor
        from kg.serving.library.routes import Library
        from kg.serving.pages.routes import Pages
        from kg.serving.reconciliation import Reconciliation
        from kg.serving.search.routes import Search
        from kg.serving.sparql.endpoint import Endpoint
        from kg.serving.things.routes import Things

        endpoint = Endpoint(published, options.bounds, options.services)
        self.parts.append(endpoint)
        search = Search(published)
        self.warming.append(search.open)
        self.routes += [*endpoint.routes(), *Library(published, endpoint).routes(), *search.routes()]
        self.routes += context.routes()
        self.routes += [*Reconciliation(published).routes(), *Editor(published, endpoint).routes()]
        pages = Pages(published, endpoint)
        self.warming.append(pages.open)
        self.routes += pages.routes()
        return Things(published, pages.things(), pages.front).routes()

    def _scratch(self, folder: Path, options: Options, base_url: str) -> None:
        from kg.serving.scratch.routes import Scratch, token

        scratch = Scratch(folder, base_url, options.bounds, token(os.environ), options.services)
        self.parts.append(scratch)
        self.routes += scratch.routes()

    @contextlib.asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """All parts, as long as the block lasts; where one does not start, those that did are ended."""
        async with contextlib.AsyncExitStack() as stack:
            for part in self.parts:
                stack.push_async_callback(part.close)
                await part.open()
            for warm in self.warming:
                await warm()
            yield

    def kill(self) -> None:
        """Ends all work at once."""
        for part in self.parts:
            part.kill()


@contextlib.contextmanager
def site(options: Options, address: str) -> Iterator[Site]:
    """The site at the address it listens on, with a snapshot of the build while it lasts.

    Raises :class:`kg.errors.QueryError` KG701 where there is no build.
    """
    if options.build is None:
        yield Site(options, None, address)
        return
    with release(options.build, options.base_url or address) as published:
        yield Site(options, published, address)


async def _health(_: Request) -> Response:
    return PlainTextResponse("ok\n")
