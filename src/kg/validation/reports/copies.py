"""Copies of blank nodes into a report, as pySHACL 0.40 makes them (``pyshacl.rdfutil.clone_blank_node``).

A node that results name is copied once, with all that its graph says of it; blank nodes in that are copied anew wherever they stand, down
to :data:`DEEPEST` levels, so that a circle has an end. Of a list only the members are copied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pyoxigraph import BlankNode, NamedNode, Triple

from kg.validation.paths import FIRST, NIL, REST
from kg.validation.structure import Index

DEEPEST = 5
"""Blank nodes in blank nodes of which anything is said; of those further in nothing is."""
SPARE = 10_000
"""Triples of copies beyond five for each triple of the graph. Trees never need them: a triple is copied for each node above it at most."""


class Copies:
    """Copies the blank nodes of one graph under new names. ``cut`` says whether something was left out for want of room."""

    def __init__(self, graph: Index, fresh: Callable[[], BlankNode]) -> None:
        self.graph = graph
        self.fresh = fresh
        self.copied: dict[BlankNode, BlankNode] = {}
        self.room = DEEPEST * len(graph.triples) + SPARE
        self.cut = False

    def node(self, node: BlankNode) -> tuple[BlankNode, list[Triple]]:
        """The copy of a node, and the triples that describe it; those are given with the first call."""
        if node in self.copied:
            return self.copied[node], []
        own = self.copied[node] = self.fresh()
        return own, list(self._said(node, own, 0))

    def _said(self, node: BlankNode, own: BlankNode, depth: int) -> Iterator[Triple]:
        if depth >= DEEPEST:
            return
        if self.graph.objects(node, FIRST):
            yield from self._list(node, own, depth)
            return
        for predicate in self.graph.predicates(node):
            for found in self.graph.objects(node, predicate):
                yield from self._triple(own, predicate, found, depth)

    def _list(self, node: Any, own: BlankNode, depth: int) -> Iterator[Triple]:
        seen = set()
        while node not in seen and self.graph.objects(node, FIRST):
            seen.add(node)
            yield from self._triple(own, FIRST, self.graph.object(node, FIRST), depth)
            node = self.graph.object(node, REST)
            more = node not in seen and self.graph.objects(node, FIRST)
            after = self.fresh() if more else NIL
            yield Triple(own, REST, after)
            if isinstance(after, BlankNode):
                own = after

    def _triple(self, subject: BlankNode, predicate: NamedNode, found: Any, depth: int) -> Iterator[Triple]:
        self.room -= 1
        if not isinstance(found, BlankNode):
            yield Triple(subject, predicate, found)
            return
        copy = self.fresh()
        yield Triple(subject, predicate, copy)
        if self.room > 0:
            yield from self._said(found, copy, depth + 1)
        else:
            self.cut = self.cut or bool(self.graph.predicates(found))
