"""From a node to the line and words of the document: only where the passage lies within a stored text."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat

from kg.validation.data import Data
from kg.validation.passages import Passages
from kg.validation.source import Source

EX = "http://example.org/"
HEAD = (
    f"@prefix ex: <{EX}> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . "
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> . "
    "@prefix hrm: <https://w3id.org/hrmkg/ontology#> . @prefix prov: <http://www.w3.org/ns/prov#> .\n"
)
TEXT = "одна строка\nвторая  строка\r\nтретья"


def place(iri: str, text: str = TEXT, documents: dict[str, str] | None = None) -> tuple[str, int, str] | None:
    escaped = text.replace("\n", "\\n").replace("\r", "\\r")
    given = Data(
        [Source("data", (HEAD + f'ex:f prov:wasDerivedFrom <{iri}> . <{EX}source/x> hrm:text "{escaped}" .').encode(), RdfFormat.TURTLE)]
    )
    (focus,) = {quad.subject for quad in given.quads() if quad.subject.value == EX + "f"}
    found = Passages(given, documents or {}).place(focus)
    return None if found is None else (found.document, found.line, found.words)


@pytest.mark.parametrize(
    ("offsets", "line", "words"),
    [("0-4", 1, "одна"), ("5-11", 1, "строка"), ("12-26", 2, "вторая строка"), ("5-18", 1, "строка вторая"), ("28-34", 3, "третья")],
)
def test_place(offsets: str, line: int, words: str) -> None:
    assert place(f"{EX}source/x/{offsets}") == (f"{EX}source/x", line, words)
    assert place(f"{EX}source/x/{offsets}", documents={f"{EX}source/x": "document.txt"}) == ("document.txt", line, words)


@pytest.mark.parametrize("offsets", ["", "4", "4-", "-4", "a-b", "²-4", "0-٣", "4-2", "0-99", "0-" + "9" * 5000, "0-4/x"])
def test_no_place(offsets: str) -> None:
    assert place(f"{EX}source/x/{offsets}") is None


def test_no_place_of_another_text() -> None:
    assert place(f"{EX}source/y/0-4") is None
    assert place("urn:1-2") is None


def test_an_empty_cell_has_a_line_and_no_words() -> None:
    found = place(f"{EX}source/x/4-4")
    assert found is not None
    assert (found[1], found[2]) == (1, "")
