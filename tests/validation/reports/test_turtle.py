"""The standard's report: the same graph as pySHACL's, the same bytes every time."""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
import rdflib
from made_reports import EX, HOSTILE, HRM, PATH, finding, report, result
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, parse
from rdflib.compare import graph_diff, isomorphic, to_isomorphic
from rdflib.namespace import RDF

from kg.validation import baseline, paths
from kg.validation.anonymous import Anonymous
from kg.validation.data import Data
from kg.validation.paths import SH
from kg.validation.report import Finding, Report, Result
from kg.validation.reports import turtle
from kg.validation.source import Source
from kg.validation.structure import Structure

DATA = """
@prefix ex: <http://example.org/> .
ex:a a ex:Thing ; ex:number "seven", 7 ; ex:part ex:b ; ex:other [ ex:name "x"@en-GB ] .
ex:b a ex:Thing ; ex:number 3 ; ex:name "Ü\\u0000\\n"@de, "" ; ex:end "1.50"^^<http://www.w3.org/2001/XMLSchema#decimal> .
"""
SHAPES = """
@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property ex:Number, ex:Deep, ex:Star, ex:Name ; sh:sparql ex:Query .
ex:Number a sh:PropertyShape ; sh:path ex:number ; sh:datatype xsd:integer ; sh:severity sh:Warning ; sh:minCount 2 .
ex:Deep a sh:PropertyShape ; sh:path ( ex:part [ sh:alternativePath ( ex:name [ sh:inversePath ex:x ] ) ] ) ;
    sh:maxCount 1 ; sh:minLength 3 .
ex:Star a sh:PropertyShape ; sh:path [ sh:zeroOrMorePath ex:part ] ; sh:nodeKind sh:Literal ; sh:severity ex:Fatal .
ex:Name a sh:PropertyShape ; sh:path ex:end ; sh:maxInclusive 1 ; sh:message "too large"@en, "слишком велико"@ru .
ex:Query a sh:SPARQLConstraint ; sh:message "no" ; sh:select "SELECT $this ?value WHERE { $this <http://example.org/end> ?value }" .
"""
MESSAGE = rdflib.URIRef(SH + "resultMessage")


def pyshacl_report(more: str = "") -> rdflib.Graph:
    data, shapes = (rdflib.Graph().parse(data=text, format="turtle") for text in (DATA, SHAPES + more))
    _, found, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    assert isinstance(found, rdflib.Graph)
    return found


def as_report(graph: rdflib.Graph) -> Report:
    """Any engine's report graph as a Report."""
    quads = list(parse(graph.serialize(format="nt").encode(), format=RdfFormat.N_TRIPLES))
    store = Store()  # for paths: a store does not keep lexical forms
    store.extend(quads)

    def one(node: object, name: str) -> object:
        return next((q.object for q in quads if (q.subject, q.predicate.value) == (node, SH + name)), None)

    results = []
    for node in [q.object for q in quads if q.predicate.value == SH + "result"]:
        path = one(node, "resultPath")
        texts = [q.object for q in quads if (q.subject, q.predicate.value) == (node, SH + "resultMessage")]
        found = Finding(
            one(node, "focusNode"),
            None if path is None else paths.read(store, path),
            one(node, "value"),
            one(node, "sourceConstraintComponent").value,
            one(node, "resultSeverity").value,
            one(node, "sourceShape"),
            one(node, "sourceConstraint"),
        )
        results.append(Result(found, {}, "", {t.language or "": t.value for t in texts}, {}, {}))
    return Report(tuple(sorted(results, key=lambda r: r.order)), 2, "", "")


def graph_of(text: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=text, format="turtle")


def without(graph: rdflib.Graph, predicate: rdflib.URIRef) -> rdflib.Graph:
    kept = rdflib.Graph()
    for triple in graph:
        if triple[1] != predicate:
            kept.add(triple)
    return kept


@pytest.fixture(scope="module", autouse=True)
def _lexical_forms() -> None:
    rdflib.NORMALIZE_LITERALS = False


def test_it_is_the_graph_that_pyshacl_gives() -> None:
    theirs = without(pyshacl_report(), MESSAGE)
    ours = without(graph_of(turtle.write(as_report(theirs))), MESSAGE)
    assert len(list(theirs.subjects(RDF.type, rdflib.URIRef(SH + "ValidationResult")))) >= 8
    assert isomorphic(ours, theirs), [g.serialize() for g in graph_diff(to_isomorphic(ours), to_isomorphic(theirs))[1:]]


def test_messages_in_every_language() -> None:
    found = as_report(pyshacl_report())
    tags = {(m.language, str(m)) for m in graph_of(turtle.write(found, language="en")).objects(None, MESSAGE)}
    assert {("en", "too large"), ("ru", "слишком велико"), (None, "no")} <= tags


def test_a_conforming_report() -> None:
    text = turtle.write(report())
    assert "sh:conforms true" in text
    assert len(graph_of(text)) == 4


