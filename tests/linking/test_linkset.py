"""Mapping sets as triples and VoID: what the graph holds already is not said twice, and every number is right."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, parse, serialize

from kg.linking.checking import verified
from kg.linking.linkset import GRAPH, links, quads
from kg.linking.mapping_set import MappingSet
from kg.linking.subjects import EXACT, RELATED, Subjects
from kg.mapping.terms import BASE, PROV, VOID


@pytest.fixture(scope="module")
def sets(root: Path) -> list[MappingSet]:
    return verified(root)


@pytest.fixture(scope="module")
def lines(root: Path, sets: list[MappingSet]) -> list[str]:
    return list(quads(sets, Subjects(root)))


@pytest.fixture(scope="module")
def said(lines: list[str]) -> list[Quad]:
    return list(parse("".join(lines), format=RdfFormat.N_QUADS))


def test_every_line_is_one_canonical_quad_of_one_graph(lines: list[str], said: list[Quad]) -> None:
    assert {quad.graph_name.value for quad in said} == {GRAPH}
    for line in lines:
        assert serialize(parse(line, format=RdfFormat.N_QUADS), format=RdfFormat.N_QUADS) == line.encode("utf-8")


def test_links_that_a_table_graph_holds_are_not_repeated(root: Path, sets: list[MappingSet], said: list[Quad]) -> None:
    held = {one[:3] for one in Subjects(root).links()}
    new = set(links(sets)) - held
    given = {(q.subject.value, q.predicate.value, q.object.value) for q in said if q.predicate.value in (EXACT, RELATED)}
    assert given == new
    assert Counter(predicate for _, predicate, _ in new) == {RELATED: 39, EXACT: 1}
    assert [subject for subject, predicate, _ in new if predicate == EXACT] == [BASE + "instrument/ECHR"]


def test_link_sets_count_what_is_there(sets: list[MappingSet], said: list[Quad]) -> None:
    counts = {q.subject.value: int(q.object.value) for q in said if q.predicate.value == VOID + "triples"}
    assert sum(counts.values()) == sum(len(one.mappings) for one in sets)
    assert counts[BASE + "linkset/areas-wikidata-exactMatch"] == 9
    kinds = {q.subject.value for q in said if q.object.value == VOID + "Linkset"}
    assert set(counts) == kinds
    targets = {q.object.value for q in said if q.predicate.value == VOID + "objectsTarget"}
    spaces = {q.subject.value: q.object.value for q in said if q.predicate.value == VOID + "uriSpace"}
    assert targets == set(spaces)
    assert spaces[BASE + "linkset/target/wikidata"] == "http://www.wikidata.org/entity/"


def test_a_derived_set_names_its_source(said: list[Quad]) -> None:
    sources = {
        q.subject.value.removeprefix(BASE): q.object.value.removeprefix(BASE) for q in said if q.predicate.value == PROV + "wasDerivedFrom"
    }
    assert sources == {f"mapping/{name}": f"reference/{name}" for name in ("areas", "bodies", "instruments")} | {
        "mapping/vocabulary": "graph/vocabulary"
    }
