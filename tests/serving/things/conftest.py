"""Linked data in an application of its own: asked without a network, path byte by byte, or on a real port."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
import uvicorn
from pyoxigraph import RdfFormat, Store
from starlette.applications import Starlette
from starlette.middleware import Middleware

from browser import browser as browser
from browser import page as page
from kg.serving.application import Careful
from kg.serving.release import Release
from kg.serving.things import Things

BASE = "https://w3id.org/hrmkg/"
HOST = "http://data.example/"


class Answer(NamedTuple):
    """What came back; the names of headers are in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]

    def links(self, relation: str) -> list[tuple[str, str]]:
        """Targets and media types of a relation of the Link header."""
        found = []
        for link in self.headers.get("link", "").split(", <"):
            target, _, rest = link.removeprefix("<").partition(">")
            if f'rel="{relation}"' in rest:
                found.append((target, rest.partition('type="')[2].partition('"')[0]))
        return found


class Client:
    """Asks an application, in this process."""

    def __init__(self, release: Release, runner: asyncio.Runner, **more: Any) -> None:
        self.things = Things(release, **more)
        self.app = Starlette(routes=self.things.routes(), middleware=[Middleware(Careful)])
        self.runner = runner

    def get(
        self, path: str, accept: str | None = None, *, method: str = "GET", follow: bool = False, also: str = "", **headers: str
    ) -> Answer:
        """The answer to a path, with its query, that begins with a slash or with the base URL."""
        sent, _, query = path.removeprefix(self.things.release.base_url.rstrip("/")).partition("?")
        raw = sent.encode("utf-8")
        named = {**({"accept": accept} if accept is not None else {}), **{name.replace("_", "-"): value for name, value in headers.items()}}
        sent_headers = [(name.encode(), value.encode("latin-1")) for name, value in named.items()]
        scope: dict[str, Any] = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http", "root_path": "",
            "path": httpx.URL("http://x").copy_with(raw_path=raw).path if raw.isascii() else sent,
            "raw_path": raw, "query_string": query.encode(), "server": ("data.example", 80), "client": ("127.0.0.1", 1),
            "headers": [*sent_headers, *([(b"accept", also.encode())] if also else [])],
        }  # fmt: skip
        answer = self.runner.run(_asked(self.app, scope))
        if follow and answer.status in (301, 303):
            return self.get(answer.headers["location"], accept, method=method, **headers)
        return answer


async def _asked(app: Any, scope: dict[str, Any]) -> Answer:
    got: list[Mapping[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Mapping[str, Any]) -> None:
        got.append(message)

    await app(scope, receive, send)
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in got[0]["headers"]}
    return Answer(got[0]["status"], headers, b"".join(message.get("body", b"") for message in got[1:]))


@pytest.fixture(scope="session")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="session")
def real(build: Path, runner: asyncio.Runner) -> Client:
    """The real build."""
    return Client(Release(build, HOST), runner)


@pytest.fixture
def made(tmp_path: Path, runner: asyncio.Runner) -> Callable[..., Client]:
    """A release of quads (N-Quads, ``<x>`` relative to the base), with a table of what was withdrawn."""

    def make(quads: str, withdrawn: str = "", host: str = HOST, **more: Any) -> Client:
        folder = tmp_path / f"release-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        store = Store(str(folder / "store"))
        store.bulk_load(input=f"@base <{BASE}> .\n{quads}".encode(), format=RdfFormat.TRIG)
        store.flush()
        del store
        (folder / "manifest.json").write_text("{}", encoding="utf-8")
        if withdrawn:
            (folder / "withdrawn.tsv").write_text(withdrawn, encoding="utf-8")
        return Client(Release(folder, host), runner, **more)

    return make


@pytest.fixture(scope="session")
def live(build: Path) -> Iterator[httpx.Client]:
    """The real build on a real port."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # asyncio sets TCP_NODELAY where the protocol is said
    listening.bind(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
    app = Starlette(routes=Things(Release(build, address)).routes(), middleware=[Middleware(Careful)])
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    with httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
        yield client
    server.should_exit = True
    thread.join(20)
    listening.close()
