"""The JSON-LD context as it is served: its type, its headers, and the documents that are compacted with it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from kg.mapping import context
from kg.serving.limits import Limits
from kg.serving.release import Release
from kg.serving.site import Options, Site

HOST = "http://data.example/"
Ask = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def ask(build: Path) -> Ask:
    """Asks all of the site, whose parts are not opened: neither the context nor a document of a thing needs a process."""
    app = Starlette(routes=Site(Options(Limits(), build), Release(build, HOST), HOST).routes)

    async def answered(method: str, path: str, headers: dict[str, str]) -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOST, follow_redirects=True) as client:
            return await client.request(method, path, headers=headers)

    def once(path: str, method: str = "GET", **headers: Any) -> httpx.Response:
        return asyncio.run(answered(method, path, {name.replace("_", "-"): value for name, value in headers.items()}))

    return once


def test_the_context_is_served_to_everyone(ask: Ask) -> None:
    answer = ask("/context.jsonld")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/ld+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.text == context.document()
    again = ask("/context.jsonld", If_None_Match=answer.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert ask("/context.jsonld", "HEAD").headers["etag"] == answer.headers["etag"]
    assert ask("/context.jsonld", "OPTIONS").headers["access-control-allow-methods"]
    assert ask("/context.jsonld", "POST").status_code == 405


@pytest.mark.parametrize("accept", ["application/ld+json", "application/json"])
def test_a_document_carries_its_part_of_the_context(ask: Ask, accept: str) -> None:
    answer = ask("/area/KAZ", Accept=accept)
    assert answer.status_code == 200
    said = json.loads(answer.text)
    whole = json.loads(ask("/context.jsonld").text)["@context"]
    assert isinstance(said["@context"], dict), "nothing is to be fetched"
    assert said["@context"].items() <= whole.items()
    (area,) = (node for node in said["@graph"] if node["id"] == "kg:area/KAZ")
    assert area["label"] == {"en": "Kazakhstan", "ru": "Казахстан"}
    assert area["iso3"] == "KAZ"
