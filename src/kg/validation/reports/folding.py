"""Which results a page lists where there are too many: of each rule the same most, and each kind of result as early as it can be.

A result takes some 2 KB of a page in two languages, so that :data:`WHOLE` keep it near 1 MB, which browsers open at once.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence

from kg.validation.report import Result
from kg.validation.reports import groups, words

EACH = 100
"""Results of one rule."""
WHOLE = 500
"""Results of all rules; where there are more rules than this, one of each."""


def most(counts: Collection[int]) -> int:
    """How many results of each rule are listed, where the rules have so many."""
    return next((most for most in range(EACH, 1, -1) if sum(min(count, most) for count in counts) <= WHOLE), 1)


def listed(results: Sequence[Result], count: int) -> list[Result]:
    """So many results of one rule, in their order.

    Of each kind (severity, state, document) the first, then of each the second: what a filter can choose has something to show.
    """
    if len(results) <= count:
        return list(results)
    kinds: dict[Hashable, list[int]] = {}
    for place, result in enumerate(results):
        kinds.setdefault((result.severity, words.state(result), groups.where(result)), []).append(place)
    rounds = sorted((number, place) for places in kinds.values() for number, place in enumerate(places))
    return [results[place] for place in sorted(place for _, place in rounds[:count])]
