"""Days whose month is a word: ``9 Dec 1999``, ``December 9, 1999``, and the like in Russian; none of them can be read in two ways.

The names of months, whole and short, are those of Unicode's Common Locale Data Repository (UTS 35, part 4, section 2: months of the
contexts ``format`` and ``stand-alone``), by Babel; ``ontology/tables/months.tsv`` has further ones, and ``ontology/tables/dates.tsv`` says
in which order a language writes day, month and year. Only whole names are read, and years of four digits.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from kg.linking.tables import wording
from kg.linking.words import folded

_WRITTEN = re.compile(r"\w+(?:(?:[.,]?\s+|[.,/-])\w+)+\.?")
"""Words and numbers with white space, one point, comma, stroke or hyphen between them: a question mark or bracket is more than a day."""
_WIDTHS = ("wide", "abbreviated")
"""Of one letter several months have the same."""


class Parts(NamedTuple):
    """Year, month and day as they are read, in digits: whether there is such a day is not asked here."""

    year: str
    month: str
    day: str


def read(text: str) -> Parts | None:
    """The parts of a day that a text writes with the name of its month; None for anything else."""
    if not _WRITTEN.fullmatch(text):
        return None
    words = folded(text)
    for pattern, names in _forms():
        found = pattern.fullmatch(words)
        if found and (month := names.get(found["month"])):
            return Parts(found["year"], str(month), found["day"])
    return None


@cache
def _forms() -> tuple[tuple[re.Pattern[str], dict[str, int]], ...]:
    found = []
    for template, language in wording.dates():
        text = re.escape(template).replace(r"\{day\}", r"(?P<day>[0-9]{1,2})").replace(r"\{year\}", r"(?P<year>[0-9]{4})")
        found.append((re.compile(text.replace(r"\{month\}", r"(?P<month>[^\W\d_]+)")), _names(language)))
    return tuple(found)


@cache
def _names(language: str) -> dict[str, int]:
    """Folded name → month, from 1; a name of two months is none."""
    from babel import Locale  # only a day with a word pays for it

    months: dict[str, set[int]] = defaultdict(set)
    for month, said in wording.months(language):
        months[folded(said)].add(month)
    for widths in Locale.parse(language).months.values():
        for width in _WIDTHS:
            for month, said in widths.get(width, {}).items():
                months[folded(said)].add(month)
    return {name: min(numbers) for name, numbers in sorted(months.items()) if len(numbers) == 1}
