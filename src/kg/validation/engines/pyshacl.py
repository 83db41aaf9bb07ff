"""pySHACL, the reference. It goes node by node, so it is for checking the others, not for daily use."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import pyshacl
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode
from rdflib.namespace import RDF, SH
from rdflib.plugins.sparql import prepareQuery

from kg.errors import ValidationError
from kg.validation.data import Data
from kg.validation.report import Finding
from kg.validation.structure import Structure

# Validation must see the words of the source: "1.50" and "07" are not "1.5" and "7" (rdflib otherwise normalises them).
rdflib.NORMALIZE_LITERALS = False
NAME = f"pySHACL {pyshacl.__version__}"
_STRING = "http://www.w3.org/2001/XMLSchema#string"


def term(node: Any) -> rdflib.term.Identifier:
    """A pyoxigraph term as an rdflib term, its blank label kept."""
    if isinstance(node, NamedNode):
        return rdflib.URIRef(node.value)
    if isinstance(node, BlankNode):
        return rdflib.BNode(node.value)
    if node.language:
        return rdflib.Literal(node.value, lang=node.language)
    return rdflib.Literal(node.value, datatype=None if node.datatype.value == _STRING else rdflib.URIRef(node.datatype.value))


def oxigraph(node: Any) -> Any:
    """An rdflib term as a pyoxigraph term."""
    if isinstance(node, rdflib.URIRef):
        return NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return BlankNode(str(node))
    if node.language:
        return Literal(str(node), language=node.language)
    return Literal(str(node), datatype=NamedNode(str(node.datatype))) if node.datatype else Literal(str(node))


class Graph(rdflib.Graph):
    """A graph that parses a query once: pySHACL asks the same of every focus node, and parsing is nine tenths of its time."""

    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Any:
        """As rdflib has it."""
        return super().query(_prepared(query_object) if isinstance(query_object, str) else query_object, *args, **kwargs)


@contextmanager
def quiet() -> Iterator[None]:
    """Keeps rdflib from logging each literal that it cannot convert, with a traceback: ill-typed ones are what validation is about."""

    def told(record: logging.LogRecord) -> bool:
        return not str(record.msg).startswith("Failed to convert Literal lexical form")

    log = logging.getLogger("rdflib.term")
    log.addFilter(told)
    try:
        yield
    finally:
        log.removeFilter(told)


@lru_cache(maxsize=1024)
def _prepared(query: str) -> Any:
    return prepareQuery(query)


def graph(triples: Any) -> rdflib.Graph:
    """Triples of pyoxigraph terms as an rdflib graph."""
    made = Graph()
    for s, p, o in triples:
        made.add((term(s), term(p), term(o)))
    return made


def run(data: Data, structure: Structure) -> list[Finding]:
    """All findings. Raises :class:`ValidationError` KG605 for shapes that pySHACL refuses or breaks off at."""
    with quiet():
        return list(findings(_report(data, structure), structure))


def _report(data: Data, structure: Structure) -> rdflib.Graph:
    rdflib.NORMALIZE_LITERALS = False  # pySHACL sets it whenever it has finished
    given = graph((quad.subject, quad.predicate, quad.object) for quad in data.quads())
    try:
        # The data graph is ours alone: nothing of it is fetched, inferred or changed.
        _, report, text = pyshacl.validate(
            given,
            shacl_graph=graph(structure.graph.triples),
            inference="none",
            advanced=False,
            js=False,
            do_owl_imports=False,
            inplace=True,
        )
    except Exception as error:  # rdflib raises bare ones too; told as what it is, never passed over
        why = (str(error).splitlines() or [type(error).__name__])[0]
        raise ValidationError("KG605", "pySHACL refuses the shapes or breaks off", why=why) from error
    if not isinstance(report, rdflib.Graph):
        raise ValidationError("KG605", "pySHACL refuses the shapes", why=str(report or text))
    return report


def findings(report: rdflib.Graph, structure: Structure) -> Iterator[Finding]:
    """The findings of a report graph; results that only give details of others are left out (section 3.6.2.8)."""
    for node in report.subjects(RDF.type, SH.ValidationResult):
        if (None, SH.detail, node) in report:
            continue
        value = {
            name: oxigraph(found)
            for name in (
                "focusNode",
                "resultPath",
                "value",
                "sourceConstraintComponent",
                "sourceShape",
                "sourceConstraint",
                "resultSeverity",
            )
            if (found := report.value(node, SH[name])) is not None
        }
        shape = structure.shapes.get(value.get("sourceShape"))
        path = value.get("resultPath")
        yield Finding(
            focus=value["focusNode"],
            path=shape.path if isinstance(path, BlankNode) and shape is not None else path,
            value=value.get("value"),
            component=value["sourceConstraintComponent"].value,
            severity=value["resultSeverity"].value,
            shape=value.get("sourceShape"),
            constraint=value.get("sourceConstraint"),
        )
