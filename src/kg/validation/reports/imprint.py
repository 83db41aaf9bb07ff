"""Of what and by what a report was made: what every form states, also where there is no result."""

from __future__ import annotations

from kg.validation.report import Report

FIELDS = ("data_hash", "shapes_hash", "shapes_version", "engine")
"""SHA-256 of the data and of the shapes, the version that the shapes say they have, the engine with its version."""


def of(report: Report) -> dict[str, str]:
    """The value of each of :data:`FIELDS`, '' where it is not known."""
    return {name: getattr(report, name) for name in FIELDS}
