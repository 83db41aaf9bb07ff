"""What every search for a cause is given, and what it gives."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.querying.emptiness.anatomy import Group, Nested, Part, Query, Triple, Values, walk
from kg.querying.emptiness.anatomy import terms as terms_of
from kg.querying.emptiness.drawing import Edits, Sketch, atoms, connectors
from kg.querying.emptiness.probing import Prober
from kg.querying.emptiness.term import RDF_TYPE, Term

VARIABLE = "?kg_v"


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits of the query that may give rows; ``word``: why they are proposed, a name in the file of words."""

    edits: dict[tuple[int, int], str]
    word: str = "instead"


@dataclass(frozen=True, slots=True)
class Finding:
    """A cause at a span, with the fields of its sentence, and what may repair it, best first."""

    cause: str
    start: int
    end: int
    fixes: tuple[Fix, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    spoken: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Fields by language, where what is told has names and labels."""


@dataclass(slots=True)
class Scene:
    """A query (or sub-select), the smallest set of its atoms that has no rows, and the prober."""

    query: Query
    group: Group
    conflict: list[Part]
    prober: Prober

    def sketch(self, kept: Collection[Part] | None = None, edits: Edits | None = None, swaps: Mapping[Part, str] | None = None) -> Sketch:
        """The conflict, or other atoms, with changes."""
        return Sketch(self.query, self.group, self.conflict if kept is None else kept, edits or {}, swaps or {})

    def some(self, kept: Collection[Part] | None = None, edits: Edits | None = None) -> bool:
        """Whether that gives a row."""
        return self.prober.some(self.sketch(kept, edits))

    def distinct(self, what: str, kept: Collection[Part] | None = None, edits: Edits | None = None, swaps: Any = None) -> list[Any]:
        """The different terms that a variable or expression has there."""
        sketch = self.sketch(kept, edits, swaps)
        return [] if sketch.empty else self.prober.distinct(self.query, what, sketch.pattern())

    def column(self, part: Values, term: Term) -> list[Any]:
        """The terms that the variable of a data block has without the block; ``term`` is one of the block."""
        named = next((name for row in part.rows for name, one in zip(part.names, row, strict=False) if one is term), "")
        kept = [other for other in self.conflict if other is not part]
        return self.distinct(f"?{named}", kept) if named and kept else []

    def others(self, part: Part, term: Term, spots: list[tuple[int, int]]) -> list[Any]:
        """The terms with which the whole pattern, not the conflict only, gives rows in the place of a constant."""
        whole = list(atoms(self.group))
        if isinstance(part, Values):
            return Scene(self.query, self.group, whole, self.prober).column(part, term) if part in whole else []
        return self.distinct(VARIABLE, whole, dict.fromkeys(spots, VARIABLE))

    @property
    def triples(self) -> list[Triple]:
        """The triple patterns of the conflict."""
        return [part for part in self.conflict if isinstance(part, Triple)]

    def blamed(self) -> list[Part]:
        """The conflict, with what binds the variables of its conditions, and the GRAPH that its atoms stand in."""
        shown = Sketch(self.query, self.group, self.conflict).shown
        bindings = [part for part in connectors(self.group) if part in shown]
        graphs = [part for part in walk(self.group) if isinstance(part, Nested) and part.kind == "GRAPH" and self._holds(part)]
        return [*self.conflict, *bindings, *graphs]

    def _holds(self, part: Nested) -> bool:
        return any(one in self.conflict for one in walk(part))

    def constants(self) -> Iterator[tuple[str, Term, Part]]:
        """IRIs and literals of what is blamed, by role: predicate, class, graph or individual, with the part that each stands in."""
        for part in self.blamed():
            if isinstance(part, Nested) and part.kind == "GRAPH":
                if part.name is not None and part.name.constant:
                    yield "graph", part.name, part
                continue
            for one in walk(part):
                if isinstance(one, Triple):
                    typed = one.path.plain is not None and one.path.plain.value == RDF_TYPE
                    yield from (("predicate", term, one) for term in one.path.terms if term.value != RDF_TYPE)
                    yield from (("individual", one.subject, one) for _ in range(one.subject.constant))
                    yield from (("class" if typed else "individual", one.object, one) for _ in range(one.object.constant))
                elif not isinstance(one, Nested):
                    yield from (("individual", term, one) for term in _own(one))
                elif one.kind == "GRAPH" and one.name is not None and one.name.constant:
                    yield "graph", one.name, one


def _own(part: Part) -> list[Term]:
    """The constants of a condition or data block, those of groups in it aside."""
    inner = {id(term) for one in walk(part) if one is not part for term in terms_of(one)}
    return [term for term in terms_of(part) if id(term) not in inner]


def removal(triple: Triple) -> dict[tuple[int, int], str]:
    """The edit that takes a triple pattern out of the query; {} for one in ``[...]``."""
    statement = triple.statement
    if statement is None or not statement.triples:
        return {}
    around = statement.triples
    number = around.index(triple)
    if len(around) == 1:
        return {(statement.start, statement.end): ""}
    if number:
        return {(around[number - 1].end, triple.end): ""}
    after = around[1]
    if after.path is triple.path:  # the verb stays for the rest of the list
        return {(triple.object.start, after.object.start): ""}
    return {(triple.start, after.start): ""}


def optional(query: Query, triple: Triple) -> dict[tuple[int, int], str]:
    """The edit that makes a triple pattern optional; {} where it cannot be written."""
    edit, statement = removal(triple), triple.statement
    if not edit or statement is None or triple.object.start == triple.object.end or triple.subject.start == triple.subject.end:
        return {}
    text = query.text
    words = f"{text[triple.subject.start : triple.subject.end]} {text[triple.path.start : triple.path.end]} "
    words = f"OPTIONAL {{ {words}{text[triple.object.start : triple.object.end]} }}"
    if len(statement.triples) == 1:
        return {(statement.start, statement.end): words}
    if statement.triples[-1] is triple:
        ((start, end),) = edit
        return {(start, end): f" {words}"}
    return {**edit, (statement.end, statement.end): f" {words}"}
