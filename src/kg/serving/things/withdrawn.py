"""What was published once and is no more: ``withdrawn.tsv``, answered with 410 (RFC 9110, section 15.5.11).

The table of a release lies in its folder; where a build carries none, that of the project is used.
"""

from __future__ import annotations

import csv
import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from kg.mapping.terms import BASE
from kg.serving.problem import ServingError
from kg.vocabulary import resources

FILE = "withdrawn.tsv"
COLUMNS = ("iri", "date", "reason_en", "reason_ru", "replaced_by")


class Withdrawal(NamedTuple):
    """An IRI, the day it was withdrawn, why in each language, and what stands in its place ('' for nothing)."""

    iri: str
    date: datetime.date
    reasons: Mapping[str, str]
    replaced_by: str


def table(folder: Path) -> Path | None:
    """The table of a release in ``folder``."""
    return next((path for path in (folder / FILE, resources.root() / "data" / FILE) if path.is_file()), None)


def read(file: Path | None) -> dict[str, Withdrawal]:
    """The table by IRI. Raises :class:`ServingError` KG845 with the line that is wrong."""
    if file is None:
        return {}
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    if not rows or tuple(rows[0]) != COLUMNS:
        raise _wrong("its columns are others", f"they are {', '.join(COLUMNS)}", file, 1)
    found: dict[str, Withdrawal] = {}
    for number, cells in enumerate(rows[1:], 2):
        if len(cells) != len(COLUMNS):
            raise _wrong(f"the row has {len(cells)} cells", f"it has {len(COLUMNS)}", file, number)
        row = dict(zip(COLUMNS, (cell.strip() for cell in cells), strict=True))
        if not row["iri"].startswith(BASE) or row["iri"] in found:
            raise _wrong(f"{row['iri']!r} is not an IRI of ours or stands twice", f"it begins with {BASE}", file, number)
        if not row["reason_en"] or not row["reason_ru"]:
            raise _wrong("a reason is missing", "say why, in both languages", file, number)
        try:
            date = datetime.date.fromisoformat(row["date"])
        except ValueError:
            raise _wrong(f"{row['date']!r} is no date", "write YYYY-MM-DD", file, number) from None
        found[row["iri"]] = Withdrawal(row["iri"], date, {"en": row["reason_en"], "ru": row["reason_ru"]}, row["replaced_by"])
    return found


def _wrong(why: str, mend: str, file: Path, line: int) -> ServingError:
    return ServingError("KG845", "the table of what was withdrawn is wrong", why=why, mend=mend, file=file, line=line, status=500)
