"""Runs the application: one line with the address when it is ready, a clean end at SIGTERM and SIGINT."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, cast

import uvicorn

from kg.serving.application import application
from kg.serving.connection import HEAD_SIZE, Connection
from kg.serving.forwarding import Networks
from kg.serving.problem import ServingError
from kg.serving.site import Options, site

_CONNECTIONS, _PORTS = 200, 65535
_GRACE = 5
"""Seconds that answers on their way have at the end."""


def serve(host: str, port: int, options: Options) -> int:
    """Serves until it is told to end; returns the exit code.

    Raises :class:`ServingError` KG810 where the address cannot be used, KG811 for what cannot be served, and
    :class:`kg.errors.QueryError` KG701 where there is no build.
    """
    with contextlib.closing(_socket(host, port)) as listening, site(options, _address(listening)) as parts:
        return _run(application(parts), parts.kill, listening, options.proxies)


def _run(app: Any, kill: Callable[[], None], listening: socket.socket, proxies: Networks) -> int:
    config = uvicorn.Config(
        app,
        access_log=False,  # who asked is nobody's business
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_CONNECTIONS,
        timeout_graceful_shutdown=_GRACE,
        lifespan="on",
        ws="none",
        http=cast("type[asyncio.Protocol]", partial(Connection, proxies=proxies)),
        h11_max_incomplete_event_size=HEAD_SIZE,
    )
    server = _Server(config, listening)
    server.ending = kill
    asyncio.run(server.serve([listening]))
    return 0 if server.started else 2


class _Server(uvicorn.Server):
    """Says its address, and ends with exit code 0 when it is asked to."""

    def __init__(self, config: uvicorn.Config, listening: socket.socket) -> None:
        super().__init__(config)
        self.address = _address(listening)
        self.ending: Callable[[], None] = lambda: None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts as any other, and says so."""
        await super().startup(sockets)
        if self.started:
            print(self.address, flush=True)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals end the server; they are not raised again afterwards, for its end was asked for."""
        loop = asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, self._end)
        try:
            yield
        finally:
            for name in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(name)

    def _end(self) -> None:
        self.should_exit = True
        self.ending()


def _socket(host: str, port: int) -> socket.socket:
    try:
        if not 0 <= port <= _PORTS:  # which would be taken modulo 65536
            raise OSError(f"a port is a number from 0 to {_PORTS}")
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise ServingError("KG810", f"{host}:{port} cannot be listened on", why=why, mend="choose another --port") from error
    return listening


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
