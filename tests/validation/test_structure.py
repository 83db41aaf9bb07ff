"""A shapes graph as structure: what is a shape, its targets, what applies it, its texts and prefixes."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.errors import ValidationError
from kg.validation import data
from kg.validation.structure import Structure, sh

EX = "http://example.org/"
HEAD = (
    f"@prefix ex: <{EX}> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . "
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
)


def structure(text: str) -> Structure:
    return Structure(data.named(parse((HEAD + text).encode(), format=RdfFormat.TURTLE), 0))


def ex(name: str) -> NamedNode:
    return NamedNode(EX + name)


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        ("ex:S a sh:NodeShape .", {"S"}),
        ("ex:S a sh:PropertyShape ; sh:path ex:p .", {"S"}),
        ("ex:S sh:targetNode ex:a .", {"S"}),
        ("ex:S sh:minCount 1 .", {"S"}),
        ("ex:S sh:property ex:T .", {"S", "T"}),
        ("ex:S sh:node ex:T ; sh:not ex:U ; sh:qualifiedValueShape ex:V .", {"S", "T", "U", "V"}),
        ("ex:S sh:or ( ex:T ex:U ) ; sh:and ( ex:V ) ; sh:xone ( ex:W ) .", {"S", "T", "U", "V", "W"}),
        ("ex:S ex:least 3 . ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:least ; sh:datatype xsd:integer ] .", {"S"}),
        ("ex:a ex:p ex:b .", set()),
    ],
)
def test_what_is_a_shape(text: str, shapes: set[str]) -> None:
    assert {node.value.removeprefix(EX) for node in structure(text).shapes} == shapes


def test_targets() -> None:
    found = structure(
        "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:targetNode 'x' ; sh:targetSubjectsOf ex:p ; sh:targetObjectsOf ex:q ."
    )
    shape = found.shapes[ex("S")]
    assert (shape.classes, shape.subjects_of, shape.objects_of) == ((ex("C"),), (ex("p"),), (ex("q"),))
    assert [node.value for node in shape.nodes] == ["x"]
    assert shape.targeted


@pytest.mark.parametrize(
    ("kind", "implicit"),
    [("rdfs:Class", True), ("owl:Class", True), ("ex:Meta", True), ("ex:Other", False), ("sh:PropertyShape", False)],
)
def test_implicit_class_targets(kind: str, implicit: bool) -> None:
    found = structure(f"ex:S a sh:NodeShape , {kind} . ex:Meta rdfs:subClassOf ex:Above . ex:Above rdfs:subClassOf rdfs:Class .")
    assert (found.shapes[ex("S")].classes == (ex("S"),)) is implicit


def test_parents_and_users() -> None:
    found = structure(
        "ex:S sh:property ex:P ; sh:node ex:N ; sh:or ( ex:N [ sh:property ex:P ] ) . ex:P sh:path ex:p ; sh:qualifiedValueShape ex:N ."
    )
    assert len(found.shapes[ex("P")].parents) == 2
    assert ex("S") in found.shapes[ex("P")].parents
    assert set(found.shapes[ex("N")].users) == {ex("S"), ex("P")}


@pytest.mark.parametrize(("written", "off"), [("true", True), ("'1'^^xsd:boolean", True), ("false", False), ("'0'^^xsd:boolean", False)])
def test_deactivated(written: str, off: bool) -> None:
    assert structure(f"ex:S a sh:NodeShape ; sh:deactivated {written} .").shapes[ex("S")].deactivated is off


def test_severity() -> None:
    found = structure("ex:S a sh:NodeShape . ex:T a sh:NodeShape ; sh:severity sh:Info . ex:U a sh:NodeShape ; sh:severity ex:Own .")
    assert [shape.severity for shape in found.shapes.values()] == [sh("Violation").value, sh("Info").value, EX + "Own"]


def test_texts() -> None:
    found = structure("ex:S sh:message 'a'@en , 'b'@en , 'в'@ru , 'plain' ; sh:name 'n' ; sh:node ex:T .")
    assert found.texts(ex("S"), sh("message")) == {"en": "a\nb", "ru": "в", "": "plain"}
    assert found.texts(ex("S"), sh("description"), sh("name")) == {"": "n"}
    assert found.texts(ex("S"), sh("description")) == {}
    assert found.texts(ex("S"), sh("node")) == {}


def test_prologue_with_imports_in_a_circle() -> None:
    found = structure(
        "ex:c sh:prefixes ex:o . ex:o sh:declare [ sh:prefix 'b' ; sh:namespace 'http://b#'^^xsd:anyURI ] ; owl:imports ex:i . "
        "ex:i owl:imports ex:o ; sh:declare [ sh:prefix 'a' ; sh:namespace 'http://a#'^^xsd:anyURI ] , [ sh:prefix 'broken' ] ."
    )
    assert found.prologue(ex("c")) == "PREFIX a: <http://a#>\nPREFIX b: <http://b#>\n"


def test_components() -> None:
    found = structure("ex:C sh:parameter [ sh:path ex:b ] , [ sh:path ex:a ; sh:optional true ] , [ sh:path ( ex:x ex:y ) ] .")
    assert found.components == {ex("C"): ((ex("a"), True), (ex("b"), False))}


@pytest.mark.parametrize("text", ["ex:S sh:property [ sh:path () ] .", "ex:S sh:or ex:T .", "ex:S sh:and [ sh:node ex:T ] ."])
def test_what_cannot_be_read(text: str) -> None:
    with pytest.raises(ValidationError) as raised:
        structure(text)
    assert raised.value.code == "KG605"


def test_the_same_structure_in_any_order() -> None:
    lines = ["ex:S sh:property ex:P .", "ex:T a sh:NodeShape ; sh:node ex:S .", "ex:P sh:path ex:p ; sh:minCount 1 ."]
    assert list(structure(" ".join(lines)).shapes) == list(structure(" ".join(reversed(lines))).shapes)
