"""What a waiver covers stays listed and is not counted; one that covers nothing is told."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat

from kg.model import Waived
from kg.validation import running, waivers
from kg.validation.data import Data
from kg.validation.report import Report
from kg.validation.shapes import Shapes
from kg.validation.source import Source
from kg.validation.waivers import Declared

EX = "http://example.org/"
HEAD = (
    f"@prefix ex: <{EX}> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . "
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> . "
    "@prefix hrm: <https://w3id.org/hrmkg/ontology#> . @prefix prov: <http://www.w3.org/ns/prov#> .\n"
)
P = "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ a sh:PropertyShape ; sh:path ex:p"


def report(shapes: str, data: str) -> Report:
    used = Shapes((Source("shapes.ttl", (HEAD + shapes).encode(), RdfFormat.TURTLE),))
    used.check()
    return running.verdict(Data([Source("data.ttl", (HEAD + data).encode(), RdfFormat.TURTLE)]), used)


NUMBERED = (
    f"{P} ; hrm:requirement 'CON-04' ; sh:nodeKind sh:IRI ] ; sh:property ex:Q . ex:Q a sh:PropertyShape ; sh:path ex:q ; sh:maxCount 0 ."
)


def waived(requirement: str, node: str = "", profile: str = "") -> Declared:
    return Declared(Waived(requirement, node, "why", "2026-11-01", "Secretariat", 7), "about.toml", profile)


@pytest.mark.parametrize(
    ("declared", "covered"),
    [
        (waived("CON-04"), {"p"}),
        (waived("CON-05"), set()),
        (waived(EX + "Q"), {"q"}),
        (waived("CON-04", EX + "a"), {"p"}),
        (waived("CON-04", EX + "b"), set()),
        (waived("CON-04", "a"), {"p"}),  # a file of waivers has no profile: the local name is enough
        (waived("CON-04", "b"), set()),
        (waived("CON-04", "a", EX[:-1]), {"p"}),
        (waived("CON-04", "", EX[:-1]), {"p"}),
        (waived("CON-04", "", EX + "a"), {"p"}),
        (waived("CON-04", "", EX + "b"), set()),
        (waived("CON-04", "", EX[:-2]), set()),
    ],
)
def test_what_a_waiver_covers(declared: Declared, covered: set[str]) -> None:
    found = waivers.apply(report(NUMBERED, "ex:a ex:p 1 ; ex:q 2 ."), [declared])
    assert len(found.results) == 2
    assert {result.path.removeprefix(EX) for result in found.results if result.waiver} == covered
    assert found.count("Violation") == 2 - len(covered)
    assert not found.conforms
    assert len(found.notes) == (0 if covered else 1)
    if covered:
        (told,) = [result.waiver for result in found.results if result.waiver]
        assert (told.reason, told.date, told.by, told.file, told.line) == ("why", "2026-11-01", "Secretariat", "about.toml", 7)
    else:
        assert set(found.notes[0]) == {"en", "ru"}
        assert all("about.toml:7" in text for text in found.notes[0].values())


def test_all_waived_fails_nothing() -> None:
    found = waivers.apply(report(NUMBERED, "ex:a ex:p 1 ; ex:q 2 ."), [waived("CON-04"), waived(EX + "Q")])
    assert not found.fails("info")
    assert not found.notes


@pytest.mark.parametrize(
    ("requirement", "said"),
    [
        ("CON-4", "did you mean CON-04?"),
        ("CON-40", "did you mean CON-04?"),
        (EX + "q", f"did you mean {EX}Q"),
        ("nothing", "write the number as results show it"),
    ],
)
def test_a_requirement_that_is_not_there_is_said_to_be_unknown(requirement: str, said: str) -> None:
    found = report(NUMBERED, "ex:a ex:p 1 ; ex:q 2 .")
    (note,) = waivers.apply(found, [waived(requirement)], {"CON-04", EX + "Q", EX + "S"}).notes
    assert set(note) == {"en", "ru"}
    assert said in note["en"]
    assert f"the waiver names {requirement}, and the shapes have no requirement or shape of that name" in note["en"]


def test_a_known_requirement_without_a_result_covers_nothing() -> None:
    found = report(NUMBERED, "ex:a ex:q 1 .")
    for requirement in ("CON-04", "KG212"):  # what is not read of a document has a code for a number
        (note,) = waivers.apply(found, [waived(requirement)], {"CON-04"}).notes
        assert "covers no result" in note["en"]


def test_what_a_waiver_can_name_is_read_from_the_shapes() -> None:
    text = HEAD + NUMBERED + "ex:S sh:sparql ex:C . ex:C sh:select 'SELECT $this { }' ; hrm:requirement 'CON-05' ."
    assert Shapes((Source("shapes.ttl", text.encode(), RdfFormat.TURTLE),)).named == {"CON-04", "CON-05", EX + "S", EX + "Q", EX + "C"}
