"""Shapes without a name have titles of their own, by the shape that they belong to; reports show them."""

from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat

from kg.validation import reports, running
from kg.validation.data import Data
from kg.validation.naming import Names
from kg.validation.shapes import Shapes
from kg.validation.source import Source

HEAD = (
    "@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
)
PERSON = """ex:PersonShape a sh:NodeShape ; sh:targetClass ex:Person ; sh:property
        [ sh:path ex:age ; sh:minCount 1 ] , [ sh:path ex:age ; sh:datatype xsd:integer ] , [ sh:path ex:name ; sh:minCount 1 ] ."""


def source(text: str, name: str = "x.ttl") -> Source:
    return Source(name, (HEAD + text).encode(), RdfFormat.TURTLE)


def titles(text: str) -> set[str]:
    return set(Shapes((source(text),)).titles.values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PERSON, {"ex:PersonShape / ex:name", "ex:PersonShape / ex:age (sh:minCount)", "ex:PersonShape / ex:age (sh:datatype)"}),
        (
            "ex:S sh:property [ sh:path ex:home ; sh:node [ sh:property [ sh:path ex:zip ; sh:minCount 1 ] ] ] .",
            {"ex:S / ex:home", "ex:S / ex:home / sh:node", "ex:S / ex:home / sh:node / ex:zip"},
        ),
        ("ex:S sh:or ( [ sh:path ex:a ; sh:minCount 1 ] ex:T ) .", {"ex:S / sh:or / ex:a"}),
        ("ex:S sh:property [ sh:path ( ex:a [ sh:inversePath ex:b ] ) ; sh:minCount 1 ] .", {"ex:S / ex:a/(^ex:b)"}),
        ("[] sh:targetClass ex:Dog ; sh:property [ sh:path ex:name ; sh:minCount 1 ] .", {"ex:Dog", "ex:Dog / ex:name"}),
        (
            "ex:S sh:property [ sh:path ex:a ; sh:minCount 1 ] , [ sh:path ex:a ; sh:minCount 2 ] .",
            {"ex:S / ex:a (sh:minCount)", "ex:S / ex:a (sh:minCount) 2"},
        ),
        ("[] a sh:NodeShape .", {"sh:NodeShape"}),
    ],
)
def test_a_title_is_the_way_from_a_name(text: str, expected: set[str]) -> None:
    assert titles(text) == expected


def test_shapes_in_a_circle_have_titles() -> None:
    assert len(titles("_:a a sh:NodeShape ; sh:node _:b . _:b a sh:NodeShape ; sh:node _:a .")) == 2


@pytest.mark.parametrize("form", ["text", "html", "junit"])
def test_no_two_groups_of_a_report_share_a_title(form: str) -> None:
    report = running.verdict(Data([source("ex:p a ex:Person ; ex:age 'x' . ex:q a ex:Person .")]), Shapes((source(PERSON),)))
    written = reports.FORMS[form](report)
    assert len({result.name["en"] for result in report.results}) == 3
    for title in titles(PERSON):
        head = {"text": f"== {title} (", "html": f">{title}</span>", "junit": f' name="{title}"'}[form]
        assert written.count(head) >= 1, title
        assert form == "html" or written.count(head) == 1, title


def test_a_name_of_the_author_comes_first() -> None:
    text = PERSON.replace("sh:path ex:name ;", "sh:path ex:name ; sh:name 'Surname' ;")
    report = running.verdict(Data([source("ex:p a ex:Person ; ex:age 1 .")]), Shapes((source(text),)))
    assert [dict(result.name) for result in report.results] == [{"en": "Surname"}]
    assert "== Surname (1)" in reports.FORMS["text"](report)


# ---------------------------------------------------------------- names of terms


def test_terms_are_named_by_the_prefixes_of_sources_then_by_ours() -> None:
    xml = b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:e=\"http://e/\"/>"
    names = Names([source(""), Source("y.rdf", xml, RdfFormat.RDF_XML), Source("z.ttl", b"PREFIX ex: <http://other/>", RdfFormat.TURTLE)])
    assert names.iri("http://example.org/a") == "ex:a"
    assert names.iri("http://e/b.c") == "e:b.c"
    assert names.iri("http://other/a") == "<http://other/a>", "the prefix stands for another namespace already"
    assert names.iri("https://w3id.org/hrmkg/ontology#Gap") == "hrm:Gap"
    assert names.iri("https://w3id.org/hrmkg/profile/a/KAZ/1") == "<profile/a/KAZ/1>"
    assert names.iri("http://example.org/a/b") == "<http://example.org/a/b>"
    assert names.term(NamedNode("http://example.org/a")) == "ex:a"
    assert names.term(BlankNode("b")) == "_:b"
    assert names.term(Literal("a", language="en")) == '"a"@en'
    assert names.term(Literal(1)) == '"1"^^xsd:integer'
    assert len(names.term(Literal("x" * 1000))) < 100
