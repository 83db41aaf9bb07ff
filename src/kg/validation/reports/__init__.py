"""Writers of validation reports, one form a module; all turn a :class:`kg.validation.report.Report` into text, none changes it.

``text`` for a terminal, ``page`` HTML, ``table`` CSV, ``structured`` JSON, ``turtle`` the standard's report, ``sarif`` and ``junit`` for
continuous integration; ``failure`` what these two and JSON hold when nothing could be validated. ``words`` holds what reports say
themselves (``ontology/reports.ttl``), ``groups`` how results are put together and named for people, ``signs`` makes hostile characters
visible. Options of other forms are ignored, so that one call serves all.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Protocol

from kg.validation.report import Report
from kg.validation.reports.words import summary

__all__ = ["FORMS", "Writer", "summary"]


class Writer(Protocol):
    """Writes a report in a form; the text ends with a line end."""

    def __call__(self, report: Report, *, language: str = ..., **options: Any) -> str:
        """``language``: a tag or several with commas, the first for the report's own words; options as the form has them."""


def _of(module: str) -> Writer:
    """The writer of a module, which is imported when something is written."""

    def write(report: Report, **options: Any) -> str:
        written: str = import_module(f"{__name__}.{module}").write(report, **options)
        return written

    return write


FORMS: dict[str, Writer] = {
    "text": _of("text"),
    "html": _of("page"),
    "csv": _of("table"),
    "json": _of("structured"),
    "ttl": _of("turtle"),
    "sarif": _of("sarif"),
    "junit": _of("junit"),
}
