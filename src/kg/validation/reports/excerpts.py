"""The lines of a source around the place of a result, where the text of the source is at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kg.validation.report import Spot
from kg.validation.reports import signs

LONGEST = 300
"""Code points of a line that are shown."""
AROUND = 1
"""Lines before and after."""


class Line(NamedTuple):
    """A line of a source, its number from 1, and whether the result stands in it."""

    number: int
    text: str
    here: bool


def around(spot: Spot | None, lines: Mapping[str, Sequence[str]]) -> list[Line]:
    """The line of a spot with its neighbours; ``lines`` are those of the sources by their names. Nothing for a whole file."""
    found = lines.get(spot.file, ()) if spot is not None and spot.what != "file" else ()
    if spot is None or not 1 <= spot.line <= len(found):
        return []
    shown = range(max(spot.line - AROUND, 1), min(spot.line + AROUND, len(found)) + 1)
    return [Line(number, signs.cut(found[number - 1].rstrip("\r"), LONGEST), number == spot.line) for number in shown]
