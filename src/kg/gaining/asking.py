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
_AREA = "area"
_SERVER = re.compile(r"^[^#]*\bSERVICE\b", re.MULTILINE)
Row = tuple[Any, ...]
Ask = Callable[[str], Any]


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


def asked(library: Iterable[Question], ours: Ask, together: Ask) -> list[Asked]:
    """Every question that asks no server: with its default parameters and then, where it is asked of one state, of all states."""
    found = []
    for one in library:
        if _SERVER.search(one.sparql):  # nothing leaves the machine
            continue
        found.append(_compared(one, {}, ours, together))
        area = one.parameters.get(_AREA)
        if area is not None and area.default != "UNDEF":
            found.append(_compared(one, {_AREA: ANY}, ours, together))
    return found


def rows(one: Question, given: dict[str, str], ask: Ask, language: str = "en") -> list[dict[str, Any]]:
    """The answer as rows of terms by column, without what is unbound."""
    answer = ask(binding.bind(one, given, language))
    assert isinstance(answer, QuerySolutions), "questions are SELECT"
    names = [variable.value for variable in answer.variables]
    return [{name: row[name] for name in names if row[name] is not None} for row in answer]


def partner(name: str) -> Question:
    """A question of the library by its name."""
    return question.find(name)


def _compared(one: Question, given: dict[str, str], ours: Ask, together: Ask) -> Asked:
    alone, both = _bag(rows(one, given, ours)), _bag(rows(one, given, together))
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
