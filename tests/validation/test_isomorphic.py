"""Our report in Turtle beside pySHACL's own: one graph, wherever the results are the same.

Compared end to end: the same two texts through ``pyshacl.validate`` and through us, its report graph as it gives it with our text read by
rdflib, but for ``sh:resultMessage`` and our own terms. Language tags are compared in lower case: pyoxigraph writes them so, and RDF 1.1
(section 3.3) allows it.
"""

from __future__ import annotations

import dataclasses
import logging
import os
import pickle
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyshacl
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from made_up import data_graphs, shapes_graphs
from pyoxigraph import RdfFormat, parse, serialize
from rdflib.compare import graph_diff, isomorphic, to_isomorphic
from rdflib.namespace import RDF, SH
from test_sparql import COMPONENTS, DATA, HEAD, PREFIXES, SHAPES, P

from kg.errors import ValidationError
from kg.validation import running
from kg.validation.data import Data
from kg.validation.reports import turtle
from kg.validation.shapes import Shapes
from kg.validation.source import Source, source
from kg.vocabulary.prefixes import prefixes

pytestmark = pytest.mark.filterwarnings("ignore")  # rdflib and pySHACL warn of literals that are ill-typed on purpose
KEY = ("focusNode", "resultPath", "value", "sourceConstraintComponent", "resultSeverity", "sourceShape")
T = "ex:S a sh:NodeShape ; sh:targetClass ex:C"

