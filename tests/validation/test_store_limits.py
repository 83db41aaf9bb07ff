"""What the store cannot do, told in the report exactly where data and shapes meet it."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat

from kg.validation import limits, running
from kg.validation.data import Data
from kg.validation.shapes import Shapes
from kg.validation.source import Source

HEAD = "@prefix : <urn:x:> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
ASKED = ":S a sh:NodeShape ; sh:targetNode {} ; sh:sparql [ sh:select 'SELECT $this ?value {{ {} }} {}' ] ."


def notes(shapes: str, data: str, engine: str = "default") -> list[str]:
    used = Shapes((Source("shapes.ttl", (HEAD + shapes).encode(), RdfFormat.TURTLE),))
    given = Data([Source("data.ttl", (HEAD + data).encode(), RdfFormat.TURTLE)])
    report = running.verdict(given, used, engine=engine)
    assert all({"en", "ru"} <= set(note) for note in report.notes)
    return [note["en"] for note in report.notes if "no step" in note["en"] or "cannot compute" in note["en"]]


WALKS = "$this <urn:x:p>* ?value"


@pytest.mark.parametrize(
    ("shapes", "data", "told"),
    [
        (ASKED.format(":nowhere", WALKS, ""), ":a :p 1 .", "<urn:x:nowhere>"),
        (ASKED.format(":a , :b", WALKS, ""), ":a :p :b .", ""),
        (ASKED.format(":nowhere", "$this <urn:x:p>+ ?value", ""), ":a :p 1 .", ""),
        (":T a sh:NodeShape ; sh:targetNode :nowhere ; sh:node :S . " + ASKED.format(":a", WALKS, ""), ":a :p 1 .", "<urn:x:nowhere>"),
        (ASKED.format(":a", "$this <urn:x:p> ?value FILTER (?value > 1)", ""), ":a :p 99999999999999999999 .", "99999999999999999999"),
        (ASKED.format(":a", "$this <urn:x:p> ?value FILTER (?value > 1)", ""), ":a :p 7 ; :q 99999999999999999999 .", ""),
        (ASKED.format(":a", "$this <urn:x:p> ?value FILTER (?value > 1)", ""), ":a :p 9223372036854775807 , 7 .", ""),
        (
            ":S a sh:NodeShape ; sh:targetNode :a ; sh:sparql [ sh:select "
            "'SELECT $this (SUM(?v) AS ?s) { $this <urn:x:p> ?v } GROUP BY $this HAVING (SUM(?v) > 1)' ] .",
            ":a :p 9223372036854775807 , 7 .",
            "> 9223372036854775807",
        ),
    ],
)
def test_a_note_where_the_situation_is_given(shapes: str, data: str, told: str) -> None:
    found = notes(shapes, data)
    assert len(found) == bool(told), found
    assert all(told in note for note in found)


def test_no_note_for_an_engine_that_can() -> None:
    assert notes(ASKED.format(":nowhere", WALKS, ""), ":a :p 1 .", "pyshacl") == []


@pytest.mark.parametrize(
    ("query", "short"),
    [
        ("SELECT $this { $this <urn:p>* ?v }", True),
        ("SELECT $this { $this a/<urn:p>? ?v }", True),
        ("SELECT $this { $this (<urn:p>/<urn:q>)* ?v }", True),
        ("PREFIX x: <urn:> SELECT $this { $this x:p* ?v }", True),
        ("SELECT * { $this <urn:p>+ ?v FILTER (?v * 2 > 1) }", False),
        ("SELECT $this (COUNT(*) AS ?n) { $this <urn:p> ?v } GROUP BY $this", False),
    ],
)
def test_paths_of_no_step(query: str, short: bool) -> None:
    assert limits.stays(query) == short
