"""The triples that a query can use: what need not be loaded to answer it, told by predicate, object and what else its subject must have.

A use of a predicate is a triple pattern ``?x <p> ?y`` or ``?x <p> <o>`` with what all its solutions must also have: the other triple
patterns with the subject ``?x`` that are joined to it. A triple that no use admits takes part in no solution (SPARQL 1.1, section 18):

* the triple patterns directly in a group are joined, wherever they stand in it, and with those of a group, UNION or plain sub-SELECT in it;
* an OPTIONAL, and an EXISTS of a FILTER, are only asked of solutions of their group: what these must have for a variable bears on them
  where that variable is certain to be bound (for an OPTIONAL: by a triple pattern in front of it);
* MINUS, other sub-SELECTs, EXISTS in expressions of BIND stand alone; of property paths see :mod:`steps`.

Anything that is not of the grammar below is in doubt; then every predicate named is needed whole, or all of them (:mod:`mentioned`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from kg.validation import mentioned, queries
from kg.validation.queries import Token
from kg.validation.steps import Doubt, Step, Steps

Condition = tuple[str, str | None]
"""Predicate and object (None: any) of a triple that a subject must have."""
_ANY: frozenset[Condition] = frozenset()


class Use(NamedTuple):
    """Triples of a predicate: with this object (None: any), of subjects that meet all conditions."""

    object: str | None = None
    conditions: frozenset[Condition] = _ANY

    @property
    def whole(self) -> bool:
        """Whether all triples of the predicate are meant."""
        return self.object is None and not self.conditions


WHOLE = frozenset({Use()})
Uses = Mapping[str, frozenset[Use]]


@lru_cache(maxsize=1024)
def uses(query: str) -> Uses | None:
    """The uses of each predicate that a query can see; None when it may see any triple."""
    named = mentioned.predicates(query)
    if named is None:
        return None
    found: dict[str, frozenset[Use]] = dict.fromkeys(named, WHOLE)
    read = queries.tokens(query)
    reader = _Reader(read, queries.prefixes(read))
    try:
        reader.query()
    except Doubt:
        return found
    return {predicate: reader.found.get(predicate, frozenset()) for predicate in found}


def joined(all_uses: Iterable[Uses | None]) -> Uses | None:
    """The uses of several queries together."""
    found: dict[str, frozenset[Use]] = {}
    for one in all_uses:
        if one is None:
            return None
        for predicate, wanted in one.items():
            found[predicate] = found.get(predicate, frozenset()) | wanted
    return found


@dataclass(slots=True)
class _Group:
    patterns: list[tuple[str, str, str | None]] = field(default_factory=list)
    """Variable, predicate, object where it is an IRI."""
    steps: list[tuple[str | None, str]] = field(default_factory=list)
    """Of triples with other subjects and of paths: the variable that the subject is, None for any, and the predicate."""
    inner: list[tuple[str, _Group, frozenset[str]]] = field(default_factory=list)
    """How a group hangs on this one (``join``, ``bound``, ``exists``, ``alone``), and the variables that its kind is about."""
    bound: set[str] = field(default_factory=set)
    """Variables of the triple patterns read so far."""


class _Reader:
    """Recursive descent over the tokens of a SELECT or ASK."""

    def __init__(self, read: list[Token], prefixes: Mapping[str, str]) -> None:
        self.read = read
        self.prefixes = prefixes
        self.at = 0
        self.found: dict[str, frozenset[Use]] = {}

    def query(self) -> None:
        """Reads the whole and notes its uses. Raises :class:`Doubt`."""
        while self.word not in ("SELECT", "ASK"):
            self.next()
        group, _ = self.select()
        self.uses(group, {})

    # ------------------------------------------------------------ tokens

    @property
    def token(self) -> Token:
        if self.at >= len(self.read):
            raise Doubt
        return self.read[self.at]

    @property
    def word(self) -> str:
        return self.token.word

    def next(self) -> Token:
        token = self.token
        self.at += 1
        return token

    def take(self, word: str) -> None:
        if self.next().word != word:
            raise Doubt

    def iri(self, token: Token) -> str | None:
        """The IRI that a token is, if it is one. Raises :class:`Doubt` for a name with escapes or without a prefix."""
        if token.kind == "iri":
            return token.text[1:-1]
        if token.kind == "word" and ":" in token.text:
            prefix, _, local = token.text.partition(":")
            if prefix in self.prefixes and "\\" not in local:
                return self.prefixes[prefix] + local
            raise Doubt
        return None

    # ------------------------------------------------------------ grammar

    def select(self) -> tuple[_Group, bool]:
        """The group of a SELECT or ASK whose first word is next, to the end of what it spans; whether it only projects variables."""
        self.next()
        plain, depth = True, 0
        while depth or self.word not in ("WHERE", "{"):
            token = self.next()
            depth += (token.word == "(") - (token.word == ")")
            plain &= token.kind == "variable" or token.word in ("DISTINCT", "REDUCED")
            if token.word in ("{", "FROM"):
                raise Doubt
        if self.word == "WHERE":
            self.next()
        group = self.group()
        while self.at < len(self.read) and self.word != "}":
            plain = False
            if self.next().word in ("{", "EXISTS", "SELECT"):
                raise Doubt  # VALUES or HAVING after the group
        return group, plain

    def group(self) -> _Group:
        """A group in its brackets."""
        self.take("{")
        group = _Group()
        while self.word != "}":
            self.element(group)
        self.next()
        return group

    def element(self, group: _Group) -> None:
        word = self.word
        if word == ".":
            self.next()
        elif word in ("OPTIONAL", "MINUS"):
            self.next()
            before = frozenset(group.bound)
            group.inner.append(("bound" if word == "OPTIONAL" else "alone", self.group(), before))
        elif word == "{":
            self.nested(group)
        elif word in ("FILTER", "BIND"):
            self.next()
            self.expression(group, "exists" if word == "FILTER" else "alone")
        elif word == "VALUES":
            self.next()
            while self.next().word != "{":
                pass
            while self.next().word != "}":
                pass
        else:
            self.triples(group)

    def nested(self, group: _Group) -> None:
        """A group, a UNION of groups, a sub-SELECT."""
        if self.read[self.at + 1 : self.at + 2] and self.read[self.at + 1].word == "SELECT":
            self.next()
            start = self.at
            inner, plain = self.select()
            self.take("}")
            head = self.read[start : next(n for n in range(start, self.at) if self.read[n].word in ("WHERE", "{"))]
            shown = frozenset(token.text[1:] for token in head if token.kind == "variable")
            group.inner.append(("shown" if plain else "alone", inner, shown))
            return
        group.inner.append(("join", self.group(), frozenset()))
        while self.word == "UNION":
            self.next()
            group.inner.append(("join", self.group(), frozenset()))

    def expression(self, group: _Group, kind: str) -> None:
        """An expression in brackets, a call, or (NOT) EXISTS."""
        depth, first = 0, True
        while first or depth:
            token = self.next()
            if token.word == "EXISTS":
                group.inner.append((kind, self.group(), frozenset()))
                first = False
                continue
            if token.word in ("{", "}") or token.kind == "doubt":
                raise Doubt
            depth += (token.word == "(") - (token.word == ")")
            # What stands in front of the brackets: NOT, the name of a function.
            first = first and not depth and token.word != ")"

    def triples(self, group: _Group) -> None:
        subject = self.term()
        while True:
            steps = self.verb()
            while True:
                self.triple(group, subject, steps, self.term())
                if self.word != ",":
                    break
                self.next()
            if self.word != ";":
                return
            while self.word == ";":
                self.next()
            if self.word in (".", "}"):
                return

    def triple(self, group: _Group, subject: Token, steps: list[Step], value: Token) -> None:
        """Notes a triple pattern, or the steps of a path."""
        names = [term.text[1:] if term.kind == "variable" else None for term in (subject, value)]
        group.bound |= {name for name in names if name is not None}
        if len(steps) == 1 and steps[0].of_subject and names[0] is not None:
            # A literal is no condition: in a store 7 is also 07.
            group.patterns.append((names[0], steps[0].predicate, self.iri(value)))
            return
        for step in steps:
            group.steps.append((names[0] if step.of_subject else names[1] if step.of_object else None, step.predicate))

    def term(self) -> Token:
        """A variable, an IRI, a literal. Raises :class:`Doubt` for brackets, blank nodes and anything else."""
        token = self.next()
        if token.kind in ("variable", "iri") or token.word in ("TRUE", "FALSE") or token.text.isdigit():
            if token.text.isdigit() and self.word == ".":
                raise Doubt  # 1.5, or the end of a triple
            return token
        if token.kind == "string":
            if self.word == "@":
                self.next()
                self.next()
                while self.word == "-":
                    self.next()
                    self.next()
            elif self.word == "^":
                self.take("^")
                self.take("^")
                if self.iri(self.next()) is None:
                    raise Doubt
            return token
        if token.kind == "word" and ":" in token.text and not token.text.startswith("_:"):
            return token
        raise Doubt

    def verb(self) -> list[Step]:
        """The steps of a predicate or property path."""
        steps = Steps(self.read, self.at, self.iri)
        self.at = steps.at
        return steps.found

    # ------------------------------------------------------------ uses

    def uses(self, group: _Group, outer: Mapping[str, frozenset[Condition]]) -> None:
        """Notes the uses of a group; ``outer``: by variable, what the subjects of its solutions must have for these to be joined."""
        own: dict[str, frozenset[Condition]] = dict(outer)
        for variable, predicate, fixed in group.patterns:
            own[variable] = own.get(variable, _ANY) | {(predicate, fixed)}
        for variable, predicate, fixed in group.patterns:
            others = own[variable] - {(predicate, fixed), (predicate, None)}
            self.found[predicate] = self.found.get(predicate, frozenset()) | {Use(fixed, others)}
        for subject, predicate in group.steps:
            self.found[predicate] = self.found.get(predicate, frozenset()) | {Use(None, own.get(subject or "", _ANY))}
        for kind, inner, about in group.inner:
            self.uses(inner, dict(_handed(own, kind, about, group.bound)))


def _handed(
    own: Mapping[str, frozenset[Condition]], kind: str, about: frozenset[str], bound: set[str]
) -> Iterator[tuple[str, frozenset[Condition]]]:
    for variable, conditions in own.items():
        if kind == "join" or (kind in ("bound", "shown") and variable in about) or (kind == "exists" and variable in bound):
            yield variable, conditions
