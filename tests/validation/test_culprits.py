"""Errors of engines about a node of the shapes graph: the shape's title in place of a blank node, the file, the line and the column."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat

from kg.errors import ValidationError
from kg.validation import culprits, running
from kg.validation.data import Data
from kg.validation.shapes import Shapes
from kg.validation.source import Source

HEAD = "@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
FAILING = 'sh:select "SELECT $this ?failure WHERE { $this ?p ?o BIND (true AS ?failure) }"'


def source(name: str, text: str) -> Source:
    return Source(name, (HEAD + text).encode(), RdfFormat.TURTLE)


@pytest.mark.parametrize(
    ("shapes", "what", "line"),
    [
        (f"ex:S a sh:NodeShape ; sh:targetNode ex:a ;\n  sh:sparql [ {FAILING} ] .", "sh:sparql of ex:S reports a failure", 3),
        (
            f'ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:name "size" ;\n\n  sh:sparql [ {FAILING} ] ] .',
            "sh:sparql of size reports a failure",
            4,
        ),
        (f"ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:sparql ex:Q .\nex:Q {FAILING} .", "<http://example.org/Q> reports a failure", 3),
        (
            "ex:S a sh:NodeShape ; sh:targetNode ex:a ; ex:limit 1 .\nex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:limit ] ;\n"
            '  sh:nodeValidator [ sh:select "SELECT $this {" ] .',
            "the query of a validator of ex:C cannot be run",
            4,
        ),
    ],
)
def test_the_shape_and_its_place_are_told(shapes: str, what: str, line: int) -> None:
    with pytest.raises(ValidationError, match="KG605") as raised:
        running.verdict(Data([source("data.ttl", "ex:a ex:p 1 .")]), Shapes((source("shapes.ttl", shapes),)))
    error = raised.value
    assert (error.what, error.file, error.line) == (what, "shapes.ttl", line)
    assert error.column
    assert error.why
    assert "_:" not in error.what
    assert error.__cause__ is not error


@pytest.mark.parametrize("what", ["the engine stopped", "<http://example.org/nowhere> reports a failure", "_:nowhere reports a failure"])
def test_what_names_no_node_of_the_shapes_stays_as_it_is(what: str) -> None:
    error = ValidationError("KG605", what)
    assert culprits.placed(error, Shapes((source("shapes.ttl", "ex:S sh:targetNode ex:a ."),))) is error
