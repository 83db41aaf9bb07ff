"""Written years: ``2019``, a year with the word for it, days; what is no one calendar year is never guessed."""

from __future__ import annotations

import datetime
import re
from functools import cache, lru_cache
from typing import NamedTuple

from kg.linking.tables import wording
from kg.vocabulary.words import fold

EARLIEST, LATEST = 1800, 2100
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T[\d:.]+Z?)?|(\d{1,2})\.(\d{1,2})\.(\d{4})")
_BRACKETED = re.compile(r"\s*\[[^\]]*\]$")
_WHOLE = re.compile(r"(\d{4})\.0+")


class Period(NamedTuple):
    """``datatype`` is ``gYear`` or ``date``; '' where ``candidates`` are years that may be meant, or nothing is."""

    value: str
    datatype: str
    candidates: tuple[str, ...] = ()


@lru_cache(50_000)
def parse(text: str) -> Period:
    """What a cell says. Candidates: the years of a span, or the calendar years that a fiscal year touches."""
    if len(text) == 4 and text.isascii() and text.isdigit():
        return _year(text)
    plain = " ".join(_BRACKETED.sub("", fold(text)).split()).rstrip(". ")
    if found := _WHOLE.fullmatch(plain):
        return _year(found[1])
    if day := _DAY.fullmatch(plain.upper()):
        parts = [day[1], day[2], day[3]] if day[1] else [day[6], day[5], day[4]]
        try:
            return Period(datetime.date(*map(int, parts)).isoformat(), "date")
        except ValueError:
            return Period("", "")
    for pattern, calendar in _templates():
        if found := pattern.fullmatch(plain):
            year = found["year"]
            if calendar == "year":
                return _year(year)
            other = str(int(year) - 1) if calendar == "fiscal" else year[: 4 - len(found["next"])] + found["next"]
            return Period("", "", (year, other)) if _year(year).datatype and _year(other).datatype else Period("", "")
    return Period("", "")


def _year(text: str) -> Period:
    return Period(text, "gYear") if EARLIEST <= int(text) <= LATEST else Period("", "")


@cache
def _templates() -> tuple[tuple[re.Pattern[str], str], ...]:
    found = []
    for template, calendar in wording.periods():
        plain = re.escape(" ".join(fold(template).split()).rstrip(". "))
        text = plain.replace(r"\{year\}", r"(?P<year>\d{4})").replace(r"\{next\}", r"(?P<next>\d{4}|\d\d)").replace(r"\ ", r"\s?")
        found.append((re.compile(text), calendar))
    return tuple(found)
