"""Parameters whose values are a closed list in the data (``among`` in the header): read as people write them, others refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from kg.errors import QueryError
from kg.querying.binding import ANY, term
from kg.querying.question import Parameter, Question

Values = Callable[[str], tuple[str, ...]]
"""A pattern that binds ``?value`` → the values that it has in the data."""
_PREFIX = re.compile(r"^.*[:/]")


def values(among: str, ask: Callable[[str], Any]) -> tuple[str, ...]:
    """The values of a pattern, in order; ``ask`` answers a SPARQL text with prefixes known."""
    found = ask(f"SELECT DISTINCT ?value WHERE {{ {among} }}")
    return tuple(sorted({solution["value"].value for solution in found}))


def one(parameter: Parameter, said: str, known: tuple[str, ...]) -> str | None:
    """The value of the list that is meant: case, a prefix and zeros before a number aside; None for none."""
    plain = _PREFIX.sub("", said.strip()).casefold()
    if parameter.kind == "integer":
        plain = plain.lstrip("0") or plain
    return next((value for value in known if value.casefold() == plain), None)


def settled(question: Question, given: Mapping[str, str], known: Values) -> dict[str, str]:
    """The parameters with the values of their lists.

    Raises :class:`QueryError` KG704 for a value of the wrong kind, and for one that the data do not have, with those that they have: it
    would find nothing, and look like an answer.
    """
    found = dict(given)
    for name, said in given.items():
        parameter = question.parameters.get(name)
        if parameter is None or not parameter.among or said == ANY:
            continue
        have = known(parameter.among)
        meant = {part: one(parameter, part, have) for part in said.split(",")}
        for part, value in meant.items():
            if value is None:
                term(parameter, part.strip())  # what is no value of the kind is told as such
                mend = f"the release holds {', '.join(have)}; all are listed at queries/{question.name}"
                what = f"{part.strip()[:80]!r} is no known value of ?{name}"
                raise QueryError("KG704", what, why="the release says nothing about it", mend=mend)
        found[name] = ",".join(value for value in meant.values() if value is not None)
    return found
