"""Blank nodes of the data in results of the native engine: all are probed, or of many those that results are about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pyoxigraph import RdfFormat

from kg.validation.data import Data, Source
from kg.validation.engines import native
from kg.validation.shapes import Shapes

SHAPES = b"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://example.org/> .
e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property [ sh:path e:p ; sh:nodeKind sh:IRI ] ; sh:property [ sh:path e:q ; sh:minCount 1 ] .
"""
COUNT = 300
LINES = "".join(f"_:a{n} a <http://example.org/C> ; <http://example.org/p> _:b.{n} .\n" for n in range(COUNT))
SOURCES = {
    "turtle": Source("x.ttl", LINES.encode(), RdfFormat.TURTLE),
    "lines": Source(
        "x.nt",
        "".join(
            f"_:a{n} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/C> .\n_:a{n} <http://example.org/p> _:b.{n} .\n"
            for n in range(COUNT)
        ).encode(),
        RdfFormat.N_TRIPLES,
    ),
    "graphs": Source("x.trig", f"<a:g> {{ {LINES} }} <a:h> {{ {LINES} }}".encode(), RdfFormat.TRIG),
}
Asked = Callable[[str, Data, str], list[Any]]


def found(source: Source) -> list[tuple[Any, Any]]:
    structure = Shapes((Source("s.ttl", SHAPES, RdfFormat.TURTLE),)).structure
    return sorted(((one.focus, one.value) for one in native.run(Data([source]), structure, {})), key=str)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many results each run of the engine had."""
    counted: list[int] = []
    plain: Asked = native._asked

    def count(*arguments: Any) -> list[Any]:
        results = plain(*arguments)
        counted.append(len(results))
        return results

    monkeypatch.setattr(native, "_asked", count)
    return counted


@pytest.mark.parametrize("kind", SOURCES)
@pytest.mark.parametrize("most", [0, 20_000])
def test_blank_nodes_have_the_labels_of_the_data(kind: str, most: int, runs: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native, "_PROBED_AT_ONCE", most)
    results = found(SOURCES[kind])
    data = Data([SOURCES[kind]])
    edges = {(quad.subject, quad.object) for quad in data.quads() if quad.predicate.value == "http://example.org/p"}
    assert {pair for pair in results if pair[1] is not None} == edges
    assert {focus for focus, value in results if value is None} == {focus for focus, _ in edges}
    assert runs == ([4 * COUNT] if most else [2 * COUNT, 4 * COUNT])


MANY = "".join(f'_:x{n} <http://example.org/r> "_:x{n + 1} _:x0" .\n' for n in range(COUNT))


def test_of_many_only_those_that_matter_are_probed(runs: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native, "_PROBED_AT_ONCE", 0)
    one = "<a:a> a <http://example.org/C> ; <http://example.org/p> _:x7 ; <http://example.org/q> 1 .\n"
    given = Source("x.ttl", (MANY + one).encode(), RdfFormat.TURTLE)
    ((_, value),) = found(given)
    assert value in {quad.object for quad in Data([given]).quads() if quad.predicate.value == "http://example.org/p"}
    assert runs[:2] == [1, 2]
    assert len(runs) == 2


def test_without_one_in_results_none_is_probed(runs: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native, "_PROBED_AT_ONCE", 0)
    given = Source("x.ttl", (MANY + "<a:a> a <http://example.org/C> .\n").encode(), RdfFormat.TURTLE)
    assert [str(focus) for focus, _ in found(given)] == ["<a:a>"]
    assert runs == [1]


@pytest.mark.parametrize("kind", SOURCES)
def test_a_wrong_guess_changes_no_result(kind: str, runs: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    expected = found(SOURCES[kind])
    monkeypatch.setattr(native, "_PROBED_AT_ONCE", 0)
    monkeypatch.setattr(native, "_guessed", lambda names, data: data.labels[: len(names) // 2])
    assert found(SOURCES[kind]) == expected
    assert runs == [4 * COUNT, 2 * COUNT, 3 * COUNT, 4 * COUNT]
