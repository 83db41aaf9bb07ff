"""The page of a state: its profiles, its treaties, its index scores, its population and its identifiers."""

from __future__ import annotations

from typing import NamedTuple

from kg.mapping.terms import HRM, SKOS
from kg.serving.pages import reading, silence
from kg.serving.pages.age import age
from kg.serving.pages.instrument import KINDS
from kg.serving.pages.rows import Row, Rows
from kg.serving.pages.scores import drawn, years
from kg.serving.pages.timeline import timeline
from kg.serving.things.page import Shown

_CODES = ("iso2", "iso3", "m49")
_MATCHES = ("exactMatch", "closeMatch")


class Treaty(NamedTuple):
    """An instrument: records, acts and what profiles report of it, each of which may be nothing; ``through`` is where records are kept."""

    iri: str
    kind: str
    through: str
    records: tuple[Row, ...]
    acts: tuple[Row, ...]
    reported: tuple[Row, ...]


class Area:
    """Draws the pages of states."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows

    def __call__(self, shown: Shown) -> str:
        """The page of a state."""
        voice, iri = reading.voice(shown), shown.found.iri
        values = voice.names.lookup.values
        acts = self.rows.of("acts", area=iri)
        scores = self.rows.of("index-scores", area=iri)
        profiles = [row for row in self.rows.of("profiles", area=iri) if row["profile"]]
        span = sorted({int(row["year"]) for row in self.rows.of("index-scores")})
        return reading.thing(
            "area.html.jinja",
            shown,
            voice,
            place="states",
            profiles=profiles,
            general=silence.general(self.rows, [row["profile"] for row in profiles]),
            dated=age(self.rows),
            treaties=self._treaties(iri, acts),
            timeline=timeline(acts, "instrument"),
            scores=years(scores, span),
            drawn=drawn(scores, span),
            populations=self.rows.of("populations", area=iri),
            codes={name: said.value for name in _CODES for said in values(iri, HRM + name)},
            matches={name: [one.value for one in values(iri, SKOS + name)] for name in _MATCHES},
            key=iri.rpartition("/")[2],
        )

    def _treaties(self, area: str, acts: tuple[Row, ...]) -> list[Treaty]:
        """Every instrument of the vocabulary by kind, then by IRI: a state would seem to be no party to one that is left out."""
        records = self.rows.of("records", area=area)
        reported = self.rows.of("standings", area=area)
        found = []
        for row in self.rows.of("instruments"):
            iri = row["instrument"]
            mine = tuple(tuple(one for one in rows if one["instrument"] == iri) for rows in (records, acts, reported))
            through = next((one["through"] for one in mine[2] if one["through"] != iri), "")
            found.append(Treaty(iri, KINDS[row["class"]], through, *mine))
        return sorted(found, key=lambda treaty: (list(KINDS.values()).index(treaty.kind), treaty.iri))
