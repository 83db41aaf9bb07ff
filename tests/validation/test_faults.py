"""What is excused by a cross-check, and what close to it is not: for each known fault a case of either."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import rdflib
from made_up import DATA_HEAD, SHAPES_HEAD
from pyoxigraph import RdfFormat

from kg.errors import ValidationError
from kg.validation import crosscheck, engines, faults
from kg.validation.crosscheck import CrossCheck
from kg.validation.data import Data
from kg.validation.faults import Fault
from kg.validation.report import Finding
from kg.validation.shapes import Shapes
from kg.validation.source import Source
from kg.validation.structure import Structure

pytestmark = pytest.mark.filterwarnings("ignore")  # rdflib and pySHACL warn of literals that are ill-typed on purpose
HTML = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML>"
OWN = (
    ":Tag a sh:ConstraintComponent ; sh:parameter [ sh:path :tag ] ; "
    "sh:validator [ a sh:SPARQLAskValidator ; sh:ask 'ASK { FILTER (LANG($value) = $tag) }' ] . "
)
QUERY = ':S sh:targetNode :a ; sh:sparql [ sh:prefixes :o ; sh:select "SELECT $this WHERE {}" ] .'
MANY = (
    ":Most a sh:ConstraintComponent ; sh:parameter [ sh:path :most ] ; sh:nodeValidator [ a sh:SPARQLSelectValidator ; "
    "sh:select 'SELECT {} {{ $this <http://example.org/p> ?v }} GROUP BY $this HAVING ({})' ] . :S sh:targetNode :a ; :most 1 ."
)
NAMELESS = "[] sh:targetNode :a ; sh:path :p ; sh:sparql [ sh:select 'SELECT $this ?value {{ $this $PATH ?value {} }}' ] ."
EXCUSED = {
    "value-made": (MANY.format("$this (COUNT(?v) AS ?value)", "COUNT(?v) > 1"), ":a :p 1 , 2 ."),
    "current-shape": (NAMELESS.format("FILTER (isBlank($currentShape))"), ":a :p 1 ."),
    "bound-in-having": (MANY.format("$this", "COUNT(?v) > $most"), ":a :p 1 , 2 ."),
    "uniqueLang-1": (':S sh:targetNode :a ; sh:path :p ; sh:uniqueLang "1"^^xsd:boolean .', ':a :p "a"@en , "b"@en .'),
    "lessThanOrEquals-iri": (":S sh:targetNode :a ; sh:path :p ; sh:lessThanOrEquals :q .", ":a :p :b ; :q :b ."),
    "lessThan-iri-text": (":S sh:targetNode :a ; sh:path :p ; sh:lessThan :q .", ":a :p :b ; :q 'z'@en ."),
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
    "lessThan-language": (":S sh:targetNode :a ; sh:path :p ; sh:lessThan :q .", ':a :p "a"@en ; :q "b"@en .'),
    "two-forms": (
        ':S sh:targetNode :a ; sh:sparql [ sh:prefixes :o ; sh:select "SELECT $this WHERE { $this :p ?v ; :q ?v }" ] .',
        ':a :p 7 ; :q "07"^^xsd:integer .',
    ),
    "range-byte": (":S sh:targetNode :a ; sh:path :p ; sh:minInclusive 7 .", ':a :p "300"^^xsd:byte .'),
    "path-of-length-zero": (
        ':S sh:targetNode :a ; sh:path [ sh:zeroOrOnePath :p ] ; sh:sparql [ sh:select "SELECT $this WHERE { $this $PATH ?value }" ] .',
        ":b :p :c .",
    ),
    "ask-property": (OWN + ":S sh:targetNode :a ; sh:path :p ; :tag 'de' .", ":a :p 'x'@en ."),
    "pattern-end": (":S sh:targetNode :a ; sh:path :p ; sh:pattern 'a$' .", ":a :p 'a\\n' ."),
    "pattern-category": (":S sh:targetNode :a ; sh:path :p ; sh:pattern '^\\\\p{Lu}' .", ":a :p 'a' ."),
    "datatype-space": (":S sh:targetNode :a ; sh:path :p ; sh:datatype xsd:integer .", ":a :p ' 1'^^xsd:integer ."),
    "datatype-html": (f":S sh:targetNode :a ; sh:path :p ; sh:datatype {HTML} .", f":a :p '<b>x'^^{HTML} ."),
    "range-long": (":S sh:targetNode :a ; sh:path :p ; sh:minInclusive 7 .", ":a :p 99999999999999999999 ."),
    "long-in-query": (QUERY.format("{ $this :p ?v FILTER (?v > 7) }"), ":a :p 99999999999999999999 ."),
}

NEAR = {
    "value-made": (MANY.format("$this (COUNT(?v) AS ?count)", "COUNT(?v) > 1"), ":a :p 1 , 2 ."),
    "current-shape": (NAMELESS.format("FILTER (isIRI($this))"), ":a :p 1 ."),
    "bound-in-having": (MANY.format("$this", "COUNT(?v) > 1"), ":a :p 1 , 2 ."),
    "uniqueLang-1": (":S sh:targetNode :a ; sh:path :p ; sh:uniqueLang true .", ':a :p "a"@en , "b"@en .'),
    "lessThanOrEquals-iri": (":S sh:targetNode :a ; sh:path :p ; sh:lessThanOrEquals :q .", ":a :p :c ; :q :b , 1 ."),
    "lessThan-iri-text": (":S sh:targetNode :a ; sh:path :p ; sh:lessThan :q .", ":a :p :b ; :q 'a'@en , 'z'^^:own ."),
    "lessThan-blank": (":S sh:targetNode :a ; sh:path :p ; sh:lessThan :q .", ":a :p 2 ; :q 1 ; :r _:x ."),
    "minInclusive-boolean": (
        ":S sh:targetNode :a ; sh:path :p ; sh:lessThan :q .",
        ":a :p 99999999999999999999999999999999999999 ; :q 1.5 , 1.5e0 .",
    ),
    "minLength-blank": (":S sh:targetNode :a ; sh:path :p ; sh:minLength 1 .", ":a :p _:x , '' ."),
    "path-of-path": (
        ":S sh:targetNode :a ; sh:path [ sh:zeroOrMorePath :p ] ; "
        'sh:sparql [ sh:select "SELECT $this ?value WHERE { $this $PATH ?value }" ] .',
        ":a :p :b .",
    ),
    "nan": (":S sh:targetNode :a ; sh:path :p ; sh:minInclusive 2.5 .", ":a :p 1.5 ."),
    "shapes-graph": (QUERY.format("{ $this :p ?v }"), ":a :p :b ."),
    "imported-prefixes": (QUERY.format("{ $this :p ?v }"), ":a :p :b ."),
    "inverse-of-sequence": (":S sh:targetNode :a ; sh:path [ sh:inversePath ( :p :p ) ] ; sh:maxCount 0 .", ":b :p :c . :c :p :a ."),
    "equal-solutions": (QUERY.format("{ $this :p ?v }"), ":a :p :b , :c ."),
    "lessThan-language": (":S sh:targetNode :a ; sh:path :p ; sh:lessThan :q .", ':a :p "a"@en ; :q "b"@ru , 7 .'),
    "two-forms": (QUERY.format("{ $this :p ?v ; :q ?v }"), ':a :p 7 ; :q 7 ; :r "07"^^xsd:integer .'),
    "range-byte": (":S sh:targetNode :a ; sh:path :p ; sh:minInclusive 301 .", ':a :p "300"^^xsd:byte , "5"^^xsd:byte .'),
    "path-of-length-zero": (
        ':S sh:targetNode :a ; sh:path [ sh:zeroOrOnePath :p ] ; sh:sparql [ sh:select "SELECT $this WHERE { $this $PATH ?value }" ] .',
        ":a :p :c .",
    ),
    "ask-property": (OWN + ":S sh:targetNode 'x'@en ; :tag 'de' .", ":a :p 'x'@en ."),
    "pattern-end": (":S sh:targetNode :a ; sh:path :p ; sh:pattern 'b$' .", ":a :p 'a' ."),
    "pattern-category": (":S sh:targetNode :a ; sh:path :p ; sh:pattern '^b' .", ":a :p 'a' ."),
    "datatype-space": (":S sh:targetNode :a ; sh:path :p ; sh:datatype xsd:integer .", ":a :p ' 1' , 1.0 ."),
    "datatype-html": (f":S sh:targetNode :a ; sh:path :p ; sh:datatype {HTML} .", ":a :p '<b>x' ."),
    "range-long": (":S sh:targetNode :a ; sh:path :p ; sh:maxInclusive 7 .", ":a :p 99999999999999999999 , 'a' , 8 ."),
    "long-in-query": (QUERY.format("{ $this :p ?v FILTER (?v > 7) }"), ":a :p 8 ; :q 99999999999999999999 ."),
}


@pytest.fixture(autouse=True)
def _normal() -> Iterator[None]:
    before = rdflib.NORMALIZE_LITERALS
    yield
    rdflib.NORMALIZE_LITERALS = before


def read(case: tuple[str, str]) -> tuple[Data, Structure]:
    shapes_text, data_text = SHAPES_HEAD + case[0], DATA_HEAD + case[1]
    used = Shapes((Source("shapes.ttl", shapes_text.encode(), RdfFormat.TURTLE),))
    return Data([Source("data.ttl", data_text.encode(), RdfFormat.TURTLE)]), used.structure


@pytest.mark.parametrize("fault", faults.known(), ids=lambda fault: f"{fault.engine}-{fault.test}-{fault.effect}")
def test_a_known_fault_is_shown_by_its_case(fault: Fault) -> None:
    outcome = crosscheck.cross_check(*read(EXCUSED[fault.test]))
    seen = [one.fault for one in (*outcome.differences, *outcome.refusals)]
    assert fault in seen, outcome.lines()
    assert None not in seen, outcome.lines()
    assert outcome.fine == (fault.engine != "default")


def lying(monkeypatch: pytest.MonkeyPatch, case: tuple[str, str], name: str, effect: str, says: str) -> CrossCheck:
    """A cross-check in which an engine gives the results of the default one twice, or gives none, or refuses."""
    data, structure = read(case)
    real = engines.engine

    def run(data: Data, structure: Structure) -> list[Finding]:
        found = real("default").run(data, structure)
        assert found, "the case has to have a result"
        if effect == "refuses":
            raise ValidationError("KG605", says)
        return [] if effect == "missing" else [*found, *found]

    def engine(asked: str) -> Any:
        return SimpleNamespace(NAME=real(asked).NAME, run=run) if asked == name else real(asked)

    monkeypatch.setattr(engines, "engine", engine)
    return crosscheck.cross_check(data, structure, (name,))


@pytest.mark.parametrize("fault", faults.known(), ids=lambda fault: f"{fault.engine}-{fault.test}-{fault.effect}")
def test_what_is_close_to_a_known_fault_is_not_excused(monkeypatch: pytest.MonkeyPatch, fault: Fault) -> None:
    name = "pyshacl" if fault.engine == "default" else fault.engine
    opposite = {"missing": "extra", "extra": "missing"}
    effects = ["missing", "extra"] if fault.effect == "differs" else [fault.effect]
    for effect in effects:
        shown = opposite.get(effect, effect) if fault.engine == "default" else effect
        with monkeypatch.context() as patched:
            outcome = lying(patched, NEAR[fault.test], name, shown, fault.says)
        assert not outcome.fine
        if effect == "refuses":
            assert [one.fault for one in outcome.refusals] == [None]
        else:
            assert outcome.differences
            assert [one.fault for one in outcome.differences] == [None] * len(outcome.differences), outcome.lines()


def test_a_fault_explains_no_more_than_it_can(monkeypatch: pytest.MonkeyPatch) -> None:
    case = (":S sh:targetNode :a ; sh:path :p ; sh:lessThan :q .", ":a :p :b ; :q :c , :d , :a .")
    data, structure = read(case)
    outcome = crosscheck.cross_check(data, structure, ("pyshacl",))  # :b is before :c and :d, after :a
    assert [one.counts for one in outcome.known] == [{"default": 3, "pyshacl": 1}]
    with monkeypatch.context() as patched:
        assert [one.counts for one in lying(patched, case, "pyshacl", "missing", "").unknown] == [{"default": 3, "pyshacl": 0}]


NESTED = ":S sh:targetNode :a ; sh:path :p ; sh:node [ sh:property [ sh:path :q ; sh:minLength {} ] ] ."


def test_a_fault_in_a_nested_shape_is_looked_for_at_its_values(monkeypatch: pytest.MonkeyPatch) -> None:
    excused = crosscheck.cross_check(*read((NESTED.format(0), ":a :p :b . :b :q _:x .")), ("pyshacl",))
    assert [one.fault.test for one in excused.differences if one.fault] == ["minLength-blank"]
    near = (NESTED.format(1), ":a :p :b . :b :q '' ; :r _:x .")
    assert lying(monkeypatch, near, "pyshacl", "missing", "").unknown


def test_ill_typed_literals_are_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    data, structure = read((":S sh:targetNode :a ; sh:path :p ; sh:datatype xsd:integer .", ":a :p 'x'^^xsd:integer ; :q _:b ."))
    with caplog.at_level(logging.WARNING):
        for name in ("pyshacl", "pyshacl-turbo"):
            rdflib.NORMALIZE_LITERALS = False
            assert len(engines.engine(name).run(data, structure)) == 1
        assert not caplog.records
        assert rdflib.Literal("x", datatype=rdflib.XSD.integer).ill_typed
    assert [record.name for record in caplog.records] == ["rdflib.term"]
