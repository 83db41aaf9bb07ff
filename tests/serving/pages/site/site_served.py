"""Builds served on a real port with all parts that pages lead to."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import lxml.html

from in_thread import joined, port, running
from kg.serving.editor.routes import Editor
from kg.serving.library.routes import Library
from kg.serving.limits import Limits
from kg.serving.pages.routes import Pages
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
    with port() as (listening, bare):
        address = f"{bare}/"
        release = Release(folder, address)
        endpoint = Endpoint(release, Bounds(askers=2))
        check, pages = Validation(Limits()), Pages(release, endpoint)
        parts = (check, endpoint, Library(release, endpoint), Editor(release, endpoint), Search(release), pages)
        app = joined(*parts, Things(release, pages.things(), pages.front), opened=endpoint)
        app.state.release = release
        with running(app, listening), httpx.Client(base_url=address, trust_env=False, timeout=120) as client:
            yield Site(address, client, release)
