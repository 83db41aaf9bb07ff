"""pyshacl-turbo (Rust), the strict one: it refuses terms of SHACL that there are none of. Young and pinned, an optional extra.

Blank shapes and constraints get names before it sees them. Data with blank nodes go in as an rdflib graph, for which it keeps their
labels; other data as text, which is much faster. It keeps lexical forms. Paths, severities and messages are not taken from it.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pyshacl_turbo
import rdflib
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, serialize
from rdflib.namespace import RDF, SH

from kg.errors import ValidationError
from kg.validation.data import Data
from kg.validation.engines.pyshacl import oxigraph, quiet, term
from kg.validation.report import Finding
from kg.validation.structure import Structure, is_blank

NAME = f"pyshacl-turbo {pyshacl_turbo.__version__}"
_TURBO: Any = pyshacl_turbo  # it says that it is typed, and is not
_SHAPE = "urn:kg:validation:shape:"
_DEPTH = 100
"""Nested shapes that it follows before it gives up."""


def run(data: Data, structure: Structure) -> list[Finding]:
    """All findings. Raises :class:`ValidationError` KG605 for shapes or data that pyshacl-turbo refuses."""
    if not structure.shapes:
        return []
    try:
        with warnings.catch_warnings(), quiet():
            warnings.simplefilter("error", pyshacl_turbo.ShapeRecursionWarning)
            compiled = _TURBO.CompiledShapes(_shapes(structure), shacl_graph_format="nt")
            given, form = _data(data)
            _, report, text = compiled.validate(given, data_graph_format=form, max_validation_depth=_DEPTH)
    except (ValueError, RuntimeError, NotImplementedError, pyshacl_turbo.ShapeRecursionWarning) as error:
        why = (str(error).splitlines() or [""])[0]
        raise ValidationError("KG605", "pyshacl-turbo refuses the shapes or the data", why=why) from error
    if not isinstance(report, rdflib.Graph):
        raise ValidationError("KG605", "pyshacl-turbo refuses the shapes or the data", why=str(report or text))
    return list(_findings(report, structure))


def _shapes(structure: Structure) -> str:
    named = {node for node in structure.shapes if is_blank(node)}
    named |= {node for shape in structure.shapes.values() for node in shape.sparql if is_blank(node)}

    def iri(node: Any) -> Any:
        return NamedNode(_SHAPE + node.value) if is_blank(node) and node in named else node

    return _lines(Triple(iri(s), p, iri(o)) for s, p, o in structure.graph.triples)


def _data(data: Data) -> tuple[Any, str | None]:
    triples = (Triple(quad.subject, quad.predicate, quad.object) for quad in data.quads())
    if not data.labels:
        return _lines(triples), "nt"
    graph = rdflib.Graph()
    for s, p, o in triples:
        graph.add((term(s), term(p), term(o)))
    return graph, None


def _lines(triples: Iterator[Triple]) -> str:
    return (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode("utf-8")


def _ours(node: Any) -> Any:
    """A node of the shapes graph as it was before it was named."""
    found = None if node is None else oxigraph(node)
    if isinstance(found, NamedNode) and found.value.startswith(_SHAPE):
        return BlankNode(found.value.removeprefix(_SHAPE))
    return found


def _findings(report: rdflib.Graph, structure: Structure) -> Iterator[Finding]:
    details = set(report.objects(None, SH.detail))
    for result in report.subjects(RDF.type, SH.ValidationResult):
        if result in details:
            continue
        path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
        shape = structure.shapes[_ours(report.value(result, SH.sourceShape))]
        yield Finding(
            focus=oxigraph(report.value(result, SH.focusNode)),
            path=NamedNode(str(path)) if isinstance(path, rdflib.URIRef) else shape.path,
            value=None if value is None else oxigraph(value),
            component=str(report.value(result, SH.sourceConstraintComponent)),
            severity=shape.severity,
            shape=shape.node,
            constraint=_ours(report.value(result, SH.sourceConstraint)),
        )
