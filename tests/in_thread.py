"""A part of the service in a thread of this process, behind a real port."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware

from kg.serving import application
from kg.serving.problem import ServingError


@contextlib.contextmanager
def port() -> Iterator[tuple[socket.socket, str]]:
    """A socket that listens, and its address without a slash: a release has to know it before it is served."""
    # As that of the real server: asyncio sets TCP_NODELAY where the protocol is said, and each answer takes 40 ms more without.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(128)
        yield listening, f"http://127.0.0.1:{listening.getsockname()[1]}"


def joined(*parts: Any, routes: Iterable[Any] = (), opened: Any = None, broken: bool = False) -> Starlette:
    """The routes of parts as one application that opens what has to be opened at its start; ``broken``: and answers to faults of ours."""

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        if opened is None:
            yield
            return
        await opened.open()
        try:
            yield
        finally:
            await opened.close()

    handlers: dict[Any, Any] = {ServingError: application._failed} | ({Exception: application._broken} if broken else {})
    return Starlette(
        routes=[*routes, *(route for part in parts for route in part.routes())],
        middleware=[Middleware(application.Careful)],
        exception_handlers=handlers,
        lifespan=lifespan,
    )


@contextlib.contextmanager
def running(app: Starlette, listening: socket.socket, **config: Any) -> Iterator[None]:
    """Serves an application as long as the block lasts."""
    server = uvicorn.Server(uvicorn.Config(app, **{"log_level": "warning", "lifespan": "on", "ws": "none"} | config))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listening])), daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started and thread.is_alive() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.started
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(30)
        assert not thread.is_alive()