BLANKS = {
    "blank shapes": (f"{T} ; sh:property [ sh:path ex:p ; sh:minCount 3 ; sh:datatype xsd:date ; sh:message 'x'@en-GB ] .", DATA),
    "one blank shape for two": (
        f"{T} ; sh:property _:p . ex:T a sh:NodeShape ; sh:targetClass ex:D ; sh:property _:p . _:p sh:path ex:p ; sh:maxCount 0 .",
        DATA,
    ),
    "blank node shape": (
        "[] a sh:NodeShape ; sh:targetClass ex:C ; sh:nodeKind sh:IRI ; sh:closed true ; sh:ignoredProperties ( rdf:type ex:p ) .",
        DATA,
    ),
    "blank foci and values": (f"{T} ; sh:property [ sh:path ex:q ; sh:nodeKind sh:IRI ; sh:class ex:None ] .", DATA),
    "a value that is a focus too": (
        f"{T} ; sh:nodeKind sh:IRI ; sh:property [ sh:path ex:p ; sh:nodeKind sh:IRI ] .",
        "_:a a ex:C ; ex:p _:b . _:b a ex:C ; ex:p _:c , 'x'@de-AT . _:c ex:q [ ex:q ( 1 [ ex:p 2 ] ) ] .",
    ),
    "circles of blank nodes": (
        f"{T} ; sh:property [ sh:path ex:p ; sh:nodeKind sh:IRI ] .",
        "_:a a ex:C ; ex:p _:b . _:b ex:q _:a , _:b ; ex:p _:c . _:c ex:p _:a .",
    ),
    "deep data": (
        f"{T} ; sh:nodeKind sh:IRI .",
        "[ a ex:C ; ex:p [ ex:p [ ex:p [ ex:p [ ex:p [ ex:p [ ex:p 1 ] ; ex:q 6 ] ; ex:q 5 ] ; ex:q 4 ] ] ; "
        "ex:q ( [ ex:p [ ex:p [ ex:p [ ex:p 2 ] ] ] ] ) ] ] .",
    ),
    "lists as values": (
        f"{T} ; sh:property [ sh:path ex:p ; sh:nodeKind sh:Literal ] .",
        "ex:a a ex:C ; ex:p ( 1 ( 2 [] ) [ ex:p () ] ) , () .",
    ),
    "a list with more on it": (
        f"{T} ; sh:property [ sh:path ex:p ; sh:nodeKind sh:Literal ] .",
        "ex:a a ex:C ; ex:p _:l . _:l a rdf:List ; rdf:first 1 ; rdf:rest ( 2 ) .",
    ),
    "blank paths": (
        f"{T} ; sh:property [ sh:path ( ex:p [ sh:alternativePath ( ex:q [ sh:inversePath ex:p ] ) ] ) ; sh:nodeKind sh:BlankNode ; "
        "sh:maxCount 0 ] , [ sh:path [ sh:zeroOrMorePath [ sh:oneOrMorePath ex:q ] ] ; sh:nodeKind sh:Literal ] .",
        DATA,
    ),
    "one path node for two": (
        f"{T} ; sh:property [ sh:path _:p ; sh:nodeKind sh:Literal ] , [ sh:path _:p ; sh:maxCount 0 ] . _:p sh:inversePath ex:p .",
        DATA,
    ),
    "named shapes with blank paths": (
        f"{T} ; sh:property ex:P , ex:Q . ex:P sh:path [ sh:inversePath ex:p ] ; sh:maxCount 0 . "
        "ex:Q sh:path [ sh:inversePath ex:p ] ; sh:class ex:No .",
        DATA,
    ),
    "blank shapes in blank shapes": (
        f"{T} ; sh:property [ sh:path ex:p ; sh:or ( [ sh:datatype xsd:date ] [ sh:not [ sh:nodeKind sh:IRI ] ; sh:in ( 1 2 ) ] ) ] ; "
        "sh:xone ( [ sh:property [ sh:path ex:q ; sh:minCount 1 ] ] [ sh:property [ sh:path ex:p ; sh:minCount 1 ] ] ) .",
        DATA,
    ),
    "qualified": (f"{T} ; sh:property [ sh:path ex:p ; sh:qualifiedValueShape [ sh:datatype xsd:date ] ; sh:qualifiedMinCount 1 ] .", DATA),
    "properties of properties": (f"{T} ; sh:property [ sh:path ex:q ; sh:property [ sh:path ex:bad ; sh:minCount 1 ] ] .", DATA),
    "languages": (
        f"{T} ; sh:property [ sh:path ex:p ; sh:languageIn ( 'en' ) ; sh:uniqueLang true ; sh:maxLength 2 ] .",
        "ex:a a ex:C ; ex:p 'one'@en-GB , 'два'@RU , 'x'@ru , '1.50'^^xsd:decimal , '007'^^xsd:integer .",
    ),
    "severities": (
        f"{T} ; sh:property [ sh:path ex:p ; sh:severity ex:Own ; sh:maxCount 0 ] , "
        "[ sh:path ex:q ; sh:severity sh:Info ; sh:maxCount 0 ] .",
        DATA,
    ),
    "nothing": (f"{T} .", DATA),
    "details": (f"{T} ; {P} ; sh:node [ sh:nodeKind sh:IRI ; sh:property [ sh:path ex:q ; sh:minCount 1 ; sh:class ex:D ] ] ] .", DATA),
    "details of details": (f"{T} ; {P} ; sh:node ex:N ] . ex:N {P} ; sh:node ex:M ] ; sh:node ex:M . ex:M {P} ; sh:maxCount 0 ] .", DATA),
    "two shapes of one node": (
        f"{T} ; {P} ; sh:node ex:N , ex:M , ex:O ] . ex:N sh:property ex:P ; sh:nodeKind sh:IRI . ex:M sh:property ex:P , ex:Q . "
        "ex:O sh:nodeKind sh:BlankNodeOrLiteral . ex:P sh:path ex:p ; sh:maxCount 1 . ex:Q sh:path ex:q ; sh:minCount 1 .",
        DATA,
    ),
    "details of properties of properties": (
        f"{T} ; sh:node [ sh:property [ sh:path [ sh:alternativePath ( ex:p ex:q ) ] ; sh:property ex:P , [ sh:path ex:q ; "
        "sh:property ex:P ] ] ] . ex:P sh:path [ sh:zeroOrMorePath ex:p ] ; sh:datatype xsd:date .",
        DATA,
    ),
    "details of literals": (
        f"{T} ; {P} ; sh:node [ sh:property [ sh:path ex:q ; sh:minCount 1 ] ; sh:in ( 1.50 ) ] ] .",
        "ex:a a ex:C ; ex:p 1.50 , 1.5 , '007'^^xsd:integer , 7 , 'x'@en-GB . ex:b a ex:C ; ex:p 1.5 .",
    ),
    "details deactivated": (
        f"{T} ; {P} ; sh:node ex:N , ex:M ] . ex:N sh:deactivated true ; sh:nodeKind sh:BlankNode . "
        f"ex:M sh:nodeKind sh:IRI ; {P} ; sh:deactivated true ; sh:maxCount 0 ] .",
        DATA,
    ),
    "details under closed shapes": (
        f"{T} ; {P} ; sh:node ex:N ] . ex:N sh:closed true ; {P} ; sh:nodeKind sh:IRI ] , [ sh:path [ sh:inversePath ex:p ] ; "
        "sh:maxCount 1 ] .",
        DATA,
    ),
    "details of a class": (
        f"{T} ; {P} ; sh:node ex:D ] . ex:D a rdfs:Class , sh:NodeShape ; {P} ; sh:maxCount 0 ] .",
        DATA,
    ),
}
PREFIX = f"@prefix rdf: <{RDF}> .\n{HEAD}{PREFIXES}"
EVERY = {
    **{f"blank: {name}": (PREFIX + shapes, PREFIX + data) for name, (shapes, data) in BLANKS.items()},
    **{f"sparql: {name}": (PREFIX + shapes, HEAD + DATA) for name, shapes in SHAPES.items()},
    **{f"component: {name}": (f"{PREFIX}{shapes} {T} ; ex:least 3 .", HEAD + DATA) for name, shapes in COMPONENTS.items()},
}
OTHER = {"component: select"}
"""Where pySHACL is no measure: it refuses the shapes, or gives other results (``faults.toml``, ``test_sparql``)."""
OTHER_OF_W3C = {"prefixes-001", "pre-binding-006", "shapesGraph-001", *(f"unsupported-sparql-00{number}" for number in range(1, 7))}


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    before = rdflib.NORMALIZE_LITERALS
    yield
    rdflib.NORMALIZE_LITERALS = before
    logging.disable(logging.NOTSET)


