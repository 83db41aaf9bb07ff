"""The library of the real build behind a client, and libraries of questions and data made for a test."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from pyoxigraph import RdfFormat, Store

from browser import browser as browser
from browser import page as page
from in_thread import joined, port, running
from kg.querying.question import read
from kg.serving.library.routes import Library
from kg.serving.library.shelf import Shelf
from kg.serving.release import Release
from kg.serving.sparql.endpoint import Bounds, Endpoint


class Served(NamedTuple):
    """A library that is served, its release, its address and a client."""

    library: Library
    release: Release
    address: str
    client: httpx.Client

    def get(self, path: str, accept: str = "*/*", language: str = "", **more: Any) -> httpx.Response:
        return self.client.get(path, headers={"Accept": accept, "Accept-Language": language} | more.pop("headers", {}), **more)

    def page(self, path: str, language: str = "en", **more: Any) -> str:
        answer = self.get(path, "text/html", language, **more)
        assert answer.headers["content-type"] == "text/html; charset=utf-8", answer.text
        assert answer.headers["content-language"] == language
        return answer.text

    def problem(self, answer: httpx.Response, code: str, status: int) -> dict[str, Any]:
        assert answer.headers["content-type"] == "application/problem+json", answer.text
        said: dict[str, Any] = answer.json()
        assert (said["code"], said["status"], answer.status_code) == (code, status, status), said
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "Traceback" not in answer.text
        return said


@contextlib.contextmanager
def served(folder: Path, shelf: Shelf | None = None, bounds: Bounds | None = None) -> Iterator[Served]:
    """Serves a folder in a thread, at the address that its links name."""
    with port() as (listening, address):
        found = Release(folder, f"{address}/")
        endpoint = Endpoint(found, bounds or Bounds(askers=2))
        library = Library(found, endpoint, shelf)
        app = joined(endpoint, library, opened=endpoint)
        with running(app, listening), httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
            yield Served(library, found, address, client)


@pytest.fixture(scope="session")
def library(build: Path) -> Iterator[Served]:
    """The questions of the project on the real build."""
    with served(build) as one:
        yield one


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Makes a library of questions (name → text) on N-Quads."""
    with contextlib.ExitStack() as stack:

        def make(questions: dict[str, str], data: str = "", **bounds: Any) -> Served:
            store = Store(str(tmp_path / "store"))
            store.bulk_load(data.encode(), format=RdfFormat.N_QUADS)
            store.flush()
            del store
            (tmp_path / "manifest.json").write_text('{"outputs": {}}', encoding="utf-8")
            for name, text in questions.items():
                (tmp_path / f"{name}.rq").write_text(text, encoding="utf-8")
            shelf = Shelf([read(tmp_path / f"{name}.rq") for name in questions])
            return stack.enter_context(served(tmp_path, shelf, Bounds(**{"askers": 2} | bounds)))

        yield make
