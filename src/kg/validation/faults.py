"""What engines are known to get wrong (``faults.toml``), and how a difference is recognised as one of these.

A fault names its engine and versions, the constraint components (``*`` for all, ``own`` for those of the shapes graph), whether results are
``missing``, ``extra`` or either (``differs``) or the engine ``refuses``, and by ``when`` a situation (:mod:`kg.validation.situations`, of
refusals :mod:`kg.validation.refusals`). A fault explains no more results than its situation has room for. In a nested shape it shows as a
result of the shape around it: then the situation is looked for where the shapes below are applied.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from kg.validation import components, refusals, situations, walking
from kg.validation.paths import SH
from kg.validation.situations import MANY, Seen
from kg.validation.structure import PARAMETERS, Index, Shape, Structure

_AROUND = ("Not", "And", "Or", "Xone", "Node", "QualifiedMinCount", "QualifiedMaxCount")


@dataclass(frozen=True, slots=True)
class Fault:
    """A known fault of an engine. ``says`` is a part of the engine's words where it refuses."""

    engine: str
    since: str
    below: str
    effect: str
    components: tuple[str, ...]
    when: str
    what: str
    reason: str
    reference: str
    test: str
    says: str = ""

    def holds(self, version: str) -> bool:
        """Whether a version of the engine has it."""
        return _numbers(self.since) <= _numbers(version) < _numbers(self.below)


@lru_cache(maxsize=1)
def known() -> tuple[Fault, ...]:
    """The faults of the file, in its order."""
    listed = tomllib.loads(Path(__file__).with_name("faults.toml").read_text(encoding="utf-8"))["fault"]
    return tuple(Fault(**{**entry, "components": tuple(entry.get("components", ()))}) for entry in listed)


def explained(fault: Fault, effect: str, seen: Seen) -> int:
    """How many results that are ``missing`` or ``extra`` in the engine of a fault are due to it."""
    if fault.effect == "refuses":
        return 0
    situation = situations.RESULTS[fault.when]
    if _concerns(fault, seen) and fault.effect in (effect, "differs") and (found := situation(seen)):
        return found
    if seen.component not in _AROUND:
        return 0
    # Around other shapes the effect may be either: sh:not makes of a missing result one too many.
    return MANY if any(situation(inner) for inner in _below(seen) if _concerns(fault, inner)) else 0


def refused(fault: Fault, words: str, structure: Structure, triples: Index) -> bool:
    """Whether the words with which the engine of a fault refuses are due to it."""
    return fault.effect == "refuses" and fault.says in words and refusals.REFUSALS[fault.when](structure, triples)


def _concerns(fault: Fault, seen: Seen) -> bool:
    return bool({"*", "own" if ":" in seen.component else seen.component} & set(fault.components))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))


def _below(seen: Seen) -> Iterator[Seen]:
    """The shapes that a shape refers to, with the nodes that they are applied to, as if each constraint of them gave a result."""
    structure, triples = seen.structure, seen.triples
    waiting = [(inner, node) for node in walking.values(triples, seen.shape.path, seen.focus) for inner in seen.shape.references]
    done = set()
    while waiting:
        at = waiting.pop()
        if at in done:
            continue
        done.add(at)
        shape, focus = structure.shapes[at[0]], at[1]
        found = walking.values(triples, shape.path, focus)
        wrong = walking.values(triples, shape.path, focus, turned=False)
        values = dict.fromkeys((*found, *wrong, None))
        for component in _constraints(shape, structure):
            yield from (replace(seen, shape=shape, component=component, focus=focus, value=value, counts=(0, 0)) for value in values)
        waiting += [(inner, value) for value in (*found, *wrong) for inner in (*shape.properties, *shape.references)]


def _constraints(shape: Shape, structure: Structure) -> list[str]:
    names = [name.value.removeprefix(SH) for name in structure.graph.predicates(shape.node) if name in PARAMETERS]
    core = ("SPARQL" if name == "sparql" else name[0].upper() + name[1:] for name in names)
    return [*core, *(component.value for component, _ in components.of(shape, structure))]