def graph(text: str | bytes, base: str = "urn:test") -> rdflib.Graph:
    """Turtle as a graph of rdflib, by way of N-Triples: rdflib's reader of Turtle makes ``7`` of a bare ``007``."""
    rdflib.NORMALIZE_LITERALS = False  # pySHACL sets it whenever it has finished
    lines = serialize((quad.triple for quad in parse(text, format=RdfFormat.TURTLE, base_iri=base)), format=RdfFormat.N_TRIPLES)
    return rdflib.Graph().parse(data=lines, format="nt")


def compared(found: rdflib.Graph) -> rdflib.Graph:
    """What is compared of a report: all but messages and our own terms, language tags in lower case.

    In what is copied of blank nodes literals are compared as rdflib rewords them: pySHACL copies them so (``07`` as ``7``), ours keep their
    words. Those of the results themselves are compared as they are.
    """
    kept = rdflib.Graph()
    told = set(found.subjects(RDF.type, SH.ValidationResult))
    for s, p, o in found:
        if p != SH.resultMessage and not str(p).startswith(prefixes()["hrm"]):
            kept.add((s, p, said(o, reworded=s not in told) if isinstance(o, rdflib.Literal) else o))
    return kept


def said(literal: rdflib.Literal, *, reworded: bool) -> rdflib.Literal:
    if literal.language:
        return rdflib.Literal(str(literal), lang=literal.language.lower())
    return rdflib.Literal(str(literal), datatype=literal.datatype, normalize=reworded)


def results(found: rdflib.Graph) -> Counter[Any]:
    """The results of a report, blank nodes without their names; those that only give details of others left out."""
    return Counter(
        tuple("_:" if isinstance(term := found.value(node, SH[name]), rdflib.BNode) else term for name in KEY)
        for node in found.objects(None, SH.result)
    )


def reports(shapes: Source, data: Source) -> tuple[rdflib.Graph, rdflib.Graph | None]:
    """Our report graph and pySHACL's; None where it gives none."""
    ours = graph(turtle.write(running.verdict(Data([data]), Shapes((shapes,)), allow_empty=True)))
    try:
        _, theirs, _ = pyshacl.validate(graph(data.content, data.base), shacl_graph=graph(shapes.content, shapes.base), inference="none")
    except Exception:  # noqa: BLE001  rdflib raises bare ones too; which cases these are is listed
        return compared(ours), None
    return compared(ours), compared(theirs) if isinstance(theirs, rdflib.Graph) else None


def differences(one: rdflib.Graph, other: rdflib.Graph) -> list[str]:
    return [part.serialize(format="nt") for part in graph_diff(to_isomorphic(one), to_isomorphic(other))[1:]]


def agreed(ours: rdflib.Graph, theirs: rdflib.Graph | None) -> bool:
    """Whether the results are the same; then the graphs must be."""
    if theirs is None or results(ours) != results(theirs):
        return False
    assert isomorphic(ours, theirs), differences(ours, theirs)
    return True


@pytest.mark.parametrize("name", EVERY)
def test_it_is_the_graph_of_pyshacl(name: str) -> None:
    shapes, data = (Source(file, text.encode(), RdfFormat.TURTLE) for file, text in zip(("s.ttl", "d.ttl"), EVERY[name], strict=True))
    assert agreed(*reports(shapes, data)) == (name not in OTHER)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(shapes_graphs, data_graphs)
def test_it_is_the_graph_of_pyshacl_wherever_the_results_are_the_same(shapes: str, data: str) -> None:
    agreed(*reports(Source("s.ttl", shapes.encode(), RdfFormat.TURTLE), Source("d.ttl", data.encode(), RdfFormat.TURTLE)))


def test_a_report_can_be_copied_and_sent() -> None:
    shapes, data = EVERY["blank: details"]
    used, given = Shapes((Source("s.ttl", shapes.encode(), RdfFormat.TURTLE),)), Data([Source("d.ttl", data.encode(), RdfFormat.TURTLE)])
    report = running.verdict(given, used)
    turtle.write(report)
    sent = pickle.loads(pickle.dumps(report))
    assert sent == report
    assert (sent.blanks, sent.details) == (None, None)
    assert dataclasses.asdict(report)["blanks"] is None


@pytest.mark.conformance
def test_it_is_the_graph_of_pyshacl_in_the_suite_of_w3c() -> None:
    """Files that hold shapes, data and the expected report in one."""
    files = sorted((Path(os.environ["KG_SUITES"]) / "w3c-shacl").rglob("*.ttl"))
    given = [source(file) for file in files if b"sht:Validate" in file.read_bytes()]
    other = set()
    for one in given:
        try:
            if not agreed(*reports(one, one)):
                other.add(Path(one.name).stem)
        except ValidationError:
            other.add(Path(one.name).stem)
    assert len(given) >= 110
    assert other == OTHER_OF_W3C
