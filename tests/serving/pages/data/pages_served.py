"""Builds served on a real port with the pages of the data, and pages as trees of elements."""

from __future__ import annotations

import contextlib
import csv
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import lxml.html
from pyoxigraph import Store

from in_thread import joined, port, running
from kg.serving.pages.data import Data, of_things
from kg.serving.pages.rows import of_endpoint
from kg.serving.release import Release
from kg.serving.sparql.endpoint import Bounds, Endpoint
from kg.serving.things.routes import Things

COMMAND = Path(sys.executable).with_name("kg")
BASE = "https://w3id.org/hrmkg/"
SKOS = "http://www.w3.org/2004/02/skos/core#"


class Served(NamedTuple):
    """A build that is served: its address, a client, the build."""

    address: str
    client: httpx.Client
    folder: Path

    def tree(self, path: str, language: str = "en") -> Any:
        """A page as a tree of elements."""
        answer = self.client.get(path, params=None if "lang=" in path else {"lang": language}, headers={"accept": "text/html"})
        assert answer.status_code == 200, answer.text[:500]
        assert answer.headers["content-language"] == language
        return lxml.html.document_fromstring(answer.text)

    def facts(self, **wanted: str) -> list[dict[str, str]]:
        """The rows of the build's table that have some values."""
        with (self.folder / "facts.csv").open(encoding="utf-8", newline="") as file:
            return [row for row in csv.DictReader(file) if all(row[name] == value for name, value in wanted.items())]

    def labels(self, language: str) -> dict[str, str]:
        """What the build calls things in a language."""
        store = Store.read_only(str(self.folder / "store"))
        query = f"""SELECT ?s ?l WHERE {{ {{ ?s <{SKOS}prefLabel> ?l }} UNION {{ ?s <http://www.w3.org/2000/01/rdf-schema#label> ?l }}
            FILTER(LANG(?l) = "{language}") }}"""
        return {row["s"].value: row["l"].value for row in store.query(query, use_default_graph_as_union=True)}  # type: ignore[union-attr,misc]


def words(element: Any) -> str:
    """The text of an element, white space run together."""
    return " ".join(element.text_content().split())


@contextlib.contextmanager
def served(folder: Path) -> Iterator[Served]:
    with port() as (listening, bare):
        address = f"{bare}/"
        release = Release(folder, address)
        endpoint = Endpoint(release, Bounds(askers=2))
        rows = of_endpoint(endpoint)
        app = joined(Data(release, rows), Things(release, pages=of_things(release, rows)), opened=endpoint)
        with (
            running(app, listening),
            httpx.Client(base_url=address, trust_env=False, timeout=60, follow_redirects=True) as client,
        ):
            yield Served(address, client, folder)


def built(target: Path, *inputs: Path) -> Path:
    done = subprocess.run([COMMAND, "build", *inputs, "-o", target], capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return target
