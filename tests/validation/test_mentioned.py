"""The predicates that a query can see."""

from __future__ import annotations

import re

import pytest
from rdflib.paths import Path
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import URIRef, Variable

from kg.validation import shapes
from kg.validation.mentioned import predicates
from kg.validation.structure import sh

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
KNOWN = {
    "SELECT * { ?s <urn:p> ?o }": {"urn:p"},
    "PREFIX x: <urn:> SELECT ?s { ?s x:p ?o ; x:q 1 , \"a\"@en . FILTER(?o > 1) ?o a x:C }": {"urn:p", "urn:q", "urn:C"},
    "SELECT ?a ?b { ?a <urn:p> ?b } GROUP BY ?a ?b": {"urn:p"},
    "SELECT * { ?s (<urn:p>|^<urn:q>)+ ?o }": {"urn:p", "urn:q"},
    "SELECT * { ?s <urn:p>/<urn:q>* ?o }": {"urn:p", "urn:q"},
    "SELECT * { ?s <urn:p>/(^<urn:q>)? ?o }": {"urn:p", "urn:q"},
    "SELECT * { ?s <urn:p> ?o FILTER NOT EXISTS { ?o <urn:q> ?s } BIND(?o * 2 AS ?n) }": {"urn:p", "urn:q"},
}  # fmt: skip
ANY = [
    "SELECT * { ?s ?p ?o }",
    "SELECT * { <urn:s> ?p <urn:o> }",
    "SELECT * { ?s <urn:p> ?o ; ?q ?r }",
    "SELECT * { [ ?p 1 ] }",
    "SELECT * { ?s !<urn:p> ?o }",
    "SELECT * { ?s !(<urn:p>|^<urn:q>) ?o }",
    "SELECT * { ?s <urn:p>* ?o }",
    "SELECT * { ?s <urn:p>? ?o }",
    "SELECT * { ?s (<urn:p>/<urn:q>)* ?o }",
    "SELECT * { GRAPH ?g { ?s <urn:p> ?o } }",
    "SELECT * { ?s x:p ?o }",
    "DESCRIBE <urn:s>",
    "SELECT * { ?s <urn:p> ?o FILTER EXISTS { ?o ?q ?r } }",
    "SELECT * { (1 2) ?p <urn:o> }",
    "SELECT * { VALUES (?s ?o) { (<urn:a> <urn:b>) } ?s <urn:p> ?o }",
]


@pytest.mark.parametrize(("query", "expected"), KNOWN.items())
def test_named_predicates(query: str, expected: set[str]) -> None:
    assert predicates(query) == expected | {TYPE}


@pytest.mark.parametrize("query", ANY)
def test_in_doubt_any(query: str) -> None:
    assert predicates(query) is None


def _of_algebra(node: object) -> set[str] | None:
    """Every predicate of a query's algebra by another reader of SPARQL; None for any."""
    if isinstance(node, CompValue):
        found: set[str] = set()
        for triple in (node.get("triples") or ()) if node.name == "BGP" else ():
            predicate = triple[1]
            if isinstance(predicate, Variable):
                return None
            if isinstance(predicate, URIRef):
                found.add(str(predicate))
            elif isinstance(predicate, Path):
                found |= set(re.findall(r"<([^>]*)>", predicate.n3()))
        for key, value in node.items():
            if key != "triples" or node.name != "BGP":
                inner = _of_algebra(value)
                if inner is None:
                    return None
                found |= inner
        return found
    if isinstance(node, list | tuple):
        found = set()
        for one in node:
            inner = _of_algebra(one)
            if inner is None:
                return None
            found |= inner
        return found
    return set()


def test_every_query_of_ours_names_the_predicates_of_its_algebra() -> None:
    structure = shapes.ours().structure
    named = 0
    for shape in structure.shapes.values():
        for constraint in shape.sparql:
            query = structure.prologue(constraint) + structure.graph.object(constraint, sh("select")).value
            found = predicates(query)
            if found is not None:
                named += 1
                algebra = _of_algebra(prepareQuery(query).algebra)
                assert algebra is not None, query
                assert algebra <= found, query
    assert named > 40
