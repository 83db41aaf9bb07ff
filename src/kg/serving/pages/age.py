"""How old what is known of records is: by comparing the years that the data name; there is no clock."""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.serving.pages.rows import Rows

OLD = 5
"""A record of so many years before the newest one of the release, or more, is told to be old."""
_YEAR = re.compile(r"[0-9]{4}")


class Age(NamedTuple):
    """The newest year that records and editions of the release are of (0: none is known), and the records that are old beside it."""

    newest: int
    stale: frozenset[str]


def age(rows: Rows) -> Age:
    """The age of the records of a release. An edition that is no year in four digits, and a record without a year, are left out."""
    known = {row["record"]: int(row["asOf"]) for row in rows.of("records") if _YEAR.fullmatch(row["asOf"])}
    editions = [int(row["edition"]) for row in rows.of("profiles") if _YEAR.fullmatch(row["edition"])]
    newest = max([*known.values(), *editions], default=0)
    return Age(newest, frozenset(record for record, year in known.items() if newest - year >= OLD))
