"""Where paths lead: as the store has it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, Store

from kg.validation import paths, walking
from kg.validation.paths import Path
from kg.validation.structure import Index

nodes = st.sampled_from([NamedNode(f"urn:{name}") for name in "abcd"])
predicates = st.sampled_from([NamedNode("urn:p"), NamedNode("urn:q")])
made: Any = st.recursive(
    predicates,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from("^*+?"), inner).map(lambda one: Path(one[0], (one[1],))),
        st.tuples(st.sampled_from("/|"), inner, inner).map(lambda one: Path(one[0], one[1:])),
    ),
    max_leaves=5,
)


@given(st.lists(st.tuples(nodes, predicates, nodes), min_size=1, max_size=8), made)
def test_values_are_those_of_the_store(triples: list[Any], path: Any) -> None:
    quads = [Quad(*triple) for triple in triples]
    store, index = Store(), Index(quads)
    store.extend(quads)
    for node in {quad.subject for quad in quads}:
        answer: Any = store.query(f"SELECT DISTINCT ?v {{ {node} {paths.sparql(path)} ?v }}")
        assert set(walking.values(index, path, node)) == {solution["v"] for solution in answer}


def test_a_sequence_against_its_direction() -> None:
    a, b, c, p, q = (NamedNode(f"urn:{name}") for name in "abcpq")
    index, path = Index([Quad(b, p, c), Quad(c, q, a)]), Path("^", (Path("/", (p, q)),))
    assert list(walking.values(index, path, a)) == [b]
    assert list(walking.values(index, path, a, turned=False)) == []
