"""What queries see of literals: told where a query can tell the difference, and only there."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat

from kg.validation import running
from kg.validation.data import Data
from kg.validation.shapes import Shapes
from kg.validation.source import Source

XSD = "http://www.w3.org/2001/XMLSchema#"
TELLING = [
    "FILTER (STR(?value) = '1.5')",
    "FILTER (DATATYPE(?value) = <urn:x>)",
    "FILTER (REGEX(STR(?value), '5$'))",
    "FILTER EXISTS { ?other <urn:q> ?value }",
    "?other <urn:q> ?value",
    "FILTER (sameTerm(?value, 1.5))",
]
BLIND = ["FILTER (?value > 1)", "FILTER (?value + 1 = 2.5)", "FILTER NOT EXISTS { $this <urn:q> ?x }"]


def notes(condition: str, data: str, ending: str = "ttl") -> str:
    query = f"SELECT $this ?value {{ $this <urn:p> ?value . {condition} }}"
    shapes = f"""@prefix sh: <http://www.w3.org/ns/shacl#> .
        <urn:S> a sh:NodeShape ; sh:targetSubjectsOf <urn:p> ; sh:sparql [ sh:select \"\"\"{query}\"\"\" ] ."""
    used = Shapes((Source("shapes.ttl", shapes.encode(), RdfFormat.TURTLE),))
    form = RdfFormat.from_extension(ending)
    assert form is not None
    found = running.verdict(Data([Source(f"data.{ending}", data.encode(), form)]), used)
    return " ".join(note["en"] for note in found.notes)


@pytest.mark.parametrize("condition", TELLING)
def test_a_query_that_can_tell(condition: str) -> None:
    said = notes(condition, "<urn:a> <urn:p> 1.50 .")
    assert f'see 1 literals by their value and not as they are written ("1.50"^^<{XSD}decimal> → "1.5"^^<{XSD}decimal>)' in said
    assert "literals by their value" not in notes(condition, "<urn:a> <urn:p> 1.5 .")
    assert "literals by their value" in notes(condition, f'<urn:a> <urn:p> "1.50"^^<{XSD}decimal> .\n', "nq")


@pytest.mark.parametrize("condition", BLIND)
def test_a_query_that_cannot(condition: str) -> None:
    assert "literals by their value" not in notes(condition, "<urn:a> <urn:p> 1.50 .")


CAPITALS = {
    "ttl": '<urn:a> <urn:p> "x"@en-GB .',
    "nq": '<urn:a> <urn:p> "x"@en-GB .\n',
    "jsonld": '{"@id": "urn:a", "urn:p": {"@value": "x", "@language": "en-GB"}}',
    "rdf": '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:"><r:Description r:about="urn:a">'
    '<u:p xml:lang="en-GB">x</u:p></r:Description></r:RDF>',
}


@pytest.mark.parametrize("ending", CAPITALS)
def test_capitals_of_language_tags(ending: str) -> None:
    assert "(@en-GB → @en-gb)" in notes("FILTER (LANG(?value) = 'en-GB')", CAPITALS[ending], ending)
    assert "small letters" not in notes("FILTER (?value = 'x')", CAPITALS[ending], ending)
    assert "small letters" not in notes("FILTER (LANG(?value) = 'en-GB')", CAPITALS[ending].replace("GB", "gb"), ending)
