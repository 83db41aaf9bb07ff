"""The native engine behind its adapter: blank nodes, names, references, lexical forms and what it is not asked."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from pyoxigraph import BlankNode, NamedNode, RdfFormat

from kg.errors import ValidationError
from kg.validation import engines
from kg.validation.data import Data
from kg.validation.engines import native
from kg.validation.shapes import Shapes
from kg.validation.source import Source

EX = "http://example.org/"
PATTERN = "ex:S a sh:NodeShape ; sh:targetObjectsOf ex:p ; sh:pattern "
HEAD = (
    f"@prefix ex: <{EX}> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
    f"@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
)


def found(shapes: str, data: str, broken: dict[Any, list[Any]] | None = None) -> Counter[tuple[str, str, str]]:
    used = Shapes((Source("shapes.ttl", (HEAD + shapes).encode(), RdfFormat.TURTLE),))
    given = Data([Source("data.ttl", (HEAD + data).encode(), RdfFormat.TURTLE)])

    def short(term: Any) -> str:
        return "" if term is None else getattr(term, "value", str(term)).removeprefix(EX)

    return Counter((short(one.focus), short(one.path), short(one.value)) for one in native.run(given, used.structure, broken or {}))


@pytest.mark.parametrize(
    ("shapes", "data", "results"),
    [
        ("ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:nodeKind sh:IRI .", "[] ex:p 1 .", [("f0b0", "", "f0b0")]),
        ("ex:S sh:path ex:p ; sh:targetNode ex:a ; sh:nodeKind sh:IRI .", "ex:a ex:p [] , _:x .", [("a", "p", "f0b0"), ("a", "p", "f0b1")]),
        (
            "ex:S sh:path ex:p ; sh:targetNode ex:a ; sh:datatype xsd:string .",
            "ex:a ex:p '07'^^xsd:integer , 7 .",
            [("a", "p", "07"), ("a", "p", "7")],
        ),
        ("ex:S sh:path ex:p ; sh:targetNode ex:a ; sh:maxCount 1 .", "ex:a ex:p '07'^^xsd:integer , 7 .", [("a", "p", "")]),
        (
            "ex:S sh:path ex:p ; sh:targetNode ex:a ; sh:in ( 7 '1.50'^^xsd:decimal ) .",
            "ex:a ex:p '07'^^xsd:integer , 1.50 , 1.5 .",
            [("a", "p", "07"), ("a", "p", "1.5")],
        ),
        ("ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:closed true .", "ex:a ex:p 1 .", [("a", "p", "1")]),
        ("ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:closed true .", "_:x ex:p 1 .", [("f0b0", "p", "1")]),
        ("ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:closed true ; sh:ignoredProperties ( ex:p ) .", "_:x ex:p 1 .", []),
        (
            "ex:C a sh:NodeShape , rdfs:Class ; sh:nodeKind sh:Literal .",
            "ex:D rdfs:subClassOf ex:C . ex:a a ex:D . ex:b a ex:C .",
            [("a", "", "a"), ("b", "", "b")],
        ),
        ("ex:S a sh:NodeShape ; sh:deactivated true ; sh:targetNode ex:a ; sh:nodeKind sh:Literal .", "ex:a ex:p 1 .", []),
        (
            "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:not ex:T . ex:T a sh:NodeShape ; sh:deactivated true ; sh:nodeKind sh:Literal .",
            "ex:a ex:p 1 .",
            [("a", "", "a")],
        ),
        (
            "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ( ex:p [ sh:inversePath ex:q ] ) ; sh:maxCount 0 ] .",
            "ex:a ex:p ex:b . ex:c ex:q ex:b .",
            [("a", f"<{EX}p>/(^<{EX}q>)", "")],
        ),
    ],
)
def test_results(shapes: str, data: str, results: list[tuple[str, str, str]]) -> None:
    assert found(shapes, data) == Counter(results)


def test_severity_and_message_are_ours() -> None:
    used = Shapes(
        (
            Source(
                "s",
                (HEAD + "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:severity ex:Own ; sh:nodeKind sh:Literal .").encode(),
                RdfFormat.TURTLE,
            ),
        )
    )
    given = Data([Source("d", (HEAD + "ex:a ex:p 1 .").encode(), RdfFormat.TURTLE)])
    (one,) = native.run(given, used.structure, {})
    assert (one.severity, one.shape, one.constraint) == (EX + "Own", NamedNode(EX + "S"), None)


REFERRED = "ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; {} . ex:N a sh:NodeShape ; sh:nodeKind sh:BlankNodeOrIRI ."


@pytest.mark.parametrize(
    ("reference", "focus"),
    [
        ("sh:node ex:N", {"a", "f0b0"}),
        ("sh:not ex:N", {"b", "f0b1"}),
        ("sh:and ( ex:N )", {"a", "f0b0"}),
        ("sh:or ( ex:N )", {"a", "f0b0"}),
        ("sh:xone ( ex:N )", {"a", "f0b0"}),
    ],
)
def test_broken_nodes_fail_the_reference(reference: str, focus: set[str]) -> None:
    data = "ex:a ex:p 1 . ex:b ex:p 1 . _:x ex:p 1 . _:y ex:p 1 ."
    got = found(REFERRED.format(reference), data, {NamedNode(EX + "N"): [NamedNode(EX + "a"), BlankNode("f0b0")]})
    assert {one for one, _, _ in got} == focus


def test_the_name_of_a_referred_shape_may_have_a_fragment() -> None:
    shapes = (
        "ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:node <http://e/x#N> . <http://e/x#N> a sh:NodeShape ; sh:nodeKind sh:IRI ."
    )
    got = found(shapes, "ex:a ex:p 1 . ex:b ex:p 1 .", {NamedNode("http://e/x#N"): [NamedNode(EX + "a")]})
    assert {one for one, _, _ in got} == {"a"}


def test_no_shapes() -> None:
    assert found("ex:a ex:p 1 .", "ex:a ex:p 1 .") == Counter()


@pytest.mark.parametrize("name", ["none", "", "native"])
def test_engines_by_name(name: str) -> None:
    with pytest.raises(ValidationError) as raised:
        engines.engine(name)
    assert raised.value.code == "KG620"
    assert engines.engine("default").NAME.startswith("shacl ")


@pytest.mark.parametrize(
    ("pattern", "broken"),
    [
        ("'^[a-z#-[eiou]]+$'", ["aei", "b]"]),
        ("'a # c' ; sh:flags 'x'", ["aei", "b]"]),
        ("'B]' ; sh:flags 'qi'", ["a#c", "aei"]),
        ("'^[a-z#]+$' ; sh:flags 'smi'", ["b]"]),
    ],
)
def test_regular_expressions_are_those_of_xpath(pattern: str, broken: list[str]) -> None:
    assert sorted(value for _, _, value in found(PATTERN + pattern + " .", "ex:a ex:p 'a#c' , 'aei' , 'b]' .")) == broken


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("'(?!x)'", "SPARQL's REGEX has no lookaround (character 1)"),
        ("'(((x{90}){90}){90}){90}'", "invalid shapes graph: invalid sh:pattern: Compiled regex exceeds size limit of 10485760 bytes."),
        ("'\\\\p{Klingon}'", "regex parse error: \\p{Klingon} ^^^^^^^^^^^ error: Unicode property not found"),
    ],
)
def test_an_expression_that_cannot_be_run_is_an_error_in_one_line(pattern: str, why: str) -> None:
    with pytest.raises(ValidationError, match="KG605") as raised:
        found(PATTERN + pattern + " .", "ex:a ex:p 'x' .")
    assert raised.value.why.endswith(why)
    assert "\n" not in str(raised.value)


SUBCLASS = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"


@pytest.mark.parametrize(
    ("above", "nodes"),
    [([], "bc"), (["DC"], "c"), (["DB", "BC"], "c"), (["CD"], "bc")],
)
def test_a_class_that_is_referred_to_has_the_instances_of_its_subclasses(above: list[str], nodes: str) -> None:
    text = (
        HEAD + "ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:or ( ex:T ex:U ) . ex:T sh:class ex:C . ex:U sh:nodeKind sh:Literal ."
    )
    used = Shapes((Source("shapes.ttl", text.encode(), RdfFormat.TURTLE),))
    kind = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    lines = "".join(f"<{EX}{node}> <{EX}p> <{EX}x> .\n<{EX}{node}> <{kind}> <{EX}{cls}> .\n" for node, cls in ("aC", "bD", "cE"))
    lines += "".join(f"<{EX}{sub}> {SUBCLASS} <{EX}{cls}> .\n" for sub, cls in above)
    given = Data([Source("data.nt", lines.encode(), RdfFormat.N_TRIPLES)])
    assert given.lines is not None
    assert {one.focus.value.removeprefix(EX) for one in native.run(given, used.structure, {})} == set(nodes)
