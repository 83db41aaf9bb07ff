"""A statement as pages show it: what it is (value, zero, range, answer, standing, designation, gap), its place on a scale, its findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kg.mapping.terms import BASE, HRM
from kg.serving.pages.findings import Finding, findings
from kg.serving.pages.rows import Row, Rows
from kg.serving.release import Release
from kg.serving.things import content, passage
from kg.serving.things.lookup import Lookup

SMALL = 9
"""Up to so many persons could be recognised; as the question small-counts has it."""
_STOPS = " .;"
_EVERYBODY = (f"{BASE}vocab/group/all", f"{BASE}body/any")
_SAID_ALREADY = ("GAP-07", "PRI-04")
"""Requirements whose results repeat what a page says of a gap or of a small count."""


@dataclass(frozen=True, slots=True)
class Place:
    """The place of an answer on its scale: the answers worst to best, and which it is, from 0. ``ranked``: they have an order."""

    answers: tuple[str, ...]
    at: int
    ranked: bool

    @property
    def length(self) -> int:
        """How many answers there are."""
        return len(self.answers)


@dataclass(frozen=True, slots=True)
class Statement:
    """A row of ``queries/pages/statements.rq``, with what else is known of it. ``related`` holds IRIs and words by property.

    ``whole`` are all words that the document has in the row of an answer, where the answer was read from a part of them.
    """

    row: Row
    related: Mapping[str, tuple[str, ...]]
    place: Place | None
    findings: tuple[Finding, ...]
    whole: str = ""

    @property
    def iri(self) -> str:
        """The statement."""
        return self.row["statement"]

    @property
    def state(self) -> str:
        """``value``, ``zero``, ``range``, ``answer``, ``standing``, ``designation`` or ``gap``."""
        row = self.row
        if row["reason"]:
            return "gap"
        for name, column in (("answer", "answer"), ("standing", "standing")):
            if row[column]:
                return name
        if row["value"]:
            return "zero" if Decimal(row["value"]) == 0 else "value"
        return "range" if row["lower"] else "designation"

    @property
    def group(self) -> str:
        """The group that it is about; '' for all."""
        return "" if self.row["group"] in _EVERYBODY else self.row["group"]

    @property
    def scope(self) -> str:
        """The body whose figure it is; '' where nothing limits it."""
        return "" if self.row["scope"] in _EVERYBODY else self.row["scope"]

    @property
    def by_reader(self) -> bool:
        """Whether a gap is ours (what stands there was not read) and not the document's."""
        return self.row["side"].endswith("/by-reader")

    def told(self, name: str) -> tuple[str, ...]:
        """The bodies or words of a property (``body``, ``answersTo``, ``dataFrom``, ``withheldBy`` ...), by its local name."""
        return self.related.get(name, ())

    @property
    def small(self) -> str:
        """``small`` or ``perhaps-small`` for a count of persons by which somebody could be recognised, '' for any other."""
        row = self.row
        least, most = row["lower"] or row["value"], row["upper"] or row["value"]
        if row["personal"] != "true" or not least or Decimal(most) == 0 or Decimal(least) > SMALL:
            return ""
        return "small" if Decimal(most) <= SMALL and Decimal(least) > 0 else "perhaps-small"


class Statements:
    """Finds the statements of a release."""

    def __init__(self, release: Release, rows: Rows) -> None:
        self.release = release
        self.rows = rows
        self.lookup = Lookup(release.store)

    def of_profile(self, profile: str) -> list[Statement]:
        """The statements of a profile, in the order of the document."""
        return self._made(self.rows.of("statements", profile=profile), self.rows.of("relations", profile=profile))

    def of_indicators(self, *indicators: str) -> list[Statement]:
        """What all profiles state of some indicators: by profile, in the order of the document."""
        found = self.rows.of("indicator-statements", indicator=indicators)
        return self._made(found, self.rows.of("indicator-relations", indicator=indicators))

    def _made(self, rows: Iterable[Row], relations: Iterable[Row]) -> list[Statement]:
        places = self._places()
        known = findings(self.release.folder)
        related: dict[str, dict[str, list[str]]] = {}
        for row in relations:
            related.setdefault(row["statement"], {}).setdefault(row["property"].removeprefix(HRM), []).append(row["object"])
        found = []
        for row in rows:
            said = {name: tuple(values) for name, values in related.get(row["statement"], {}).items()}
            place = places.get(row["answer"] or row["standing"])
            told = tuple(one for one in known.get(row["statement"], ()) if one.requirement not in _SAID_ALREADY)
            found.append(Statement(row, said, place, told, self._whole(row) if place else ""))
        return found

    def _whole(self, row: Row) -> str:
        place = passage.place(row["passage"])
        line = content.row(place, self.lookup) if place else None
        whole = line.cell if line else ""
        return "" if whole.strip(_STOPS) == row["printed"].strip(_STOPS) else whole

    def _places(self) -> dict[str, Place]:
        scales: dict[str, list[Row]] = {}
        for row in self.rows.of("scales"):
            scales.setdefault(row["scale"], []).append(row)
        return {
            row["answer"]: Place(tuple(one["answer"] for one in answers), number, row["ranked"] == "true")
            for answers in scales.values()
            for number, row in enumerate(answers)
        }


def notes(release: Release, iri: str) -> tuple[Finding, ...]:
    """What the shapes say of anything else, as of a profile."""
    return findings(release.folder).get(iri, ())
