"""Builds served on a real port with all parts that pages lead to."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import lxml.html
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware

from kg.serving import application
from kg.serving.editor.routes import Editor
from kg.serving.library.routes import Library
from kg.serving.limits import Limits
from kg.serving.pages.routes import Pages
from kg.serving.problem import ServingError
from kg.serving.release import Release
from kg.serving.search.routes import Search
from kg.serving.sparql.endpoint import Bounds, Endpoint
from kg.serving.things.routes import Things
from kg.serving.validation import Validation


class Site(NamedTuple):
    """A site: its address, a client, the release."""

    address: str
    client: httpx.Client
    release: Release

    def get(self, path: str, language: str = "en", **headers: str) -> httpx.Response:
        """A page in a language."""
        return self.client.get(path, params=None if "lang=" in path else {"lang": language}, headers={"accept": "text/html"} | headers)

    def tree(self, path: str, language: str = "en", status: int = 200) -> Any:
        """The same as a tree of elements."""
        answer = self.get(path if "?" not in path else f"{path}&lang={language}", language)
        assert answer.status_code == status, answer.text[:500]
        return lxml.html.document_fromstring(answer.text)


def words(element: Any) -> str:
    """The text of an element, white space run together."""
    return " ".join(" ".join(element.itertext()).split())


def picked(element: Any, selector: str) -> list[Any]:
    """The elements below one that a selector picks: names, #id, .class, [attribute], = ^= *= $=, descent and commas of CSS."""
    paths = ["".join(f"//{_step(step)}" for step in one.split()) for one in selector.split(", ")]
    found: list[Any] = element.xpath(" | ".join(f".{path}" for path in paths))
    return found


def _step(step: str) -> str:
    name, plain = re.match(r"[\w-]*", step), re.sub(r"\[[^\]]*\]", "", step)
    tests = [f"@id='{one}'" for one in re.findall(r"#([\w-]+)", plain)]
    tests += [f"contains(concat(' ', normalize-space(@class), ' '), ' {one} ')" for one in re.findall(r"\.([\w-]+)", plain)]
    for attribute, sign, value in re.findall(r"\[([\w-]+)(?:([\^*$]?=)['\"]?([^\]'\"]*)['\"]?)?\]", step):
        cut = f"substring(@{attribute}, string-length(@{attribute}) - {len(value) - 1}) = '{value}'"
        kinds = {"": f"@{attribute}", "=": f"@{attribute}='{value}'", "^=": f"starts-with(@{attribute}, '{value}')"}
        tests.append((kinds | {"*=": f"contains(@{attribute}, '{value}')", "$=": cut})[sign])
    return (name[0] if name and name[0] else "*") + "".join(f"[{test}]" for test in tests)


@contextlib.contextmanager
def served(folder: Path) -> Iterator[Site]:
    listening = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
    release = Release(folder, address)
    endpoint = Endpoint(release, Bounds(askers=2))
    check, pages = Validation(Limits()), Pages(release, endpoint)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await endpoint.open()
        try:
            yield
        finally:
            await endpoint.close()

    parts = (check, endpoint, Library(release, endpoint), Editor(release, endpoint), Search(release), pages)
    parts = (*parts, Things(release, pages.things(), pages.front))
    app = Starlette(
        routes=[route for part in parts for route in part.routes()],
        middleware=[Middleware(application.Careful)],
        exception_handlers={ServingError: application._failed},  # type: ignore[dict-item]
        lifespan=lifespan,
    )
    app.state.release = release
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    with httpx.Client(base_url=address, trust_env=False, timeout=120) as client:
        yield Site(address, client, release)
    server.should_exit = True
    thread.join(30)
    listening.close()
