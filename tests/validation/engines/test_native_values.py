"""Patterns are matched with each different value once: the same results, and only for shapes of which that is certain."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat

from kg.errors import ValidationError
from kg.validation import engines
from kg.validation.data import Data
from kg.validation.engines import default, native, native_values
from kg.validation.shapes import Shapes
from kg.validation.source import Source
from kg.validation.sparql import Evaluation

EX = "http://example.org/"
HEAD = (
    f"@prefix ex: <{EX}> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
    "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
)
PARENT = "ex:N a sh:NodeShape ; sh:targetClass ex:C ; sh:targetSubjectsOf ex:p ; sh:property ex:P .\n"
NOT = PARENT + "ex:P sh:path [ sh:alternativePath ( ex:p ex:q ) ] ; sh:not ex:S . ex:S a sh:NodeShape ; sh:pattern 'a.' .\n"
DATA = """<http://example.org/n1> <http://example.org/p> "ab"@en .
<http://example.org/n1> <http://example.org/q> "ab"@en .
<http://example.org/n1> <http://example.org/q> "ab" .
<http://example.org/n2> <http://example.org/p> "b" .
<http://example.org/n3> <http://example.org/q> "AB" .
<http://example.org/n4> <http://example.org/q> "ab" .
<http://example.org/n4> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/D> .
<http://example.org/D> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <http://example.org/C> .
<http://example.org/n5> <http://example.org/p> "07"^^<http://www.w3.org/2001/XMLSchema#integer> .
<http://example.org/n6> <http://example.org/p> <http://example.org/ab> .
"""


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Data as small as these are worth it too."""
    monkeypatch.setattr(native_values, "_LEAST", 0)
    monkeypatch.setattr(native_values, "_OFTEN", 0)


def given_(shapes: str, data: str) -> tuple[Data, Any]:
    used = Shapes((Source("shapes.ttl", (HEAD + shapes).encode(), RdfFormat.TURTLE),))
    return Data([Source("data.nt", data.encode(), RdfFormat.N_TRIPLES)]), used.structure


def aimed(data: Data, structure: Any) -> dict[str, list[str]]:
    evaluation = Evaluation(data, structure)
    broken = default._broken(evaluation)
    found = native_values.aimed(evaluation, broken, partial(native.failing, data, structure))
    return {shape.value.removeprefix(EX): [node.value.removeprefix(EX) for node in nodes] for shape, nodes in found.items()}


def results(found: list[Any]) -> Counter[tuple[str, str, str, str]]:
    return Counter((str(one.focus), str(one.value), str(one.shape), one.component) for one in found)


@pytest.mark.parametrize(
    ("shapes", "nodes"),
    [
        (NOT, ["n1", "n4", "n6"]),
        (NOT.replace("'a.'", "'a.' ; sh:flags 'i'"), ["n1", "n4", "n6"]),
        (NOT.replace("'a.'", "'z'"), []),
        (NOT.replace("sh:not ex:S", "sh:not ex:S , ex:T") + "ex:T sh:pattern '^b$' .", ["n1", "n2", "n4", "n6"]),
        (PARENT + "ex:P sh:path ex:p ; sh:pattern '^[a-z]+$' .", ["n5", "n6"]),
        (PARENT + "ex:P sh:path ex:p ; sh:not ex:S ; sh:pattern 'b' . ex:S sh:pattern '^a' .", ["n1", "n5"]),
        (PARENT + "ex:P sh:path ex:p ; sh:not ex:S ; sh:severity sh:Info ; sh:message 'x' . ex:S sh:pattern '0' .", ["n5"]),
    ],
)
def test_results_are_those_of_all_values(shapes: str, nodes: list[str]) -> None:
    data, structure = given_(shapes, DATA)
    found = aimed(data, structure)["P"]
    expected = results(native.run(data, structure, {}))
    assert results(default.run(data, structure)) == expected == results(engines.engine("pyshacl").run(data, structure))
    assert set(found) >= {focus.strip("<>").removeprefix(EX) for focus, *_ in expected}
    assert found == nodes


