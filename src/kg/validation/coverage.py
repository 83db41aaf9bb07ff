"""What a validation looked at, and what it did not: nothing that was not checked may pass for checked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from kg.validation import queries
from kg.validation.paths import RDF, predicates
from kg.validation.report import Coverage, ShapeCoverage, plain
from kg.validation.shapes import Shapes
from kg.validation.sparql import Evaluation
from kg.validation.structure import Shape, sh

FIRST = 20
_PATHS = tuple(sh(name) for name in ("equals", "disjoint", "lessThan", "lessThanOrEquals"))


class Counting:
    """Focus nodes of shapes as sets; ``left_out`` are subjects of the context, which nobody asked about."""

    def __init__(self, evaluation: Evaluation, shapes: Shapes, left_out: set[Any]) -> None:
        self.evaluation = evaluation
        self.shapes = shapes
        self.left_out = left_out
        self._instances: dict[Any, set[Any]] | None = None
        self._reported: dict[Any, set[Any]] = {}

    def _typed(self) -> dict[Any, set[Any]]:
        if self._instances is None:
            self._instances, blanks = {}, self.evaluation.data.blanks
            for solution in self.evaluation.data.query(f"SELECT ?s ?c {{ ?s <{RDF}type> ?c }}"):
                subject, cls = solution
                self._instances.setdefault(cls, set()).add(blanks.get(subject, subject))
        return self._instances

    def _asked(self, pattern: str) -> set[Any]:
        return self._named(solution["this"] for solution in self.evaluation.data.query(f"SELECT DISTINCT ?this {{ {pattern} }}"))

    def _named(self, nodes: Iterable[Any]) -> set[Any]:
        """Nodes of the store under the names of the source."""
        blanks = self.evaluation.data.blanks
        return {blanks.get(node, node) for node in nodes} if blanks else set(nodes)

    def targets(self, shape: Shape) -> set[Any]:
        """The focus nodes of a shape's own targets."""
        found: set[Any] = {node for node in shape.nodes if not isinstance(node, BlankNode)}
        for cls in shape.classes:
            for sub in self.evaluation.classes(cls):
                found |= self._typed().get(sub, set())
        for predicate in shape.subjects_of:
            found |= self._asked(f"?this {predicate} ?o")
        for predicate in shape.objects_of:
            found |= self._asked(f"?s {predicate} ?this")
        return found - self.left_out

    def nodes(self, shape: Shape) -> set[Any]:
        """All nodes that a shape reports on: its targets, and the nodes of those that apply it by ``sh:property``."""
        if shape.node not in self._reported:
            self._reported[shape.node] = set()
            found = set() if shape.deactivated else self.targets(shape)
            for node in () if shape.deactivated else shape.parents:
                parent = self.shapes.structure.shapes[node]
                if parent.path is None:
                    found |= self.nodes(parent)
                elif self.nodes(parent):
                    found |= self._named(self.evaluation.nodes(self.evaluation.reported(shape)))
            self._reported[shape.node] = found - self.left_out
        return self._reported[shape.node]

    def referred(self, shape: Shape) -> set[Any]:
        """The nodes that a shape is applied to because another refers to it."""
        patterns = self.evaluation.referred(shape)
        return self._named(self.evaluation.nodes(patterns)) - self.left_out if patterns else set()


def of(evaluation: Evaluation, shapes: Shapes, left_out: set[Any]) -> tuple[Coverage, int]:
    """The coverage, and how many nodes were checked in all."""
    counting, structure = Counting(evaluation, shapes, left_out), shapes.structure
    lines, seen = [], set()
    for shape in structure.shapes.values():
        if shape.deactivated or not (shape.targeted or shape.parents or shape.users):
            continue
        nodes = counting.nodes(shape)
        if not nodes and (shape.parents or shape.users):
            nodes = counting.referred(shape)
        if shape.targeted or shape.parents:
            lines.append(ShapeCoverage(plain(shape.node), shapes.names(shape.node), len(counting.targets(shape)), len(nodes)))
        seen |= nodes
    subjects, used = _own(evaluation)
    unseen = subjects - seen
    if unseen:
        for shape in structure.shapes.values():
            if unseen and shape.users and not shape.deactivated:
                unseen -= counting.referred(shape)
    free = sorted(plain(predicate) for predicate in used - constrained(shapes))
    first = sorted(plain(node) for node in unseen)[:FIRST]
    coverage = Coverage(tuple(lines), len(subjects), len(unseen), tuple(first), len(used), len(free), tuple(free[:FIRST]))
    return coverage, len(seen)


def _own(evaluation: Evaluation) -> tuple[set[Any], set[Any]]:
    """Subjects and predicates of the sources, context apart."""
    data = evaluation.data
    if data.context:
        quads = [quad for _, content in data.own for quad in parse(content, format=RdfFormat.N_QUADS)]
        return {quad.subject for quad in quads}, {quad.predicate for quad in quads}
    blanks = data.blanks
    subjects = (solution["s"] for solution in data.query("SELECT DISTINCT ?s { ?s ?p ?o }"))
    return {blanks.get(node, node) for node in subjects}, {s["p"] for s in data.query("SELECT DISTINCT ?p { ?s ?p ?o }")}


def constrained(shapes: Shapes) -> set[Any]:
    """Every predicate that an active shape mentions: in a path, as a parameter, as a target, or in the text of a query."""
    graph, found = shapes.structure.graph, set()
    for shape in shapes.structure.shapes.values():
        if shape.deactivated:
            continue
        found |= {*shape.subjects_of, *shape.objects_of, *(predicates(shape.path) if shape.path is not None else ())}
        found |= {value for predicate in _PATHS for value in graph.objects(shape.node, predicate)}
        if shape.classes or graph.objects(shape.node, sh("class")):
            found.add(NamedNode(RDF + "type"))
        for constraint in shape.sparql:
            select = graph.object(constraint, sh("select"))
            if isinstance(select, Literal):
                found |= {NamedNode(iri) for iri in queries.iris(shapes.structure.prologue(constraint) + select.value)}
    return found
