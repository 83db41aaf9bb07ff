"""How much of what can go wrong the shapes notice: data broken in known ways (:mod:`kg.validation.mutants`), and what was not caught.

A mutant is **caught** when it has a result of severity Warning or Violation (or one of the shapes' own making) that the data as they are do
not have: another shape, constraint, component, path or focus node, or one more of the same. Info never counts: it tells of gaps and small
counts, which are no faults. What no shape can know is listed in ``shapes/survivors.toml`` with the reason; a share is *enough* when at
least 95 % of the mutants that are not explained so are caught. :mod:`kg.validation.trial` tells how mutants are tried,
:mod:`kg.validation.shares` writes what came of it.

An operator that finds nothing to break in the data has no share: it is neither enough nor too little, and counts nowhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from kg.validation import survivors
from kg.validation.data import Data
from kg.validation.mutants import Mutant, mutants
from kg.validation.naming import Names
from kg.validation.passages import Passages
from kg.validation.report import Texts
from kg.validation.shapes import Shapes
from kg.validation.trial import Trial

ENOUGH = 0.95
Told = Callable[[str, int, int], None]
"""Operator, how many mutants are to be tried, how many were."""
TRIPLES = 1_500_000
"""Triples copied for one operator at most; beyond, mutants are a sample by hash."""


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that no shape caught. ``line`` is that of the document (0 where it is not known), ``reason`` empty where none is known."""

    mutant: Mutant
    document: str
    line: int
    reason: Texts
    cls: Any = None
    """A class of the node that was changed, None where it has none."""


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
    """All operators in their order, and how many triples of the data none of them touches.

    Of these, ``left`` have subjects that no shape looks at, and ``about`` have terms of the context as subjects
    (:class:`kg.validation.world.World`).
    """

    tried: tuple[Tried, ...]
    left: int = 0
    about: int = 0
    names: Names = field(default_factory=Names, compare=False)
    """By which terms are shown."""

    data_hash: str = ""
    shapes_hash: str = ""
    shapes_version: str = ""

    @property
    def mutants(self) -> int:
        """How many were tried."""
        return sum(one.mutants for one in self.tried)

    @property
    def caught(self) -> int:
        """How many were caught."""
        return sum(one.caught for one in self.tried)

    @property
    def enough(self) -> bool:
        """Whether each operator's share is enough, and anything was tried."""
        return any(one.mutants for one in self.tried) and all(one.enough for one in self.tried)


def mutate(
    data: Data, shapes: Shapes, documents: Mapping[str, str] | None = None, *, limit: int | None = None, told: Told = lambda *_: None
) -> Mutation:
    """Breaks data in the documented ways and runs the shapes on each mutant. ``limit`` bounds the mutants of an operator.

    ``told`` is called while it works: with an operator, how many of its mutants are to be tried, and how many were.

    Raises :class:`ValidationError` KG603 for data that are not well-formed, KG605 for shapes that cannot be run.
    """
    trial = Trial(data, shapes)
    places = Passages(data, documents or {})
    known = survivors.known() if shapes.ours else ()
    most = max(25, TRIPLES // max(1, len(trial.world.own))) if limit is None else limit
    used = {triple.predicate.value for triple in trial.world.own}
    tried = []
    for operator, made in mutants(trial.world).items():
        chosen = sample(made, most)
        caught = trial.caught(chosen, partial(told, operator, len(chosen)))
        alive = [mutant for mutant, found in zip(chosen, caught, strict=True) if not found]
        listed = []
        for mutant in alive:
            place = places.place(mutant.focus)
            classes = trial.world.classes(mutant.focus)
            reason = survivors.reason(known, mutant, classes, used)
            where = (place.document, place.line) if place else ("", 0)
            listed.append(Survivor(mutant, *where, reason, min(classes, key=str, default=None)))
        tried.append(Tried(operator, len(made), len(chosen), tuple(listed)))
    world = trial.world
    return Mutation(
        tuple(tried),
        world.left,
        world.about,
        Names((*data.sources, *shapes.sources)),
        data_hash=data.hash,
        shapes_hash=shapes.hash,
        shapes_version=shapes.version,
    )


def sample(made: list[Mutant], most: int) -> list[Mutant]:
    """At most so many mutants, those whose hashes come first, in their order: the same data give the same sample."""
    if len(made) <= most:
        return made
    kept = set(sorted(range(len(made)), key=lambda n: hashlib.sha256(f"{made[n].removed}{made[n].added}".encode()).digest())[:most])
    return [mutant for number, mutant in enumerate(made) if number in kept]
