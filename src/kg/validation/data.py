"""Data to be validated: N-Quads text for the native engine, a store for SPARQL, both from the same sources.

The text keeps every lexical form. N-Triples and N-Quads pass as they are; other forms are parsed once, written as
N-Quads, their blank nodes named by file and order of appearance (``f0b3``: the fourth of the first file), so that two runs agree;
the labels of a single file of lines stay its author's. Shapes see the union of all graphs.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property, partial
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, parse, serialize

from kg.errors import KgError, ValidationError, together
from kg.validation import bounds, lines, literals, needed
from kg.validation.lines import Lines
from kg.validation.selection import Selection
from kg.validation.source import Source, broken, named, quads, refused

LABEL = "urn:kg:validation:label"
_TYPED = b'"^^<http://www.w3.org/2001/XMLSchema#'
_NAME = rb"([A-Za-z][A-Za-z0-9-]*)"
_TAG = re.compile(rb"""\"@language"\s*:\s*"%b|["']@%b|xml:lang\s*=\s*["']%b""" % (_NAME, _NAME, _NAME))
_QUOTE = ord('"')
_LABEL = re.compile(rb'[^\s<>"]+(?<!\.)')
_PLAIN_LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_TWICE = "ASK { { ?s ?p ?o . GRAPH ?g { ?s ?p ?o } } UNION { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?s ?p ?o } FILTER (?g != ?h) } }"
_MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } } ; DROP NAMED"


def _is_label(label: str) -> bool:
    """Whether what follows ``_:`` in a text is the label of a blank node."""
    if _PLAIN_LABEL.fullmatch(label):
        return True
    try:
        found = list(parse(f"_:{label} <urn:x> <urn:x> .".encode(), format=RdfFormat.N_TRIPLES))
    except SyntaxError:
        return False
    return len(found) == 1 and isinstance(found[0].subject, BlankNode) and found[0].subject.value == label


class Data:
    """Sources as one body of data. ``context`` is N-Quads that the shapes look things up in and that is not reported on.

    ``faithful`` is False where lexical forms were lost before we saw them (a store, an endpoint).
    """

    def __init__(self, sources: Iterable[Source], *, context: str = "", faithful: bool = True) -> None:
        self.sources = tuple(sources)
        self.context = context
        self.faithful = faithful
        self._seen: dict[str, frozenset[needed.Use]] | None = {}
        """What is in the store of plain lines, by predicate; None for all."""

    def _passes(self, given: Source) -> bool:
        """Whether a source's own text can be used: a line-based form whose blank nodes cannot be mixed up with those of another source."""
        return given.form in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS) and (len(self.sources) == 1 or b"_:" not in given.content)

    @cached_property
    def own(self) -> tuple[tuple[Source, bytes], ...]:
        """The sources as N-Quads. Raises :class:`ValidationError` as :func:`quads`, for each that is not well-formed."""
        try:
            return tuple(
                (given, given.content)
                if self._passes(given)
                else (given, serialize(named(quads(given), number), format=RdfFormat.N_QUADS) or b"")
                for number, given in enumerate(self.sources)
            )
        except ValidationError as error:
            raise self._with_others(error) from error.__cause__

    def _with_others(self, error: ValidationError) -> KgError:
        """The error of a source with those of the other sources, in their order."""
        return together(one for given in self.sources for one in ([error] if given.name == error.file else broken([given])))

    @cached_property
    def lines(self) -> Lines | None:
        """Sources and context read as plain lines; None when they are not."""
        triples = [number for number, given in enumerate(self.sources) if given.form == RdfFormat.N_TRIPLES]
        return lines.read((content for _, content in self.own), self.context.encode("utf-8"), triples=triples)

    def numbers(self, source: int) -> Callable[[Collection[bytes]], Iterable[tuple[int, bytes]]] | None:
        """:meth:`Lines.numbers` of a source that was read already and is of plain lines itself."""
        read: Lines | None = self.__dict__.get("lines")
        return partial(read.numbers, source) if read is not None and self._passes(self.sources[source]) else None

    @cached_property
    def labels(self) -> list[str]:
        """The labels of all blank nodes; one that only stands in a text does no harm."""
        if self.lines is not None:
            return sorted({node[2:].decode("ascii") for s, _, o in self.lines.blank for node in (s, o) if node.startswith(b"_:")})
        found: set[bytes] = set()
        for content in (*(content for _, content in self.own), self.context.encode("utf-8")):
            at = content.find(b"_:")  # a search for bytes is a hundred times as fast as an expression
            while at != -1:
                if at == 0 or content[at - 1] in b' \t\r\n>."(':
                    match = _LABEL.match(content, at + 2)
                    if match:
                        found.add(match[0])
                at = content.find(b"_:", at + 2)
        return sorted(label for label in (raw.decode("utf-8", "replace") for raw in found) if _is_label(label))

    @cached_property
    def marks(self) -> str:
        """A line for each blank node that says its label: stores and engines give blank nodes labels of their own."""
        return "".join(f'_:{label} <{LABEL}> "{label}" .\n' for label in self.labels)

    @cached_property
    def text(self) -> str:
        """Sources, context and marks as N-Quads. Raises :class:`ValidationError` KG603 for bytes that are not UTF-8."""
        parts = []
        for given, content in self.own:
            try:
                parts.append(content.decode("utf-8"))
            except UnicodeDecodeError as error:
                line = content.count(b"\n", 0, error.start) + 1
                told = ValidationError("KG603", "the text is not UTF-8", mend="save it as UTF-8", file=given.name, line=line)
                raise self._with_others(told) from error
        parts += [part for part in (self.context, self.marks) if part]
        return parts[0] if len(parts) == 1 else "\n".join(parts)

    def native(self, more: str = "") -> tuple[str, str]:
        """What :attr:`text` says, and more N-Triples, in a form that the native engine reads fast; the engine's name of that form."""
        if self.lines is not None:
            return self.lines.turtle(self.marks + more), "turtle"
        return (f"{self.text}\n{more}" if more else self.text), "nquads"

    @property
    def store(self) -> Store:
        """Sources and context in memory, all in the default graph or in named graphs; literals are in the store's own forms.

        Query it by :meth:`query`, which loads only what a query can see. A triple that stands in several graphs would be found several
        times: then all graphs are made one.
        """
        self._see(None)
        return self._loaded[0]

    def check(self) -> None:
        """Raises :class:`ValidationError` KG603 for sources that are not well-formed, and says where."""
        if self.lines is None:
            _ = self.store

    def expect_about(self, nodes: Iterable[Any]) -> None:
        """Prepares for many :meth:`objects` of some nodes, named as in the sources."""
        if self.lines is not None:
            self.lines.expect(str(node).encode() for node in nodes)

    def objects(self, subject: Any, predicate: NamedNode) -> list[Any]:
        """The objects of a subject (as the store names it) and a predicate; from plain lines in their own words.

        Raises ValueError for a subject that is no IRI.
        """
        if self.lines is None:
            return [quad.object for quad in self.store.quads_for_pattern(subject, predicate, None, None)]
        found = self.lines.objects(str(subject).encode(), str(predicate).encode())
        lines = b"".join(b"<urn:x> <urn:x> %b .\n" % value for value in found)
        return [quad.object for quad in parse(lines, format=RdfFormat.N_TRIPLES)] if found else []

    def expect(self, queries: Iterable[str]) -> None:
        """Loads at once what several queries can use: one load of much is cheaper than many of little."""
        if self.lines is not None and self._seen is not None:
            self._see(needed.joined(map(needed.uses, queries)))

    def _see(self, uses: needed.Uses | None) -> None:
        """Loads the triples that uses (None: any) admit and that are not in the store yet, where the sources are plain lines."""
        if self.lines is None or self._seen is None:
            return
        wanted = {iri[1:-1].decode(): needed.WHOLE for iri in self.lines.columns} if uses is None else uses
        texts = []
        for predicate, asked in wanted.items():
            seen = self._seen.get(predicate, frozenset())
            if seen >= needed.WHOLE or not (new := asked - seen):
                continue
            pairs, whole = self._selection.pairs(predicate, new)
            self._seen[predicate] = needed.WHOLE if whole else seen | new
            texts.append(self.lines.named(f"<{predicate}>".encode(), pairs))
        if any(texts):  # they were validated when they were read
            self._loaded[0].bulk_load(b"".join(texts), format=RdfFormat.N_TRIPLES, lenient=True)
        if uses is None:
            self._seen = None

    @cached_property
    def _selection(self) -> Selection:
        return Selection(self.lines.columns if self.lines is not None else {})

    @cached_property
    def _loaded(self) -> tuple[Store, dict[BlankNode, BlankNode]]:
        """The store, and its blank nodes → the source's."""
        store = Store()
        if self.lines is not None:  # blank nodes keep their labels when quads are added, and several loads would tear them apart
            store.bulk_extend(parse(self.lines.unnamed(), format=RdfFormat.N_TRIPLES))
            return store, {node: node for node in map(BlankNode, self.labels)}
        for given in self.sources:
            if given.form in bounds.LINES:
                bounds.terms(given.content, given.name)
        if broken(given for given in self.sources if given.form == RdfFormat.N_TRIPLES):  # below a graph in them would pass
            raise together(broken(self.sources))
        if self.labels:
            try:
                store.bulk_load(self.text.encode("utf-8"), format=RdfFormat.N_QUADS)
            except SyntaxError as error:
                if found := broken(self.sources):  # it says which source it is, and where
                    raise together(found) from error
                raise
        else:
            for given, content in self.own:
                try:
                    store.bulk_load(content, format=RdfFormat.N_QUADS)
                except SyntaxError as error:
                    raise self._with_others(refused(given, error)) from error
            if self.context:
                store.bulk_load(self.context.encode("utf-8"), format=RdfFormat.N_QUADS)
        if store.query(_TWICE):
            store.update(_MERGE)
        marked = list(store.quads_for_pattern(None, NamedNode(LABEL), None, None)) if self.labels else []
        for quad in marked:
            store.remove(quad)
        named = {q.subject: BlankNode(q.object.value) for q in marked if isinstance(q.subject, BlankNode) and isinstance(q.object, Literal)}
        return store, named

    @property
    def blanks(self) -> dict[BlankNode, BlankNode]:
        """The store's blank nodes → the source's."""
        return self._loaded[1] if self.labels else {}

    @cached_property
    def unusual(self) -> tuple[Literal, ...]:
        """The literals of which it is not certain that a store writes them as the text does, in order."""
        found: Iterable[Any]
        if self.lines is not None:
            lines = b"".join(b"<urn:x> <urn:x> %b .\n" % value for value in sorted(literals.unusual(self.lines.typed())))
            found = (quad.object for quad in parse(lines, format=RdfFormat.N_TRIPLES))
        else:
            kinds: dict[tuple[bytes, bytes], None] = {}
            for content in (*(content for _, content in self.own), self.context.encode("utf-8")):
                at = content.find(_TYPED)
                while at != -1:
                    end = content.find(b">", at)
                    kinds[(content[content.rfind(b'"', 0, at) + 1 : at], content[at + 4 : end])] = None
                    at = content.find(_TYPED, end)
            found = (Literal(words.decode("utf-8"), datatype=NamedNode(kind.decode("utf-8"))) for words, kind in sorted(kinds))
        return tuple(literal for literal in found if isinstance(literal, Literal) and not literals.usual(literal))

    @cached_property
    def reworded(self) -> frozenset[Literal]:
        """What a store makes of those literals of the text that it writes in other words (``1.50`` → ``1.5``)."""
        return frozenset(literals.normal(literal) for literal in self.unusual if literals.normal(literal) != literal)

    @cached_property
    def capitals(self) -> tuple[str, ...]:
        """The language tags that the sources write with capital letters, in order: a parser folds them."""
        found = set[bytes]()
        if self.lines is not None:
            found = {value[value.rfind(b"@") + 1 :] for value in self.lines.ends if value[0] == _QUOTE and value[-1] not in b'>"'}
        for given in self.sources:
            if self.lines is None or not self._passes(given):
                found |= {tag for match in _TAG.finditer(given.content) for tag in match.groups() if tag}
        return tuple(sorted(tag.decode() for tag in found if not tag.islower()))

    def query(self, sparql: str, **options: Any) -> Any:
        """The answer of the store, over the union of all graphs. Raises SyntaxError, RuntimeError."""
        if self.lines is None:
            return self.store.query(sparql, use_default_graph_as_union=True, **options)
        if self._seen is not None:
            self._see(needed.uses(sparql))
        return self._loaded[0].query(sparql, **options)

    @cached_property
    def hash(self) -> str:
        """SHA-256 over the sources' bytes in the order given, each after its length."""
        digest = hashlib.sha256()
        for given in self.sources:
            digest.update(f"{len(given.content)}\n".encode())
            digest.update(given.content)
        return digest.hexdigest()

    def quads(self) -> Iterator[Quad]:
        """All quads of sources and context in their lexical forms, blank nodes named as in :attr:`text`."""
        for number, given in enumerate(self.sources):
            yield from quads(given) if self._passes(given) else named(quads(given), number)
        yield from parse(self.context.encode("utf-8"), format=RdfFormat.N_QUADS)
