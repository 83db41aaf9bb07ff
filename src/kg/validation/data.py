"""Data to be validated: N-Quads text for the native engine, a store for SPARQL, both from the same sources.

The text keeps every lexical form. N-Triples and N-Quads pass as they are; other forms are parsed once, written as
N-Quads, their blank nodes named by file and order of appearance (``f0b3``: the fourth of the first file), so that two runs agree;
the labels of a single file of lines stay its author's. Shapes see the union of all graphs.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize

from kg.errors import ValidationError
from kg.validation import bounds, lines, literals, needed
from kg.validation.lines import Lines
from kg.validation.selection import Selection

BOM = b"\xef\xbb\xbf"
"""What editors on Windows put in front of UTF-8; no RDF form has it."""
LABEL = "urn:kg:validation:label"
_TYPED = b'"^^<http://www.w3.org/2001/XMLSchema#'
_LABEL = re.compile(rb'[^\s<>"]+(?<!\.)')
_PLAIN_LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_TWICE = "ASK { { ?s ?p ?o . GRAPH ?g { ?s ?p ?o } } UNION { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?s ?p ?o } FILTER (?g != ?h) } }"
_MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } } ; DROP NAMED"
ENDINGS = "ttl, trig, nt, nq, rdf, jsonld, n3"


@dataclass(frozen=True, slots=True)
class Source:
    """A source of data: a name for people, its bytes, its form; ``path`` is None for what is no file.

    ``lines`` is False for text that was made in memory: nobody could look its lines up.
    """

    name: str
    content: bytes
    form: RdfFormat
    path: Path | None = None
    lines: bool = True

    @property
    def base(self) -> str:
        """The IRI that relative IRIs are resolved against."""
        return self.path.resolve().as_uri() if self.path else "urn:kg:validation:source"


def source(path: Path) -> Source:
    """A file as source. Raises :class:`ValidationError` KG601 missing, KG602 an unknown ending, and as :func:`bounds.check`."""
    form = RdfFormat.from_extension(path.suffix.lstrip(".").lower()) if path.suffix else None
    if not path.is_file():
        raise ValidationError("KG601", "there is no such file", file=path)
    if form is None:
        raise ValidationError("KG602", f"the ending {path.suffix!r} names no RDF form", why=f"known are {ENDINGS}", file=path)
    try:
        content = path.read_bytes().removeprefix(BOM)
    except OSError as error:
        raise ValidationError("KG603", f"the file cannot be read: {error.strerror}", file=path) from error
    bounds.check(content, form, str(path))
    return Source(str(path), content, form, path)


def quads(given: Source) -> Iterator[Quad]:
    """The quads of a source, blank nodes as the parser names them. Raises :class:`ValidationError` KG603 not well-formed (line, column)."""
    try:
        yield from parse(given.content, format=given.form, base_iri=given.base)
        if given.form == RdfFormat.RDF_XML:
            from kg.validation import malformed

            malformed.complete(given)
    except SyntaxError as error:
        raise _broken(given, error) from error
    except (OSError, ValueError) as error:
        raise ValidationError("KG603", f"{given.form.name} that cannot be read: {error}", file=given.name) from error


def named(found: Iterable[Any], number: int) -> Iterator[Quad]:
    """The same quads, blank nodes named ``f<number>b<order of appearance>``; subject before object before graph."""
    names: dict[str, BlankNode] = {}

    def term(node: Any) -> Any:
        if isinstance(node, Triple):
            return Triple(term(node.subject), node.predicate, term(node.object))
        if not isinstance(node, BlankNode):
            return node
        if node.value not in names:
            names[node.value] = BlankNode(f"f{number}b{len(names)}")
        return names[node.value]

    for quad in found:
        yield Quad(term(quad.subject), quad.predicate, term(quad.object), term(quad.graph_name))


def _is_label(label: str) -> bool:
    """Whether what follows ``_:`` in a text is the label of a blank node."""
    if _PLAIN_LABEL.fullmatch(label):
        return True
    try:
        found = list(parse(f"_:{label} <urn:x> <urn:x> .".encode(), format=RdfFormat.N_TRIPLES))
    except SyntaxError:
        return False
    return len(found) == 1 and isinstance(found[0].subject, BlankNode) and found[0].subject.value == label


def _broken(given: Source, error: SyntaxError) -> ValidationError:
    from kg.validation import malformed  # only what is broken pays for it

    return malformed.error(given, error)


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
        """The sources as N-Quads."""
        return tuple(
            (given, given.content)
            if self._passes(given)
            else (given, serialize(named(quads(given), number), format=RdfFormat.N_QUADS) or b"")
            for number, given in enumerate(self.sources)
        )

    @cached_property
    def lines(self) -> Lines | None:
        """Sources and context read as plain lines; None when they are not."""
        return lines.read((content for _, content in self.own), self.context.encode("utf-8"))

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
                raise ValidationError("KG603", "the text is not UTF-8", mend="save it as UTF-8", file=given.name, line=line) from error
        parts += [part for part in (self.context, self.marks) if part]
        return parts[0] if len(parts) == 1 else "\n".join(parts)

    @property
    def native(self) -> tuple[str, str]:
        """What :attr:`text` says in a form that the native engine reads fast, and the engine's name of that form."""
        return (self.lines.turtle + self.marks, "turtle") if self.lines is not None else (self.text, "nquads")

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
        if self.labels:
            try:
                store.bulk_load(self.text.encode("utf-8"), format=RdfFormat.N_QUADS)
            except SyntaxError:
                for given in self.sources:
                    for _ in quads(given):
                        pass  # says which source it is, and where
                raise
        else:
            for given, content in self.own:
                try:
                    store.bulk_load(content, format=RdfFormat.N_QUADS)
                except SyntaxError as error:
                    raise _broken(given, error) from error
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
    def reworded(self) -> frozenset[Literal]:
        """What a store makes of those literals of the text that it writes in other words (``1.50`` → ``1.5``)."""
        if self.lines is not None:
            lines = b"".join(b"<urn:x> <urn:x> %b .\n" % value for value in literals.unusual(self.lines.typed()))
            found = (quad.object for quad in parse(lines, format=RdfFormat.N_TRIPLES))
            return self._reworded(literal for literal in found if isinstance(literal, Literal))
        kinds: dict[tuple[bytes, bytes], None] = {}
        for content in (*(content for _, content in self.own), self.context.encode("utf-8")):
            at = content.find(_TYPED)
            while at != -1:
                end = content.find(b">", at)
                kinds[(content[content.rfind(b'"', 0, at) + 1 : at], content[at + 4 : end])] = None
                at = content.find(_TYPED, end)
        return self._reworded(Literal(words.decode("utf-8"), datatype=NamedNode(kind.decode("utf-8"))) for words, kind in kinds)

    @staticmethod
    def _reworded(found: Iterable[Literal]) -> frozenset[Literal]:
        new = [literal for literal in found if not literals.usual(literal)]
        return frozenset(literals.normal(literal) for literal in new if literals.normal(literal) != literal)

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
