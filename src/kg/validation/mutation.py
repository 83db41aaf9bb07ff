"""How much of what can go wrong the shapes notice: data broken in known ways (:mod:`kg.validation.mutants`), and what was not caught.

A mutant is **caught** when it has a result of severity Warning or Violation (or one of the shapes' own making) that the data as they are do
not have: another shape, constraint, component, path or focus node, or one more of the same. Info never counts: it tells of gaps and small
counts, which are no faults. What no shape can know is listed in ``shapes/survivors.toml`` with the reason; a share is *enough* when at
least 95 % of the mutants that are not explained so are caught. :mod:`kg.validation.trial` tells how mutants are tried.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.validation import survivors, wording
from kg.validation.data import Data
from kg.validation.mutants import Mutant, mutants
from kg.validation.naming import Names
from kg.validation.passages import Passages
from kg.validation.report import Texts
from kg.validation.shapes import Shapes
from kg.validation.trial import Trial

ENOUGH = 0.95
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
    """All operators in their order; ``left`` is how many own triples no operator touches, for no shape looks at their subjects."""

    tried: tuple[Tried, ...]
    left: int = 0
    names: Names = field(default_factory=Names, compare=False)
    """By which terms are shown."""

    @property
    def enough(self) -> bool:
        """Whether each operator's share is enough, and anything was tried."""
        return any(one.mutants for one in self.tried) and all(one.enough for one in self.tried)


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
            classes = trial.world.classes(mutant.focus)
            reason = survivors.reason(known, mutant, classes)
            where = (place.document, place.line) if place else ("", 0)
            listed.append(Survivor(mutant, *where, reason, min(classes, key=str, default=None)))
        tried.append(Tried(operator, len(made), len(chosen), tuple(listed)))
    return Mutation(tuple(tried), trial.world.left, Names((*data.sources, *shapes.sources)))


def sample(made: list[Mutant], most: int) -> list[Mutant]:
    """At most so many mutants, those whose hashes come first, in their order: the same data give the same sample."""
    if len(made) <= most:
        return made
    kept = set(sorted(range(len(made)), key=lambda n: hashlib.sha256(f"{made[n].removed}{made[n].added}".encode()).digest())[:most])
    return [mutant for number, mutant in enumerate(made) if number in kept]


def text(mutation: Mutation, language: str) -> str:
    """The shares and the survivors for people; in English where a language has no words."""
    lines = []
    for one in mutation.tried:
        operator = _note(language, f"mutation-{one.operator}")
        if one.share is None:
            lines.append(_note(language, "mutation-none", operator=operator))
            continue
        explained = len(one.survivors) - len(one.unexplained)
        line = _note(
            language,
            "mutation-share",
            operator=operator,
            caught=str(one.caught),
            mutants=str(one.mutants),
            share=percent(one.share),
            survivors=str(len(one.survivors)),
            explained=str(explained),
        )
        lines.append(line if one.made == one.mutants else f"{line} ({_note(language, 'mutation-sample', made=str(one.made))})")
        for survivor in one.survivors:
            lines += _listed(survivor, mutation.names, language)
    if mutation.left:
        lines.append(_note(language, "mutation-left", left=str(mutation.left)))
    return "\n".join([*lines, *_summary(mutation, language)]) + "\n"


def _summary(mutation: Mutation, language: str) -> list[str]:
    """What all operators come to, whether it is enough, and what to do about changes that nothing noticed."""
    used = [one for one in mutation.tried if one.mutants]
    total, caught = sum(one.mutants for one in used), sum(one.caught for one in used)
    open_ = sum(len(one.unexplained) for one in used)
    lines = []
    if used:
        lines.append(
            _note(
                language,
                "mutation-summary",
                operators=str(len(used)),
                caught=str(caught),
                mutants=str(total),
                share=percent(caught / total),
                survivors=str(total - caught),
                explained=str(total - caught - open_),
                unexplained=str(open_),
            )
        )
    few = ", ".join(_note(language, f"mutation-{one.operator}") for one in used if not one.enough)
    verdict = "enough" if mutation.enough else "too-few" if few else "nothing"
    lines.append(_note(language, f"mutation-{verdict}", share=percent(ENOUGH), operators=few))
    return [*lines, _note(language, "mutation-advice")] if open_ else lines


def _listed(survivor: Survivor, names: Names, language: str) -> list[str]:
    mutant = survivor.mutant
    place = _note(language, "mutation-survivor", document=survivor.document, line=str(survivor.line)) if survivor.line else ""
    changes = [("-", triple) for triple in mutant.removed] + [("+", triple) for triple in mutant.added]
    shown = []
    for sign, triple in changes:
        subject = "" if triple.subject == mutant.focus else f"{names.term(triple.subject)} "
        shown.append(f"    {sign} {subject}{names.term(triple.predicate)} {names.term(triple.object)}")
    predicate = names.term(mutant.predicate)
    reason = survivor.reason.get(language) or survivor.reason.get("en")
    if not reason:
        of_class = names.term(survivor.cls) if survivor.cls is not None else ""
        reason = _note(language, "mutation-unexplained" if of_class else "mutation-unexplained-classless", property=predicate, cls=of_class)
    return [f"  {names.term(mutant.focus)} {predicate}{f' ({place})' if place else ''}", *shown, f"    {reason}"]


def _note(language: str, name: str, **fields: str) -> str:
    words = wording.note(name, **fields)
    return words.get(language) or words["en"]


def percent(share: float) -> str:
    """A share in per cent, rounded down to a tenth: 94.99 is not 95."""
    return f"{int(share * 1000) / 10:g}"


def structured(mutation: Mutation) -> dict[str, Any]:
    """The same as plain values for JSON."""
    return {
        "enough": mutation.enough,
        "left": mutation.left,
        "operators": [
            {
                "operator": one.operator,
                "made": one.made,
                "mutants": one.mutants,
                "caught": one.caught,
                "share": one.share,
                "enough": one.enough,
                "survivors": [
                    {
                        "focus": str(survivor.mutant.focus),
                        "property": survivor.mutant.predicate.value,
                        "removed": [str(triple) for triple in survivor.mutant.removed],
                        "added": [str(triple) for triple in survivor.mutant.added],
                        "document": survivor.document,
                        "line": survivor.line,
                        "reason": dict(survivor.reason),
                    }
                    for survivor in one.survivors
                ],
            }
            for one in mutation.tried
        ],
    }
