"""Which constraint components of a shapes graph's own apply to a shape, and by which validator."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.errors import ValidationError
from kg.validation import components, data
from kg.validation.structure import Structure

EX = "http://example.org/"
HEAD = f"@prefix ex: <{EX}> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
C = "ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:a ] , [ sh:path ex:b ; sh:optional true ] "


def structure(text: str) -> Structure:
    return Structure(data.named(parse((HEAD + text).encode(), format=RdfFormat.TURTLE), 0))


def applied(text: str) -> list[dict[str, str]]:
    found = structure(f"{C} . {text}")
    shape = found.shapes[NamedNode(EX + "S")]
    return [{name: term.value for name, term in bound.items()} for _, bound in components.of(shape, found)]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("ex:S a sh:NodeShape .", []),
        ("ex:S ex:a 1 .", [{"a": "1"}]),
        ("ex:S ex:b 2 .", []),
        ("ex:S ex:a 1 ; ex:b 2 .", [{"a": "1", "b": "2"}]),
        ("ex:S ex:a 1 , 3 .", [{"a": "1"}, {"a": "3"}]),
    ],
)
def test_of(text: str, bound: list[dict[str, str]]) -> None:
    assert applied(text) == bound


VALIDATORS = "; sh:validator [ sh:ask 'v' ] ; sh:nodeValidator [ sh:select 'n' ] ; sh:propertyValidator [ sh:select 'p' ] ."


@pytest.mark.parametrize(
    ("validators", "shape", "expected"),
    [
        (VALIDATORS, "ex:S ex:a 1 .", ("n", "select")),
        (VALIDATORS, "ex:S ex:a 1 ; sh:path ex:p .", ("p", "select")),
        ("; sh:validator [ sh:ask 'v' ] ; sh:propertyValidator [ sh:select 'p' ] .", "ex:S ex:a 1 .", ("v", "ask")),
        ("; sh:validator [ sh:ask 'v' ] .", "ex:S ex:a 1 ; sh:path ex:p .", ("v", "ask")),
    ],
)
def test_validator(validators: str, shape: str, expected: tuple[str, str]) -> None:
    found = structure(f"{C} {validators} {shape}")
    node, form = components.validator(NamedNode(EX + "C"), found.shapes[NamedNode(EX + "S")], found)
    query = found.graph.object(node, NamedNode("http://www.w3.org/ns/shacl#" + form))
    assert (query.value, form) == expected


@pytest.mark.parametrize("validators", [".", "; sh:propertyValidator [ sh:select 'p' ] .", "; sh:validator [ sh:jsFunctionName 'f' ] ."])
def test_no_validator(validators: str) -> None:
    found = structure(f"{C} {validators} ex:S ex:a 1 .")
    with pytest.raises(ValidationError) as raised:
        components.validator(NamedNode(EX + "C"), found.shapes[NamedNode(EX + "S")], found)
    assert raised.value.code == "KG605"
