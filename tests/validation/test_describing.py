"""Results in words: a message in every language for every Core component, templates filled, long values cut."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, RdfFormat

from kg.validation import describing, running
from kg.validation import shapes as shapes_graphs
from kg.validation.data import Data
from kg.validation.report import Report, Result
from kg.validation.shapes import Shapes
from kg.validation.source import Source

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


@pytest.mark.parametrize(
    ("most", "values", "said"),
    [
        (1, "'x' , 'y'", {"en": "has 2 values of p (x, y); at most 1 allowed.", "ru": "значений p: 2 (x, y); допускается не более 1."}),
        (
            0,
            "1,2,3,4,5,6,7",
            {"en": "7 values of p (1, 2, 3, 4, 5 and 2 more); at most 0", "ru": "p: 7 (1, 2, 3, 4, 5 и ещё 2); допускается"},
        ),
        (1, "'07'^^xsd:integer , 7", {"en": "has 2 values of p (07, 7)", "ru": "2 (07, 7)"}),
        (1, "'1' , 1 , '1'@en", {"en": "(1 (xsd:string), 1 (rdf:langString @en), 1 (xsd:integer))", "ru": "3 (1 (xsd:string)"}),
        (1, "_:x , ex:b", {"en": "(b, _:f0b0)", "ru": "(b, _:f0b0)"}),
    ],
)
def test_too_many_values_are_named(most: int, values: str, said: dict[str, str]) -> None:
    messages = one(f"{P} ; sh:maxCount {most} ] .", f"ex:a ex:p {values} .").messages
    for language, part in said.items():
        assert part in messages[language]


def test_too_many_values_stand_in_for_the_value_that_is_missing() -> None:
    message = "sh:message '{$value} is not that'@en"
    assert one(f"{P} ; sh:maxCount 1 ; {message} ] .", "ex:a ex:p 12 , 14 .").messages["en"] == "12, 14 is not that"
    assert (
        one(f"{P} ; sh:uniqueLang true ; {message} ] .", "ex:a ex:p 'x'@en , 'y'@EN , 'z'@ru , 'w' .").messages["en"] == "x, y is not that"
    )
    assert one(f"{P} ; sh:nodeKind sh:IRI ; {message} ] .", "ex:a ex:p 12 .").messages["en"] == "12 is not that"


@pytest.mark.parametrize("values", [(12, 14), ("a dozen",), (-3,)])
@pytest.mark.parametrize(("name", "requirement"), [("value", "FIG-01"), ("lowerBound", "FIG-02"), ("upperBound", "FIG-03")])
def test_a_figure_of_ours_with_two_numbers_or_none(name: str, requirement: str, values: tuple[str | int, ...]) -> None:
    used = shapes_graphs.ours()
    lines = "".join(f"<{EX}f> <https://w3id.org/hrmkg/ontology#{name}> {Literal(number)} .\n" for number in values)
    lines += f"<{EX}f> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/hrmkg/ontology#Figure> .\n"
    results = running.verdict(running.data_of([Source("data.nt", lines.encode(), RdfFormat.N_TRIPLES)], used), used).results
    (found,) = [result for result in results if result.requirement == requirement]
    told = ", ".join(map(str, values))
    assert found.messages["en"].endswith(f"of at most 15 digits before the point. Here it has: {told}.")
    assert found.messages["ru"].endswith(f"не более 15 цифр до запятой. Здесь указано: {told}.")
    assert "…" not in found.messages["en"] + found.messages["ru"]


@pytest.mark.parametrize(
    ("bound", "value", "said"),
    [
        ("0", "'5'", "5 (xsd:string) cannot be compared with 0 (xsd:integer)."),
        ("'0'", "5", "5 (xsd:integer) cannot be compared with 0 (xsd:string)."),
        ("0", "ex:b", f"{EX}b (an IRI) cannot be compared with 0 (xsd:integer)."),
        ("0", "[]", "_:f0b0 (a blank node) cannot be compared with 0 (xsd:integer)."),
        ("0", "'x'^^xsd:integer", "x (xsd:integer) cannot be compared with 0 (xsd:integer)."),
        ("0", "'NaN'^^xsd:double", "NaN (xsd:double) cannot be compared with 0 (xsd:integer)."),
        ("0", "'-1'@en", "-1 (rdf:langString @en) cannot be compared with 0 (xsd:integer)."),
        ("0", "-1.5", "-1.5 is less than 0."),
        ("0", f"-1{'0' * 30}", f"-1{'0' * 30} is less than 0."),
        ("'b'", "'a'", "a is less than b."),
        ("'2020-01-02'^^xsd:date", "'2020-01-01'^^xsd:date", "2020-01-01 is less than 2020-01-02."),
    ],
)
def test_what_cannot_be_compared_is_not_called_less(bound: str, value: str, said: str) -> None:
    result = one(f"{P} ; sh:minInclusive {bound} ] .", f"ex:a ex:p {value} .")
    assert result.messages["en"] == said
    assert ("нельзя сравнить" in result.messages["ru"]) is ("cannot" in said)
    assert ("different kinds" in result.cause["en"]) is ("cannot" in said)


@pytest.mark.parametrize("name", ["minExclusive", "minInclusive", "maxExclusive", "maxInclusive"])
def test_every_range_says_so(name: str) -> None:
    assert "5 (xsd:string) cannot be compared with 0" in one(f"{P} ; sh:{name} 0 ] .", "ex:a ex:p '5' .").messages["en"]
    own = one(f"{P} ; sh:{name} 0 ; sh:message 'own'@en ] .", "ex:a ex:p '{$this}' .").messages
    assert own == {"en": "own"}, "a shape's own message stands as it is"
    assert one(f"{P} ; sh:{name} 0 ] .", "ex:a ex:p '{$this}' .").messages["en"].startswith("{$this} (xsd:string) cannot")