@pytest.mark.parametrize("results", [0, 3])
def test_of_what_and_by_what(results: int) -> None:
    made = {"dataHash": "ab" * 32, "shapesHash": "cd" * 32, "shapesVersion": "0.1.0", "engine": "pySHACL 0.40.1"}
    graph = graph_of(turtle.write(report(*[result()] * results, data_hash="ab" * 32, shapes_hash="cd" * 32)))
    (node,) = graph.subjects(RDF.type, rdflib.URIRef(SH + "ValidationReport"))
    assert {str(p).removeprefix(HRM): str(o) for p, o in graph.predicate_objects(node) if p.startswith(HRM)} == made
    defined = rdflib.Graph().parse("ontology/hrm.ttl")
    assert all((rdflib.URIRef(HRM + name), RDF.type, rdflib.OWL.AnnotationProperty) in defined for name in made)


def test_own_terms_only_when_asked_for(report: Report) -> None:
    assert {str(p) for p in graph_of(turtle.write(report)).predicates()} <= {
        str(RDF.type), str(RDF.first), str(RDF.rest), SH + "alternativePath", SH + "inversePath", SH + "zeroOrMorePath",
        *(SH + n for n in ("conforms", "result", "focusNode", "resultSeverity", "sourceConstraintComponent", "sourceShape")),
        *(SH + n for n in ("sourceConstraint", "resultPath", "value", "resultMessage")),
        *(HRM + n for n in ("dataHash", "shapesHash", "shapesVersion", "engine")),
    }  # fmt: skip
    own = Store()
    own.extend(parse(turtle.write(report, own_terms=True).encode(), format=RdfFormat.TURTLE))
    rows = own.query("""PREFIX hrm: <https://w3id.org/hrmkg/ontology#> PREFIX dct: <http://purl.org/dc/terms/>
        PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?reason ?date ?by ?at ?words WHERE { ?r hrm:requirement "ASM-01" ; hrm:waiver ?w ; prov:atLocation/prov:value ?words .
        ?w dct:description ?reason ; dct:date ?date ; dct:creator ?by ; prov:atLocation/rdfs:label ?at }""")
    (row,) = rows
    assert [row[n].value for n in ("date", "by", "at")] == ["2024-03-01", "data office", "about.toml:7"]
    assert row["words"].value.startswith("Общее число")
    assert own.query("ASK { ?r <https://w3id.org/hrmkg/ontology#known> true }")


def test_terms_come_back_as_they_were() -> None:
    values = [Literal(text) for text in HOSTILE] + [Literal("1.50", datatype=NamedNode(EX + "own")), Literal("x", language="en-GB")]
    text = turtle.write(report(*(result(finding(value=value)) for value in values)))
    found = {q.object for q in parse(text.encode(), format=RdfFormat.TURTLE) if q.predicate.value == SH + "value"}
    assert found == set(values)


def test_blank_nodes_are_numbered_as_they_come() -> None:
    def named(*names: str) -> str:
        a, b, c = map(BlankNode, names)
        found = [result(finding(focus=a, value=b, path=PATH)), result(finding(focus=b, shape=c)), result(finding(focus=a))]
        return turtle.write(report(*found))

    assert named("x", "y", "z") == named("r1", "report", "p1")
    assert graph_of(named("x", "y", "z")).query("ASK { [] a ?t }")
    assert "_:b1" in named("x", "y", "z")


def test_what_blank_nodes_are_described_by_has_an_end() -> None:
    """Forty nodes, each of which leads to all: 40⁵ ways."""
    data = "".join(f"_:n{one} <{EX}p> _:n{other} .\n" for one in range(40) for other in range(40))
    given = Data([Source("d.nt", data.encode(), RdfFormat.N_TRIPLES)])
    shapes = Structure(parse(f"<{EX}S> <{SH}path> <{EX}p> .", format=RdfFormat.TURTLE))
    text = turtle.write(report(result(finding(focus=BlankNode("n0"))), blanks=Anonymous(given, shapes)))
    graph = graph_of(text)
    assert len(graph) < 30_000
    assert {o.language for o in graph.objects(None, rdflib.RDFS.comment)} == {"en", "ru"}
    assert text == turtle.write(report(result(finding(focus=BlankNode("n0"))), blanks=Anonymous(given, shapes)))


def test_a_tag_that_is_no_language_does_not_break_it() -> None:
    assert '"m"' in turtle.write(report(result(messages={"not a tag": "m"})))


@pytest.mark.parametrize(
    "more", ["", "[] a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property [ sh:path ( ex:other ex:name ) ; sh:maxLength 0 ] ."]
)
def test_the_results_of_pyshacl_are_known_by_its_own_report(more: str, tmp_path: Path) -> None:
    """Also those of shapes without a name, which get new blank nodes in every run."""
    pyshacl_report(more).serialize(tmp_path / "old.ttl", format="turtle")
    found = as_report(pyshacl_report(more))
    assert len(found.results) == 9 + bool(more)
    assert all(result.known for result in baseline.known(found, tmp_path / "old.ttl").results)
