"""Written days and years of acts: ISO 8601, ``26.08.1998``, ``26 August 1998``, years; a day that may be read in two ways is never guessed.

The formats by which a mapping says which is meant are those of CSVW (W3C, Model for Tabular Data, 17 December 2015, section 6.4.4).
"""

from __future__ import annotations

import datetime
import re
from functools import lru_cache

from kg.linking.tables import months, period
from kg.linking.tables.period import Period

FORMS = (
    "yyyy-MM-dd",
    *(f"{first}{sign}{second}{sign}yyyy" for sign in "-/." for first, second in (("dd", "MM"), ("d", "M"), ("MM", "dd"), ("M", "d"))),
)
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_MIDNIGHT = re.compile(r"[ T]00:00(:00(\.0+)?)?Z?$")


@lru_cache(50_000)
def parse(text: str, form: str = "") -> Period:
    """What a cell says; ``form`` of :data:`FORMS` says whether the day or the month comes first.

    With points between them the day comes first unless ``form`` says otherwise. Two readings are candidates, and no reading is nothing.
    """
    plain = _MIDNIGHT.sub("", text.strip())
    found = _NUMBERS.fullmatch(plain)
    if found is None:
        named = months.read(plain)
        return _within(period.parse(plain)) if named is None else _one(_day(*named))
    first, sign, second, year = found[1], found[2], found[3], found[4]
    day_first, month_first = _day(year, second, first), _day(year, first, second)
    if form.startswith("d") or (sign == "." and not form.startswith("M")):
        return _one(day_first)
    if form.startswith("M"):
        return _one(month_first)
    readings = sorted({one for one in (day_first, month_first) if one})
    return _one(readings[0]) if len(readings) == 1 else Period("", "", tuple(readings))


def written(text: str) -> bool:
    """Whether a text has the form of a day with the name of its month, be there such a day or not."""
    return months.read(_MIDNIGHT.sub("", text.strip())) is not None


def _day(year: str, month: str, day: str) -> str:
    try:
        found = datetime.date(int(year), int(month), int(day))
    except ValueError:
        return ""
    return found.isoformat() if period.EARLIEST <= found.year <= period.LATEST else ""


def _one(value: str) -> Period:
    return Period(value, "date") if value else Period("", "")


def _within(found: Period) -> Period:
    if found.datatype and not period.EARLIEST <= int(found.value[:4]) <= period.LATEST:
        return Period("", "")
    return found
