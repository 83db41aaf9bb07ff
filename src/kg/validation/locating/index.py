"""An index of a whole source: the parser's triples, each with its place from a walker that follows the source in the same order.

Terms are kept as hashes, 48 bytes a triple with its places; only literals that a store may rewrite and blank nodes are kept whole.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from kg.validation.literals import normal, typed
from kg.validation.locating.source import MANY, NOWHERE, Hit, Source
from kg.validation.locating.turtle import Directive, NotFollowed, Spans, spans

_LITERAL, _BLANK = frozenset(b"\"'+-.0123456789"), frozenset(b"[(_")
_ENDS = (b" ", b"\n", b"\t", b"\r", b";", b",", b")", b"]")
PART = "reason-part"
"""Why some places are not known, in a source that is followed for the rest."""
_NIL = "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil"


class Indexed(Source):
    """A source whose triples are read once, when something is first asked of it.

    Triples whose places alone are not known are found too, at :data:`NOWHERE`; ``reason`` says so once one was.
    """

    _expected: Mapping[int, list[int]] = {}

    def find(self, subject: Any = None, predicate: NamedNode | None = None, object: Any = None, *, exact: bool = False) -> Iterator[Hit]:
        """See :meth:`Source.find`."""
        self._read()
        if self.reason and self.reason != PART:
            return
        wanted = normal(object) if typed(object) and not exact else None
        for number in self._numbers(subject, object, wanted):
            if predicate is not None and self._predicates[number] != hash(predicate):
                continue
            literal = self._typed.get(number)
            if object is None or self._objects[number] == hash(object) or (wanted and literal and normal(literal) == wanted):
                at = self._places[3 * number : 3 * number + 3]
                if at[1] == NOWHERE:
                    self.reason = PART
                    yield Hit(NOWHERE, NOWHERE, NOWHERE, literal)
                elif self.denotes(at[1], at[2], object if object is None else literal or object):
                    yield Hit(at[0], at[1], at[2], literal)

    def expect(self, subjects: Collection[Any]) -> None:
        """See :meth:`Source.expect`."""
        if len(subjects) < MANY:
            return
        self._read()
        found: dict[int, list[int]] = {hash(subject): [] for subject in subjects}
        for number, key in enumerate(self._subjects):
            if key in found:
                found[key].append(number)
        self._expected = found

    def blank(self, number: int) -> BlankNode | None:
        """See :meth:`Source.blank`."""
        self._read()
        return self._blanks[number] if number < len(self._blanks) else None

    def literals(self) -> Iterable[Literal]:
        """See :meth:`Source.literals`."""
        self._read()
        return dict.fromkeys(self._typed.values())

    def denotes(self, start: int, end: int, term: Any) -> bool:
        """Whether the text of an object denotes a term, as far as that can be told from the text alone."""
        return True

    @abstractmethod
    def _walk(self) -> Iterator[tuple[Any, Spans]]:
        """The triples with their places, three times :data:`NOWHERE` where one is not known. Raises :class:`NotFollowed`."""

    def _numbers(self, subject: Any, object: Any, value: Literal | None) -> Iterator[int]:
        """The triples of a subject, or else of an object; of one that is given by its ``value`` (:func:`normal`), in all its forms."""
        if subject is None and value is not None:
            yield from (number for number, literal in self._typed.items() if normal(literal) == value)
            return
        if subject is not None and hash(subject) in self._expected:
            yield from self._expected[hash(subject)]
            return
        keys, wanted = (self._subjects, hash(subject)) if subject is not None else (self._objects, hash(object))
        number = -1
        while True:
            try:
                number = keys.index(wanted, number + 1)
            except ValueError:
                return
            yield number

    def _read(self) -> None:
        if hasattr(self, "_subjects"):
            return
        self._subjects, self._predicates, self._objects, self._places = array("q"), array("q"), array("q"), array("q")
        self._typed: dict[int, Literal] = {}
        self._blanks: list[BlankNode] = []
        blanks: dict[BlankNode, None] = {}
        subjects, predicates, objects = self._subjects.append, self._predicates.append, self._objects.append
        try:
            for number, (quad, at) in enumerate(self._walk()):
                subject, term = quad.subject, quad.object
                subjects(hash(subject))
                predicates(hash(quad.predicate))
                objects(hash(term))
                self._places.extend(at)
                if type(term) is Literal and typed(term):
                    self._typed[number] = term
                for node in (subject, term, quad.graph_name):
                    if type(node) is BlankNode:
                        blanks[node] = None
        except NotFollowed as error:
            self.reason = error.reason
        except (SyntaxError, ValueError):
            self.reason = "reason-unreadable"
        except RecursionError:
            self.reason = "reason-deep"
        self._blanks += blanks


class Terse(Indexed):
    """Turtle and TriG."""

    def denotes(self, start: int, end: int, term: Any) -> bool:
        """Reads the token again, with the directives in force."""
        text = self.data[start:end]
        if term is None or text[:1] in (b"[", b"(", b")") or start == end or isinstance(term, BlankNode):
            return True
        return [quad.object for quad in self._token(text, start)] == [term]

    def written(self, term: Any, start: int, end: int) -> str | None:
        """See :meth:`Source.written`. IRIs are written with a prefix in force where that is plain."""
        text = str(term)
        if self.data[end : end + 1] in _ENDS:
            reading = parse(self._before(start), RdfFormat.TURTLE, base_iri=self.base)
            list(reading)
            prefixes = {iri: name for name, iri in reading.prefixes.items()}
            head, iri, local = _named(text)
            if local and prefixes.get(iri) is not None:
                text = f"{head}{prefixes[iri]}:{local}"
        found = [quad.object for quad in self._token(text.encode(), start)]
        return text if found == [term] and self.data[start:end] != b"" else None

    def _before(self, at: int) -> bytes:
        return b"\n".join(self.data[each.begin : each.end] for each in self._directives if each.end <= at) + b"\n"

    def _token(self, text: bytes, at: int) -> Iterable[Any]:
        """What a token means with the directives in force at a place."""
        return parse(self._before(at) + b"<x:x> <x:x> " + text + b" .", RdfFormat.TURTLE, base_iri=self.base)

    def _walk(self) -> Iterator[tuple[Any, Spans]]:
        self._directives: list[Directive] = []
        text = self.data
        quads = iter(parse(text, self.form, base_iri=self.base))
        for at in spans(text):
            if isinstance(at, Directive):
                self._directives.append(at)
                continue
            quad = next(quads, None)
            subject, start, end = at
            if quad is None or not (start == end or _alike(text[start], quad.object)):
                raise NotFollowed("reason-order")
            yield quad, (subject, start, end)
        if next(quads, None) is not None:
            raise NotFollowed("reason-order")


def _alike(first: int, term: Any) -> bool:
    """Whether a token that begins with this byte can be the term."""
    if first in _LITERAL:
        return isinstance(term, Literal)
    if first in _BLANK:
        return isinstance(term, BlankNode) or term == NamedNode(_NIL)
    return not isinstance(term, BlankNode)


def _named(text: str) -> tuple[str, str, str]:
    """A term that ends with an IRI as what is before it, namespace and plain local name; '' for another."""
    match = re.fullmatch(r'((?:".*"\^\^)?)<(.*[/#])([A-Za-z_][A-Za-z0-9_-]*)>', text)
    return (match[1], match[2], match[3]) if match else ("", "", "")
