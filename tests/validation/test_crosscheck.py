"""Engines against each other: made-up shapes and data, our own shapes on our own examples."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from made_up import DATA_HEAD, SHAPES_HEAD, data_graphs, shapes_graphs
from pyoxigraph import RdfFormat

from kg.validation import faults, running, shapes
from kg.validation.crosscheck import CrossCheck, cross_check
from kg.validation.data import Data
from kg.validation.shapes import Shapes
from kg.validation.source import Source

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.filterwarnings("ignore")  # rdflib and pySHACL warn of literals that are ill-typed on purpose
ENGINES = ("default", "pyshacl", "pyshacl-turbo")


@pytest.fixture(autouse=True)
def _quiet() -> object:
    logging.disable(logging.CRITICAL)
    before = rdflib.NORMALIZE_LITERALS
    yield
    rdflib.NORMALIZE_LITERALS = before
    logging.disable(logging.NOTSET)


def checked(shapes_text: str, data_text: str) -> CrossCheck:
    used = Shapes((Source("shapes.ttl", shapes_text.encode(), RdfFormat.TURTLE),))
    return cross_check(Data([Source("data.ttl", data_text.encode(), RdfFormat.TURTLE)]), used.structure, ENGINES)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(shapes_graphs, data_graphs)
def test_engines_agree_but_for_known_faults(shapes_text: str, data_text: str) -> None:
    outcome = checked(shapes_text, data_text)
    assert not outcome.unknown, outcome.lines()
    assert all(refusal.fault for refusal in outcome.refusals), outcome.lines()


def test_what_is_not_listed_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    shapes_text, data_text = ":S sh:targetNode :a ; sh:path :p ; sh:minLength 0 .", ":a :p _:x ."
    monkeypatch.setattr(faults, "known", lambda: ())
    outcome = checked(SHAPES_HEAD + shapes_text, DATA_HEAD + data_text)
    assert [one.engine for one in outcome.unknown] == ["pyshacl", "pyshacl-turbo"]
    assert not outcome.fine
    assert outcome.lines()[0].startswith("missing in pyshacl: MinLengthConstraintComponent Violation of http://example.org/S")


def example(folder: Path, update: Path | None) -> Source:
    graph = rdflib.Graph().parse(folder / "valid.ttl")
    if update is not None:
        graph.update(update.read_text(encoding="utf-8"))
    return Source(f"{folder.name}.nt", graph.serialize(format="nt", encoding="utf-8"), RdfFormat.N_TRIPLES)


EXAMPLES = [
    (folder, update) for folder in sorted((ROOT / "tests" / "shapes").iterdir()) for update in (None, *sorted(folder.glob("invalid.*.ru")))
]


@pytest.mark.check
@pytest.mark.parametrize(("folder", "update"), EXAMPLES, ids=lambda path: path.stem if path else "valid")
def test_our_shapes_give_the_same_on_our_examples(folder: Path, update: Path | None) -> None:
    used = shapes.ours()
    rdflib.NORMALIZE_LITERALS = False
    outcome = cross_check(running.data_of([example(folder, update)], used), used.structure, ("default", "pyshacl-turbo"))
    assert outcome.fine, outcome.lines()
    assert not outcome.differences
