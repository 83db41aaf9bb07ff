"""Sets of nodes of the data, as coverage needs them: from plain lines where there are any, which asks no query, else from the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import compress
from typing import Any, Protocol

from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse

from kg.validation.data import Data
from kg.validation.lines import Column, Lines
from kg.validation.paths import RDF, AnyPath

_TYPE = NamedNode(RDF + "type")


class Nodes(Protocol):
    """Nodes in a form of their own; equal nodes are equal in it."""

    def key(self, term: Any) -> Any:
        """A term (named as in the source) in this form."""

    def term(self, key: Any) -> Any:
        """The term of a node, named as in the source."""

    def instances(self, cls: Any) -> set[Any]:
        """The subjects of rdf:type with a class, subclasses apart."""

    def subjects(self, predicate: NamedNode) -> set[Any]:
        """The subjects of a predicate."""

    def objects(self, predicate: NamedNode) -> set[Any]:
        """The objects of a predicate."""

    def values(self, nodes: set[Any], path: AnyPath) -> set[Any] | None:
        """What a path leads to from nodes; None where only a query can tell."""

    def matches(self, patterns: Iterable[str]) -> set[Any]:
        """What graph patterns bind ``?this`` to."""

    def own(self) -> tuple[set[Any], set[NamedNode]]:
        """Subjects and predicates of the sources, context apart."""


def nodes(data: Data) -> Nodes:
    """The nodes of data."""
    return _OfLines(data, data.lines) if data.lines is not None else _OfStore(data)


class _OfStore:
    """Terms of the store."""

    def __init__(self, data: Data) -> None:
        self.data = data
        self._asked: dict[str, set[Any]] = {}

    @cached_property
    def _stored(self) -> dict[Any, Any]:
        return {own: node for node, own in self.data.blanks.items()}

    @cached_property
    def _instances(self) -> dict[Any, set[Any]]:
        found: dict[Any, set[Any]] = {}
        for subject, cls in self.data.query(f"SELECT ?s ?c {{ ?s {_TYPE} ?c }}"):
            found.setdefault(cls, set()).add(subject)
        return found

    def key(self, term: Any) -> Any:
        return self._stored.get(term, term)

    def term(self, key: Any) -> Any:
        return self.data.blanks.get(key, key)

    def instances(self, cls: Any) -> set[Any]:
        return self._instances.get(cls, set())

    def subjects(self, predicate: NamedNode) -> set[Any]:
        return self.matches([f"?this {predicate} ?target"])

    def objects(self, predicate: NamedNode) -> set[Any]:
        return self.matches([f"?target {predicate} ?this"])

    def values(self, nodes: set[Any], path: AnyPath) -> set[Any] | None:
        return None if nodes else set()

    def matches(self, patterns: Iterable[str]) -> set[Any]:
        for pattern in (wanted := list(patterns)):
            if pattern not in self._asked:
                answer = self.data.query(f"SELECT DISTINCT ?this {{ {pattern} }}")
                self._asked[pattern] = {this for (this,) in answer if this is not None}
        return set().union(*(self._asked[pattern] for pattern in wanted))

    def own(self) -> tuple[set[Any], set[NamedNode]]:
        if self.data.context:
            quads = [quad for _, content in self.data.own for quad in parse(content, format=RdfFormat.N_QUADS)]
            return {self.key(quad.subject) for quad in quads}, {quad.predicate for quad in quads}
        subjects = {subject for (subject,) in self.data.query("SELECT DISTINCT ?s { ?s ?p ?o }")}
        return subjects, {predicate for (predicate,) in self.data.query("SELECT DISTINCT ?p { ?s ?p ?o }")}


class _OfLines:
    """The bytes of terms, as the lines write them."""

    def __init__(self, data: Data, lines: Lines) -> None:
        self.data = data
        self.lines = lines
        self._sets: dict[tuple[NamedNode, str], set[bytes]] = {}

    def _once(self, predicate: NamedNode, which: str) -> set[bytes]:
        key = (predicate, which)
        if key not in self._sets:
            self._sets[key] = set(getattr(self._column(predicate), which))
        return self._sets[key]

    def _column(self, predicate: NamedNode) -> Column:
        return self.lines.columns.get(self.key(predicate)) or Column()

    @cached_property
    def _instances(self) -> dict[bytes, set[bytes]]:
        found: defaultdict[bytes, set[bytes]] = defaultdict(set)
        for subject, cls in self._column(_TYPE).pairs():
            found[cls].add(subject)
        return dict(found)

    def key(self, term: Any) -> bytes:
        return str(term).encode()

    def term(self, key: bytes) -> Any:
        if key.startswith(b'"'):
            return next(iter(parse(b"<urn:x> <urn:x> %b ." % key, format=RdfFormat.N_TRIPLES))).object
        text = key.decode()
        return BlankNode(text[2:]) if text.startswith("_") else NamedNode(text[1:-1])

    def instances(self, cls: Any) -> set[bytes]:
        return self._instances.get(self.key(cls), set())

    def subjects(self, predicate: NamedNode) -> set[bytes]:
        return self._once(predicate, "subjects")

    def objects(self, predicate: NamedNode) -> set[bytes]:
        return self._once(predicate, "objects")

    def values(self, nodes: set[bytes], path: AnyPath, *, inverse: bool = False) -> set[bytes] | None:
        if isinstance(path, NamedNode):
            column = self._column(path)
            ends = (column.objects, column.subjects) if inverse else (column.subjects, column.objects)
            return set(compress(ends[1], map(nodes.__contains__, ends[0])))
        match path.operator:
            case "^":
                return self.values(nodes, path.members[0], inverse=not inverse)
            case "|":
                sets = [self.values(nodes, member, inverse=inverse) for member in path.members]
                return None if None in sets else set().union(*(one for one in sets if one))
            case "/":
                found: set[bytes] | None = nodes
                for member in reversed(path.members) if inverse else path.members:
                    found = None if found is None else self.values(found, member, inverse=inverse)
                return found
        return None

    def matches(self, patterns: Iterable[str]) -> set[bytes]:
        answers = (self.data.query(f"SELECT DISTINCT ?this {{ {pattern} }}") for pattern in patterns)
        return {self.key(this) for answer in answers for (this,) in answer if this is not None}

    def own(self) -> tuple[set[bytes], set[NamedNode]]:
        return self.lines.subjects, {self.term(predicate) for predicate in self.lines.predicates}
