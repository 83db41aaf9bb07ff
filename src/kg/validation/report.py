"""What a validation says: findings of an engine, results for a person, the report with its coverage. Types only.

``Finding`` is what any engine gives: the terms of SHACL 1.0, section 3.6, and nothing in words. ``Result`` is a finding described: names,
numbered requirement, messages, where it stands in the RDF source and in the document, cause, next step, repair, waiver. Texts are by
language tag (``{"en": …, "ru": …}``). Terms are pyoxigraph's, in the lexical form of the source. ``kg.validation.reports`` writes reports.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.validation.paths import AnyPath

if TYPE_CHECKING:
    from kg.validation.anonymous import Anonymous
    from kg.validation.details import Details

SEVERITIES = ("Info", "Warning", "Violation")
Term = Any
"""A pyoxigraph NamedNode, BlankNode or Literal."""
Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """A result as an engine gives it. ``shape`` and ``constraint`` are nodes of the shapes graph (:mod:`kg.validation.structure`).

    ``bindings`` are the solution's variables of a SPARQL-based constraint by name, for messages.
    """

    focus: Term
    path: AnyPath | None
    value: Term | None
    component: str
    severity: str
    shape: Term
    constraint: Term | None = None
    bindings: Mapping[str, Term] = field(default_factory=dict, compare=False)


class Spot(NamedTuple):
    """A place in an RDF source: file, line and column from 1; ``what`` is ``triple``, ``subject`` (the triple is missing) or ``file``."""

    file: str
    line: int
    column: int
    what: str = "triple"


class Place(NamedTuple):
    """A place in a profile document: path or source IRI, line from 1, and the words of the passage."""

    document: str
    line: int
    words: str


class Repair(NamedTuple):
    """The one safe repair of a result: what it does, and a unified diff of the source (a SPARQL Update where there is no text)."""

    texts: Texts
    patch: str


class Waiver(NamedTuple):
    """A known and justified deviation, declared in a sidecar: why, when (ISO date), by which role or body, in which file and line."""

    reason: str
    date: str
    by: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Result:
    """One result of a validation for a person."""

    finding: Finding
    name: Texts
    """The shape's or constraint's name."""
    requirement: str
    """The number of the requirement, such as ``CON-04``; '' for shapes that have none."""
    messages: Texts
    """With the actual values and operands filled in."""
    cause: Texts
    next_step: Texts
    spot: Spot | None = None
    place: Place | None = None
    repair: Repair | None = None
    waiver: Waiver | None = None
    known: bool = False
    """In the baseline already."""
    value_count: int | None = None
    """How many values a result is about that has no value of its own: those of its path, of repeated languages those that share one."""

    @property
    def severity(self) -> str:
        """``Info``, ``Warning``, ``Violation``, or the local name of a severity of the shapes' own."""
        return local_name(self.finding.severity)

    @property
    def focus(self) -> str:
        """The focus node as text."""
        return plain(self.finding.focus)

    @property
    def path(self) -> str:
        """The path: an IRI, or SPARQL syntax where it is more than a predicate; '' without."""
        path = self.finding.path
        return "" if path is None else getattr(path, "value", None) or str(path)

    @property
    def value(self) -> str:
        """The value as text, '' without."""
        return "" if self.finding.value is None else plain(self.finding.value)

    @property
    def component(self) -> str:
        """The local name of the constraint component."""
        return local_name(self.finding.component)

    @property
    def shape(self) -> str:
        """The source shape as text."""
        return plain(self.finding.shape)

    @property
    def constraint(self) -> str:
        """The ``sh:sparql`` constraint as text, '' for other components."""
        return "" if self.finding.constraint is None else plain(self.finding.constraint)

    @property
    def counts(self) -> bool:
        """Whether the verdict counts it: neither waived nor in the baseline."""
        return self.waiver is None and not self.known

    @property
    def order(self) -> tuple[Any, ...]:
        """Worst first, then by place and name: the same results give the same report."""
        place = (self.place.document, self.place.line) if self.place else ("", 0)
        spot = (self.spot.file, self.spot.line, self.spot.column) if self.spot else ("", 0, 0)
        rank = SEVERITIES.index(self.severity) if self.severity in SEVERITIES else len(SEVERITIES)
        return (-rank, *place, *spot, self.requirement, self.focus, self.shape, self.path, str(self.finding.value), self.component)


class ShapeCoverage(NamedTuple):
    """How many nodes a shape was applied to: ``focus`` as targets, ``nodes`` in all, those reached through other shapes included."""

    shape: str
    name: Texts
    focus: int
    nodes: int


class Coverage(NamedTuple):
    """What was looked at and what was not. ``unseen`` are subjects that no shape saw, ``free`` predicates that no shape constrains.

    The two lists hold the first in order (at most 20); the counts are whole.
    """

    shapes: tuple[ShapeCoverage, ...]
    subjects: int
    unseen: int
    unseen_first: tuple[str, ...]
    predicates: int
    free: int
    free_first: tuple[str, ...]

    @property
    def idle(self) -> tuple[ShapeCoverage, ...]:
        """Shapes with a target that matched nothing."""
        return tuple(shape for shape in self.shapes if shape.nodes == 0)


@dataclass(frozen=True, slots=True)
class Report:
    """A verdict: results in order, what was covered, by which engine and version of shapes, on which data.

    ``data_hash`` is the SHA-256 of the sources' bytes in the order given; ``notes`` are sentences that hold for the whole report.
    ``unrecognised`` counts the words of documents that their reader did not recognise; None where the data are no documents.
    ``blanks`` knows what is said of the blank nodes that results name, ``details`` the results that others came about for; None where
    that is not known.
    """

    results: tuple[Result, ...]
    checked: int
    engine: str
    shapes_version: str
    data_hash: str = ""
    shapes_hash: str = ""
    sources: tuple[str, ...] = ()
    coverage: Coverage | None = None
    notes: tuple[Texts, ...] = ()
    unrecognised: int | None = None
    blanks: Anonymous | None = field(default=None, compare=False, repr=False)
    details: Details | None = field(default=None, compare=False, repr=False)

    @property
    def conforms(self) -> bool:
        """As the standard has it: no result at all, whatever its severity, waived or not."""
        return not self.results

    @property
    def counted(self) -> tuple[Result, ...]:
        """The results that are neither waived nor in the baseline."""
        return tuple(result for result in self.results if result.counts)

    def count(self, severity: str) -> int:
        """How many results of a severity count."""
        return sum(result.severity == severity for result in self.counted)

    def fails(self, fail_on: str) -> bool:
        """Whether a result that counts is at or above ``violation``, ``warning`` or ``info``. A severity of others' making counts."""
        least = [s.lower() for s in SEVERITIES].index(fail_on)
        return any(r.severity not in SEVERITIES or SEVERITIES.index(r.severity) >= least for r in self.counted)


def local_name(iri: str) -> str:
    """What stands after the last slash or hash."""
    return iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]


def plain(term: Term) -> str:
    """A term as text: IRI, lexical form, or ``_:label``."""
    text = str(term.value)
    return f"_:{text}" if type(term).__name__ == "BlankNode" else text
