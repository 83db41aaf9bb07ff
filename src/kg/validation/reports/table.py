"""A report as CSV (RFC 4180): a row a result, safe to open in a spreadsheet.

A spreadsheet runs a cell that begins with ``= + - @`` (also in their full width), tab or line feed as a formula. Such a cell gets an
apostrophe in front, which spreadsheets take for "text" and do not show; so does a cell that begins with an apostrophe itself, so that
taking one leading apostrophe away always gives the value back. Plain numbers (``-5``, ``+1.5e3``) stay numbers. Control characters, which
RFC 4180 has no place for, stand as escapes (``\\x00``).

The columns, in order: :data:`BEFORE`; :data:`TEXTS` once for each language asked for (``message_en``); :data:`AFTER`; and, the same in
every row, of what and by what the report was made (:data:`kg.validation.reports.imprint.FIELDS`). A report without results has one row,
which holds nothing but these: a row without ``severity`` is no result.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from kg.validation.report import Report, Result
from kg.validation.reports import imprint, signs
from kg.validation.reports.words import pick, spoken, state

BEFORE = ("severity", "state", "requirement")
TEXTS = ("name", "message", "cause", "next_step")
"""A column a language asked for: ``message_en``."""
AFTER = (
    *("focus", "path", "value", "component", "shape", "constraint"),
    *("file", "line", "column", "document", "document_line", "passage"),
    *("repair", "waiver_reason", "waiver_date", "waiver_by"),
)
_FORMULA = re.compile(r"[=+\-@'\t\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


def write(report: Report, *, language: str = "en", **_: object) -> str:
    """The table with a header, lines ended by CR LF. Empty cells are what is not known; without results there is one row of none."""
    languages = spoken(language)
    file = io.StringIO(newline="")
    rows = csv.writer(file, lineterminator="\r\n")
    head = [*BEFORE, *(f"{name}_{tag}" for tag in languages for name in TEXTS), *AFTER]
    made = [safe(value) for value in imprint.of(report).values()]
    rows.writerow([*head, *imprint.FIELDS])
    rows.writerows([*(safe(cell) for cell in _cells(result, languages)), *made] for result in report.results)
    if not report.results:
        rows.writerow([*("" for _ in head), *made])
    return file.getvalue()


def safe(text: str) -> str:
    """A cell that no spreadsheet runs."""
    text = signs.visible(text)
    return "'" + text if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def _cells(result: Result, languages: tuple[str, ...]) -> Iterator[str]:
    spot, place, waiver = result.spot, result.place, result.waiver
    yield from (result.severity, state(result), result.requirement)
    for tag in languages:
        yield from (pick(texts, tag).text for texts in (result.name, result.messages, result.cause, result.next_step))
    yield from (result.focus, result.path, result.value, result.component, result.shape, result.constraint)
    yield from (spot.file, str(spot.line), str(spot.column)) if spot else ("", "", "")
    yield from (place.document, str(place.line), place.words) if place else ("", "", "")
    yield result.repair.patch if result.repair else ""
    yield from (waiver.reason, waiver.date, waiver.by) if waiver else ("", "", "")