@pytest.mark.parametrize(
    "shapes",
    [
        NOT + "ex:P sh:minCount 1 .",
        NOT + "ex:P sh:targetNode ex:n1 .",
        NOT + "ex:S sh:targetObjectsOf ex:q .",
        NOT + "ex:M a sh:NodeShape ; sh:targetClass ex:C ; sh:property ex:P .",
        NOT + "ex:M a sh:NodeShape ; sh:targetClass ex:C ; sh:not ex:P .",
        NOT + "ex:M a sh:NodeShape ; sh:targetClass ex:C ; sh:node ex:N .",
        NOT + "ex:M sh:path ex:r ; sh:targetClass ex:C ; sh:property ex:N .",
        NOT + "ex:N sh:closed true ; sh:ignoredProperties ( rdf:type ) .",
        NOT + "ex:N sh:deactivated true .",
        NOT + "ex:P sh:deactivated true .",
        NOT + "ex:S sh:deactivated true .",
        NOT + "ex:S sh:maxLength 3 .",
        NOT + "ex:S sh:not ex:T . ex:T sh:pattern 'b' .",
        NOT + "ex:S sh:sparql [ sh:select 'SELECT $this { $this <urn:p> ?value }' ] .",
        NOT.replace("[ sh:alternativePath ( ex:p ex:q ) ]", "( ex:p ex:q )"),
        NOT.replace("[ sh:alternativePath ( ex:p ex:q ) ]", "[ sh:alternativePath ( ex:p [ sh:inversePath ex:q ] ) ]"),
        NOT.replace("[ sh:alternativePath ( ex:p ex:q ) ]", "[ sh:inversePath ex:q ]"),
    ],
)
def test_shapes_that_look_at_more_are_for_the_engine_as_they_are(shapes: str) -> None:
    data, structure = given_(shapes, DATA)
    assert aimed(data, structure) == {}
    assert results(default.run(data, structure)) == results(engines.engine("pyshacl").run(data, structure))


def test_a_blank_focus_node_is_left_to_the_engine() -> None:
    data, structure = given_(NOT, DATA + '_:b <http://example.org/p> "ab" .\n')
    assert data.lines is not None
    assert aimed(data, structure) == {}
    assert len(default.run(data, structure)) == len(native.run(data, structure, {})) == 1 + len(native.run(*given_(NOT, DATA), {}))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('"s"', '"s"^^<http://www.w3.org/2001/XMLSchema#string>'),
        ('"a\'b"', r'"a\'b"'),
        ('"a\tb"', r'"a\tb"'),
        ('"a\bb"', r'"a\bb"'),
        ('"a\fb"', r'"a\fb"'),
    ],
)
def test_a_value_that_is_written_in_two_ways_is_found_in_both(one: str, other: str) -> None:
    lines = f"<{EX}n1> <{EX}p> {one} .\n<{EX}n2> <{EX}p> {other} .\n<{EX}n3> <{EX}p> {one} .\n<{EX}n4> <{EX}p> {other} .\n"
    data, structure = given_(PARENT + "ex:P sh:path ex:p ; sh:pattern '^z' .", lines)
    assert data.lines is not None
    assert aimed(data, structure) == {"P": ["n1", "n2", "n3", "n4"]}
    assert results(default.run(data, structure)) == results(native.run(data, structure, {}))
    assert len(default.run(data, structure)) == 4


@pytest.mark.parametrize(
    "constraint",
    [
        "sh:property ex:P",
        "sh:sparql [ sh:select 'SELECT $this ?value { $this <http://example.org/p> ?value }' ]",
        "sh:sparql [ sh:select 'SELECT $this ?value { ?other ?p ?value . $this <http://example.org/p> ?value }' ]",
    ],
)
def test_instances_of_a_subclass_without_a_name_are_focus_nodes(constraint: str) -> None:
    kind, below = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
    lines = f'<{EX}n1> <{EX}p> "a" .\n<{EX}n1> {kind} _:s .\n_:s {below} <{EX}C> .\n<{EX}m1> {kind} <{EX}C> .\n'
    data, structure = given_(f"ex:N a sh:NodeShape ; sh:targetClass ex:C ; {constraint} . ex:P sh:path ex:p ; sh:pattern '^z' .", lines)
    found = default.run(data, structure)
    assert [one.focus.value for one in found] == [f"{EX}n1"]
    assert results(found) == results(engines.engine("pyshacl").run(data, structure))


