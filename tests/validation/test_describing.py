"""Results in words: a message in every language for every Core component, templates filled, long values cut."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat

from kg.validation import describing, running
from kg.validation.data import Data, Source
from kg.validation.report import Report, Result
from kg.validation.shapes import Shapes

EX = "http://example.org/"
HEAD = (
    f"@prefix ex: <{EX}> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . "
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> . "
    "@prefix hrm: <https://w3id.org/hrmkg/ontology#> . @prefix prov: <http://www.w3.org/ns/prov#> .\n"
)
S = "ex:S a sh:NodeShape ; sh:targetNode ex:a"
P = f"{S} ; sh:property [ a sh:PropertyShape ; sh:path ex:p"


def report(shapes: str, data: str) -> Report:
    used = Shapes((Source("shapes.ttl", (HEAD + shapes).encode(), RdfFormat.TURTLE),))
    used.check()
    return running.verdict(Data([Source("data.ttl", (HEAD + data).encode(), RdfFormat.TURTLE)]), used)


def one(shapes: str, data: str) -> Result:
    (result,) = report(shapes, data).results
    return result


COMPONENTS = {
    "Class": (f"{P} ; sh:class ex:C ] .", "ex:a ex:p ex:b ."),
    "Datatype": (f"{P} ; sh:datatype xsd:integer ] .", "ex:a ex:p 'x' ."),
    "NodeKind": (f"{P} ; sh:nodeKind sh:IRI ] .", "ex:a ex:p 'x' ."),
    "MinCount": (f"{P} ; sh:minCount 2 ] .", "ex:a ex:p 'x' ."),
    "MaxCount": (f"{P} ; sh:maxCount 1 ] .", "ex:a ex:p 'x' , 'y' ."),
    "MinExclusive": (f"{P} ; sh:minExclusive 2 ] .", "ex:a ex:p 2 ."),
    "MinInclusive": (f"{P} ; sh:minInclusive 2 ] .", "ex:a ex:p 1 ."),
    "MaxExclusive": (f"{P} ; sh:maxExclusive 2 ] .", "ex:a ex:p 2 ."),
    "MaxInclusive": (f"{P} ; sh:maxInclusive 2 ] .", "ex:a ex:p 3 ."),
    "MinLength": (f"{P} ; sh:minLength 2 ] .", "ex:a ex:p 'x' ."),
    "MaxLength": (f"{P} ; sh:maxLength 2 ] .", "ex:a ex:p 'xyz' ."),
    "Pattern": (f"{P} ; sh:pattern '^a{{2}}$' ; sh:flags 'i' ] .", "ex:a ex:p '{?x}' ."),
    "LanguageIn": (f"{P} ; sh:languageIn ( 'en' 'ru' ) ] .", "ex:a ex:p 'x'@kk ."),
    "UniqueLang": (f"{P} ; sh:uniqueLang true ] .", "ex:a ex:p 'x'@en , 'y'@en ."),
    "Equals": (f"{P} ; sh:equals ex:q ] .", "ex:a ex:p 1 ."),
    "Disjoint": (f"{P} ; sh:disjoint ex:q ] .", "ex:a ex:p 1 ; ex:q 1 ."),
    "LessThan": (f"{P} ; sh:lessThan ex:q ] .", "ex:a ex:p 1 ; ex:q 1 ."),
    "LessThanOrEquals": (f"{P} ; sh:lessThanOrEquals ex:q ] .", "ex:a ex:p 2 ; ex:q 1 ."),
    "Not": (f"{S} ; sh:not [ a sh:NodeShape ; sh:nodeKind sh:IRI ] .", "ex:a ex:p 1 ."),
    "And": (f"{S} ; sh:and ( ex:T ) . ex:T a sh:NodeShape ; sh:nodeKind sh:Literal .", "ex:a ex:p 1 ."),
    "Or": (f"{S} ; sh:or ( ex:T [ sh:nodeKind sh:BlankNode ] ) . ex:T a sh:NodeShape ; sh:nodeKind sh:Literal .", "ex:a ex:p 1 ."),
    "Xone": (f"{S} ; sh:xone ( ex:T ) . ex:T a sh:NodeShape ; sh:nodeKind sh:Literal .", "ex:a ex:p 1 ."),
    "Node": (f"{S} ; sh:node ex:T . ex:T a sh:NodeShape ; sh:nodeKind sh:Literal .", "ex:a ex:p 1 ."),
    "QualifiedMinCount": (f"{P} ; sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMinCount 1 ] .", "ex:a ex:p 1 ."),
    "QualifiedMaxCount": (f"{P} ; sh:qualifiedValueShape [ sh:nodeKind sh:Literal ] ; sh:qualifiedMaxCount 0 ] .", "ex:a ex:p 1 ."),
    "Closed": (f"{S} ; sh:closed true ; sh:ignoredProperties ( ex:q ) .", "ex:a ex:p 1 ; ex:q 2 ."),
    "HasValue": (f"{P} ; sh:hasValue ex:b ] .", "ex:a ex:p 1 ."),
    "In": (f"{P} ; sh:in ( 2 'three' ex:four ) ] .", "ex:a ex:p 1 ."),
    "SPARQL": (
        f"{S} ; sh:sparql [ a sh:SPARQLConstraint ; sh:select 'SELECT $this ?value {{ $this <{EX}p> ?value }}' ] .",
        "ex:a ex:p 1 .",
    ),
    "SPARQL ": (f"{S} ; sh:sparql [ a sh:SPARQLConstraint ; sh:select 'SELECT $this {{ $this <{EX}p> ?v }}' ] .", "ex:a ex:p 1 ."),
}


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_has_words(name: str) -> None:
    result = one(*COMPONENTS[name])
    assert result.component == name.strip() + "ConstraintComponent"
    assert set(result.messages) == {"en", "ru"}
    for texts in (result.messages, result.cause, result.next_step):
        assert set(texts) == {"en", "ru"}
        for text in texts.values():
            assert "…" not in text
            assert "{" not in text.replace("{2}", "").replace("{?x}", "")
            assert text.strip()
            assert "None" not in text
    assert result.messages["en"] != result.messages["ru"]


def test_components_without_words_of_their_own() -> None:
    component = (
        "ex:Comp a sh:ConstraintComponent ; sh:parameter [ sh:path ex:least ] ; sh:validator [ a sh:SPARQLAskValidator ; "
        "sh:ask 'ASK { FILTER ($value > $least) }' "
    )
    assert set(one(f"{component} ] . {P} ; ex:least 3 ] .", "ex:a ex:p 1 .").messages) == {"en", "ru"}
    said = one(f"{component} ; sh:message 'not {{$value}} > {{$least}}'@en ] . {P} ; ex:least 3 ] .", "ex:a ex:p 1 .").messages
    assert said == {"en": "not 1 > 3"}


def test_counts_are_those_of_the_source() -> None:
    assert "has 2 values" in one(f"{P} ; sh:maxCount 1 ] .", "ex:a ex:p 1 , 2 .").messages["en"]
    assert "has 2 values" in one(f"{P} ; sh:maxCount 1 ] .", "ex:a ex:p '07'^^xsd:integer , 7 .").messages["en"]
    blank = "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:maxCount 1 ] ."
    assert one(blank, "_:n a ex:C ; ex:p 1 , 2 , 3 .").messages["en"].startswith("_:f0b0 has 3 values of p")
    path = f"{S} ; sh:property [ sh:path ( ex:p ex:p ) ; sh:minCount 3 ] ."
    assert "has 1 values" in one(path, "ex:a ex:p ex:b , ex:c . ex:b ex:p 1 . ex:c ex:p 1 .").messages["en"]


SELECT = f"SELECT $this ?value ?other {{ $this <{EX}p> ?value OPTIONAL {{ $this <{EX}q> ?other }} }}"


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("{$this}|{?this}", "a|a"),
        ("{$value} {?other}", "1.50 label"),
        ("{?nothing}", "…"),
        ("{other} {$ value} {}", "{other} {$ value} {}"),
        ("{$value}{$value}", "1.501.50"),
    ],
)
def test_templates(template: str, filled: str) -> None:
    shapes = f"{S} ; sh:sparql [ a sh:SPARQLConstraint ; sh:message '{template}'@en ; sh:select '{SELECT}' ] ."
    data = "ex:a ex:p '1.50'^^xsd:decimal ; ex:q ex:b . ex:b rdfs:label 'label'@en , 'ярлык'@ru ."
    assert one(shapes, data).messages == {"en": filled}


def test_a_value_is_not_a_template() -> None:
    shapes = f"{S} ; sh:sparql [ a sh:SPARQLConstraint ; sh:message '{{$value}}'@en ; sh:select '{SELECT}' ] ."
    assert one(shapes, "ex:a ex:p '{$this} {?value}' .").messages == {"en": "{$this} {?value}"}


def test_labels_in_the_language_of_the_message() -> None:
    shapes = (
        f"{S} ; sh:sparql [ a sh:SPARQLConstraint ; sh:message '{{$value}}'@en , '{{$value}}'@ru , '{{$value}}'@fr ; sh:select "
        f"'{SELECT}' ] ."
    )
    assert one(shapes, "ex:a ex:p ex:b . ex:b rdfs:label 'no' ; skos:prefLabel 'label'@en , 'ярлык'@ru .").messages == {
        "en": "label",
        "ru": "ярлык",
        "fr": "label",
    }


def test_the_message_of_a_solution() -> None:
    shapes = (
        f"{S} ; sh:sparql [ a sh:SPARQLConstraint ; sh:message 'no'@en ; sh:select 'SELECT $this ?message {{ $this <{EX}p> ?message }}' ] ."
    )
    assert one(shapes, "ex:a ex:p 'said'@ru .").messages == {"ru": "said"}


def test_the_order_of_messages() -> None:
    constraint = f"sh:sparql [ a sh:SPARQLConstraint ; sh:select '{SELECT}' "
    assert one(f"{S} ; sh:message 'shape'@en ; {constraint} ; sh:message 'constraint'@en ] .", "ex:a ex:p 1 .").messages == {
        "en": "constraint"
    }
    assert one(f"{S} ; sh:message 'shape'@en ; {constraint} ] .", "ex:a ex:p 1 .").messages == {"en": "shape"}
    assert one(f"{S} ; sh:message 'shape'@en ; sh:nodeKind sh:Literal .", "ex:a ex:p 1 .").messages == {"en": "shape"}


@pytest.mark.parametrize("length", [describing.LONGEST, describing.LONGEST + 1, 100_000])
def test_long_values_are_cut(length: int) -> None:
    result = one(f"{P} ; sh:nodeKind sh:IRI ] .", f"ex:a ex:p '{'ж' * length}' .")
    assert ("…" in result.messages["ru"]) is (length > describing.LONGEST)
    assert len(result.messages["ru"]) < describing.LONGEST + 100
    assert len(result.value) == length
