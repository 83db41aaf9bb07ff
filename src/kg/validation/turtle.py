"""The standard's validation report (SHACL 1.0, section 3.6) in Turtle.

Results stand in order, blank nodes are numbered, terms are as the engine gave them.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.mapping import turtle
from kg.validation import graphs
from kg.validation.report import Report, Result

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
    return turtle.write(triples)


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
            yield NamedNode(SH + name), graphs.oxigraph(result.terms[name])
    for language, words in sorted(result.messages.items()):
        yield NamedNode(SH + "resultMessage"), Literal(words, language=language) if language else Literal(words)
