"""The page of a country profile as a lawyer reads it: the sections of the document, statement by statement, and what is not stated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.mapping.terms import DCT, HRM, PROV, SKOS
from kg.serving.pages import reading, silence
from kg.serving.pages.headings import Heading, above, headings
from kg.serving.pages.rows import Row, Rows
from kg.serving.pages.statement import Statement, Statements, notes
from kg.serving.pages.voice import Voice
from kg.serving.release import Release
from kg.serving.things.page import Shown
from kg.vocabulary import vocabulary

_DECLARED = {
    "publisher": DCT + "publisher",
    "issued": DCT + "issued",
    "start": HRM + "periodStart",
    "end": HRM + "periodEnd",
    "basis": HRM + "periodBasis",
    "address": DCT + "source",
    "rights": DCT + "rights",
}
"""What a sidecar may declare of a document; what it does not is unknown, and the page says so."""
_VALUES = ("value", "zero", "range", "answer", "standing", "designation")


class Item(NamedTuple):
    """An indicator: what is stated of it in the order of the document, parts of its total that are not, and a note on its scope."""

    indicator: str
    statements: tuple[Statement, ...]
    parts: tuple[str, ...]
    scope_note: str


class Section(NamedTuple):
    """A section of the vocabulary with its indicators; ``narratives`` are rows.

    ``ours``: the document, whose text is stored, does not have its heading; ``above`` is the one under which its first statement stands.
    """

    iri: str
    anchor: str
    items: tuple[Item, ...]
    narratives: tuple[Row, ...]
    ours: bool
    above: str


class Source(NamedTuple):
    """A stored text: its IRI, the name of its language, its hash."""

    iri: str
    language: str
    hash: str


class Tally(NamedTuple):
    """How many statements, values of any kind, zeros among them, gaps, and indicators that are not stated."""

    statements: int
    values: int
    zeros: int
    gaps: int
    unstated: int


@dataclass(frozen=True, slots=True)
class _Found:
    """What queries find of a profile."""

    indicators: tuple[Row, ...]
    statements: list[Statement]
    narratives: tuple[Row, ...]
    parts: dict[str, list[str]]
    headings: tuple[Heading, ...]


class Profile:
    """Draws the pages of profiles."""

    def __init__(self, release: Release, rows: Rows) -> None:
        self.release = release
        self.rows = rows
        self.statements = Statements(release, rows)

    def __call__(self, shown: Shown) -> str:
        """The page of a profile."""
        voice, profile = reading.voice(shown), shown.found.iri
        statements = self.statements.of_profile(profile)
        narratives = self.rows.of("narratives", profile=profile)
        sources = self._sources(profile, voice)
        texts = [text for one in sources if (text := voice.names.lookup.text(one.iri)) is not None]
        printed = headings(texts[0]) if len(texts) == 1 else ()
        found = _Found(self.rows.of("indicators"), statements, narratives, silence.parts(self.rows, statements), printed)
        sections = self._sections(found, voice)
        silent = [item.indicator for section in sections for item in section.items if not item.statements]
        states = [one.state for one in statements]
        said = {name: self._said(profile, predicate, voice) for name, predicate in _DECLARED.items()}
        return reading.thing(
            "profile.html.jinja",
            shown,
            voice,
            place="states",
            area=self._one(profile, HRM + "area", voice),
            edition=self._one(profile, HRM + "edition", voice),
            series=self._one(profile, HRM + "series", voice),
            declared=said,
            sources=sources,
            remark=voice.definition(profile, SKOS + "note"),
            tally=Tally(
                len(states) + len(found.narratives),
                sum(state in _VALUES for state in states) + len(found.narratives),
                states.count("zero"),
                states.count("gap"),
                len(silent),
            ),
            findings=notes(self.release, profile),
            sections=sections,
            silent=silent,
            unnamed=silence.instruments(self.rows, statements),
            general=silence.general(self.rows, [profile]),
        )

    def _sections(self, found: _Found, voice: Voice) -> list[Section]:
        """The sections in the order of the document; those of which it says nothing behind the one before them in the vocabulary."""
        by_indicator: dict[str, list[Statement]] = {}
        for one in found.statements:
            by_indicator.setdefault(one.row["indicator"], []).append(one)
        known = list(dict.fromkeys(row["section"] for row in found.indicators))
        narrating = self._narrating() if found.narratives else ""
        known = [*([narrating] if narrating and narrating not in known else []), *known]
        first: dict[str, int] = {narrating: _start(found.narratives[0])} if narrating else {}
        for row in found.indicators:
            for one in by_indicator.get(row["indicator"], [])[:1]:
                first[row["section"]] = min(first.get(row["section"], _start(one.row)), _start(one.row))
        sections = []
        for section in _ordered(known, first):
            mine = [row["indicator"] for row in found.indicators if row["section"] == section]
            stated = sorted((one for one in mine if one in by_indicator), key=lambda one: _start(by_indicator[one][0].row))
            items = tuple(
                Item(one, tuple(by_indicator.get(one, ())), tuple(found.parts.get(one, ())), voice.definition(one, SKOS + "scopeNote"))
                for one in [*stated, *(one for one in mine if one not in by_indicator)]
            )
            narratives = found.narratives if section == narrating else ()
            ours = bool(found.headings) and all(one.section != section for one in found.headings)
            under = above(found.headings, first[section]) if ours and section in first else ""
            sections.append(Section(section, f"section-{voice.local(section)}", items, narratives, ours, under))
        return sections

    def _narrating(self) -> str:
        """The section whose sentences are no answers to indicators."""
        true = Literal(True)
        quads = self.release.store.quads_for_pattern(None, NamedNode(HRM + "holdsNarratives"), true)
        return min((quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)), default="")

    def _said(self, profile: str, predicate: str, voice: Voice) -> list[str]:
        values = voice.names.lookup.values(profile, predicate)
        own = [one.value for one in values if getattr(one, "language", None) in (None, voice.language)]
        return own or [one.value for one in values]

    def _one(self, profile: str, predicate: str, voice: Voice) -> str:
        return next((value.value for value in voice.names.lookup.values(profile, predicate)), "")

    def _sources(self, profile: str, voice: Voice) -> list[Source]:
        lookup = voice.names.lookup
        return [
            Source(
                one.value, _tongue(self._one(one.value, DCT + "language", voice), voice), self._one(one.value, DCT + "identifier", voice)
            )
            for one in lookup.values(profile, PROV + "wasDerivedFrom")
        ]


def _ordered(known: list[str], first: dict[str, int]) -> list[str]:
    """Sections by where the document begins them; one that it does not have stays behind the one before it."""
    order = sorted((one for one in known if one in first), key=lambda one: first[one])
    for number, one in enumerate(known):
        if one not in first:
            before = next((other for other in reversed(known[:number]) if other in order), None)
            order.insert(order.index(before) + 1 if before else 0, one)
    return order


def _tongue(authority: str, voice: Voice) -> str:
    """What a language is called; '' for one that the vocabulary does not know."""
    return next((voice.words(term.iri) for term in vocabulary().languages.values() if term.authority == authority), "")


def _start(row: Row) -> int:
    start = row["passage"].rpartition("/")[2].partition("-")[0]
    return int(start) if start.isdigit() else 0
