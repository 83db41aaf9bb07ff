"""Deadlines of connections, made short here; ``test_live.py`` sees the real ones."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvicorn

from kg.serving import connection

SHORT = 0.4
HEAD = b"GET / HTTP/1.1\r\nHost: x\r\n"
Connect = Callable[[], socket.socket]


async def app(scope: Any, receive: Any, send: Any) -> None:
    """``/large`` answers with 20 MB, ``/early`` before the body is there, all else when it is."""
    while scope["path"] != "/early" and (await receive()).get("more_body"):
        pass
    body = bytes(20_000_000) if scope["path"] == "/large" else b"done"
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture
def connect(monkeypatch: pytest.MonkeyPatch) -> Iterator[Connect]:
    """Makes connections to a server whose deadlines are short."""
    for name in ("HEAD", "BODY", "LINGER", "TAKING"):
        monkeypatch.setattr(connection, name, SHORT)
    with socket.create_server(("127.0.0.1", 0)) as listening, contextlib.ExitStack() as stack:
        config = uvicorn.Config(
            app, http=connection.Connection, ws="none", lifespan="off", log_level="critical", limit_concurrency=10, timeout_keep_alive=30
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=lambda: asyncio.run(server.serve([listening])), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)

        def made() -> socket.socket:
            return stack.enter_context(socket.create_connection(listening.getsockname(), timeout=10))

        yield made
        stack.close()
        server.should_exit = True
        thread.join(10)
        assert not thread.is_alive()


def trickled(made: socket.socket, piece: bytes, seconds: float = 3) -> tuple[bytes, float]:
    """What is answered to somebody who goes on sending pieces, and the seconds until the connection ends."""
    began, found = time.monotonic(), b""
    made.settimeout(0.05)
    while (taken := time.monotonic() - began) < seconds:
        try:
            made.sendall(piece)
            said = made.recv(65536)
            if not said:
                return found, taken
            found += said
        except TimeoutError:
            continue
        except ConnectionError:
            return found, taken
    return found, taken


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: x\r\nX: ", HEAD + b"\r\n" + HEAD])
def test_a_head_has_to_arrive(connect: Connect, begun: bytes) -> None:
    made = connect()
    made.sendall(begun)
    found, taken = trickled(made, b"x")
    assert found.count(b"200 OK") == begun.count(b"\r\n\r\n")
    assert SHORT * 0.8 < taken < 2.5


def test_who_says_nothing_is_dropped(connect: Connect) -> None:
    with contextlib.suppress(ConnectionError):
        assert connect().recv(1) == b""


@pytest.mark.parametrize("path", ["/", "/early"])
@pytest.mark.parametrize("body", [(b"Content-Length: 100000\r\n\r\n", b"x"), (b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n")])
def test_a_body_has_to_arrive_whether_it_is_read_or_not(connect: Connect, path: str, body: tuple[bytes, bytes]) -> None:
    made = connect()
    made.sendall(b"POST " + path.encode() + b" HTTP/1.1\r\nHost: x\r\n" + body[0])
    found, taken = trickled(made, body[1])
    assert (b"200 OK" in found) is (path == "/early")
    assert SHORT * 0.8 < taken < 2.5


def test_an_answer_has_to_be_taken(connect: Connect) -> None:
    made = connect()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    made.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
    time.sleep(SHORT * 4)
    found = 0
    with contextlib.suppress(ConnectionError):
        while piece := made.recv(1 << 20):
            found += len(piece)
    assert 0 < found < 20_000_000


def test_who_takes_and_asks_on_is_not_dropped(connect: Connect) -> None:
    made = connect()
    for path in (b"/large", b"/", b"/large"):
        made.sendall(b"POST " + path + b" HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody")
        found = b""
        while not found.endswith((b"done", bytes(1000))) or (path == b"/large" and len(found) < 20_000_000):
            found += made.recv(1 << 20)
        time.sleep(SHORT * 1.5)  # between requests the connection is kept for as long as uvicorn says


def test_one_client_has_its_share_of_connections(connect: Connect) -> None:
    held = [connect() for _ in range(5)]
    with contextlib.suppress(ConnectionError):
        assert connect().recv(1) == b""  # the sixth of ten
    held[0].sendall(HEAD + b"Connection: close\r\n\r\n")
    while held[0].recv(65536):
        pass
    last = connect()
    last.sendall(HEAD + b"\r\n")
    assert b"200 OK" in last.recv(65536)
