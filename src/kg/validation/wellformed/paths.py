"""Property paths of shapes: at most one a shape, and well-formed (SHACL 1.0, section 2.3.1)."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import BlankNode, NamedNode

from kg.errors import ValidationError
from kg.validation.paths import FIRST, SH, read
from kg.validation.report import Term
from kg.validation.wellformed.fault import Fault
from kg.validation.wellformed.graph import ShapesGraph
from kg.validation.wellformed.lexicon import of_kind

_MEND = "write a predicate, ( … ) for a sequence, or [ sh:inversePath … ] and its like"


def check(graph: ShapesGraph) -> Iterator[Fault]:
    """Every fault of this sort. Only paths that a shape uses are looked at."""
    operators = [entry.iri for entry in of_kind("path")]
    parameters = [node for node in graph.having("parameter") if node not in graph.shapes]
    for node in (*graph.shapes, *parameters):
        values = graph.objects(node, "path")
        if not values and not graph.is_a(node, "PropertyShape"):
            continue
        name = graph.name(node)
        if len(values) > 1:
            what, why = f"{name} has {len(values)} values of sh:path", "a shape has one path"
            yield graph.fault("KG614", "path-maxCount", node, what, why, "write a shape for each", term="path")
        if values and graph.is_a(node, "NodeShape"):
            what, why = f"{name} is a sh:NodeShape and has a sh:path", "a node shape has none"
            yield graph.fault("KG614", "NodeShape-path-maxCount", node, what, why, "make it a sh:PropertyShape", term="path")
        if not values and graph.is_a(node, "PropertyShape") and node not in graph.doubtful:
            what, why = f"{name} is a sh:PropertyShape without sh:path", "nothing says which values it is about"
            yield graph.fault("KG614", "PropertyShape-path-minCount", node, what, why, "add the sh:path, or make it a sh:NodeShape")
        for value in values:
            if value not in graph.doubtful:
                yield from _path(graph, node, value, operators)


def _path(graph: ShapesGraph, node: Term, value: Term, operators: list[str]) -> Iterator[Fault]:
    inside = list(_nodes(graph, value, operators))
    if any(here in graph.doubtful for here in inside):
        return
    try:
        read(graph.store, value)
    except ValidationError as error:
        circle = value in inside[1:] or len(inside) != len(set(inside))
        kind = "path-metarule" if circle else "path-node"
        why = "it runs in a circle" if circle else error.why or "neither a predicate nor one of the six forms of a path"
        bad = next((here for here in inside if not isinstance(here, NamedNode | BlankNode)), None)
        why = f"{graph.name(bad)} is no path" if bad is not None else why
        yield graph.fault("KG614", kind, node, f"sh:path of {graph.name(node)} is not well-formed", why, _MEND, term="path")
        return
    for here in inside:
        marks = [iri for iri in (*operators, FIRST.value) if iri in graph.out.get(here, {})]
        if isinstance(here, NamedNode) and any(iri in marks for iri in operators):
            what = f"the path of {graph.name(node)} has {graph.name(here)}"
            why = "an IRI in a path is a predicate, and the path that the IRI describes is not looked at"
            yield graph.fault("KG614", "path-iri", node, what, why, "describe the path in [ … ] at its place", term="path")
        elif isinstance(here, BlankNode) and (len(marks) > 1 or any(len(graph.out[here][iri]) > 1 for iri in marks)):
            what, why = f"a node of the path of {graph.name(node)} says two things", "only one of them is taken"
            yield graph.fault("KG618", "path-two", node, what, why, "keep one", term="path", fatal=False)


def _nodes(graph: ShapesGraph, value: Term, operators: list[str]) -> Iterator[Term]:
    """The node of a path and those below it; a node met again is given again and not followed."""
    waiting, seen = [value], set()
    while waiting:
        here = waiting.pop()
        yield here
        if here in seen or not isinstance(here, BlankNode):
            continue
        seen.add(here)
        triples = graph.out.get(here, {})
        if FIRST.value in triples:
            waiting += graph.list_of(here) or []
            continue
        for iri in operators:
            for below in triples.get(iri, ()):
                waiting += (graph.list_of(below) or []) if iri == SH + "alternativePath" else [below]
