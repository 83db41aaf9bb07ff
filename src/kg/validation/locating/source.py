"""What every form of RDF source answers: where a triple stands. Offsets are bytes from 0, places are line and column from 1."""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat

_STEP = 1 << 14
"""Bytes from one counted place to the next: so many at most are counted again for a place."""


MANY = 16
"""Subjects from which one look at every triple is cheaper than a search for each."""
NOWHERE = -1
"""In place of an offset: the triple is in the source, and where is not known."""


class Hit(NamedTuple):
    """A triple of a source: where its subject and object stand, and its object if that is a literal whose words a store may rewrite."""

    subject_at: int
    object_at: int
    object_end: int
    literal: Literal | None = None


class Source(ABC):
    """An RDF source that is looked at when something is asked of it. ``reason`` says why places in it cannot be known, '' where they can.

    Reasons are names of words in ``ontology/repairs.ttl``.
    """

    def __init__(self, name: str, data: bytes, form: RdfFormat, base: str) -> None:
        self.name = name
        self.data = data
        self.form = form
        self.base = base
        self.reason = ""
        self._counted = [0]

    @abstractmethod
    def find(self, subject: Any = None, predicate: NamedNode | None = None, object: Any = None, *, exact: bool = False) -> Iterator[Hit]:
        """The triples with the terms given, in the order of the source; subject or object must be given.

        A literal is found in whatever form has the value, for the caller may ask with what a store made of it; with ``exact`` in the form
        given only.
        """

    def expect(self, subjects: Collection[Any]) -> None:
        """Says which subjects will be asked for: a form that searches for each can look for all at once."""
        return

    @abstractmethod
    def blank(self, number: int) -> BlankNode | None:
        """The blank node with a number from 0 in order of appearance, as :meth:`find` takes it."""

    @abstractmethod
    def literals(self) -> Iterable[Literal]:
        """The typed literals, each once."""

    def written(self, term: Any, start: int, end: int) -> str | None:
        """The text of a term in place of an object's; None where an object's text does not stand alone in the form."""
        return None

    def place(self, at: int) -> tuple[int, int]:
        """Line and column, in code points, of an offset."""
        block = at // _STEP
        while len(self._counted) <= block:
            self._count()
        line = self._counted[block] + self.data.count(b"\n", block * _STEP, at) + 1
        start = self.data.rfind(b"\n", 0, at) + 1
        return line, len(self.data[start:at].decode("utf-8", "replace").removeprefix("\ufeff")) + 1

    def start(self, line: int) -> int:
        """The offset of a line from 0 that the source has."""
        while self._counted[-1] < line and len(self._counted) * _STEP < len(self.data) + _STEP:
            self._count()
        block = max(bisect_left(self._counted, line) - 1, 0)
        at = block * _STEP
        for _ in range(line - self._counted[block]):
            at = self.data.index(b"\n", at) + 1
        return at

    def _count(self) -> None:
        """Counts the line ends of one more step."""
        start = (len(self._counted) - 1) * _STEP
        self._counted.append(self._counted[-1] + self.data.count(b"\n", start, start + _STEP))
