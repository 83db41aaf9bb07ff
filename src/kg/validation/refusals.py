"""The situations in which an engine is known to refuse (``faults.toml``), by name: each looks at the shapes and the data."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.validation import limits, paths, queries
from kg.validation.datatypes import XSD
from kg.validation.situations import PAIRS, PORTABLE, RANGES
from kg.validation.structure import Index, Shape, Structure, sh


def _compares(structure: Structure) -> list[tuple[Shape, str]]:
    names = (*RANGES, *PAIRS)
    return [(shape, name) for shape in structure.shapes.values() for name in names if structure.graph.objects(shape.node, sh(name))]


def _blank_compared(structure: Structure, triples: Index) -> bool:
    pairs = [(shape, name) for shape, name in _compares(structure) if name in PAIRS]
    shown = {p for shape, name in pairs for p in structure.graph.objects(shape.node, sh(name))}
    shown |= {p for shape, _ in pairs if shape.path is not None for p in paths.predicates(shape.path)}
    anywhere = any(limits.stepless(shape.path) for shape, _ in pairs)
    return any(isinstance(node, BlankNode) for s, p, o in triples.triples if anywhere or p in shown for node in (s, o))


def _not_a_number(structure: Structure, triples: Index) -> bool:
    terms = [o for _, _, o in (*triples.triples, *structure.graph.triples) if isinstance(o, Literal)]
    decimal = any(term.datatype.value in (XSD + "decimal", XSD + "integer") for term in terms)
    return bool(_compares(structure)) and decimal and any(term.value == "NaN" for term in terms)


def _shapes_graph(structure: Structure, _: Index) -> bool:
    return any("shapesGraph" in query for shape in structure.shapes.values() for query in limits.asked(shape, structure))


def _value_made(structure: Structure, _: Index) -> bool:
    """Whether the SELECT of a component makes ``?value`` by AS."""
    for component in structure.components:
        for place in (sh("nodeValidator"), sh("propertyValidator")):
            for node in structure.graph.objects(component, place):
                for text in structure.graph.objects(node, sh("select")):
                    words = queries.tokens(text.value)
                    if any(one.word == "AS" and two.text[1:] == "value" for one, two in pairwise(words)):
                        return True
    return False


def _imported(structure: Structure, _: Index) -> bool:
    imports = NamedNode("http://www.w3.org/2002/07/owl#imports")
    graph, prefixes = structure.graph, sh("prefixes")
    return any(graph.objects(o, imports) for s in graph.subjects(prefixes) for o in graph.objects(s, prefixes))


def _nested(path: paths.AnyPath | None) -> bool:
    return isinstance(path, paths.Path) and any(isinstance(part, paths.Path) for part in path.members)


def _compound(structure: Structure, _: Index) -> bool:
    return any(shape.sparql and _nested(shape.path) for shape in structure.shapes.values())


def _property_class(structure: Structure, _: Index) -> bool:
    patterns = [o.value for s in structure.graph.subjects(sh("pattern")) for o in structure.graph.objects(s, sh("pattern"))]
    return any(part in pattern for pattern in patterns for part in PORTABLE)


REFUSALS: dict[str, Callable[[Structure, Index], bool]] = {
    "blank node in a comparison": _blank_compared,
    "path of paths in a query": _compound,
    "NaN beside a decimal": _not_a_number,
    "shapes graph in a query": _shapes_graph,
    "imported prefixes": _imported,
    "value made by AS": _value_made,
    "pattern of XPath": _property_class,
}
