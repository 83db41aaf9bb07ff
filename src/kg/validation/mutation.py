"""How much of what can go wrong the shapes notice: data broken in known ways (:mod:`kg.validation.mutants`), and what was not caught.

A mutant is **caught** when it has a result of severity Warning or Violation (or one of the shapes' own making) that the data as they are do
not have: another shape, constraint, component, path or focus node, or one more of the same. Info never counts: it tells of gaps and small
counts, which are no faults. What no shape can know is listed in ``shapes/survivors.toml`` with the reason; a share is *enough* when at
least 95 % of the mutants that are not explained so are caught.

Many mutants are tried at once: each is a copy of all own triples under IRIs of its own (``https://kg-mutant-7.w3id.org/…``; the host is
changed and nothing else, so that patterns on the rest of an IRI still hold), and the shapes run once over all copies beside one context.
The first copy of each batch is not changed: if it does not give the very results of the data, or a result falls on a node that is no copy,
the mutants in question are tried one at a time, without renaming. Shapes that compare a node with nodes it is not linked to, and find *more*
of them a help, would see other copies; ours do not (a test compares both ways).
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize

from kg.validation import running, survivors
from kg.validation.coverage import Counting
from kg.validation.data import Data, Source
from kg.validation.engines import default
from kg.validation.mutants import OPERATORS, Mutant, mutants
from kg.validation.passages import Passages
from kg.validation.report import Finding, Texts, local_name
from kg.validation.shapes import Shapes
from kg.validation.sparql import Evaluation
from kg.validation.world import World

ENOUGH = 0.95
TRIPLES = 1_500_000
"""Triples copied for one operator at most; beyond, mutants are a sample by hash."""
BATCH = 120_000
"""Triples of a batch of copies."""
_SCHEME = re.compile(r"^(\w[\w+.-]*://)")


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that no shape caught. ``line`` is that of the document (0 where it is not known), ``reason`` empty where none is known."""

    mutant: Mutant
    document: str
    line: int
    reason: Texts


@dataclass(frozen=True, slots=True)
class Tried:
    """One operator: ``made`` mutants exist, ``mutants`` were tried (fewer: a sample)."""

    operator: str
    made: int
    mutants: int
    survivors: tuple[Survivor, ...]

    @property
    def caught(self) -> int:
        """How many were caught."""
        return self.mutants - len(self.survivors)

    @property
    def share(self) -> float | None:
        """Caught by all; None without mutants."""
        return self.caught / self.mutants if self.mutants else None

    @property
    def unexplained(self) -> tuple[Survivor, ...]:
        """The survivors without a reason."""
        return tuple(survivor for survivor in self.survivors if not survivor.reason)

    @property
    def enough(self) -> bool:
        """Whether 95 % are caught of those that a shape could catch."""
        tried = self.caught + len(self.unexplained)
        return tried == 0 or self.caught / tried >= ENOUGH


@dataclass(frozen=True, slots=True)
class Mutation:
    """All operators in their order; ``left`` is how many own triples no operator touches, for no shape looks at their subjects."""

    tried: tuple[Tried, ...]
    left: int = 0

    @property
    def enough(self) -> bool:
        """Whether each operator's share is enough, and anything was tried."""
        return any(one.mutants for one in self.tried) and all(one.enough for one in self.tried)


Key = tuple[Any, ...]
"""Severity apart, what tells two findings from each other: focus, shape, constraint, component, path."""