def test_what_the_engine_refuses_it_refuses_in_the_data() -> None:
    lines = DATA + f'<{EX}n9> <{EX}p> "a"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString> .\n'
    data, structure = given_(NOT, lines)
    with pytest.raises(ValidationError, match=r"KG605.*line"):
        default.run(data, structure)


def test_a_blank_node_may_be_a_value() -> None:
    data, structure = given_(NOT, DATA + "<http://example.org/n7> <http://example.org/p> _:b .\n")
    assert aimed(data, structure) == {"P": ["n1", "n4", "n6"]}
    assert results(default.run(data, structure)) == results(native.run(data, structure, {}))


def test_blank_nodes_that_break_a_pattern_are_each_the_right_one() -> None:
    blank = "".join(f"<{EX}n{n}> <{EX}p> _:{label} .\n" for n, label in enumerate(("x", "0_b1", "0_b0")))
    data, structure = given_(PARENT + "ex:P sh:path ex:p ; sh:pattern 'zz' .", blank)
    assert data.lines is not None
    assert aimed(data, structure) == {"P": ["n0", "n1", "n2"]}
    assert results(default.run(data, structure)) == results(native.run(data, structure, {}))


def test_values_that_stand_seldom_are_not_looked_at_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native_values, "_OFTEN", 2)
    assert aimed(*given_(NOT, DATA)) == {}
    often = DATA + "".join(f'<http://example.org/m{n}> <http://example.org/p> "ab"@en .\n' for n in range(12))
    assert set(aimed(*given_(NOT, often))["P"]) >= {"m0", "n4"}


patterns = st.sampled_from(["a", "^b", "ab?$", "[0-9]", "[^a]", "^$", "/"])
values = st.sampled_from(
    ['"a"', '"ab"@ru', '"b"', '"07"^^<http://www.w3.org/2001/XMLSchema#integer>', '""', "<http://example.org/n1>", "_:a"]
)
rows = st.tuples(st.sampled_from(["n1", "n2", "n3"]), st.sampled_from("pqr"), values)


@given(
    st.lists(rows, min_size=1, max_size=8),
    st.lists(patterns, min_size=1, max_size=3, unique=True),
    st.sampled_from(["ex:p", "[ sh:alternativePath ( ex:p ex:q ) ]", "[ sh:alternativePath ( ex:r ex:q ex:p ) ]"]),
    st.sampled_from(["sh:targetSubjectsOf ex:p", "sh:targetNode ex:n1 , ex:n9", "sh:targetObjectsOf ex:q"]),
)
def test_any_data_give_the_same_results(triples: list[tuple[str, str, str]], expressions: list[str], path: str, target: str) -> None:
    text = "".join(f"<{EX}{subject}> <{EX}{predicate}> {value} .\n" for subject, predicate, value in dict.fromkeys(triples))
    below = "".join(f"ex:S{n} a sh:NodeShape ; sh:pattern '{one}' .\n" for n, one in enumerate(expressions))
    named = " , ".join(f"ex:S{n}" for n in range(len(expressions)))
    data, structure = given_(
        f"ex:N a sh:NodeShape ; {target} ; sh:property ex:P , ex:Q . ex:P sh:path {path} ; sh:not {named} .\n"
        f"ex:Q sh:path {path} ; sh:pattern '{expressions[0]}' .\n{below}",
        text,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(native_values, "_LEAST", 0)
        patch.setattr(native_values, "_OFTEN", 0)
        valued = any(f"ex:{predicate}" in path for _, predicate, _ in triples)
        assert set(aimed(data, structure)) == ({"P", "Q"} if valued else set()) or "_:" in text
        assert results(default.run(data, structure)) == results(native.run(data, structure, {}))
