"""The questions of the library, put to our build and to the union: how many rows each has, gains, changes and loses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from pyoxigraph import BlankNode, Literal, QuerySolutions

from kg.querying import binding, question
from kg.querying.question import Question

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
ANY = "any"
_ALONE = frozenset({"partner-only", "ours-only"})
"""Questions about what has no counterpart: no gain, and told in lists of their own."""
_AREA = "area"
_SERVER = re.compile(r"^[^#]*\bSERVICE\b", re.MULTILINE)
Row = tuple[Any, ...]
Ask = Callable[[str], Any]
Kept = dict[str, list[dict[str, Any]]]
"""Text of a query → its rows: what compares with a partner is asked once."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its default parameters, or over all states. ``ours`` and ``together`` are counts of rows.

    ``gained`` rows are in the union alone. Of our rows that the union does not have, ``changed`` have a row there that differs in numbers
    only, and ``lost`` have none. Rows are compared as bags: a row that stands twice counts twice.
    """

    question: Question
    everywhere: bool
    ours: int
    together: int
    gained: int
    changed: int
    lost: int

    @property
    def disturbed(self) -> bool:
        """Whether a partner's data changed what we answer without them."""
        return bool(self.changed or self.lost)


def asked(library: Iterable[Question], ours: Ask, together: Ask, kept: Kept | None = None) -> list[Asked]:
    """Every question that asks no server: with its default parameters and then, where it is asked of one state, of all states."""
    found = []
    for one in library:
        if _SERVER.search(one.sparql) or one.name in _ALONE:  # nothing leaves the machine
            continue
        area = one.parameters.get(_AREA)
        widened = area is not None and area.default != "UNDEF"
        if not (one.beside and widened):  # a partner's own question is asked once, of all states
            found.append(_compared(one, {}, ours, together, kept))
        if widened:
            found.append(_compared(one, {_AREA: ANY}, ours, together, kept))
    return found


def rows(one: Question, given: dict[str, str], ask: Ask, language: str = "en", kept: Kept | None = None) -> list[dict[str, Any]]:
    """The answer as rows of terms by column, without what is unbound; of a question about partners' data it is kept and not asked again."""
    text = binding.bind(one, given, language)
    if kept is not None and text in kept:
        return kept[text]
    answer = ask(text)
    assert isinstance(answer, QuerySolutions), "questions are SELECT"
    names = [variable.value for variable in answer.variables]
    found = [{name: row[name] for name in names if row[name] is not None} for row in answer]
    if kept is not None and one.beside:
        kept[text] = found
    return found


def partner(name: str) -> Question:
    """A question of the library by its name."""
    return question.find(name)


def _compared(one: Question, given: dict[str, str], ours: Ask, together: Ask, kept: Kept | None) -> Asked:
    alone, both = _bag(rows(one, given, ours)), _bag(rows(one, given, together, kept=kept))
    gained, gone = both - alone, alone - both
    changed = (_keys(gone) & _keys(gained)).total()
    return Asked(one, bool(given), alone.total(), both.total(), gained.total() - changed, changed, gone.total() - changed)


def _bag(found: list[dict[str, Any]]) -> Counter[Row]:
    return Counter(tuple((name, _said(term)) for name, term in row.items()) for row in found)


def _said(term: Any) -> str:
    """Blank nodes have no name that two stores share."""
    if isinstance(term, BlankNode):
        return "_:"
    return term.value if isinstance(term, Literal) else str(term)


def _keys(bag: Counter[Row]) -> Counter[Row]:
    """A row without its numbers: what it is about."""
    found: Counter[Row] = Counter()
    for row, times in bag.items():
        found[tuple(cell for cell in row if not _NUMBER.fullmatch(cell[1]))] += times
    return found
