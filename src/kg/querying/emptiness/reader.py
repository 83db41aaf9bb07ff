"""A query read into its parts: recursive descent over the tokens of :mod:`kg.validation.queries` (SPARQL 1.1, section 19.8).

It takes every query that the engine takes and refuses few that it would not: the engine decides what is SPARQL. Tests hold the triple
patterns that are read against those of rdflib's algebra.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from itertools import pairwise
from urllib.parse import urljoin

from kg.querying.emptiness.anatomy import Group, Part, Query
from kg.querying.emptiness.cursor import Unreadable
from kg.querying.emptiness.groups import GroupReader
from kg.querying.emptiness.term import Term
from kg.validation.queries import Token

_CLAUSES = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")
_AGGREGATES = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"}


def read(text: str, known: Mapping[str, str]) -> Query:
    """The parts of a query; ``known`` are prefixes that need no declaration. Raises :class:`Unreadable`."""
    reader = _Reader(text, known)
    try:
        query = reader.query(0)
    except RecursionError:
        raise Unreadable(reader.here) from None  # braces in braces in braces
    reader.constants += reader.constants_from(query.head.start)
    reader.undeclared += reader.undeclared_from(query.head.start)
    return query


def undeclared(text: str, known: Mapping[str, str]) -> list[Term]:
    """The names whose prefix nothing declares (their value is the prefix), of a text that may be no query: declarations count as far as it
    can be read.
    """
    reader = _Reader(text, known)
    with contextlib.suppress(Unreadable, RecursionError):
        reader.query(0)
    declaring = {after.start for before, after in pairwise(reader.read) if before.word == "PREFIX"}
    return [term for term in reader.undeclared_from(0) if term.start not in declaring]


def aggregates(text: str, known: Mapping[str, str]) -> bool:
    """Whether a SELECT computes its one row from many: it has a row always. False for what cannot be read."""
    try:
        query = read(text, known)
    except Unreadable:
        return False
    return query.kind == "SELECT" and not query.plain


class _Reader(GroupReader):
    """Reads a whole query."""

    def __init__(self, text: str, known: Mapping[str, str]) -> None:
        super().__init__(text, known)
        self.declared: dict[str, Term] = {}
        self.undeclared: list[Term] = []
        self.constants: list[Term] = []

    def query(self, depth: int) -> Query:
        """A query, or a sub-select up to its closing brace."""
        begin = self.here
        while not depth and self.word in ("PREFIX", "BASE"):
            self._declaration()
        kind, head = self.word, self.here
        if kind not in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"):
            raise Unreadable(self.here)
        self.take()
        taken = self._until({"WHERE", "FROM", "{"} | (set(_CLAUSES) if kind == "DESCRIBE" else set()))
        if kind == "CONSTRUCT" and self.word == "{":
            self.balanced()
            self._until({"WHERE", "FROM", "{"})
        heading = Part(head, self.last)
        dataset = []
        while self.word == "FROM":
            start = self.here
            self.take()
            if self.word == "NAMED":
                self.take()
            self.term()
            dataset.append(Part(start, self.last))
        if self.word == "WHERE":
            self.take()
        where = self.group() if self.word == "{" else None
        if where is None and kind != "DESCRIBE":
            raise Unreadable(self.here)
        clauses = self._tail(depth, where)
        aggregates = any(token.word in _AGGREGATES for token in taken)
        projected = None if kind != "SELECT" or any(token.text == "*" for token in taken[:2]) else _projected(taken)
        return Query(
            begin, self.last, self.text, self.declared, self.prefixes, self.base, self.undeclared, kind, heading, projected, aggregates,
            dataset, where, clauses, self.constants,
        )  # fmt: skip

    def _declaration(self) -> None:
        word = self.take().word
        named = self.take() if word == "PREFIX" else None
        token = self.take()
        if token.kind != "iri" or (named is not None and not (named.kind == "word" and named.text.endswith(":"))):
            raise Unreadable(token.start)
        prefix = named.text.removesuffix(":") if named is not None else ""
        value = urljoin(self.base, token.text[1:-1])
        if word == "BASE":
            self.base = value
        else:
            self.prefixes[prefix] = value
            self.declared[prefix] = Term("iri", token.text, token.start, self.last, value)

    def _until(self, words: set[str]) -> list[Token]:
        """The tokens up to one of the words outside of brackets."""
        found: list[Token] = []
        depth = 0
        while self.more and (depth or self.word not in words):
            depth += (self.word == "(") - (self.word == ")")
            found.append(self.take())
        return found

    def _tail(self, depth: int, where: Group | None) -> dict[str, Part]:
        clauses: dict[str, Part] = {}
        while self.more and not (depth and self.word == "}"):
            word, start = self.word, self.here
            if word not in _CLAUSES:
                raise Unreadable(self.here)
            if word == "VALUES":
                values = self.values()
                if where is not None:
                    where.parts.append(values)
            else:
                self.take()
                self._until({*_CLAUSES, "}"})
            clauses[word] = Part(start, self.last)
        return clauses

    def constants_from(self, start: int) -> list[Term]:
        """The IRIs and literals behind an offset."""
        return self.constants_of([number for number, token in enumerate(self.read) if token.start >= start])

    def undeclared_from(self, start: int) -> list[Term]:
        """The names behind an offset, of functions too, whose prefix is not known; their value is the prefix."""
        named = (token for token in self.read if token.start >= start and token.kind == "word" and ":" in token.text)
        found = ((token, token.text.partition(":")[0]) for token in named)
        return [
            Term("none", token.text, token.start, token.start + len(token.text), prefix)
            for token, prefix in found
            if prefix not in self.prefixes and prefix != "_"
        ]


def _projected(taken: list[Token]) -> list[str]:
    """The variables that a SELECT gives: plain ones, and those behind AS."""
    found, depth = [], 0
    for before, token in zip([None, *taken], taken, strict=False):
        depth += (token.word == "(") - (token.word == ")")
        if token.kind == "variable" and (not depth or (depth == 1 and before is not None and before.word == "AS")):
            found.append(token.text[1:])
    return found
