"""The standard's validation report (SHACL 1.0, section 3.6) in Turtle.

Results stand in order, blank nodes are numbered, terms are as the engine gave them.
"""

from __future__ import annotations

from collections.abc import Iterator

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg.validation.report import Report, Result
from kg.vocabulary import vocabulary

SH = "http://www.w3.org/ns/shacl#"
RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
Node = NamedNode | BlankNode | Literal


def write(report: Report) -> str:
    """The report as Turtle."""
    whole = BlankNode("report")
    boolean = NamedNode("http://www.w3.org/2001/XMLSchema#boolean")
    triples = [
        Triple(whole, RDF_TYPE, NamedNode(SH + "ValidationReport")),
        Triple(whole, NamedNode(SH + "conforms"), Literal(str(report.conforms).lower(), datatype=boolean)),
    ]
    for number, result in enumerate(report.results, 1):
        node = BlankNode(f"r{number}")
        triples.append(Triple(whole, NamedNode(SH + "result"), node))
        triples += (Triple(node, predicate, value) for predicate, value in _result(result))
    text = serialize(triples, format=RdfFormat.TURTLE, prefixes=vocabulary().prefixes)
    return (text or b"").decode("utf-8")


def _result(result: Result) -> Iterator[tuple[NamedNode, Node]]:
    yield RDF_TYPE, NamedNode(SH + "ValidationResult")
    for name in (
        "focusNode",
        "resultSeverity",
        "sourceConstraintComponent",
        "sourceShape",
        "sourceConstraint",
        "resultPath",
        "value",
    ):
        if name in result.terms:
            yield NamedNode(SH + name), _node(result.terms[name])
    for language, words in sorted(result.messages.items()):
        yield NamedNode(SH + "resultMessage"), Literal(words, language=language) if language else Literal(words)


def _node(term: rdflib.term.Identifier) -> Node:
    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    assert isinstance(term, rdflib.Literal)
    if term.language:
        return Literal(str(term), language=term.language)
    return Literal(str(term), datatype=NamedNode(str(term.datatype))) if term.datatype else Literal(str(term))
