"""Nothing checked: the error names what the shapes look at, what the data have, and the two that are alike."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat

from kg.errors import ValidationError
from kg.validation import running, shapes, unmatched
from kg.validation.data import Data
from kg.validation.shapes import Shapes
from kg.validation.source import Source

HEAD = "@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <https://example.org/> .\n"
PERSON = "ex:S a sh:NodeShape ; sh:targetClass ex:Person , ex:Able , ex:Baker , ex:Charlie ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ."


def source(text: str) -> Source:
    return Source("x.ttl", (HEAD + text).encode(), RdfFormat.TURTLE)


def said(text: str, data: str) -> ValidationError:
    with pytest.raises(ValidationError, match="KG606") as raised:
        running.verdict(Data([source(data)]), Shapes((source(text),)))
    return raised.value


@pytest.mark.parametrize(
    ("text", "data", "looked", "held", "mend"),
    [
        (
            PERSON,
            "ex:a a ex:Persn .",
            "ex:Person, ex:Able, ex:Baker and 1 more",
            "instances of ex:Persn",
            "ex:Person and ex:Persn are alike",
        ),
        (
            PERSON,
            "ex:a a x:Person .",
            "instances of ex:Person, ex:Able",
            "instances of x:Person",
            "<http://example.org/Person> and <https://example.org/Person> have the same name in two namespaces",
        ),
        (PERSON, "ex:a a ex:Stone .", "instances of ex:Able", "instances of ex:Stone", "check that data and shapes belong together"),
        (PERSON, "ex:a ex:p 1 .", "instances of ex:Able", "no instance of any class, only users of ex:p", "check that"),
        (PERSON, "", "instances of ex:Able", "no triple", "check that"),
        (
            "ex:S sh:targetSubjectsOf ex:length ; sh:nodeKind sh:IRI .",
            "ex:b ex:lenght 1 .",
            "users of ex:length",
            "no instance",
            "ex:length and ex:lenght are alike",
        ),
        ("ex:S sh:targetClass ex:C ; sh:deactivated true ; sh:nodeKind sh:IRI .", "ex:b a ex:C .", "nothing", "instances of ex:C", "check"),
    ],
)
def test_what_is_looked_at_and_what_is_there(text: str, data: str, looked: str, held: str, mend: str) -> None:
    error = said(text, data)
    assert looked in error.why.partition(", the data have ")[0]
    assert held in error.why.partition(", the data have ")[2]
    assert error.mend.startswith(mend)
    assert error.mend.endswith("or say --allow-empty")


@pytest.mark.parametrize(
    ("target", "held", "near"),
    [
        ("ex:Detention", "ex:Detentoin", True),
        ("ex:Detention", "ex:detention", True),
        ("ex:Detention", "ex:Detentions", True),
        ("ex:Convention", "ex:Convetnoin", True),
        ("ex:Person", "ex:Prison", False),
        ("ex:Observation", "ex:Reservation", False),
        ("ex:Assessment", "ex:Assignment", False),
        ("ex:Figure", "ex:Feature", False),
        ("ex:Body", "ex:Boy", False),
        ("ex:Person", "x:Persons", False),
        ("ex:Figure1", "ex:Figure2", False),
        ("ex:Person", "x:Person", True),
    ],
)
def test_only_names_that_are_really_near_are_advised(target: str, held: str, near: bool) -> None:
    error = said(f"ex:S sh:targetClass {target} ; sh:nodeKind sh:IRI .", f"ex:a a {held} .")
    assert error.mend.startswith("check that data and shapes belong together") != near
    assert target in error.why
    assert held in error.why


def test_a_class_of_ours_that_is_misspelt() -> None:
    given = Source("x.ttl", b"<urn:a> a <https://w3id.org/hrmkg/ontology#Figur> .", RdfFormat.TURTLE)
    with pytest.raises(ValidationError, match="hrm:Figure and hrm:Figur are alike"):
        running.verdict(running.data_of([given], shapes.load()), shapes.load())


INMATE = "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path {} ; sh:datatype xsd:integer {} ] ."


def noted(text: str, data: str) -> list[str]:
    given = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    return [note["en"] for note in unmatched.notes(Data([source(data)]), Shapes((source(given + text),)))]


@pytest.mark.parametrize("form", [RdfFormat.TURTLE, RdfFormat.N_TRIPLES])
def test_a_path_that_is_nowhere_beside_a_property_written_alike(form: RdfFormat) -> None:
    lines = b"<http://example.org/a> <http://example.org/inmates> <http://example.org/b> .\n"
    used = Shapes((source("@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n" + INMATE.format("ex:inmate", "")),))
    (note,) = unmatched.notes(Data([Source("x", lines, form)]), used)
    assert "path ex:inmate occurs nowhere in the data; ex:inmates does." in note["en"]
    assert "путь ex:inmate в данных не встречается, а ex:inmates встречается" in note["ru"]


@pytest.mark.parametrize(
    ("path", "more", "data"),
    [
        ("ex:inmate", "", "ex:a ex:inmate 1 ; ex:inmates 2 ."),
        ("ex:inmate", "; sh:minCount 1", "ex:a ex:inmates 2 ."),
        ("ex:inmate", "; sh:deactivated true", "ex:a ex:inmates 2 ."),
        ("ex:inmate", "", "ex:a x:inmates 2 ."),
        ("ex:inmate", "", "ex:a ex:convicts 2 ."),
        ("ex:value1", "", "ex:a ex:value10 2 ."),
        ("[ sh:inversePath ex:inmate ]", "", "ex:a ex:inmates 2 ."),
        ("ex:inmate", "", ""),
    ],
)
def test_no_note_on_a_path(path: str, more: str, data: str) -> None:
    assert noted(INMATE.format(path, more), data) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (INMATE.format("ex:inmate", "; sh:minCount 0"), 1),
        ("ex:S sh:targetClass ex:C ; sh:deactivated true ; sh:property [ sh:path ex:inmate ; sh:maxCount 1 ] .", 0),
        ("ex:P a sh:PropertyShape ; sh:path ex:inmate ; sh:maxCount 1 .", 0),
        ("ex:S sh:targetClass ex:C ; sh:node [ sh:property [ sh:path ex:inmate ; sh:maxCount 1 ] ] .", 1),
        ("ex:P sh:targetNode ex:a ; sh:path ex:Inmates ; sh:maxCount 1 .", 1),
    ],
)
def test_only_shapes_in_force(text: str, count: int) -> None:
    assert len(noted(text, "ex:a ex:inmates 2 .")) == count


def test_no_note_on_our_own_shapes() -> None:
    given = Source("x.ttl", b"<urn:a> <https://w3id.org/hrmkg/ontology#valuee> 1 .", RdfFormat.TURTLE)
    assert unmatched.notes(Data([given]), shapes.load()) == []


def test_shapes_given_as_data_are_called_shapes() -> None:
    error = said(PERSON, "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:nodeKind sh:IRI .")
    assert error.why == "the data are shapes: it has 1 shape and no other resources"
    assert error.mend == "give them with --shapes and the data before it, or say --allow-empty"
