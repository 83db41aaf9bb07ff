"""Engines against each other: made-up shapes and data, a case for every known fault, our own shapes on our own examples."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from made_up import DATA_HEAD, SHAPES_HEAD, data_graphs, shapes_graphs
from pyoxigraph import RdfFormat

from kg.validation import faults, running, shapes
from kg.validation.crosscheck import CrossCheck, cross_check
from kg.validation.data import Data, Source
from kg.validation.shapes import Shapes

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.filterwarnings("ignore")  # rdflib and pySHACL warn of literals that are ill-typed on purpose
ENGINES = ("default", "pyshacl", "pyshacl-turbo")

CASES = {
    "uniqueLang-1": (':S sh:targetNode :a ; sh:path :p ; sh:uniqueLang "1"^^xsd:boolean .', ':a :p "a"@en , "b"@en .'),
    "lessThanOrEquals-iri": (":S sh:targetNode :a ; sh:path :p ; sh:lessThanOrEquals :q .", ":a :p :b ; :q :b ."),
    "lessThan-blank": (":S sh:targetNode :a ; sh:path :p ; sh:lessThan :q .", ":a :p _:x ; :q 1 ."),
    "minInclusive-boolean": (":S sh:targetNode :a ; sh:path :p ; sh:minInclusive true .", ':a :p "7.0"^^xsd:double .'),
    "minLength-blank": (":S sh:targetNode :a ; sh:path :p ; sh:minLength 0 .", ":a :p _:x ."),
    "path-of-path": (
        ":S sh:targetNode :a ; sh:path [ sh:zeroOrMorePath [ sh:zeroOrOnePath :p ] ] ; "
        'sh:sparql [ sh:select "SELECT $this ?value WHERE { $this $PATH ?value }" ] .',
        ":a :p :b .",
    ),
    "nan": (':S sh:targetNode :a ; sh:path :p ; sh:minInclusive "NaN"^^xsd:double .', ":a :p 1.5 ."),
    "shapes-graph": (
        ':S sh:targetNode :a ; sh:sparql [ sh:select "SELECT $this WHERE { GRAPH $shapesGraph { $this ?p ?o } }" ] .',
        ":a :p :b .",
    ),
    "imported-prefixes": (
        "<urn:o> <http://www.w3.org/2002/07/owl#imports> <urn:i> . "
        '<urn:i> sh:declare [ sh:prefix "i" ; sh:namespace "urn:i#"^^xsd:anyURI ] . '
        ':S sh:targetNode :a ; sh:sparql [ sh:prefixes <urn:o> ; sh:select "SELECT $this WHERE { $this i:p ?o }" ] .',
        ":a <urn:i#p> :b .",
    ),
    "inverse-of-sequence": (":S sh:targetNode :a ; sh:path [ sh:inversePath ( :p :q ) ] ; sh:maxCount 0 .", ":b :p :c . :c :q :a ."),
    "equal-solutions": (
        ':S sh:targetNode :a ; sh:sparql [ sh:prefixes :o ; sh:select "SELECT $this WHERE { $this :p ?v }" ] .',
        ":a :p :b , :c .",
    ),
    "lessThan-language": (":S sh:targetNode :a ; sh:path :p ; sh:lessThan :q .", ':a :p "a"@en ; :q "b"@ru .'),
    "two-forms": (
        ':S sh:targetNode :a ; sh:sparql [ sh:prefixes :o ; sh:select "SELECT $this WHERE { $this :p ?v ; :q ?v }" ] .',
        ':a :p 7 ; :q "07"^^xsd:integer .',
    ),
    "literal-focus": (':S sh:targetNode "07"^^xsd:integer ; sh:minInclusive "" .', ":a :p :b ."),
    "range-byte": (":S sh:targetNode :a ; sh:path :p ; sh:minInclusive 7 .", ':a :p "300"^^xsd:byte .'),
    "path-of-length-zero": (
        ':S sh:targetNode :a ; sh:path [ sh:zeroOrOnePath :p ] ; sh:sparql [ sh:select "SELECT $this WHERE { $this $PATH ?value }" ] .',
        ":b :p :c .",
    ),
    "long-decimal": (
        ":S sh:targetNode :a ; sh:path :p ; sh:datatype xsd:decimal .",
        ':a :p "1.000000000000000000000000001"^^xsd:decimal .',
    ),
}


@pytest.fixture(autouse=True)
def _quiet() -> object:
    logging.disable(logging.CRITICAL)
    before = rdflib.NORMALIZE_LITERALS
    yield
    rdflib.NORMALIZE_LITERALS = before
    logging.disable(logging.NOTSET)


def checked(shapes_text: str, data_text: str) -> CrossCheck:
    used = Shapes((Source("shapes.ttl", shapes_text.encode(), RdfFormat.TURTLE),))
    return cross_check(Data([Source("data.ttl", data_text.encode(), RdfFormat.TURTLE)]), used.structure, ENGINES)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(shapes_graphs, data_graphs)
def test_engines_agree_but_for_known_faults(shapes_text: str, data_text: str) -> None:
    outcome = checked(shapes_text, data_text)
    assert not outcome.unknown, outcome.lines()
    assert all(refusal.fault for refusal in outcome.refusals), outcome.lines()


@pytest.mark.parametrize("fault", faults.known(), ids=lambda fault: f"{fault.engine}-{fault.test}-{fault.effect}")
def test_a_known_fault_is_shown_by_its_case(fault: faults.Fault) -> None:
    shapes_text, data_text = CASES[fault.test]
    outcome = checked(SHAPES_HEAD + shapes_text, DATA_HEAD + data_text)
    seen = [one.fault for one in (*outcome.differences, *outcome.refusals)]
    assert fault in seen, outcome.lines()
    assert None not in seen, outcome.lines()


def test_what_is_not_listed_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    shapes_text, data_text = CASES["minLength-blank"]
    monkeypatch.setattr(faults, "known", lambda: ())
    outcome = checked(SHAPES_HEAD + shapes_text, DATA_HEAD + data_text)
    assert [one.engine for one in outcome.unknown] == ["pyshacl", "pyshacl-turbo"]
    assert not outcome.fine
    assert outcome.lines()[0].startswith("missing in pyshacl: MinLengthConstraintComponent Violation of http://example.org/S")


def example(folder: Path, update: Path | None) -> Source:
    graph = rdflib.Graph().parse(folder / "valid.ttl")
    if update is not None:
        graph.update(update.read_text(encoding="utf-8"))
    return Source(f"{folder.name}.nt", graph.serialize(format="nt", encoding="utf-8"), RdfFormat.N_TRIPLES)


EXAMPLES = [
    (folder, update) for folder in sorted((ROOT / "tests" / "shapes").iterdir()) for update in (None, *sorted(folder.glob("invalid.*.ru")))
]


@pytest.mark.check
@pytest.mark.parametrize(("folder", "update"), EXAMPLES, ids=lambda path: path.stem if path else "valid")
def test_our_shapes_give_the_same_on_our_examples(folder: Path, update: Path | None) -> None:
    used = shapes.ours()
    rdflib.NORMALIZE_LITERALS = False
    outcome = cross_check(running.data_of([example(folder, update)], used), used.structure, ("default", "pyshacl-turbo"))
    assert outcome.fine, outcome.lines()
    assert not outcome.differences