class Trial:
    """Runs shapes on changed data."""

    def __init__(self, data: Data, shapes: Shapes) -> None:
        self.shapes = shapes
        self.context = data.context or (running.context() if shapes.ours else "")
        own = [quad.triple for _, content in data.own for quad in parse(content, format=RdfFormat.N_QUADS)]
        around = [quad.triple for quad in parse(self.context.encode("utf-8"), format=RdfFormat.N_QUADS)]
        self.world = World(own, around, _looked_at(data, shapes), shapes.structure)
        self.base = self._evaluate(self.world.own)

    def _evaluate(self, triples: Iterable[Triple]) -> Counter[Key]:
        content = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
        source = Source("mutants", content, RdfFormat.N_TRIPLES, lines=False)
        data = Data([source], context=self.context, faithful=False)
        found = default.evaluate(data, Evaluation(data, self.shapes.structure))
        return Counter(_key(finding) for finding in found if local_name(finding.severity) != "Info")

    def alone(self, mutant: Mutant) -> bool:
        """Whether a mutant is caught, tried by itself under its own names."""
        return bool(self._evaluate(self._changed(mutant)) - self.base)

    def _changed(self, mutant: Mutant) -> list[Triple]:
        return [*(triple for triple in self.world.own if triple not in mutant.removed), *mutant.added]

    def caught(self, tried: list[Mutant]) -> list[bool]:
        """Whether each of some mutants is caught."""
        size = max(1, BATCH // max(1, len(self.world.own)))
        return [caught for start in range(0, len(tried), size) for caught in self._batch(tried[start : start + size])]

    def _batch(self, tried: list[Mutant]) -> list[bool]:
        renamed = [mutant for mutant in tried if all(triple.subject in self.world.subjects for triple in (*mutant.removed, *mutant.added))]
        copies = [_Copy(number, self.world) for number in range(len(renamed) + 1)]
        triples = [copies[0].triple(triple) for triple in self.world.own]
        for copy, mutant in zip(copies[1:], renamed, strict=True):
            triples += [copy.triple(triple) for triple in self._changed(mutant)]
        found = self._evaluate(triples)
        by_copy: list[Counter[Key]] = [Counter() for _ in copies]
        foreign: Counter[Key] = Counter()
        names = {copy.mark: copy for copy in copies}
        for key, count in found.items():
            mark = _mark(key[0])
            (by_copy[names[mark].number] if mark in names else foreign)[(_unmarked(key[0]), *key[1:])] += count
        expected = Counter({key: count for key, count in self.base.items() if key[0] in self.world.subjects})
        exact = by_copy[0] == expected
        strange = bool(foreign - self.base)
        result = {mutant: bool(counter - expected) for mutant, counter in zip(renamed, by_copy[1:], strict=True)} if exact else {}
        return [result[mutant] if result.get(mutant) or (mutant in result and not strange) else self.alone(mutant) for mutant in tried]


class _Copy:
    """The names of a copy: own subjects, and what lies below them."""

    def __init__(self, number: int, world: World) -> None:
        self.number = number
        self.mark = f"kg-mutant-{number}"
        self.world = world
        self._known: dict[Any, Any] = {}

    def triple(self, triple: Triple) -> Triple:
        return Triple(self.term(triple.subject), triple.predicate, self.term(triple.object))

    def term(self, term: Any) -> Any:
        if isinstance(term, Literal):
            return term
        if term not in self._known:
            self._known[term] = self._named(term)
        return self._known[term]

    def _named(self, term: Any) -> Any:
        if isinstance(term, BlankNode):
            return BlankNode(f"{self.mark}-{term.value}")
        if term not in self.world.subjects and not self.world.below(term):
            return term
        if _SCHEME.match(term.value):
            return NamedNode(_SCHEME.sub(rf"\1{self.mark}.", term.value))
        return NamedNode(f"urn:{self.mark}:{term.value}")


_MARKED = re.compile(r"^(?:\w[\w+.-]*://|urn:)?(kg-mutant-[0-9]+)[.:-]")


def _mark(term: Any) -> str:
    found = _MARKED.match(term.value) if isinstance(term, NamedNode | BlankNode) else None
    return found[1] if found else ""


def _unmarked(term: Any) -> Any:
    if not _mark(term):
        return term
    if isinstance(term, BlankNode):
        return BlankNode(term.value.split("-", 3)[3])
    if term.value.startswith("urn:kg-mutant-"):
        return NamedNode(term.value.split(":", 2)[2])
    return NamedNode(re.sub(r"kg-mutant-[0-9]+\.", "", term.value, count=1))


def _key(finding: Finding) -> Key:
    path = finding.path
    return (finding.focus, finding.shape, finding.constraint, finding.component, path if isinstance(path, NamedNode) else str(path))


def _looked_at(data: Data, shapes: Shapes) -> set[Any]:
    """Every node that some shape reports on or is asked about, in the source's terms."""
    counting = Counting(Evaluation(data, shapes.structure), set())
    active = [shape for shape in shapes.structure.shapes.values() if not shape.deactivated]
    found = set().union(*(counting.nodes(shape) | counting.referred(shape) for shape in active))
    return {data.blanks.get(node, node) for node in found}


def mutate(data: Data, shapes: Shapes, documents: Mapping[str, str] | None = None, *, limit: int | None = None) -> Mutation:
    """Breaks data in the documented ways and runs the shapes on each mutant. ``limit`` bounds the mutants of an operator.

    Raises :class:`ValidationError` KG603 for data that are not well-formed, KG605 for shapes that cannot be run.
    """
    trial = Trial(data, shapes)
    places = Passages(data, documents or {})
    known = survivors.known() if shapes.ours else ()
    most = max(25, TRIPLES // max(1, len(trial.world.own))) if limit is None else limit
    tried = []
    for operator, made in mutants(trial.world).items():
        chosen = sample(made, most)
        alive = [mutant for mutant, caught in zip(chosen, trial.caught(chosen), strict=True) if not caught]
        listed = []
        for mutant in alive:
            place = places.place(mutant.focus)
            reason = survivors.reason(known, mutant, trial.world.classes(mutant.focus))
            listed.append(Survivor(mutant, place.document if place else "", place.line if place else 0, reason))
        tried.append(Tried(operator, len(made), len(chosen), tuple(listed)))
    return Mutation(tuple(tried), len(trial.world.own) - len(trial.world.triples))


def sample(made: list[Mutant], most: int) -> list[Mutant]:
    """At most so many mutants, those whose hashes come first, in their order: the same data give the same sample."""
    if len(made) <= most:
        return made
    kept = set(sorted(range(len(made)), key=lambda n: hashlib.sha256(f"{made[n].removed}{made[n].added}".encode()).digest())[:most])
    return [mutant for number, mutant in enumerate(made) if number in kept]
