"""How well a name answers a query: the whole of it, in other forms or order, its beginning, or only some of its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum

from kg.searching.letters import optional
from kg.searching.reading import Term

Name = tuple[str, ...]
"""A name as its folded words."""


class Tier(IntEnum):
    """From the best to the least."""

    EXACT = 0
    FORMS = 1
    BEGINS = 2
    NAME = 3
    NAME_BEGINNINGS = 4
    TEXT = 5
    TEXT_BEGINNINGS = 6


MATCH = {
    Tier.EXACT: "exact",
    Tier.FORMS: "forms",
    Tier.BEGINS: "begins",
    Tier.NAME: "name",
    Tier.NAME_BEGINNINGS: "name",
    Tier.TEXT: "text",
    Tier.TEXT_BEGINNINGS: "text",
}
"""What a tier is called in results (:data:`kg.searching.results.MATCHES`)."""


def of_names(names: Iterable[Name], terms: Sequence[Term], typed: Name) -> tuple[Tier, float]:
    """The best tier of several names, and the share of the name that the query covers; TEXT_BEGINNINGS where no name answers."""
    return min(
        (_of_name(name, terms, typed) for name in names), key=lambda found: (found[0], -found[1]), default=(Tier.TEXT_BEGINNINGS, 0.0)
    )


def _of_name(name: Name, terms: Sequence[Term], typed: Name) -> tuple[Tier, float]:
    if name == typed:
        return Tier.EXACT, 1.0
    needed = [term for term in terms if not term.optional]
    if not all(any(term.marks(word) for word in name) for term in needed):
        return Tier.TEXT_BEGINNINGS, 0.0
    bearing = [word for word in name if word not in optional()] or list(name)
    whole = [word for word in bearing if any(word in term.words or word in term.phrase for term in terms)]
    share = len(whole) / len(bearing)
    complete = all(term.phrase or any(word in term.words for word in name) for term in needed)
    if complete and share == 1.0:
        return Tier.FORMS, 1.0
    if _begins(name, terms):
        return Tier.BEGINS, len(needed) / len(bearing)
    return (Tier.NAME, share) if complete else (Tier.NAME_BEGINNINGS, len(needed) / len(bearing))


def _begins(name: Name, terms: Sequence[Term]) -> bool:
    """Whether the words of a name begin with the terms in their order; the last term may be a beginning."""
    if len(terms) > len(name) or any(term.phrase for term in terms):
        return False
    first = all(word in term.words for word, term in zip(name, terms[:-1], strict=False))
    return first and terms[-1].marks(name[len(terms) - 1])
