"""URI templates of mappings: simple expansion of column names (RFC 6570, level 1), as CSVW properties of cells use them (section 5.1.3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from urllib.parse import quote

_PLACE = re.compile(r"\{([^{}]*)\}")
ROW, SOURCE_ROW = "_row", "_sourceRow"
Expand = Callable[[Sequence[str], int], str]


@lru_cache(100_000)
def encoded(text: str) -> str:
    """A value as it stands in an IRI: everything but unreserved signs is percent-encoded."""
    return quote(text, safe="")


def unknown(template: str, names: Mapping[str, int]) -> list[str]:
    """The variables of a template that are no column; operators of higher levels are none either."""
    return [name for name in _PLACE.findall(template) if name not in names and name not in (ROW, SOURCE_ROW)]


def compiled(template: str, names: Mapping[str, int]) -> Expand:
    """A function of the cells of a row and its number; all variables must be known (:func:`unknown`)."""
    pieces = _PLACE.split(template)
    form = "%s".join(piece.replace("%", "%%") for piece in pieces[::2])
    places = [names.get(name, -1) for name in pieces[1::2]]

    def expand(cells: Sequence[str], number: int) -> str:
        return form % tuple([encoded(cells[at]) if at >= 0 else str(number) for at in places])

    return expand


def of_one(template: str, name: str) -> bool:
    """Whether a template depends on one column alone."""
    return set(_PLACE.findall(template)) <= {name}
