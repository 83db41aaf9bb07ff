"""RDF files → rdflib graphs, lexical forms untouched. Parsed by pyoxigraph: it names line and column, and fetches nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from kg.errors import ValidationError

# Validation must see the words of the source: "1.50" and "07" are not "1.5" and "7" (pySHACL otherwise normalises them).
rdflib.NORMALIZE_LITERALS = False


def term(node: Any) -> rdflib.term.Identifier:
    """A pyoxigraph term as an rdflib term."""
    if isinstance(node, NamedNode):
        return rdflib.URIRef(node.value)
    if isinstance(node, BlankNode):
        return rdflib.BNode(node.value)
    assert isinstance(node, Literal)
    if node.language:
        return rdflib.Literal(node.value, lang=node.language)
    datatype = node.datatype.value
    if datatype == "http://www.w3.org/2001/XMLSchema#string":
        return rdflib.Literal(node.value)
    return rdflib.Literal(node.value, datatype=rdflib.URIRef(datatype))


def oxigraph(node: rdflib.term.Node) -> Any:
    """An rdflib term as a pyoxigraph term."""
    if isinstance(node, rdflib.URIRef):
        return NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return BlankNode(str(node))
    assert isinstance(node, rdflib.Literal)
    if node.language:
        return Literal(str(node), language=node.language)
    return Literal(str(node), datatype=NamedNode(str(node.datatype))) if node.datatype else Literal(str(node))


def add(graph: rdflib.Graph, quads: Iterable[Any]) -> rdflib.Graph:
    """Adds quads to a graph, their graph names left out: shapes see the union."""
    for quad in quads:
        graph.add((term(quad.subject), term(quad.predicate), term(quad.object)))
    return graph


def read(path: Path, graph: rdflib.Graph | None = None) -> rdflib.Graph:
    """The triples of an RDF file, all its graphs together.

    Raises :class:`ValidationError`: KG601 missing, KG602 a form that is not known by its ending, KG603 not well-formed (line and column).
    """
    form = RdfFormat.from_extension(path.suffix.lstrip(".").lower()) if path.suffix else None
    if not path.is_file():
        raise ValidationError("KG601", "there is no such file", file=path)
    if form is None:
        known = "ttl, trig, nt, nq, rdf, jsonld, n3"
        raise ValidationError("KG602", f"the ending {path.suffix!r} names no RDF form", why=f"known are {known}", file=path)
    target = rdflib.Graph() if graph is None else graph
    try:
        return add(target, parse(path=str(path), format=form, base_iri=path.resolve().as_uri()))
    except SyntaxError as error:
        raise ValidationError(
            "KG603", f"not well-formed {form.name}: {error.msg}", file=path, line=error.lineno, column=error.offset
        ) from error
    except (OSError, ValueError) as error:
        raise ValidationError("KG603", f"not readable as {form.name}: {error}", file=path) from error
