"""The editor on the real build behind a client, and on data made for a test."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from pyoxigraph import RdfFormat, Store

from browser import browser as browser
from browser import page as page
from in_thread import joined, port, running
from kg.serving.editor.routes import Editor
from kg.serving.limits import Limits
from kg.serving.release import Release
from kg.serving.sparql.endpoint import Bounds, Endpoint
from kg.serving.validation import Validation


class Served(NamedTuple):
    """An editor that is served, its address and a client."""

    editor: Editor
    address: str
    client: httpx.Client

    def get(self, query: str = "", **fields: str) -> httpx.Response:
        return self.client.get("/query", params={**({"query": query} if query else {}), "lang": "en"} | fields)

    def page(self, query: str = "", status: int = 200, **fields: str) -> str:
        """The page, its entities resolved."""
        answer = self.get(query, **fields)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8"), answer.text
        assert "Traceback" not in answer.text
        return unescape(answer.text)

    def answer(self, query: str = "", status: int = 200, **fields: str) -> str:
        """What the page shows below the form, without tags."""
        part = self.page(query, status, **fields).partition('<div id="answer"')[2].partition('aria-labelledby="limits"')[0]
        return " ".join(re.sub(r"<[^>]+>", " ", part.partition(">")[2]).split())

    def why(self, query: str, **fields: str) -> dict[str, Any]:
        answer = self.client.get("/why", params={"query": query} | fields)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found


@contextlib.contextmanager
def served(folder: Path, **bounds: Any) -> Iterator[Served]:
    """Serves a folder in a thread, at the address that its links name."""
    with port() as (listening, address):
        found = Release(folder, f"{address}/")
        endpoint = Endpoint(found, Bounds(**{"askers": 3} | bounds))
        editor = Editor(found, endpoint)
        app = joined(endpoint, editor, Validation(Limits()), opened=endpoint)
        with running(app, listening), httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
            yield Served(editor, address, client)


@pytest.fixture(scope="session")
def editor(build: Path) -> Iterator[Served]:
    """The editor on the real build."""
    with served(build) as one:
        yield one


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Makes an editor on N-Quads."""
    with contextlib.ExitStack() as stack:

        def make(data: str, **bounds: Any) -> Served:
            store = Store(str(tmp_path / "store"))
            store.bulk_load(data.encode(), format=RdfFormat.N_QUADS)
            store.flush()
            del store
            (tmp_path / "manifest.json").write_text('{"outputs": {}}', encoding="utf-8")
            return stack.enter_context(served(tmp_path, **bounds))

        yield make
