"""Errata: what was withdrawn after it was published, and how an error is reported."""

from __future__ import annotations

from kg.serving.pages.asked import Asked
from kg.serving.things import withdrawn


def page(asked: Asked) -> str:
    """The page. Raises :class:`kg.serving.problem.ServingError` KG845 where the table is wrong."""
    found = withdrawn.read(withdrawn.table(asked.release.folder)).values()
    return asked.draw("errata", "errata", withdrawn=sorted(found, key=lambda one: (one.date, one.iri), reverse=True))
