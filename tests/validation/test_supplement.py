"""Core constraints asked in place of the native engine: only where the data have a literal that it takes wrong, and then exactly."""

from __future__ import annotations

from typing import Any

import pytest
from pyoxigraph import RdfFormat

from kg.validation import peculiar
from kg.validation.data import Data
from kg.validation.engines import default
from kg.validation.shapes import Shapes
from kg.validation.source import Source
from kg.validation.sparql import Evaluation

HEAD = "@prefix : <urn:x:> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
LONG = "9" * 38


def given(data: str, form: RdfFormat = RdfFormat.TURTLE) -> Data:
    text = data if form == RdfFormat.N_TRIPLES else HEAD + data
    return Data([Source("data", text.encode(), form)])


def shapes(text: str) -> Any:
    return Shapes((Source("shapes.ttl", (HEAD + text).encode(), RdfFormat.TURTLE),)).structure


def values(shape: str, data: str) -> list[str]:
    found = default.run(given(data), shapes(f":S sh:targetSubjectsOf :p ; sh:path :p ; {shape} ."))
    return sorted(f"{one.value.value} {one.value.language or one.value.datatype.value.rpartition('#')[2]}" for one in found if one.value)


@pytest.mark.parametrize(
    ("data", "results"),
    [
        (":a :p 'a' ; :q 'b' .", []),
        (":a :p 'a' ; :q 'b'@en .", ["a string"]),
        (":a :p 'a'@en ; :q 'b'@en .", ["a en"]),
        (":a :p 'a'@en ; :q 'b'@ru , 'c'@ru .", ["a en", "a en"]),
        (":a :p 'a:a'^^xsd:anyURI ; :q 'b:b'^^xsd:anyURI .", ["a:a anyURI"]),
        (f":a :p 1.5 ; :q {LONG} .", []),
        (f":a :p 1.5e0 ; :q {LONG} . :b :p {LONG} ; :q 1.5 .", [f"{LONG} integer"]),
        (":a :p '300'^^xsd:byte ; :q 400 . :b :p 300 ; :q 400 .", ["300 byte"]),
        (":a :p 7 ; :q '300'^^xsd:byte .", ["7 integer"]),
        (f":a :p '2020-01-01'^^xsd:date ; :q '2020-01-02'^^xsd:date ; :r {LONG} .", []),
        (":a :p '2020'^^xsd:gYear ; :q '2021'^^xsd:gYear . :b :p 'x'@en .", ["2020 gYear"]),
    ],
)
def test_less_than(data: str, results: list[str]) -> None:
    assert values("sh:lessThan :q", data) == results


@pytest.mark.parametrize(
    ("shape", "data", "results"),
    [
        ("sh:minInclusive 5", ":a :p '300'^^xsd:byte , 300 .", ["300 byte"]),
        ("sh:minInclusive 5", ":a :p '300'^^xsd:byte . :b :p 300 , 4 .", ["300 byte", "4 integer"]),
        ("sh:minInclusive 400", ":a :p '300'^^xsd:byte , 300 .", ["300 byte", "300 integer"]),
        ("sh:maxInclusive 5", ":a :p '-7'^^xsd:nonNegativeInteger , 7 .", ["-7 nonNegativeInteger", "7 integer"]),
        ("sh:maxInclusive 1.1e0", ":a :p '1.1'^^xsd:float , 1.1 .", ["1.1 float"]),
        ("sh:maxInclusive '1.1'^^xsd:float", ":a :p '1.1'^^xsd:double .", []),
        ("sh:minInclusive 9999999999999999999999", f":a :p {LONG} , 7 .", ["7 integer"]),
        ("sh:datatype xsd:decimal", ":a :p 3.14159265358979323846 , 7 , '1e1'^^xsd:decimal .", ["1e1 decimal", "7 integer"]),
        ("sh:not [ sh:datatype xsd:decimal ]", ":a :p 3.14159265358979323846 , 7 .", ["3.14159265358979323846 decimal"]),
        ("sh:node [ sh:minInclusive 5 ]", f":a :p '300'^^xsd:byte , {LONG} , 4 .", ["300 byte", "4 integer"]),
    ],
)
def test_values(shape: str, data: str, results: list[str]) -> None:
    assert values(shape, data) == results


def test_a_literal_that_is_a_target_keeps_its_form() -> None:
    structure = shapes(":S sh:targetNode '07'^^xsd:int , 1.50 ; sh:minInclusive 'a' .")
    found = default.run(given(":a :p :b ."), structure)
    assert sorted(f"{one.focus} {one.value}" for one in found) == [
        '"07"^^<http://www.w3.org/2001/XMLSchema#int> "07"^^<http://www.w3.org/2001/XMLSchema#int>',
        '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal> "1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>',
    ]


COMPARING = ":S sh:targetSubjectsOf :p ; sh:path :p ; sh:minInclusive 1 ; sh:lessThan :q ; sh:datatype xsd:decimal ."
LINE = "<urn:x:a> <urn:x:{}> {} .\n"


@pytest.mark.parametrize(
    ("predicate", "value", "asked"),
    [
        ("p", '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>', False),
        ("r", '"a"@en', False),
        ("q", '"a"@en', True),
        ("q", '"a:b"^^<http://www.w3.org/2001/XMLSchema#anyURI>', True),
        ("r", f'"{LONG}"^^<http://www.w3.org/2001/XMLSchema#integer>', True),
        ("r", '"300"^^<http://www.w3.org/2001/XMLSchema#byte>', True),
        ("r", '"30"^^<http://www.w3.org/2001/XMLSchema#byte>', False),
    ],
)
@pytest.mark.parametrize("plain", [True, False])
def test_nothing_is_asked_twice_without_need(predicate: str, value: str, asked: bool, plain: bool) -> None:
    data = given(("" if plain else "# a comment\n") + LINE.format(predicate, value) + LINE.format("p", "<urn:x:b>"), RdfFormat.N_TRIPLES)
    assert (data.lines is not None) == plain
    assert bool(Evaluation(data, shapes(COMPARING)).bearing) == asked
    assert bool(Evaluation(data, shapes(":S sh:targetSubjectsOf :p ; sh:path :p ; sh:minCount 1 .")).bearing) is False


def test_peculiar_numbers() -> None:
    data = given(
        f":a :p {LONG} , 9223372036854775807 , 9223372036854775808 , -9223372036854775808 , 0.1234567890123456789 , 0.123456789012345678 , "
        "'300'^^xsd:byte , '30'^^xsd:byte , 'x'^^xsd:byte , '1.1'^^xsd:float , '1.1'^^xsd:double , '7' ."
    )
    assert sorted(one.value for one in peculiar.numbers(data)) == sorted(
        [LONG, "9223372036854775808", "0.1234567890123456789", "300", "1.1"]
    )
