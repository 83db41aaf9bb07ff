"""SHACL property paths (SHACL 1.0, section 2.3.1): read from a shapes graph, written as SPARQL and as RDF again.

A path is a predicate (``NamedNode``) or a :class:`Path` with an operator: ``^`` inverse, ``/`` sequence, ``|`` alternative, or one of
``* + ?``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from kg.errors import ValidationError

SH = "http://www.w3.org/ns/shacl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
FIRST, REST, NIL = NamedNode(RDF + "first"), NamedNode(RDF + "rest"), NamedNode(RDF + "nil")
_UNARY = {
    "^": NamedNode(SH + "inversePath"),
    "*": NamedNode(SH + "zeroOrMorePath"),
    "+": NamedNode(SH + "oneOrMorePath"),
    "?": NamedNode(SH + "zeroOrOnePath"),
}
_ALTERNATIVE = NamedNode(SH + "alternativePath")


class Triples(Protocol):
    """A store, or what answers like one for subject and predicate."""

    def quads_for_pattern(self, subject: Any, predicate: Any, object: Any, graph_name: Any, /) -> Iterator[Quad]:
        """The quads of a subject and predicate."""


@dataclass(frozen=True, slots=True)
class Path:
    """An operator and the paths it is applied to: one for ``^ * + ?``, two or more for ``/ |``."""

    operator: str
    members: tuple[NamedNode | Path, ...]

    def __str__(self) -> str:
        return sparql(self)


AnyPath = NamedNode | Path


def members(graph: Triples, node: NamedNode | BlankNode) -> list[object]:
    """The members of an RDF list. Raises :class:`ValidationError` KG605 for a list that is no list or runs in a circle."""
    found: list[object] = []
    seen: set[object] = set()
    while node != NIL:
        firsts = [quad.object for quad in graph.quads_for_pattern(node, FIRST, None, None)]
        rests = [quad.object for quad in graph.quads_for_pattern(node, REST, None, None)]
        if node in seen or len(firsts) != 1 or len(rests) != 1:
            raise ValidationError("KG605", f"{node} is no well-formed RDF list", mend="write the members in round brackets: ( … )")
        seen.add(node)
        found.append(firsts[0])
        after: Any = rests[0]
        node = after
    return found


def read(graph: Triples, node: object, _above: tuple[object, ...] = ()) -> AnyPath:
    """The path that a node of the shapes graph stands for. Raises :class:`ValidationError` KG605 for one that is not well-formed."""
    if isinstance(node, NamedNode) and node != NIL:
        return node
    if not isinstance(node, BlankNode) or node in _above:
        raise ValidationError("KG605", f"{node} is no property path", mend="sh:path takes a predicate or one path in brackets")
    above = (*_above, node)
    if any(graph.quads_for_pattern(node, FIRST, None, None)):
        return _many("/", graph, node, above)
    for operator, predicate in _UNARY.items():
        for quad in graph.quads_for_pattern(node, predicate, None, None):
            return Path(operator, (read(graph, quad.object, above),))
    for quad in graph.quads_for_pattern(node, _ALTERNATIVE, None, None):
        return _many("|", graph, quad.object, above)
    raise ValidationError("KG605", "a blank node is no property path", why="it has none of the path properties of SHACL")


def _many(operator: str, graph: Triples, node: object, above: tuple[object, ...]) -> Path:
    if not isinstance(node, NamedNode | BlankNode):
        raise ValidationError("KG605", f"{node} is no list of paths")
    parts = tuple(read(graph, member, above) for member in members(graph, node))
    if len(parts) < 2:
        raise ValidationError("KG605", f"a path with {operator} needs two members or more, not {len(parts)}")
    return Path(operator, parts)


def sparql(path: AnyPath) -> str:
    """The path in the syntax of SPARQL 1.1, section 9.1; compound members in brackets."""
    if isinstance(path, NamedNode):
        return str(path)
    parts = [sparql(part) if isinstance(part, NamedNode) else f"({sparql(part)})" for part in path.members]
    if path.operator == "^":
        return "^" + parts[0]
    return parts[0] + path.operator if path.operator in "*+?" else path.operator.join(parts)


def predicates(path: AnyPath) -> Iterator[NamedNode]:
    """Every predicate that a path mentions."""
    if isinstance(path, NamedNode):
        yield path
    else:
        for part in path.members:
            yield from predicates(part)


def write(path: AnyPath, fresh: Callable[[], BlankNode]) -> tuple[NamedNode | BlankNode, list[Triple]]:
    """The node of a path and the triples that describe it; ``fresh`` gives a blank node not used so far."""
    if isinstance(path, NamedNode):
        return path, []
    if path.operator in _UNARY:
        node = fresh()
        inner, triples = write(path.members[0], fresh)
        return node, [Triple(node, _UNARY[path.operator], inner), *triples]
    written = [write(part, fresh) for part in path.members]
    cells = [fresh() for _ in written]
    triples = [triple for _, inside in written for triple in inside]
    for number, (cell, (member, _)) in enumerate(zip(cells, written, strict=True)):
        after = cells[number + 1] if number + 1 < len(cells) else NIL
        triples += [Triple(cell, FIRST, member), Triple(cell, REST, after)]
    if path.operator == "/":
        return cells[0], triples
    node = fresh()
    return node, [Triple(node, _ALTERNATIVE, cells[0]), *triples]
