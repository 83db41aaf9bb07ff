"""Graph patterns for the targets of shapes (SHACL 1.0, section 2.1.3): few, as each is loaded and asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache, partial
from typing import Any

from pyoxigraph import BlankNode, NamedNode

from kg.validation import queries
from kg.validation.data import Data
from kg.validation.nodes import Nodes
from kg.validation.structure import Shape

_FEW = 50
"""Nodes that a query names rather than asks for."""
_CLASS, _BELOW = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"


class Targets:
    """The targets of shapes in data; ``known`` has its sets of nodes."""

    def __init__(self, data: Data, known: Nodes) -> None:
        self.data = data
        self.known = known
        self._patterns: dict[tuple[Any, ...], list[str]] = {}
        self._nodes: dict[tuple[Any, ...], set[Any]] = {}

    @cached_property
    def _below(self) -> dict[Any, list[NamedNode]]:
        """Subclasses in the data, by class (rdfs:subClassOf, transitively)."""
        answer = self.data.query("SELECT ?s ?o { ?s <http://www.w3.org/2000/01/rdf-schema#subClassOf> ?o }")
        above: dict[Any, list[Any]] = {}
        for solution in answer:
            above.setdefault(solution["o"], []).append(solution["s"])
        return above

    def classes(self, cls: NamedNode) -> list[Any]:
        """A class and its subclasses in the data."""
        found, waiting = [], [cls]
        while waiting:
            cls = waiting.pop()
            if cls not in found:
                found.append(cls)
                waiting += self._below.get(cls, [])
        return sorted(found, key=str)

    def patterns(self, shape: Shape) -> list[str]:
        """Graph patterns, each of which binds ``?this`` to focus nodes of a shape, together to those of all its targets."""
        key = _key(shape)
        if key not in self._patterns:
            found = {pattern: nodes for cls in shape.classes for pattern, nodes in self._instances(cls)}
            found |= {f"?this {predicate} ?target": partial(self.known.subjects, predicate) for predicate in shape.subjects_of}
            found |= {f"?target {predicate} ?this": partial(self.known.objects, predicate) for predicate in shape.objects_of}
            named = [str(node) for node in shape.nodes if not isinstance(node, BlankNode)]
            sets = {pattern: nodes() for pattern, nodes in found.items()} if self.data.lines is not None else {}
            full = [nodes for nodes in (*sets.values(), {node.encode() for node in named}) if nodes]
            self._nodes[key] = full[0] if len(full) == 1 else set().union(*full)
            patterns = _fewer(sets) if len(sets) > 1 else list(found)
            self._patterns[key] = [*patterns, *([f"VALUES ?this {{ {' '.join(named)} }}"] if named else [])]
        return self._patterns[key]

    def _instances(self, cls: NamedNode) -> Iterator[tuple[str, Callable[[], set[Any]]]]:
        """Patterns of the instances of a class and what each binds. A subclass without a name cannot be written: then a path is."""
        below = self.classes(cls)
        if all(isinstance(sub, NamedNode) for sub in below):
            yield from ((f"?this {_CLASS} {sub}", partial(self.known.instances, sub)) for sub in below)
        elif isinstance(cls, NamedNode):
            yield f"?this {_CLASS}/{_BELOW}* {cls}", lambda: set().union(*map(self.known.instances, below))

    def nodes(self, shape: Shape) -> set[bytes]:
        """The focus nodes of a shape's own targets, of plain lines, as those write them."""
        self.patterns(shape)
        return self._nodes[_key(shape)]

    def near(self, shape: Shape, query: str) -> set[bytes] | None:
        """The targets of a shape, where a query by itself finds little besides them: cheaper to sift than to ask for. Else None."""
        predicate = leading(query)
        if predicate is None or self.data.lines is None:
            return None
        nodes = self.nodes(shape)
        return nodes if len(self.known.subjects(predicate) - nodes) <= len(nodes) // 10 else None


@lru_cache(maxsize=1024)
def leading(query: str) -> NamedNode | None:
    """The predicate that ``$this`` has in every solution of a SELECT, as the subject of a triple pattern that stands first in the WHERE
    clause, or first in a group that does. None for any other start, and for a property path.
    """
    read = queries.tokens(query)
    start = queries.opening(read)
    body = read[start + 1 :] if start is not None and all(token.word != "BASE" for token in read) else []
    while body and body[0].word == "{":
        close = queries.closing(body[1:])
        if close is None or [token.word for token in body[close + 2 : close + 3]] == ["UNION"]:
            return None
        body = body[1:]
    if len(body) < 3 or not body[0].this or body[2].kind not in ("variable", "iri", "string", "word"):
        return None
    if body[1].kind == "iri":
        return NamedNode(body[1].text[1:-1])
    prefix, colon, local = body[1].text.partition(":")
    known = queries.prefixes(read)
    return NamedNode(known[prefix] + local) if colon and prefix in known and "\\" not in local else None


def _key(shape: Shape) -> tuple[Any, ...]:
    return shape.classes, shape.subjects_of, shape.objects_of, shape.nodes


def _fewer(patterns: Mapping[str, set[bytes]]) -> list[str]:
    """The same nodes by fewer patterns: what others bind too is left out, a few nodes are named."""
    sets = sorted(patterns.items(), key=lambda found: -len(found[1]))
    kept, bound, apart = list[str](), set[bytes](), set[bytes]()
    for pattern, nodes in sets:
        new = nodes - bound - apart
        if len(new) <= _FEW and all(node.startswith(b"<") for node in new):
            apart |= new
        else:
            kept.append(pattern)
            bound |= nodes
    apart -= bound
    return [*kept, *([f"VALUES ?this {{ {b' '.join(sorted(apart)).decode()} }}"] if apart else [])]
