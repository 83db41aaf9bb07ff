"""The typed terms of the vocabulary. Codes are local names (``prison-population``, ``guarantee.selective``, ``KZT``)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Wording(NamedTuple):
    """A text or template by which documents in ``language`` name a term; ``preferred``: it is the term's skos:prefLabel."""

    template: str
    language: str
    preferred: bool


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a closed list: code, IRI, preferred label per language, and the wordings that stand for it."""

    code: str
    iri: str
    labels: dict[str, str] = field(repr=False)
    wordings: tuple[Wording, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Indicator(Term):
    """What a row is about. ``kind`` is ``Figure``, ``Assessment`` or ``ReportedStanding``; ``facet_of`` the row that carries a facet."""

    kind: str
    section: str
    section_required: bool
    unit: str | None
    money: bool
    scale: str | None
    instrument: str | None
    named_means: str | None
    may_name: frozenset[str]
    facet_of: str | None
    component_of: str | None
    position: int


@dataclass(frozen=True, slots=True)
class Part(Term):
    """A part of an indicator's total: indicator and group."""

    indicator: str
    group: str
    leaning: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class Answer(Term):
    """An answer of a scale; ``rank`` from 1 (worst), None where the scale is not ranked."""

    scale: str
    rank: int | None
    minimum_bodies: int
    negates: bool


@dataclass(frozen=True, slots=True)
class Standing(Term):
    """A standing and the class of instruments it fits (``Treaty``, ``Procedure``, ``SoftLaw``)."""

    standing_for: str


@dataclass(frozen=True, slots=True)
class Group(Term):
    """A group; ``part_of_total`` is False where its members are not counted in totals."""

    part_of_total: bool


@dataclass(frozen=True, slots=True)
class Unit(Term):
    """A unit; ``currency``: an ISO 4217 code; ``whole``: only whole numbers make sense."""

    currency: bool
    whole: bool
    local: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class Multiplier(Term):
    """A word that multiplies a number by ``factor``."""

    factor: int


@dataclass(frozen=True, slots=True)
class GapReason(Term):
    """Why there is no value; ``by_reader``: our failure and not the document's."""

    by_reader: bool


@dataclass(frozen=True, slots=True)
class Role(Term):
    """A role in a state by which a body is resolved; ``body_class`` is ``Organization`` or ``Post``."""

    body_class: str


@dataclass(frozen=True, slots=True)
class Section(Term):
    """A section of documents; ``narratives``: it holds free sentences."""

    narratives: bool


@dataclass(frozen=True, slots=True)
class Language(Term):
    """How a language writes numbers (marks), ends sentences (abbreviations) and joins totals to parts (connectors)."""

    tag: str
    authority: str
    decimal_mark: str
    grouping_marks: tuple[str, ...]
    abbreviations: frozenset[str]
    connectors: tuple[str, ...]
    conjunctions: tuple[str, ...]
    body_words: tuple[str, ...]
    body_word_forms: tuple[str, ...]
    body_complements: tuple[str, ...]
    qualifiers: tuple[str, ...]
    modifier_endings: tuple[str, ...]
    name_particles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Area(Term):
    """A state by ISO 3166-1 alpha-3; ``adjectives`` per language are the forms that stand inside labels."""

    m49: str
    currency: str
    country_authority: str
    adjectives: dict[str, tuple[str, ...]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Instrument(Term):
    """A treaty, procedure or soft-law text; ``kind`` is the class ``Treaty``, ``Protocol``, ``Procedure`` or ``SoftLaw``."""

    kind: str

    @property
    def standing_class(self) -> str:
        """The class that :attr:`Standing.standing_for` speaks of."""
        return "Treaty" if self.kind == "Protocol" else self.kind
