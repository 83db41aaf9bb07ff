"""Titles of shapes that are blank nodes: the shape with a name that they belong to, and the way there (``ex:PersonShape / ex:age``)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pyoxigraph import BlankNode, NamedNode

from kg.validation.naming import Names
from kg.validation.structure import LISTS, PARAMETERS, REFERENCES, TARGETS, Shape, Structure, sh


def titles(structure: Structure, names: Names) -> dict[Any, str]:
    """A title for each blank shape, each once: what two share is told apart by their parameters, then by a number."""
    found = {shape.node: _title(shape, structure, names) for shape in structure.shapes.values() if isinstance(shape.node, BlankNode)}
    shared = {title for title, count in Counter(found.values()).items() if count > 1}
    for node, title in found.items():
        if title in shared:
            found[node] = f"{title} ({', '.join(_parameters(node, structure, names)) or 'sh:property'})"
    seen: Counter[str] = Counter()
    for node, title in found.items():
        seen[title] += 1
        if seen[title] > 1:
            found[node] = f"{title} {seen[title]}"
    return found


def _parameters(node: Any, structure: Structure, names: Names) -> list[str]:
    known = (PARAMETERS | structure.component_parameters) - {sh("property")}
    return sorted(names.iri(predicate.value) for predicate in structure.graph.predicates(node) if predicate in known)


def _title(shape: Shape, structure: Structure, names: Names) -> str:
    """The way from the shape with a name; a blank one that nothing refers to is named by its targets."""
    parts: list[str] = []
    seen = {shape.node}
    while isinstance(shape.node, BlankNode):
        parts += [names.path(shape.path)] if shape.path is not None else []
        above = next((node for node in (*shape.parents, *shape.users) if node not in seen), None)
        if above is None:
            parts += [names.term(value) for target in TARGETS for value in structure.graph.objects(shape.node, target)][:1]
            break
        if above not in shape.parents:
            parts.append(_reference(above, shape.node, structure, names))
        seen.add(above)
        shape = structure.shapes[above]
    parts += [names.iri(shape.node.value)] if isinstance(shape.node, NamedNode) else []
    return " / ".join(reversed(parts)) or "sh:NodeShape"


def _reference(above: Any, node: Any, structure: Structure, names: Names) -> str:
    """The property by which a shape refers to another."""
    graph = structure.graph
    for predicate in (*REFERENCES, *LISTS):
        values = graph.objects(above, predicate)
        if node in values or (predicate in LISTS and any(node in graph.members(value) for value in values)):
            return names.iri(predicate.value)
    return "sh:node"
