"""Pre-bound variables where a query reckons after grouping: there a variable that is no key has no value, and its value must be written."""

from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Variable

from kg.errors import ValidationError
from kg.validation import prebinding

DATA = '<urn:a> <urn:p> 1 , 2 , 3 . <urn:b> <urn:p> 1 . <urn:a> <urn:q> "x" .'
TWO = Literal(2)
FOUND = {
    "SELECT $this (COUNT(?v) AS ?n) { $this <urn:p> ?v } GROUP BY $this HAVING (COUNT(?v) > $max)": 1,
    "SELECT $this { $this <urn:p> ?v } GROUP BY $this HAVING (COUNT(?v) > $max) (COUNT(?v) < 9) ORDER BY $this": 1,
    "SELECT $this { $this <urn:p> ?v } GROUP BY $this HAVING (BOUND($this) && COUNT(?v) > $max) LIMIT 5": 1,
    "SELECT $this { $this <urn:p> ?v } GROUP BY $this $max HAVING (COUNT(?v) > $max)": 1,
    "SELECT $this { $this <urn:p> ?v } GROUP BY $this HAVING (COUNT(?v) > $max && EXISTS { <urn:a> <urn:q> ?x })": 1,
    "SELECT $this { $this <urn:p> ?v { SELECT (COUNT(?w) AS ?n) { <urn:a> <urn:p> ?w } HAVING (COUNT(?w) > $max) } }": 3,
    "SELECT $this { $this <urn:p> ?v FILTER(?v > $max) }": 1,
}


@pytest.mark.parametrize("query", FOUND)
def test_values_are_seen_after_grouping(query: str) -> None:
    store = Store()
    store.load(DATA.encode(), format=RdfFormat.TURTLE)
    assert len(list(store.query(prebinding.bound(query, {"this": NamedNode("urn:a"), "max": TWO})))) == FOUND[query]  # type: ignore[arg-type]
    assert not list(store.query(prebinding.bound(query, {"this": NamedNode("urn:b"), "max": Literal(9)})))  # type: ignore[arg-type]


def test_a_projected_expression_of_a_grouping_query() -> None:
    store = Store()
    store.load(DATA.encode(), format=RdfFormat.TURTLE)
    query = "SELECT $this (COUNT(?v) - $max AS ?value) { $this <urn:p> ?v } GROUP BY $this"
    (solution,) = store.query(prebinding.bound(query, {"this": NamedNode("urn:a"), "max": TWO}))  # type: ignore[misc]
    assert solution[Variable("value")] == Literal(1)


def test_a_blank_node_cannot_be_written_there() -> None:
    query = "SELECT $this { $this <urn:p> ?v } GROUP BY $this HAVING (isIRI($currentShape))"
    with pytest.raises(ValidationError, match=r"KG605: \$currentShape is a blank node") as raised:
        prebinding.bound(query, {"this": NamedNode("urn:a"), "currentShape": BlankNode("b")})
    assert raised.value.mend


def test_a_blank_node_that_is_a_key_can_stay() -> None:
    query = "SELECT $this { $this <urn:p> ?v } GROUP BY $this HAVING (isBlank($this))"
    assert "HAVING (isBlank($this))" in prebinding.bound(query, {"this": BlankNode("b")}, lambda name, node: "")
