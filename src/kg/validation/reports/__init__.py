"""Writers of validation reports, one form a module; all turn a :class:`kg.validation.report.Report` into text, none changes it.

``text`` for a terminal, ``page`` HTML, ``table`` CSV, ``structured`` JSON, ``turtle`` the standard's report, ``sarif`` and ``junit`` for
continuous integration; ``failure`` what these two and JSON hold when nothing could be validated. ``words`` holds what reports say
themselves (``ontology/reports.ttl``), ``groups`` how results are put together and named for people, ``signs`` makes hostile characters
visible. Options of other forms are ignored, so that one call serves all.
"""

from __future__ import annotations

from typing import Any, Protocol

from kg.validation.report import Report
from kg.validation.reports import junit, page, sarif, structured, table, text, turtle
from kg.validation.reports.words import summary

__all__ = ["FORMS", "Writer", "summary"]


class Writer(Protocol):
    """Writes a report in a form; the text ends with a line end."""

    def __call__(self, report: Report, *, language: str = ..., **options: Any) -> str:
        """``language``: a tag or several with commas, the first for the report's own words; options as the form has them."""


FORMS: dict[str, Writer] = {
    "text": text.write,
    "html": page.write,
    "csv": table.write,
    "json": structured.write,
    "ttl": turtle.write,
    "sarif": sarif.write,
    "junit": junit.write,
}
