"""What passes between the rooms: documents, rows, facts and problems. Immutable (named tuples where thousands
are made, frozen dataclasses elsewhere); knows nothing of RDF or files.

Offsets are code points of the canonical text (UTF-8, no byte order mark, line ends LF); lines and columns count from 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

Number = int | Decimal
"""A whole number printed in full is an ``int``; anything else a ``Decimal`` without trailing zeros."""


def tidy(value: Decimal) -> Number:
    """A whole number as ``int``, else without trailing zeros."""
    whole = int(value)
    return whole if whole == value else value.normalize()


@dataclass(frozen=True, slots=True)
class Document:
    """A stored text. ``path`` as shown to people; ``sha256`` of the canonical text in UTF-8."""

    path: str
    text: str = field(repr=False)
    sha256: str


class Line(NamedTuple):
    """A non-blank line: ``start`` is the offset of its first non-blank character, ``text`` what stands to the last one.

    ``cuts`` are the places where a label may end and its value start, in order: pairs of offsets into ``text``.
    """

    number: int
    start: int
    text: str
    cuts: tuple[tuple[int, int], ...]
    lead: int
    """How many characters of ``text`` are a list mark or number before its words."""


@dataclass(frozen=True, slots=True)
class Waived:
    """A known and justified deviation from a requirement, declared in a sidecar: why, since when (ISO date), by which body or role.

    ``requirement`` is a number such as CON-04 or the IRI of a shape; ``node`` a statement's local name or an IRI, '' for all of it.
    """

    requirement: str
    node: str
    reason: str
    date: str
    by: str
    line: int


@dataclass(frozen=True, slots=True)
class About:
    """What is declared beside a document (``about.toml``, or options): None is unknown, never guessed."""

    series: str
    area: str
    edition: str
    language: str | None = None
    publisher: str | None = None
    published: str | None = None
    period_start: str | None = None
    period_end: str | None = None
    period_basis: str | None = None
    source: str | None = None
    rights: str | None = None
    notes: tuple[tuple[str, str], ...] = ()
    waivers: tuple[Waived, ...] = ()
    """Notes as (language, text)."""

    @property
    def profile(self) -> str:
        """The profile's path under ``profile/``: series, area, edition."""
        return f"{self.series}/{self.area}/{self.edition}"


@dataclass(frozen=True, slots=True)
class Body:
    """A body as printed; ``role`` where its name is known, ``code`` (area and role) where the area is known too."""

    as_printed: str
    role: str | None = None
    code: str | None = None

    @property
    def shown(self) -> str:
        """The code, or the words where it does not resolve."""
        return self.code or self.as_printed


class Figure(NamedTuple):
    """A number. ``lower`` and ``upper`` enclose it where it is rounded or decimal; ``value`` is None for a printed range."""

    value: Number | None
    lower: Number | None
    upper: Number | None
    unit: str
    group: str = "all"
    scope: Body | None = None
    data_from: tuple[Body, ...] = ()
    same_amount_as: str | None = None
    subset_of: str | None = None

    @property
    def kind(self) -> str:
        """The kind as ``facts.csv`` calls it."""
        return "figure"

    @property
    def named(self) -> tuple[tuple[str, Body], ...]:
        """The bodies it names, each with the relation (a property of the ontology) in which it stands."""
        if self.scope is None and not self.data_from:
            return ()
        scope = (("scope", self.scope),) if self.scope else ()
        return (*scope, *(("dataFrom", body) for body in self.data_from))


class Assessment(NamedTuple):
    """An answer of a scale, for a group; bodies that the answer names."""

    answer: str
    group: str = "all"
    bodies: tuple[Body, ...] = ()

    @property
    def kind(self) -> str:
        """The kind as ``facts.csv`` calls it."""
        return "assessment"

    @property
    def named(self) -> tuple[tuple[str, Body], ...]:
        """The bodies it names, each with the relation (a property of the ontology) in which it stands."""
        return tuple(("body", body) for body in self.bodies)


class ReportedStanding(NamedTuple):
    """The standing towards an instrument, as the profile says."""

    standing: str
    instrument: str

    @property
    def kind(self) -> str:
        """The kind as ``facts.csv`` calls it."""
        return "standing"

    @property
    def named(self) -> tuple[tuple[str, Body], ...]:
        """The bodies it names, each with the relation (a property of the ontology) in which it stands."""
        return ()


class Designation(NamedTuple):
    """A body named for the indicator's task, and to whom it answers."""

    body: Body
    answers_to: Body | None

    @property
    def kind(self) -> str:
        """The kind as ``facts.csv`` calls it."""
        return "designation"

    @property
    def named(self) -> tuple[tuple[str, Body], ...]:
        """The bodies it names, each with the relation (a property of the ontology) in which it stands."""
        body = ("body", self.body)
        return (body, ("answersTo", self.answers_to)) if self.answers_to else (body,)


class Narrative(NamedTuple):
    """A sentence that no indicator captures."""

    @property
    def kind(self) -> str:
        """The kind as ``facts.csv`` calls it."""
        return "narrative"

    @property
    def named(self) -> tuple[tuple[str, Body], ...]:
        """The bodies it names, each with the relation (a property of the ontology) in which it stands."""
        return ()


class Gap(NamedTuple):
    """No value, and why."""

    reason: str
    group: str = "all"
    withheld_by: tuple[Body, ...] = ()

    @property
    def kind(self) -> str:
        """The kind as ``facts.csv`` calls it."""
        return "gap"

    @property
    def named(self) -> tuple[tuple[str, Body], ...]:
        """The bodies it names, each with the relation (a property of the ontology) in which it stands."""
        return tuple(("withheldBy", body) for body in self.withheld_by)


Content = Figure | Assessment | ReportedStanding | Designation | Narrative | Gap


class Fact(NamedTuple):
    """One statement: its local name, place and words, and its typed content. ``text[start:end] == as_printed``.

    ``match`` is the weaker of how label and value were recognised: ``exact``, ``variant``, ``fuzzy:SCORE`` or ``none``.
    """

    statement: str
    line: int
    section: str
    label: str
    indicator: str | None
    as_printed: str
    start: int
    end: int
    match: str
    content: Content


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a document that a person should look at; ``code`` leads to an explanation.

    ``severity`` is that of SHACL, by its local name: ``Warning`` where something printed is lost in reading (KG211 to KG216, KG218) or is
    likely to be wrong (KG220, KG221), ``Info`` where nothing known is (KG210, KG217, KG219, and KG213 in a title).
    """

    code: str
    line: int
    text: str
    severity: str = "Info"


@dataclass(frozen=True, slots=True)
class Remainder:
    """Words that no rule took."""

    line: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """Where every character of a document went; closes when blank + heading + label + value + remainder = characters."""

    characters: int
    blank: int
    heading: int
    label: int
    value: int
    remainder: tuple[Remainder, ...]
    rows: int

    @property
    def closes(self) -> bool:
        """Whether every character is accounted for."""
        left = sum(len("".join(r.text.split())) for r in self.remainder)
        return self.blank + self.heading + self.label + self.value + left == self.characters


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one document."""

    document: Document
    language: str
    facts: tuple[Fact, ...]
    problems: tuple[Problem, ...]
    ledger: Ledger
