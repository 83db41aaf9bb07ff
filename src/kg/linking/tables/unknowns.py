"""Numbers that may stand for missing values (66, 77, 88, 99 …): taken as such only where the other values cannot reach them.

A positive marker is taken where all other values are small whole numbers and the title of the column, or of the table, names a scale
(``ontology/tables/quantities.tsv``): such a scale has no degree that lies so far beyond. Among counts the same number may be counted;
it is kept and asked about. A column of codes, whose numbers tell why there is no value, holds its content in them.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.linking.tables import number, quantities, wording

_FAR = 5
"""A marker stands so many times beyond all others."""
_DEGREES = 10
"""The highest degree of a scale on which markers are taken."""


def of(present: Sequence[str], style: number.Style, title: str, table: str) -> tuple[list[str], list[str]]:
    """Markers that are taken as missing, and those that are kept and asked about, each by its number."""
    known = wording.missing("number")
    found = sorted((value for value in present if value in known), key=lambda value: (abs(int(value)), value))
    others = [float(text) for value in present if value not in known and (text := number.parse(value, style)) is not None]
    if not found or not others or quantities.CODES in quantities.said(title):
        return [], []
    low, top = min(others), max(map(abs, others))
    far = [value for value in found if (low >= 0 > int(value)) or abs(int(value)) >= _FAR * max(top, 1)]
    sure = [value for value in far if low >= 0 and (int(value) < 0 or _scale(others, title, table))]
    return sure, [value for value in far if value not in sure]


def _scale(others: Sequence[float], title: str, table: str) -> bool:
    """Whether a bounded scale of whole degrees is named, and no count."""
    kinds = quantities.said(title)
    named = quantities.SCALE in kinds or (not kinds and quantities.SCALE in quantities.said(table))
    return named and quantities.COUNT not in kinds and max(others) <= _DEGREES and all(one.is_integer() for one in others)
