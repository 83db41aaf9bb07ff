"""Targets: what a query is asked for, and when it need not be asked for them."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, RdfFormat

from kg.validation.data import Data
from kg.validation.engines import default
from kg.validation.nodes import nodes
from kg.validation.shapes import Shapes
from kg.validation.source import Source
from kg.validation.sparql import Evaluation
from kg.validation.targets import Targets, leading

PREFIX = "PREFIX e: <urn:e:>\n"
P = NamedNode("urn:e:p")
FIRST = {
    "SELECT $this { $this <urn:e:p> ?v }": P,
    PREFIX + "SELECT $this ?v WHERE { $this e:p ?v ; e:q ?w . FILTER(?v > 1) }": P,
    PREFIX + "SELECT $this { { { ?this e:p 'x' } FILTER(true) } BIND(1 AS ?one) }": P,
    PREFIX + "SELECT (COUNT(?v) AS ?n) $this { $this e:p ?v } GROUP BY $this": P,
    PREFIX + "SELECT $this { $this e:p <urn:o> . OPTIONAL { $this e:q ?w } }": P,
}
NOT_FIRST = [
    PREFIX + "SELECT $this { { $this e:p ?v } UNION { $this e:q ?v } }",
    PREFIX + "SELECT $this { OPTIONAL { $this e:p ?v } }",
    PREFIX + "SELECT $this { FILTER NOT EXISTS { $this e:p ?v } }",
    PREFIX + "SELECT $this { $this e:p* ?v }",
    PREFIX + "SELECT $this { $this e:p|e:q ?v }",
    PREFIX + "SELECT $this { $this e:p/e:q ?v }",
    PREFIX + "SELECT $this { $this ^e:p ?v }",
    PREFIX + "SELECT $this { ?v e:p $this }",
    PREFIX + "SELECT $this { $this ?p ?v }",
    PREFIX + "SELECT $this { $this e:a\\~b ?v }",
    "BASE <urn:b> SELECT $this { $this <p> ?v }",
    "SELECT $this { $this unknown:p ?v }",
    "SELECT $this { }",
    "ASK { $this <urn:e:p> ?v }",
]


@pytest.mark.parametrize("query", FIRST)
def test_a_triple_pattern_in_front(query: str) -> None:
    assert leading(query) == FIRST[query]


@pytest.mark.parametrize("query", NOT_FIRST)
def test_no_triple_pattern_in_front(query: str) -> None:
    assert leading(query) is None


SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:shape> a sh:NodeShape ; sh:targetClass <urn:C> ; sh:targetNode <urn:named> ;
    sh:sparql [ sh:select "SELECT $this ?value { $this <urn:e:p> ?value FILTER(?value > 5) }" ] .
"""


def made(strangers: int) -> str:
    """Nineteen instances of a class with values from 1 to 19, a node that is named, and others that the shape does not aim at."""
    lines = [f'<urn:n{n}> <urn:e:p> "{n}"^^<http://www.w3.org/2001/XMLSchema#integer> .' for n in [*range(1, 20 + strangers), 99]]
    lines += [f"<urn:n{n}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:C> ." for n in range(1, 20)]
    return "".join(f"{line}\n" for line in lines).replace("urn:n99", "urn:named")


@pytest.mark.parametrize("strangers", [0, 1, 2, 40])
def test_solutions_for_others_do_not_count(strangers: int) -> None:
    used = Shapes((Source("shapes.ttl", SHAPES.encode(), RdfFormat.TURTLE),))
    data = Data([Source("data.nq", made(strangers).encode(), RdfFormat.N_QUADS)])
    evaluation = Evaluation(data, used.structure)
    found = default.evaluate(data, evaluation)
    assert sorted(finding.focus.value for finding in found) == sorted(["urn:named", *(f"urn:n{n}" for n in range(6, 20))])
    near = Targets(data, nodes(data)).near(used.structure.shapes[NamedNode("urn:shape")], "SELECT $this { $this <urn:e:p> ?value }")
    assert (near is None) == (strangers > 2)
