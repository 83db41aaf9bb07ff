"""Core constraints that the native engine gets wrong, asked as SPARQL in its place.

* ``sh:closed`` on property shapes (SHACL 1.0, section 4.8.1): the native engine looks at the focus node, not at the value nodes.
* Ranges whose bound is a string, language-tagged or not, or an xsd:anyURI (section 4.3): the native engine compares all of these by their
  text, where SPARQL only compares strings with strings.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.validation import paths
from kg.validation.paths import RDF, SH
from kg.validation.structure import Shape, Structure, sh

_CLOSED = (sh("closed"), sh("ignoredProperties"))
_XSD = "http://www.w3.org/2001/XMLSchema#"
_TEXTS = (_XSD + "string", _XSD + "anyURI", RDF + "langString")
_RANGES = {sh("minExclusive"): ">", sh("minInclusive"): ">=", sh("maxExclusive"): "<", sh("maxInclusive"): "<="}


def takes(shape: Shape, predicate: NamedNode, value: Any) -> bool:
    """Whether a parameter of a shape is asked here, and is not for the native engine."""
    if predicate in _CLOSED:
        return shape.path is not None
    return predicate in _RANGES and isinstance(value, Literal) and value.datatype.value in _TEXTS


def applies(shape: Shape, structure: Structure) -> bool:
    """Whether a shape has a constraint that is asked here."""
    graph = structure.graph
    return any(
        takes(shape, predicate, value) for predicate in graph.predicates(shape.node) for value in graph.objects(shape.node, predicate)
    )


def queries(shape: Shape, structure: Structure, targets: str) -> Iterator[tuple[str, str]]:
    """The component and a SELECT of ``this``, ``value`` and perhaps ``path`` for each such constraint: a solution for each result."""
    nodes = f"{{ {targets} }} BIND (?this AS ?node)"
    if shape.path is not None:
        nodes = f"{{ {targets} }} ?this {paths.sparql(shape.path)} ?node"
    nodes = f"{{ SELECT DISTINCT ?this ?node WHERE {{ {nodes} }} }}"
    graph = structure.graph
    if shape.path is not None and any(value.value in ("true", "1") for value in graph.objects(shape.node, _CLOSED[0])):
        allowed = {member for listed in graph.objects(shape.node, _CLOSED[1]) for member in graph.members(listed)}
        allowed |= {structure.shapes[node].path for node in shape.properties}
        named = ", ".join(sorted(str(node) for node in allowed if isinstance(node, NamedNode)))
        kept = f"FILTER (?path NOT IN ({named}))" if named else ""
        yield f"{SH}ClosedConstraintComponent", f"SELECT DISTINCT ?this ?node ?path ?value WHERE {{ {nodes} ?node ?path ?value . {kept} }}"
    for predicate, operator in _RANGES.items():
        for bound in graph.objects(shape.node, predicate):
            if takes(shape, predicate, bound):
                name = predicate.value.removeprefix(SH)
                where = f"{nodes} FILTER (!COALESCE(?node {operator} {bound}, false))"
                yield f"{SH}{name[0].upper()}{name[1:]}ConstraintComponent", f"SELECT ?this (?node AS ?value) WHERE {{ {where} }}"
