"""The parts of a query, each with its offsets: what rdflib's algebra has too, but without saying where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.querying.emptiness.term import Term


@dataclass(eq=False, slots=True)
class Part:
    """Anything between two offsets."""

    start: int
    end: int


@dataclass(eq=False, slots=True)
class Path(Part):
    """A property path: its IRIs; ``plain`` where it is one IRI or a variable; ``steps`` are the spans of a sequence."""

    terms: list[Term]
    plain: Term | None
    steps: list[tuple[int, int]]


@dataclass(eq=False, slots=True)
class Triple(Part):
    """A triple pattern; ``start`` and ``end`` are what it alone takes in ``statement``, the list of patterns of one subject."""

    subject: Term
    path: Path
    object: Term
    statement: Statement | None = None


@dataclass(eq=False, slots=True)
class Statement(Part):
    """Triple patterns of one written subject, joined by ``;`` and ``,``."""

    triples: list[Triple] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Filter(Part):
    """A condition, or one of several joined by ``&&``: ``start`` and ``end`` are the condition's; the whole FILTER is ``whole``."""

    whole: Part
    only: bool
    variables: set[str]
    terms: list[Term]
    groups: list[Group]
    negated: bool


@dataclass(eq=False, slots=True)
class Binding(Part):
    """BIND: its variable, and the variables and constants of its expression."""

    target: str
    inputs: set[str]
    terms: list[Term]


@dataclass(eq=False, slots=True)
class Values(Part):
    """VALUES: its variables and, by row, its terms."""

    names: list[str]
    rows: list[list[Term]]


@dataclass(eq=False, slots=True)
class Nested(Part):
    """``kind`` with a group: OPTIONAL, MINUS, GRAPH and SERVICE (with a name); groups by themselves have the kind ''."""

    kind: str
    group: Group
    name: Term | None = None


@dataclass(eq=False, slots=True)
class Union(Part):
    """Groups joined by UNION."""

    groups: list[Group]


@dataclass(eq=False, slots=True)
class Select(Part):
    """A sub-select."""

    query: Query


@dataclass(eq=False, slots=True)
class Group(Part):
    """What stands in braces, in order."""

    parts: list[Part] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Query(Part):
    """A query: prefixes with the spans of their IRIs, form, head, dataset, WHERE clause, and clauses behind it by their first word;
    ``constants`` are those of the whole query, of a sub-select too.
    """

    text: str
    declared: dict[str, Term]
    prefixes: dict[str, str]
    base: str
    undeclared: list[Term]
    kind: str
    head: Part
    projected: list[str] | None
    aggregates: bool
    dataset: list[Part]
    where: Group | None
    clauses: dict[str, Part]
    constants: list[Term]

    @property
    def plain(self) -> bool:
        """Whether it is a SELECT that does not compute one row from all."""
        return self.kind == "SELECT" and ("GROUP" in self.clauses or not (self.aggregates or "HAVING" in self.clauses))


def walk(part: Part) -> Iterator[Part]:
    """A part and everything in it."""
    yield part
    match part:
        case Group(parts=parts):
            inner: list[Part] = parts
        case Nested(group=group):
            inner = [group]
        case Union(groups=groups) | Filter(groups=groups):
            inner = list(groups)
        case Select(query=Query(where=Group() as where)):
            inner = [where]
        case _:
            inner = []
    for one in inner:
        yield from walk(one)


def name(term: Term) -> str:
    """The variable that a variable or blank node stands for; '' for others."""
    return term.value if term.kind in ("variable", "blank") else ""


def variables(part: Part) -> set[str]:
    """The variables that a part can be joined by; those of FILTERs inside do not count, of a sub-select only what it projects."""
    match part:
        case Triple():
            found = {name(part.subject), name(part.object), name(part.path.plain) if part.path.plain else ""}
        case Filter():
            found = set(part.variables)
        case Binding():
            found = {part.target}
        case Values():
            found = set(part.names)
        case Select():
            where = part.query.where
            projected = part.query.projected
            found = set(projected) if projected is not None else variables(where) if where else set()
        case Nested():
            found = variables(part.group) | {name(part.name) if part.name else ""}
        case Union():
            found = set().union(*(variables(group) for group in part.groups))
        case Group():
            inner = (one for one in part.parts if not isinstance(one, Filter) and not (isinstance(one, Nested) and one.kind == "MINUS"))
            found = set().union(*(variables(one) for one in inner))
        case _:
            found = set()
    return found - {""}


def terms(part: Part) -> Iterator[Term]:
    """The IRIs and literals of a part and of what is in it."""
    for one in walk(part):
        match one:
            case Triple():
                yield from (term for term in (one.subject, *one.path.terms, one.object) if term.constant)
            case Filter() | Binding():
                yield from one.terms
            case Values():
                yield from (term for row in one.rows for term in row if term.constant)
            case Nested(name=Term() as named) if named.constant:
                yield named
