"""What a validation looked at, and what it did not: nothing that was not checked may pass for checked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.validation import queries
from kg.validation.paths import RDF, predicates
from kg.validation.report import Coverage, ShapeCoverage, plain
from kg.validation.shapes import Shapes
from kg.validation.sparql import Evaluation
from kg.validation.structure import Shape, sh

FIRST = 20
_PATHS = tuple(sh(name) for name in ("equals", "disjoint", "lessThan", "lessThanOrEquals"))


class Counting:
    """Focus nodes of shapes, as :mod:`kg.validation.nodes` has them; ``left_out`` are nodes of the context, which nobody asked about."""

    def __init__(self, evaluation: Evaluation, left_out: Iterable[Any]) -> None:
        self.evaluation = evaluation
        self.found = evaluation.known
        self.left_out = {self.found.key(node) for node in left_out}
        self._targets: dict[tuple[Any, ...], set[Any]] = {}
        self._reported: dict[Any, set[Any]] = {}
        self._referred: dict[Any, set[Any]] = {}
        self._handed: dict[tuple[int, Any], tuple[set[Any], set[Any] | None]] = {}

    def targets(self, shape: Shape) -> set[Any]:
        """The focus nodes of a shape's own targets; shapes with the same targets share the set."""
        key = (shape.classes, shape.subjects_of, shape.objects_of, shape.nodes)
        if key not in self._targets:
            sets: list[set[Any] | None] = [self.found.instances(sub) for cls in shape.classes for sub in self.evaluation.aimed.classes(cls)]
            sets += [self.found.subjects(predicate) for predicate in shape.subjects_of]
            sets += [self.found.objects(predicate) for predicate in shape.objects_of]
            sets.append({self.found.key(node) for node in shape.nodes if not isinstance(node, BlankNode)})
            found = self._joined(sets) or set()
            self._targets[key] = found - self.left_out if self.left_out else found
        return self._targets[key]

    def nodes(self, shape: Shape) -> set[Any]:
        """All nodes that a shape reports on: its targets, and the nodes of those that apply it by ``sh:property``."""
        if shape.deactivated:
            return set()
        if shape.node not in self._reported:
            self._reported[shape.node] = set()  # shapes may apply each other in a ring
            values = [self._values(parent, "reported") for parent in self._shapes(shape.parents)]
            found = self._joined([self.targets(shape), *values])
            self._reported[shape.node] = self._asked(self.evaluation.reported(shape)) if found is None else found
        return self._reported[shape.node]

    def referred(self, shape: Shape) -> set[Any]:
        """The nodes that a shape is applied to because another refers to it."""
        if shape.deactivated:
            return set()
        if shape.node not in self._referred:
            self._referred[shape.node] = set()
            values = [self._values(user, "all") for user in self._shapes(shape.users)]
            values += [self._values(parent, "referred") for parent in self._shapes(shape.parents)]
            found = self._joined(values)
            self._referred[shape.node] = self._asked(self.evaluation.referred(shape)) if found is None else found
        return self._referred[shape.node]

    def _shapes(self, nodes: Iterable[Any]) -> list[Shape]:
        return [self.evaluation.structure.shapes[node] for node in nodes]

    def _asked(self, patterns: list[str]) -> set[Any]:
        return self.found.matches(patterns) - self.left_out

    def _joined(self, sets: list[set[Any] | None]) -> set[Any] | None:
        """All of them; the very set where only one has any, for they are large. None where one is not known."""
        known = [one for one in sets if one is not None]
        if len(known) < len(sets):
            return None
        full = [one for one in known if one]
        return full[0] if len(full) == 1 else set().union(*full)

    def _values(self, shape: Shape, which: str) -> set[Any] | None:
        """What a shape hands on to those it applies: its nodes, or what its path leads to from there; None where only a query can tell.

        ``which``: from the nodes that it reports on, those that it is referred to for, or all.
        """
        own = self.nodes(shape) if which != "referred" else set()
        if which != "reported":
            own = self._joined([own, self.referred(shape)]) or set()
        if shape.path is None or not own:
            return own
        key = (id(own), shape.path)
        if key not in self._handed:
            values = self.found.values(own, shape.path)
            # The set is kept too, so that its id stays its own.
            self._handed[key] = own, None if values is None else values - self.left_out if self.left_out else values
        return self._handed[key][1]


def of(evaluation: Evaluation, shapes: Shapes, left_out: set[Any]) -> tuple[Coverage, int]:
    """The coverage, and how many nodes shapes were aimed at in all; ``left_out`` in the source's terms."""
    counting = Counting(evaluation, left_out)
    lines, sets = [], {}
    active = [shape for shape in evaluation.structure.shapes.values() if not shape.deactivated]
    for shape in active:
        found = counting.nodes(shape)
        sets[id(found)] = found
        if shape.targeted or shape.parents:
            found = found or counting.referred(shape)
            lines.append(ShapeCoverage(plain(shape.node), shapes.names(shape.node), len(counting.targets(shape)), len(found)))
    seen: set[Any] = set().union(*sets.values())
    subjects, used = counting.found.own()
    unseen = subjects - seen
    for shape in active:
        if unseen and shape.users:
            unseen -= counting.referred(shape)
    free = sorted(plain(predicate) for predicate in used - constrained(shapes))
    first = sorted(plain(counting.found.term(node)) for node in unseen)[:FIRST]
    coverage = Coverage(tuple(lines), len(subjects), len(unseen), tuple(first), len(used), len(free), tuple(free[:FIRST]))
    return coverage, len(seen)


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
