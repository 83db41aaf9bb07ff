"""The smallest set of parts that has no rows: QuickXplain (U. Junker, AAAI 2004), which needs few probes where the set is small."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

P = TypeVar("P")


def smallest(parts: Sequence[P], empty: Callable[[list[P]], bool]) -> list[P]:
    """A subset that is empty and of which no part can be left out; [] where all together are not. Earlier parts are preferred."""
    if not parts or not empty(list(parts)):
        return []
    return _search([], False, list(parts), empty)


def _search(background: list[P], grown: bool, parts: list[P], empty: Callable[[list[P]], bool]) -> list[P]:
    if grown and empty(background):
        return []
    if len(parts) == 1:
        return parts
    half = len(parts) // 2
    first, second = parts[:half], parts[half:]
    of_second = _search([*background, *first], bool(first), second, empty)
    of_first = _search([*background, *of_second], bool(of_second), first, empty)
    return [*of_first, *of_second]
