"""What a validation looked at, and what it did not: nothing that was not checked may pass for checked."""

from __future__ import annotations

from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from kg.validation import queries
from kg.validation.paths import RDF, predicates
from kg.validation.report import Coverage, ShapeCoverage, plain
from kg.validation.shapes import Shapes
from kg.validation.sparql import Evaluation
from kg.validation.structure import Shape, sh

FIRST = 20
_TYPED = f"?this <{RDF}type> <"
_PATHS = tuple(sh(name) for name in ("equals", "disjoint", "lessThan", "lessThanOrEquals"))


class Counting:
    """Focus nodes of shapes as sets of the store's terms; ``left_out`` are nodes of the context, which nobody asked about."""

    def __init__(self, evaluation: Evaluation, left_out: set[Any]) -> None:
        self.evaluation = evaluation
        self.left_out = left_out
        self._instances: dict[Any, set[Any]] | None = None
        self._asked: dict[str, set[Any]] = {}
        self._targets: dict[Any, set[Any]] = {}
        self._reported: dict[Any, set[Any]] = {}

    def _typed(self, cls: Any) -> set[Any]:
        if self._instances is None:
            self._instances = {}
            for subject, kind in self.evaluation.data.query(f"SELECT ?s ?c {{ ?s <{RDF}type> ?c }}"):
                self._instances.setdefault(kind, set()).add(subject)
        return self._instances.get(cls, set())

    def _ask(self, pattern: str) -> set[Any]:
        """The nodes of a pattern; shapes share them."""
        if pattern.startswith(_TYPED) and pattern.endswith(">"):
            return self._typed(NamedNode(pattern[len(_TYPED) : -1])) - self.left_out
        if pattern not in self._asked:
            answer = self.evaluation.data.query(f"SELECT DISTINCT ?this {{ {pattern} }}")
            self._asked[pattern] = {this for (this,) in answer if this is not None} - self.left_out
        return self._asked[pattern]

    def targets(self, shape: Shape) -> set[Any]:
        """The focus nodes of a shape's own targets."""
        if shape.node not in self._targets:
            sets = [self._typed(sub) for cls in shape.classes for sub in self.evaluation.classes(cls)]
            sets += [self._ask(f"?this {predicate} ?o") for predicate in shape.subjects_of]
            sets += [self._ask(f"?s {predicate} ?this") for predicate in shape.objects_of]
            named = {node for node in shape.nodes if not isinstance(node, BlankNode)}
            self._targets[shape.node] = named.union(*sets) - self.left_out
        return self._targets[shape.node]

    def nodes(self, shape: Shape) -> set[Any]:
        """All nodes that a shape reports on: its targets, and the nodes of those that apply it by ``sh:property``."""
        if shape.deactivated:
            return set()
        if shape.node not in self._reported:
            parents = [self.evaluation.structure.shapes[node] for node in shape.parents]
            self._reported[shape.node] = set()
            if any(parent.path is not None and self.nodes(parent) for parent in parents):
                found = self.patterns(self.evaluation.reported(shape))
            elif not self.targets(shape) and len(parents) == 1:
                found = self.nodes(parents[0])
            else:
                found = self.targets(shape).union(*(self.nodes(parent) for parent in parents))
            self._reported[shape.node] = found
        return self._reported[shape.node]

    def patterns(self, patterns: list[str]) -> set[Any]:
        """The nodes of several patterns."""
        return set().union(*(self._ask(pattern) for pattern in patterns))

    def referred(self, shape: Shape) -> set[Any]:
        """The nodes that a shape is applied to because another refers to it."""
        return self.patterns(self.evaluation.referred(shape))


def of(evaluation: Evaluation, shapes: Shapes, left_out: set[Any]) -> tuple[Coverage, int]:
    """The coverage, and how many nodes shapes were aimed at in all; ``left_out`` in the source's terms."""
    stored = {own: node for node, own in evaluation.data.blanks.items()}
    counting = Counting(evaluation, {stored.get(node, node) for node in left_out})
    lines, sets = [], {}
    active = [shape for shape in evaluation.structure.shapes.values() if not shape.deactivated]
    for shape in active:
        nodes = counting.nodes(shape)
        sets[id(nodes)] = nodes
        if shape.targeted or shape.parents:
            nodes = nodes or counting.referred(shape)
            lines.append(ShapeCoverage(plain(shape.node), shapes.names(shape.node), len(counting.targets(shape)), len(nodes)))
    seen: set[Any] = set().union(*sets.values())
    subjects, used = _own(evaluation, stored)
    unseen = subjects - seen
    for shape in active:
        if unseen and shape.users:
            unseen -= counting.referred(shape)
    free = sorted(plain(predicate) for predicate in used - constrained(shapes))
    blanks = evaluation.data.blanks
    first = sorted(plain(blanks.get(node, node)) for node in unseen)[:FIRST]
    coverage = Coverage(tuple(lines), len(subjects), len(unseen), tuple(first), len(used), len(free), tuple(free[:FIRST]))
    return coverage, len(seen)


def _own(evaluation: Evaluation, stored: dict[Any, Any]) -> tuple[set[Any], set[Any]]:
    """Subjects and predicates of the sources, context apart, in the store's terms."""
    data = evaluation.data
    if data.context:
        quads = [quad for _, content in data.own for quad in parse(content, format=RdfFormat.N_QUADS)]
        return {stored.get(quad.subject, quad.subject) for quad in quads}, {quad.predicate for quad in quads}
    subjects = {subject for (subject,) in data.query("SELECT DISTINCT ?s { ?s ?p ?o }")}
    return subjects, {predicate for (predicate,) in data.query("SELECT DISTINCT ?p { ?s ?p ?o }")}


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
                found |= {NamedNode(iri) for iri in queries.iris(select.value, shapes.structure.prefixes(constraint))}
    return found
