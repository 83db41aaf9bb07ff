"""Whether a graph looks like shapes or like data: for those who gave the two in the wrong order."""

from __future__ import annotations

from typing import Literal as Choice
from typing import NamedTuple

from pyoxigraph import Store

from kg.validation.paths import SH
from kg.validation.wellformed.graph import ShapesGraph
from kg.validation.wellformed.lexicon import of_kind


class Likeness(NamedTuple):
    """``kind`` with one clause that says why."""

    kind: Choice["shapes", "data", "both", "empty"]
    reason: str


def looks_like(store: Store) -> Likeness:
    """What the default graph of a store is. Resources typed with classes other than those of schemas, and not used by shapes, are data."""
    graph = ShapesGraph(store)
    if not graph.out:
        return Likeness("empty", "there is not one triple")
    marks = {entry.iri for entry in of_kind("parameter", "target")} | {SH + "path"}
    results = sum(graph.is_a(node, "ValidationResult") or graph.is_a(node, "ValidationReport") for node in graph.out)
    shapes = sum(
        not marks.isdisjoint(triples) or graph.is_a(node, "NodeShape") or graph.is_a(node, "PropertyShape")
        for node, triples in graph.out.items()
    )
    first = next((node for node in sorted(graph.out, key=str) if graph.datum(node)), None)
    data = sum(graph.datum(node) for node in graph.out)
    if shapes and not data:
        return Likeness("shapes", f"it has {shapes} shapes and no other resources")
    if shapes:
        return Likeness("both", f"it has {shapes} shapes, and {data} resources that are none, such as {graph.name(first)}")
    if results:
        return Likeness("data", "it is a validation report: results and no shape")
    return Likeness("data", f"it has {len(graph.out)} resources and not one shape")
