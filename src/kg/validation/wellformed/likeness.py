"""Whether a graph looks like shapes or like data: for those who gave the two in the wrong order."""

from __future__ import annotations

from typing import Literal as Choice
from typing import NamedTuple

from pyoxigraph import Store

from kg.validation.paths import SH
from kg.validation.report import Term
from kg.validation.wellformed.graph import ShapesGraph
from kg.validation.wellformed.lexicon import of_kind


class Likeness(NamedTuple):
    """``kind`` with one clause that says why."""

    kind: Choice["shapes", "data", "both", "empty"]
    reason: str


def looks_like(store: Store) -> Likeness:
    """What the default graph of a store is. Resources typed with classes other than those of schemas, and not used by shapes, are data.

    Declarations of prefixes (SHACL 1.0, section 5.2.1) are neither: a map of them is always at hand, whatever the graph holds.
    """
    graph = ShapesGraph(store)
    if not graph.out:
        return Likeness("empty", "there is not one triple")
    resources = [node for node in graph.out if not _declaring(graph, node)]
    if not resources:
        return Likeness("empty", "it has neither a shape nor any other resource")
    marks = {entry.iri for entry in of_kind("parameter", "target")} | {SH + "path"}
    results = sum(graph.is_a(node, "ValidationResult") or graph.is_a(node, "ValidationReport") for node in graph.out)
    shapes = sum(
        not marks.isdisjoint(triples) or graph.is_a(node, "NodeShape") or graph.is_a(node, "PropertyShape")
        for node, triples in graph.out.items()
    )
    first = next((node for node in sorted(graph.out, key=str) if graph.datum(node)), None)
    data = sum(graph.datum(node) for node in graph.out)
    if shapes and not data:
        one, many = "it has 1 shape and no other resources", f"it has {shapes} shapes and no other resources"
        return Likeness("shapes", one if shapes == 1 else many)
    if shapes:
        return Likeness("both", f"it has {shapes} shapes, and {data} resources that are none, such as {graph.name(first)}")
    if results:
        return Likeness("data", "it is a validation report: results and no shape")
    one, many = "it has 1 resource and not one shape", f"it has {len(resources)} resources and not one shape"
    return Likeness("data", one if len(resources) == 1 else many)


def _declaring(graph: ShapesGraph, node: Term) -> bool:
    """Whether a node declares prefixes and is no datum, or is such a declaration."""
    if any(predicate == SH + "declare" for _, predicate in graph.into.get(node, ())):
        return True
    return bool(graph.objects(node, "declare")) and not graph.datum(node)
