"""Who speaks: a partner's file may name our things and use our terms, and says nothing in our name.

Refused is what a reader of an answer could not tell from a statement of ours: a subject in our namespace with something that the build does
not say, a named graph that is called like one of ours and holds something else, and a thing of the partner's that calls itself a part of a
profile, data set, source or graph of ours. A statement that the build holds as it is, is a repetition and no voice.
"""

from __future__ import annotations

from pyoxigraph import BlankNode, NamedNode, Quad, Store

from kg.errors import QueryError
from kg.mapping.terms import BASE, DCAT, DCT, HRM, QB, RDF, VOID
from kg.querying.partners.file import Partner
from kg.validation import source as rdf
from kg.validation.data import Data
from kg.validation.locating.sources import Sources

_MEMBER = frozenset((f"{DCT}isPartOf", f"{QB}dataSet", f"{VOID}inDataset", f"{DCAT}inCatalog"))
"""By these a thing says of itself that it belongs to another."""
_OURS = tuple(f"{BASE}{kind}/" for kind in ("profile", "source", "graph", "reference", "population", "act", "record"))
"""What we say, as against what we name (states, indicators, instruments), which is there to be pointed at."""
_TYPE = NamedNode(f"{RDF}type")
_GRAPH = "the graph"


def check(partner: Partner, build: Store) -> None:
    """Raises :class:`QueryError` KG731 for the first statement of a file in our name, with its line and column."""
    for quad in rdf.quads(partner):
        what = _fault(quad, build)
        if what:
            raise _refused(partner, quad, *what)


def terms(quad: Quad) -> bool:
    """Whether a statement uses a class or property of ours: its thing stands among ours in questions that ask for the class."""
    if quad.predicate == _TYPE:
        return isinstance(quad.object, NamedNode) and quad.object.value.startswith(HRM)
    return quad.predicate.value.startswith(HRM)


def _fault(quad: Quad, build: Store) -> tuple[str, str] | None:
    subject, graph, value = quad.subject, quad.graph_name, quad.object
    if isinstance(subject, NamedNode) and subject.value.startswith(BASE) and not _said(quad, build):
        return (
            f"it says something of {subject.value}, which is ours",
            "name the thing in your own namespace and link it to ours, such as by skos:exactMatch",
        )
    if isinstance(graph, NamedNode) and graph.value.startswith(BASE) and not _said(quad, build, graph):
        return f"{_GRAPH} {graph.value} is ours and does not say this", "name the graph in your own namespace"
    belongs = quad.predicate.value in _MEMBER or quad.predicate.value.startswith(HRM)
    if belongs and isinstance(value, NamedNode) and value.value.startswith(_OURS) and not _said(quad, build):
        return f"it makes {subject} a part of {value.value}, which is ours", "put it into a data set of yours; cite ours by dct:references"
    return None


def _said(quad: Quad, build: Store, graph: NamedNode | None = None) -> bool:
    # A blank node has no name by which the build could say it too.
    value = None if isinstance(quad.object, BlankNode) else quad.object
    held = build.quads_for_pattern(quad.subject, quad.predicate, value, graph)
    return any(value is not None or isinstance(one.object, BlankNode) for one in held)


def _refused(partner: Partner, quad: Quad, what: str, mend: str) -> QueryError:
    place = _graph_place(partner, quad) if what.startswith(_GRAPH) else None
    spot = None if place else Sources(Data([partner])).spot(quad.subject, quad.predicate, quad.object)
    line, column = place or ((spot.line, spot.column) if spot else (None, None))
    why = "nobody may speak in our name, for a reader could not tell it from ours"
    return QueryError("KG731", what, why=why, mend=mend, file=partner.name, line=line, column=column)


def _graph_place(partner: Partner, quad: Quad) -> tuple[int, int] | None:
    """Line and column where the name of a graph is first written in full; None where it is abbreviated."""
    assert isinstance(quad.graph_name, NamedNode), "only a name can be ours"
    at = partner.content.find(f"<{quad.graph_name.value}>".encode())
    if at < 0:
        return None
    before = partner.content[:at].decode("utf-8", "replace")
    return before.count("\n") + 1, len(before) - before.rfind("\n")
