"""Mutants tried: which of them give a result that the data as they are do not.

Where the data as they are break a shape already, a mutant is caught too if a result of that kind names the very value that it put in.

Many are tried at once: each is a copy of all own triples under IRIs of its own (``https://kg-mutant-7.w3id.org/…``: the host is changed and
nothing else, so that patterns on the rest of an IRI still hold), and the shapes run once over all copies beside one context. The first copy
of each batch is not changed: if it does not give the very results of the data, or a result falls on a node that is no copy, the mutants in
question are tried one at a time under their own names. Shapes to which a node is a help although nothing links to it would see those of
other copies; ours have none (a test compares both ways).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize

from kg.validation import running
from kg.validation.coverage import Counting
from kg.validation.data import Data
from kg.validation.engines import default
from kg.validation.mutants import Mutant
from kg.validation.report import Finding, local_name
from kg.validation.shapes import Shapes
from kg.validation.source import Source
from kg.validation.sparql import Evaluation
from kg.validation.world import World

BATCH = 120_000
"""Triples of a batch of copies."""
_SCHEME = re.compile(r"^(\w[\w+.-]*://)")
Key = tuple[Any, ...]
"""Severity apart, what tells two findings from each other: focus, shape, constraint, component, path, and last the value."""


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
        return _new(self._evaluate(self._changed(mutant)), self.base, mutant)

    def _changed(self, mutant: Mutant) -> list[Triple]:
        return [*(triple for triple in self.world.own if triple not in mutant.removed), *mutant.added]

    def caught(self, tried: list[Mutant], told: Callable[[int], None] = lambda done: None) -> list[bool]:
        """Whether each of some mutants is caught; ``told`` is called with how many were tried, after each batch."""
        size = max(1, BATCH // max(1, len(self.world.own)))
        found: list[bool] = []
        for start in range(0, len(tried), size):
            found += self._batch(tried[start : start + size])
            told(len(found))
        return found

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
            (by_copy[names[mark].number] if mark in names else foreign)[(_unmarked(key[0]), *key[1:-1], _unmarked(key[-1]))] += count
        expected = Counter({key: count for key, count in self.base.items() if key[0] in self.world.subjects})
        exact = _valueless(by_copy[0]) == _valueless(expected)
        strange = bool(_valueless(foreign) - _valueless(self.base))
        pairs = zip(renamed, by_copy[1:], strict=True) if exact else ()
        result = {mutant: _new(counter, expected, mutant) for mutant, counter in pairs}
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


def _valueless(found: Counter[Key]) -> Counter[Key]:
    counted: Counter[Key] = Counter()
    for key, count in found.items():
        counted[key[:-1]] += count
    return counted


def _new(found: Counter[Key], base: Counter[Key], mutant: Mutant) -> bool:
    """Whether there is a result of another kind or one more of the same, or one of the same that names a value which the mutant put in."""
    if _valueless(found) - _valueless(base):
        return True
    put = {triple.object for triple in mutant.added}
    return any(key[-1] in put for key in found - base)


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
    shown = path if isinstance(path, NamedNode) else str(path)
    return (finding.focus, finding.shape, finding.constraint, finding.component, shown, finding.value)


def _looked_at(data: Data, shapes: Shapes) -> set[Any]:
    """Every node that some shape reports on or is asked about, in the source's terms."""
    counting = Counting(Evaluation(data, shapes.structure), set())
    active = [shape for shape in shapes.structure.shapes.values() if not shape.deactivated]
    found = set().union(*(counting.nodes(shape) | counting.referred(shape) for shape in active))
    return {counting.found.term(node) for node in found}
