"""The things of the real build, and stores made for a test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from kg.linking.reconciliation import Reconciler
from kg.storage.store import open_build

BASE = "https://w3id.org/hrmkg/"
PREFIXES = f"""@prefix hrm: <{BASE}ontology#> . @prefix area: <{BASE}area/> . @prefix body: <{BASE}body/> .
@prefix role: <{BASE}vocab/role/> .
@prefix inst: <{BASE}instrument/> . @prefix ind: <{BASE}vocab/indicator/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


@pytest.fixture(scope="session")
def real(build: Path) -> Reconciler:
    return Reconciler(open_build(build))


@pytest.fixture
def made() -> Callable[[str], Reconciler]:
    def make(turtle: str) -> Reconciler:
        store = Store()
        store.load((PREFIXES + turtle).encode(), format=RdfFormat.TURTLE)
        return Reconciler(store)

    return make
