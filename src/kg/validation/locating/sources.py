"""All sources of a validation: from a finding to its place, and to the words of a literal."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat

from kg.validation.data import Data
from kg.validation.literals import normal, same, typed
from kg.validation.locating.lines import Lines
from kg.validation.locating.source import NOWHERE, Hit, Source
from kg.validation.paths import SH, AnyPath, Path
from kg.validation.report import Finding, Spot

_NAMED = re.compile(r"f([0-9]+)b([0-9]+)")
_MOST = SH + "MaxCountConstraintComponent"


class Token(NamedTuple):
    """An object in a source: its bytes from ``start`` to ``end``."""

    source: Source
    start: int
    end: int


class Sources:
    """The sources of data under validation. Nothing is looked at before something is asked.

    Blank nodes are known by the names that :mod:`kg.validation.source` gives them.
    """

    def __init__(self, data: Data) -> None:
        self._data = data

    def expect(self, subjects: Iterable[Any]) -> None:
        """Says which subjects will be asked for: one search for all is cheaper than one for each."""
        nodes = [node for node in dict.fromkeys(subjects) if not isinstance(node, Literal)]
        for number, source in enumerate(self._sources):
            own = (self._own(node, number, source) for node in nodes)
            source.expect([node for node in own if node is not None])

    def of(self, finding: Finding) -> Spot | None:
        """Where a finding stands: for ``sh:maxCount`` (SHACL 1.0, section 4.2.2), whose results have no value, at the last of the values of
        a predicate (or of one against its direction); for all others see :meth:`spot`.
        """
        steps = list(_steps(finding.path)) if finding.component == _MOST and not _composed(finding.path) else []
        for predicate, inverse, _ in steps:
            ends = (None, predicate, finding.focus) if inverse else (finding.focus, predicate, None)
            last = deque(self._nearest(ends), maxlen=1)
            for source, hit in last:
                return self._spot(source, hit.subject_at if inverse else hit.object_at, "triple")
        return self.spot(finding.focus, finding.path, finding.value)

    def spot(self, focus: Any, path: AnyPath | None, value: Any) -> Spot | None:
        """Where a finding stands: its triple's object, or else the first place where the focus is a subject (or an object, if nowhere one).

        For an inverse path the triple is the other way round; for a path of several steps it is the first triple from the focus that a step
        takes. A value that no path leads to (``sh:sparql`` of a node shape) is looked for among all objects of the focus: its triple is
        meant if it is the only one. Of the forms of a literal the very one is meant, another only where no triple has it (a store rewords
        literals). None where the place is not known for certain.
        """
        steps = list(_steps(path))
        direct = [(predicate, inverse) for predicate, inverse, whole in steps if whole and value is not None]
        for source, hit in self._nearest(*((value, p, focus) if inverse else (focus, p, value) for p, inverse in direct)):
            return self._spot(source, hit.object_at, "triple")
        if isinstance(path, Path) and path.operator != "^":
            for predicate, inverse, _ in steps:
                for source, hit in self._nearest((None, predicate, focus) if inverse else (focus, predicate, None)):
                    return self._spot(source, hit.object_at, "triple")
        if value is not None and value != focus:
            alone = list(islice(self._nearest((focus, None, value)), 2))
            if len(alone) == 1:
                return self._spot(alone[0][0], alone[0][1].object_at, "triple")
        for source, hit in self._find(focus, None, None):
            if hit.subject_at != NOWHERE:
                return self._spot(source, hit.subject_at, "subject")
        for source, hit in self._nearest((None, None, focus)):
            if hit.object_at != NOWHERE:
                return self._spot(source, hit.object_at, "triple")
        return None

    def tokens(self, focus: Any, predicate: NamedNode, value: Any) -> list[Token]:
        """Every place of the object of a triple, of a literal in this very form."""
        hits = ((source, hit) for source, hit in self._find(focus, predicate, value, exact=True) if hit.object_at != NOWHERE)
        return list(dict.fromkeys(Token(source, hit.object_at, hit.object_end) for source, hit in hits))

    def forms(self, focus: Any, predicate: NamedNode | None, value: Literal) -> list[Literal]:
        """The literals that a store makes equal to ``value``: those of a focus (and predicate), or of all sources if ``focus`` is None."""
        if not typed(value):
            return [value]
        found: dict[Literal, None] = {}
        if focus is None:
            for source in self._sources:
                found.update(dict.fromkeys(same(source.literals(), value)))
        else:
            wanted = normal(value)
            for _, hit in self._find(focus, predicate, None):
                if hit.literal is not None and normal(hit.literal) == wanted:
                    found[hit.literal] = None
        return list(found)

    def subject(self, node: Any) -> bool:
        """Whether a node stands as a subject in a source."""
        return next(self._find(node, None, None), None) is not None

    @property
    def reasons(self) -> Mapping[str, str]:
        """File → name of the reason (words in ``ontology/repairs.ttl``) for each file asked in which no place can be known."""
        if "_sources" not in self.__dict__:
            return {}
        return {source.name: source.reason for source in self._sources if source.reason}

    def _nearest(self, *asked: tuple[Any, NamedNode | None, Any]) -> Iterator[tuple[Source, Hit]]:
        """The triples of any of the terms given: subject, predicate, object. A literal in the very form given if it stands so anywhere,
        else in any form of its value: then a store has reworded it.
        """
        found = False
        for exact in (True, False) if any(typed(object) for _, _, object in asked) else (True,):
            for terms in asked:
                for hit in self._find(*terms, exact=exact):
                    found = True
                    yield hit
            if found:
                return

    def _find(self, subject: Any, predicate: NamedNode | None, object: Any, *, exact: bool = False) -> Iterator[tuple[Source, Hit]]:
        if isinstance(subject, Literal):
            return
        for number, source in enumerate(self._sources):
            own = [self._own(term, number, source) for term in (subject, object)]
            if all((before is None) == (term is None) for before, term in zip((subject, object), own, strict=True)):
                for hit in source.find(own[0], predicate, own[1], exact=exact):
                    yield source, hit

    def _own(self, term: Any, number: int, source: Source) -> Any:
        """A term as a source has it; None for a blank node of another source."""
        if not isinstance(term, BlankNode):
            return term
        given, content = self._data.own[number]
        if content is given.content:
            return term
        name = _NAMED.fullmatch(term.value)
        return source.blank(int(name[2])) if name and int(name[1]) == number else None

    def _spot(self, source: Source, at: int, what: str) -> Spot | None:
        return None if at == NOWHERE else Spot(source.name, *source.place(at), what)

    @cached_property
    def _sources(self) -> list[Source]:
        found = []
        for number, given in enumerate(self._data.sources):
            source = _kind(given.form)(given.name, given.content, given.form, given.base)
            if isinstance(source, Lines):
                source.plain = self._data.numbers(number)
            found.append(source)
        return found


def _steps(path: AnyPath | None, *, inverse: bool = False, whole: bool = True) -> Iterator[tuple[NamedNode, bool, bool]]:
    """The steps a path may begin with: predicate, whether against its direction, whether it may lead to the value at once."""
    if isinstance(path, NamedNode):
        yield path, inverse, whole
    elif path is not None and path.operator == "^":
        yield from _steps(path.members[0], inverse=not inverse, whole=whole)
    elif path is not None and path.operator == "/":
        yield from _steps(path.members[-1 if inverse else 0], inverse=inverse, whole=False)
    elif path is not None:
        for member in path.members:
            yield from _steps(member, inverse=inverse, whole=whole)


def _composed(path: AnyPath | None) -> bool:
    """Whether a path is more than a predicate or one against its direction."""
    return isinstance(path, Path) and (path.operator != "^" or _composed(path.members[0]))


def _kind(form: RdfFormat) -> type[Source]:
    if form in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS):
        return Lines
    # Only a validation that has such a source pays for the others.
    if form in (RdfFormat.TURTLE, RdfFormat.TRIG):
        from kg.validation.locating.index import Terse

        return Terse
    if form == RdfFormat.RDF_XML:
        from kg.validation.locating.rdfxml import RdfXml

        return RdfXml
    if form == RdfFormat.JSON_LD:
        from kg.validation.locating.jsonld import JsonLd

        return JsonLd
    return Opaque


class Opaque(Source):
    """A form in which places are not told."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.reason = "reason-form"

    def find(self, subject: Any = None, predicate: NamedNode | None = None, object: Any = None, *, exact: bool = False) -> Iterator[Hit]:
        """Nothing."""
        return iter(())

    def blank(self, number: int) -> BlankNode | None:
        """Nothing."""
        return None

    def literals(self) -> list[Literal]:
        """Nothing."""
        return []
