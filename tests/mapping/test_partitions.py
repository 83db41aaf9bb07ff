"""What a release says of its own properties and classes is what queries count, the description included."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode

from kg.mapping.catalogue import CATALOGUE
from kg.mapping.partition import Partitions
from kg.mapping.terms import BASE
from kg.storage.store import open_build

PREFIXES = "PREFIX void: <http://rdfs.org/ns/void#> "


def counted(build: Path, query: str) -> dict[str, int]:
    found = open_build(build).query(PREFIXES + query, use_default_graph_as_union=True)
    return {row[0].value: int(row[1].value) for row in found}


@pytest.mark.parametrize(
    ("said", "true"),
    [
        (
            "?all void:propertyPartition ?part . ?part void:property ?it ; void:triples ?count",
            "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
        ),
        (
            "?all void:classPartition ?part . ?part void:class ?it ; void:entities ?count",
            "SELECT ?c (COUNT(?s) AS ?n) { ?s a ?c } GROUP BY ?c",
        ),
    ],
)
def test_the_partitions_are_what_queries_count(build: Path, said: str, true: str) -> None:
    told = counted(build, f"SELECT ?it ?count {{ GRAPH <{CATALOGUE}> {{ {said} FILTER(?all = <{BASE}catalogue>) }} }}")
    assert told == counted(build, true)
    assert len(told) > 30


def test_a_partition_is_named_by_no_address(build: Path) -> None:
    store = open_build(build)
    for name in ("propertyPartition", "classPartition"):
        parts = [quad.object for quad in store.quads_for_pattern(None, NamedNode(f"http://rdfs.org/ns/void#{name}"), None, None)]
        assert parts
        assert all(isinstance(part, BlankNode) for part in parts)


def test_words_that_look_like_quads_are_words() -> None:
    partitions = Partitions()
    kind = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    piece = '<e:s> <e:p> "a <e:x> <e:q> <e:y> .\\n<e:x> <e:q> 1" <e:g> .\n' + f"<e:s> <{kind}> <e:C> <e:g> .\n"
    assert list(partitions.count([piece, piece])) == [piece, piece]
    lines = "".join(partitions.quads())
    for iri, count in (("e:p", 2), ("e:C", 2), (kind, 3)):
        node = next(line.split(" ")[0] for line in lines.splitlines() if line.startswith("_:") and f" <{iri}> <" in line)
        assert f'{node} <http://rdfs.org/ns/void#{"entities" if iri == "e:C" else "triples"}> "{count}"^^' in lines
    assert "<e:q>" not in lines
