"""The steps of a property path (SPARQL 1.1, section 9.1): the predicate that each asks for, and which of its triples can be taken.

A step that begins at the path's own subject takes only triples of that subject, and one that ends backwards in the path's object only
triples of that object; what stands between, and what may be repeated, takes any.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from kg.validation.paths import RDF
from kg.validation.queries import Token

TYPE = RDF + "type"


class Doubt(Exception):
    """The query is not of the grammar that is followed here."""


class Step(NamedTuple):
    """A predicate in a path. Whether the subject of its triples is the subject of the whole path, or the object of the whole path."""

    predicate: str
    of_subject: bool
    of_object: bool


class Steps:
    """Reads the path that begins at a token; ``iri`` gives the IRI that a token is, or None. :attr:`at` is the token behind it."""

    def __init__(self, read: Sequence[Token], at: int, iri: Callable[[Token], str | None]) -> None:
        self._tokens = read
        self._iri = iri
        self.at = at
        self.found = self._either()

    @property
    def _word(self) -> str:
        return self._tokens[self.at].word if self.at < len(self._tokens) else ""

    def _next(self) -> Token:
        if self.at >= len(self._tokens):
            raise Doubt
        self.at += 1
        return self._tokens[self.at - 1]

    def _either(self) -> list[Step]:
        found = self._sequence()
        while self._word == "|":
            self._next()
            found += self._sequence()
        return found

    def _sequence(self) -> list[Step]:
        found = self._element()
        while self._word == "/":
            self._next()
            behind = self._element()
            found = [step._replace(of_object=False) for step in found] + [step._replace(of_subject=False) for step in behind]
        return found

    def _element(self) -> list[Step]:
        backwards = self._word == "^"
        if backwards:
            self._next()
        found = self._primary()
        while self._word in ("*", "+", "?"):
            if self._next().word != "?":
                found = [Step(step.predicate, False, False) for step in found]
        return [Step(step.predicate, step.of_object, step.of_subject) for step in found] if backwards else found

    def _primary(self) -> list[Step]:
        token = self._next()
        if token.word == "(":
            found = self._either()
            if self._next().word != ")":
                raise Doubt
            return found
        predicate = TYPE if token.text == "a" else self._iri(token)
        if predicate is None:
            raise Doubt
        return [Step(predicate, True, False)]
