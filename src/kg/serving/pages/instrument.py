"""The page of a treaty, a procedure or a manual: acts on a timeline, records with their year, and what profiles report beside them."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from kg.mapping.terms import HRM, RDFS
from kg.serving.pages import reading
from kg.serving.pages.age import age
from kg.serving.pages.rows import Row, Rows
from kg.serving.pages.timeline import timeline
from kg.serving.pages.voice import Voice
from kg.serving.things.page import Shown

KINDS = {HRM + "Treaty": "treaty", HRM + "Procedure": "procedure", HRM + "SoftLaw": "manual"}
CLASSES = tuple(KINDS)
_FACTS = (
    "adopted", "entryIntoForce", "depositaryNumber", "untsRegistration", "untsCitation", "unSymbol", "cetsNumber", "acceptedBy",
)  # fmt: skip


class State(NamedTuple):
    """What is known of a state: records and acts of the depositary, and what its profiles (if it has any) report; never merged.

    ``above`` are its records of the treaty through which a procedure is accepted.
    """

    area: str
    profiled: bool
    records: tuple[Row, ...]
    acts: tuple[Row, ...]
    reported: tuple[Row, ...]
    above: tuple[Row, ...]


class Count(NamedTuple):
    """How many states have a status, and of which years that is known: the first and the last, '' where no record says it."""

    status: str
    states: int
    first: str
    last: str


class Tally(NamedTuple):
    """The states of the graph by what is known of them: records counted by status, states with acts and no record, states with neither."""

    counts: tuple[Count, ...]
    acted: int
    silent: int


class Instrument:
    """Draws the pages of instruments."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows

    def __call__(self, shown: Shown) -> str:
        """The page of an instrument."""
        voice, iri = reading.voice(shown), shown.found.iri
        kind = next((KINDS[one] for one in shown.found.types if one in KINDS), "treaty")
        through = self._value(voice, iri, HRM + "acceptedThrough") or iri
        records = () if kind == "manual" else self.rows.of("records", instrument=iri)
        acts = () if kind == "manual" else self.rows.of("acts", instrument=iri)
        above = () if kind == "manual" or through == iri else self.rows.of("records", instrument=through)
        reported = self.rows.of("standings", instrument=iri)
        profiles = self.rows.of("profiles")
        profiled = {row["area"] for row in profiles if row["profile"]}
        states = [
            State(area, area in profiled, *(tuple(row for row in rows if row["area"] == area) for rows in (records, acts, reported, above)))
            for area in dict.fromkeys(row["area"] for row in profiles)
        ]
        return reading.thing(
            "instrument.html.jinja",
            shown,
            voice,
            place="instruments",
            kind=kind,
            facts={name: said for name in _FACTS if (said := self._value(voice, iri, HRM + name))},
            parent=self._value(voice, iri, HRM + "parent"),
            through=through if through != iri else "",
            below=[row["instrument"] for row in self.rows.of("instruments") if row["parent"] == iri],
            elsewhere=[one.value for one in voice.names.lookup.values(iri, RDFS + "seeAlso")],
            tally=tally(records, acts, {state.area for state in states}),
            states=sorted(states, key=lambda state: voice.words(state.area)),
            timeline=timeline(acts, "area"),
            dated=age(self.rows),
            verdicts=Counter(row["verdict"] for row in reported),
        )

    def _value(self, voice: Voice, iri: str, predicate: str) -> str:
        return next((value.value for value in voice.names.lookup.values(iri, predicate)), "")


def tally(records: tuple[Row, ...], acts: tuple[Row, ...], areas: set[str]) -> Tally:
    """What is known of areas towards an instrument: an act without a record is not silence."""
    without = areas - {row["area"] for row in records}
    acted = without & {row["area"] for row in acts}
    return Tally(tuple(counts(records)), len(acted), len(without - acted))


def counts(records: tuple[Row, ...]) -> list[Count]:
    """The records counted by status, the commonest first, with the years that they are of."""
    by_status: dict[str, list[Row]] = {}
    for row in records:
        by_status.setdefault(row["status"], []).append(row)
    found = []
    for status, members in by_status.items():
        years = sorted(row["asOf"] for row in members if row["asOf"])
        found.append(Count(status, len({row["area"] for row in members}), years[0] if years else "", years[-1] if years else ""))
    return sorted(found, key=lambda count: (-count.states, count.status))
