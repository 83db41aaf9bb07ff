"""A small release, an endpoint on it behind a real server, and a client."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from pyoxigraph import RdfFormat, Store
from starlette.routing import Route

from in_thread import joined, port, running
from kg.serving.release import Release
from kg.serving.scratch.routes import Scratch
from kg.serving.sparql.endpoint import Bounds, Endpoint

ROWS = 50
TOKEN = "open sesame"
CREDENTIALS = {"Authorization": f"Bearer {TOKEN}"}
DATA = (
    '<http://e/a> <http://e/p> "x}},{\\"\\n,\\"y" <http://e/g1> .\n'
    "<http://e/b> <http://e/p> <http://e/a> <http://e/g2> .\n"
    '<http://e/evil> <http://e/says> "<script>alert(1)</script>\\r\\nSet-Cookie: a=b" <http://e/g2> .\n'
    + "".join(f'<http://e/n{number}> <http://e/number> "{number}" <http://e/many> .\n' for number in range(3 * ROWS))
)


def stored(folder: Path, data: str = DATA) -> Path:
    """A folder that is served as a build is."""
    store = Store(str(folder / "store"))
    store.bulk_load(data.encode(), format=RdfFormat.N_QUADS)
    store.flush()
    del store
    (folder / "manifest.json").write_text('{"outputs": {}}', encoding="utf-8")
    return folder


class Served(NamedTuple):
    """An endpoint that is served, its address and a client."""

    endpoint: Any
    address: str
    client: httpx.Client
    credentials: dict[str, str]

    def get(self, query: str, **more: Any) -> httpx.Response:
        headers = more.pop("headers", {})
        return self.client.get("/sparql", params={"query": query} | more, headers=headers)

    def problem(self, answer: httpx.Response, code: str, status: int) -> dict[str, Any]:
        assert answer.headers["content-type"] == "application/problem+json", answer.text
        said: dict[str, Any] = answer.json()
        assert (said["code"], answer.status_code) == (code, status), said
        assert "Traceback" not in answer.text
        assert answer.headers["access-control-allow-origin"] == "*"
        return said

    def alive(self) -> None:
        assert self.get("SELECT ?o { <http://e/b> <http://e/p> ?o }", format="csv").text == "o\r\nhttp://e/a\r\n"


@contextlib.contextmanager
def serving(made: Callable[[str], tuple[Any, list[Route]]]) -> Iterator[Served]:
    """Serves what ``made`` gives for an address, in a thread; ``open`` and ``close`` of it are called."""
    with port() as (listening, address):
        served, routes = made(address)
        app = joined(routes=routes, opened=served, broken=True)
        with (
            running(app, listening, log_level="critical", timeout_graceful_shutdown=3),
            httpx.Client(base_url=address, timeout=60, trust_env=False) as client,
        ):
            yield Served(served, address, client, {})


@pytest.fixture(scope="session")
def stored_in() -> Callable[..., Path]:
    return stored


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stored(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """400 literals of 100 kB."""
    lines = (f'<http://e/n{number}> <http://e/text> "{number}{"x" * 100_000}" <http://e/g> .\n' for number in range(400))
    return stored(tmp_path_factory.mktemp("large"), "".join(lines) + "<http://e/b> <http://e/p> <http://e/a> <http://e/g2> .\n")


@pytest.fixture
def serve(build: Path) -> Iterator[Callable[..., Served]]:
    """Starts endpoints with bounds of their own."""
    with contextlib.ExitStack() as stack:

        def start(services: frozenset[str] = frozenset(), folder: Path = build, **bounds: Any) -> Served:
            def made(address: str) -> tuple[Endpoint, list[Route]]:
                endpoint = Endpoint(Release(folder, f"{address}/"), Bounds(**bounds), services)
                return endpoint, endpoint.routes()

            return stack.enter_context(serving(made))

        yield start


@pytest.fixture(scope="session")
def server(build: Path) -> Iterator[Served]:
    """One endpoint with small bounds, for all tests that leave it as it was."""

    def made(address: str) -> tuple[Endpoint, list[Route]]:
        endpoint = Endpoint(Release(build, f"{address}/"), Bounds(time=2, memory=256, rows=ROWS, askers=3))
        return endpoint, endpoint.routes()

    with serving(made) as served:
        yield served


def scratching(folder: Path, **bounds: Any) -> contextlib.AbstractContextManager[Served]:
    """Serves a scratch store, which needs the token."""

    def made(address: str) -> tuple[Scratch, list[Route]]:
        opened = Scratch(folder, f"{address}/", Bounds(**bounds), TOKEN)
        return opened, opened.routes()

    return serving(made)


@pytest.fixture
def scratch(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Starts scratch stores, all on one folder; clients have the token."""
    with contextlib.ExitStack() as stack:

        def start(**bounds: Any) -> Served:
            served = stack.enter_context(scratching(tmp_path / "scratch", **bounds))
            served.client.headers.update(CREDENTIALS)
            return served._replace(credentials=CREDENTIALS)

        yield start


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A scratch store for all tests that take it as :func:`emptied`; its client has the token."""
    with scratching(tmp_path_factory.mktemp("kept") / "scratch") as served:
        served.client.headers.update(CREDENTIALS)
        yield served._replace(credentials=CREDENTIALS)


@pytest.fixture
def emptied(kept: Served) -> Served:
    """A scratch store in which nothing is."""
    answer = kept.client.post("/scratch/update", content="DROP ALL", headers={"Content-Type": "application/sparql-update"})
    assert answer.status_code == 204, answer.text
    found = kept.client.get("/scratch/sparql", params={"query": "ASK { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"})
    assert found.json()["boolean"] is False, found.text
    return kept


@pytest.fixture(scope="session")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A scratch store whose client has no token."""
    with scratching(tmp_path_factory.mktemp("closed") / "scratch") as served:
        yield served
