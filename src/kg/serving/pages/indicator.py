"""The page of an indicator: what it means, with what it compares, and what each edition of each state says of it."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from kg.codebook.comparability import sentences
from kg.codebook.graph import Graph
from kg.codebook.texts import Texts
from kg.mapping.terms import HRM, SKOS
from kg.serving.pages import reading
from kg.serving.pages.chart import charts
from kg.serving.pages.rows import Rows
from kg.serving.pages.statement import Statement, Statements
from kg.serving.release import Release
from kg.serving.things.page import Shown
from kg.vocabulary import resources

MOST = 400
"""Profiles that a page shows; the question compare-states has all."""


class Edition(NamedTuple):
    """What a profile says of the indicator: nothing where ``statements`` is empty; ``profile`` is '' for a state without one."""

    area: str
    profile: str
    edition: str
    statements: tuple[Statement, ...]


class Indicator:
    """Draws the pages of indicators."""

    def __init__(self, release: Release, rows: Rows) -> None:
        self.release = release
        self.rows = rows
        self.statements = Statements(release, rows)

    def __call__(self, shown: Shown) -> str:
        """The page of an indicator."""
        voice, iri = reading.voice(shown), shown.found.iri
        row = next((row for row in self.rows.of("indicators") if row["indicator"] == iri), None)
        editions = self._editions(iri)
        silent = [one.profile for one in editions if one.profile and not one.statements]
        facets = [one["indicator"] for one in self.rows.of("indicators") if one["broader"] == iri]
        return reading.thing(
            "indicator.html.jinja",
            shown,
            voice,
            place="indicators",
            row=row,
            definition=voice.definition(iri, SKOS + "definition"),
            scope_note=voice.definition(iri, SKOS + "scopeNote"),
            kind=next((value.value for value in voice.names.lookup.values(iri, HRM + "indicatorType")), ""),
            facets=facets,
            comparability=comparability(voice.language, iri),
            editions=editions[:MOST],
            more=len(editions) - len(editions[:MOST]),
            charts=charts((one for edition in editions[:MOST] for one in edition.statements), silent),
            of={one.profile: one for one in editions},
        )

    def _editions(self, indicator: str) -> list[Edition]:
        by_profile: dict[str, list[Statement]] = {}
        for one in self.statements.of_indicators(indicator):
            by_profile.setdefault(one.row["profile"], []).append(one)
        return [
            Edition(row["area"], row["profile"], row["edition"], tuple(by_profile.get(row["profile"], ())))
            for row in self.rows.of("profiles")
        ]


@cache
def comparability(language: str, indicator: str) -> tuple[str, ...]:
    """With what the values of an indicator can be compared, in the sentences of the codebook; none for one that it does not know."""
    graph = _graph()
    return tuple(sentences(Texts(graph, language, markup=False), indicator)) if graph.knows(indicator) else ()


@cache
def _graph() -> Graph:
    return Graph(resources.root())
