"""JSON-LD: followed are terms, prefixes, types, languages, language maps, plain containers and reverse properties of a local context.

Where a key holds something else, the parser is asked how many triples come of that key alone, under the contexts in force there: these have
no place, and all others keep theirs. The triples read here must be, one by one, those the parser gives; otherwise no place of the file is
told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from kg.validation.locating.contexts import COMPLEX, Context, Term, resource
from kg.validation.locating.index import Indexed
from kg.validation.locating.json import Members, Scalar, Value, read
from kg.validation.locating.source import NOWHERE
from kg.validation.locating.turtle import NotFollowed, Spans

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FIRST, _REST, _NIL = NamedNode(RDF + "first"), NamedNode(RDF + "rest"), NamedNode(RDF + "nil")
_NODE_KEYS = {"@context", "@id", "@index"}
_ORDER = {"@type": 0, "@graph": 2}  # what the parser gives first and last of a node
Found = tuple[Any, NamedNode, Any, Spans]
"""A triple and its place. An object that is None is a number, whose words the parser makes; a subject that is None, any triple at all."""
_READ_AGAIN = 1 << 20
"""Bytes that may be parsed again, beside fifty times a file's own."""
_UNKNOWN: Found = (None, _NIL, None, (NOWHERE, NOWHERE, NOWHERE))


class JsonLd(Indexed):
    """JSON-LD."""

    def unmapped(self) -> dict[str, int]:
        """The keys that stand for no IRI, in order, each with its first line from 1; {} where the document is not followed to its end."""
        self._read()
        if self.reason:
            return {}
        found: dict[str, int] = {}
        for at, key in sorted((value.at, key) for key, value in self._walked.dropped):
            if key not in found:
                colon = self.data.rfind(b":", 0, at)
                found[key] = self.place(self.data.rfind(b'"', 0, colon))[0]
        return found

    def _walk(self) -> Iterator[tuple[Any, Spans]]:
        data = self.data
        quads = iter(parse(data, self.form, base_iri=self.base))
        names: dict[Any, Any] = {}
        self._walked = _Walk(data, self.form, self.base)
        for subject, predicate, term, at in self._walked.document(read(data)):
            quad = next(quads, None)
            if quad is not None and subject is None:
                yield quad, at
                continue
            if (
                quad is None
                or quad.predicate != predicate
                or not _same(quad.subject, subject, names)
                or not _same(quad.object, term, names)
            ):
                raise NotFollowed(COMPLEX)
            yield quad, at
        if next(quads, None) is not None:
            raise NotFollowed(COMPLEX)


def _same(parsed: Any, read: Any, names: dict[Any, Any]) -> bool:
    if read is None:
        return isinstance(parsed, Literal)
    if isinstance(read, BlankNode) and isinstance(parsed, BlankNode):
        return bool(names.setdefault(read, parsed) == parsed)
    return bool(parsed == read)


class _Walk:
    def __init__(self, data: bytes, form: RdfFormat, base: str | None) -> None:
        self._data = data
        self._form = form
        self._base = base
        self._left = _READ_AGAIN + 50 * len(data)  # a large context before each of many such keys would take for ever
        self.dropped: list[tuple[str, Value]] = []
        """Keys that stand for no IRI, with what they hold."""

    def document(self, value: Value) -> Iterator[Found]:
        """The triples of a document."""
        for node in value.content if isinstance(value.content, list) else [value]:
            yield from self._member(node, Context(self._base))

    def _member(self, value: Value, context: Context) -> list[Found]:
        """The triples of a node of a graph; unknown ones where its context or name is not followed."""
        try:
            return self._node(value, context)[1]
        except NotFollowed as error:
            return self._unknown(b"@graph", value, context, error)

    def _node(self, value: Value, context: Context) -> tuple[Any, list[Found]]:
        """The term of a node object and its triples in order."""
        if not isinstance(value.content, Members):
            raise NotFollowed(COMPLEX)
        if "@context" in value.content:
            context = context.within(value.content["@context"], self._data)
        keys = [(self._key(key, context), key, inner) for key, inner in value.content.pairs]
        names = [inner.content for name, _, inner in keys if name == "@id"]
        if len(names) > 1 or any(not isinstance(name, str) for name in names):
            raise NotFollowed(COMPLEX)
        node = resource(context.iri(str(names[0]), vocabulary=False)) if names else BlankNode()
        for name, _, inner in keys:
            if name == "@type":
                self._types(inner, context, node, value.at)  # a class may bring a context of its own: then nothing of the node is known
        self.dropped += [(key, inner) for name, key, inner in keys if name is None]
        found: list[Found] = []
        for name, key, inner in sorted(keys, key=lambda entry: _ORDER.get(entry[0] or "", 1)):
            if name is None or name in _NODE_KEYS:
                continue
            try:
                found += self._below(name, key, inner, context, node, value.at)
            except NotFollowed as error:
                found += self._unknown(key.encode(), inner, context, error)
        return node, found

    def _key(self, key: str, context: Context) -> str | None:
        try:
            return context.iri(key, vocabulary=True)
        except NotFollowed:
            return ""

    def _below(self, name: str, key: str, inner: Value, context: Context, node: Any, at: int) -> list[Found]:
        """What a key of a node says."""
        if name == "@type":
            return self._types(inner, context, node, at)
        if name in ("@graph", "@included"):
            members = inner.content if isinstance(inner.content, list) else [inner]
            return [triple for member in members for triple in self._member(member, context)]
        if name == "@reverse":
            return self._reversed(inner, context, node)
        if not name or name.startswith("@"):
            raise NotFollowed(COMPLEX)
        if ":" not in name:
            return []
        term = replace(context.terms.get(key, Term(name)), iri=name)
        if term.reverse:
            return self._turned(inner, term, context, node)
        return self._values(inner, term, context, node, at)

    @staticmethod
    def _types(value: Value, context: Context, node: Any, at: int) -> list[Found]:
        found: list[Found] = []
        kinds = value.content if isinstance(value.content, list) else [value]
        for kind in sorted(kinds, key=lambda one: str(one.content)):  # as the parser does (JSON-LD 1.1 API, section 5.1.2, step 11)
            iri = context.iri(str(kind.content), vocabulary=True)
            if iri is not None:
                found.append((node, NamedNode(RDF + "type"), resource(iri), (at, kind.at, kind.end)))
        return found

    def _reversed(self, value: Value, context: Context, node: Any) -> list[Found]:
        """What ``@reverse`` holds (JSON-LD 1.1, section 4.8): properties of other nodes that lead to this one."""
        if not isinstance(value.content, Members):
            raise NotFollowed(COMPLEX)
        found: list[Found] = []
        for key, inner in value.content.pairs:
            name, term = context.iri(key, vocabulary=True), context.terms.get(key, Term(key))
            if name is None:
                self.dropped.append((key, inner))
            elif name.startswith("@") or ":" not in name or term.reverse:
                raise NotFollowed(COMPLEX)
            else:
                found += self._turned(inner, replace(term, iri=name), context, node)
        return found

    def _turned(self, value: Value, term: Term, context: Context, node: Any) -> list[Found]:
        """The triples that lead from the values of a property to a node: each stands where the value does."""
        found: list[Found] = []
        inner: list[Found] = []
        for member in value.content if isinstance(value.content, list) else [value]:
            if isinstance(member.content, str) and term.kind in ("@id", "@vocab"):
                subject, inner = self._string(member.content, term, context), []
            elif isinstance(member.content, Members) and not {"@value", "@set", "@list"} & set(member.content):
                subject, inner = self._node(member, context)
            else:
                raise NotFollowed(COMPLEX)
            found += [(subject, NamedNode(term.iri), node, (member.at, member.at, member.end)), *inner]
        return found

    def _unknown(self, key: bytes, value: Value, context: Context, error: NotFollowed) -> list[Found]:
        """As many unknown triples as the parser gives for a key alone. Raises the error where it cannot tell, or not soon."""
        written = self._data[value.at : value.end]
        alone = b'{"@context": [%b], "@id": "urn:x", %b: %b}' % (b", ".join(context.texts), json.dumps(key.decode()).encode(), written)
        if key == b"@graph":
            alone = alone.replace(b' "@id": "urn:x",', b"", 1)
        self._left -= len(alone)
        if self._left < 0:
            raise error
        try:
            return [_UNKNOWN] * sum(1 for _ in parse(alone, self._form, base_iri=self._base))
        except (SyntaxError, ValueError):
            raise error from None

    def _values(self, value: Value, term: Term, context: Context, node: Any, at: int) -> list[Found]:
        predicate = NamedNode(term.iri)
        if term.container == "@list" or (isinstance(value.content, Members) and "@list" in value.content):
            inner = value.content["@list"] if isinstance(value.content, Members) else value
            return self._list(inner, replace(term, container=""), context, node, at)
        if isinstance(value.content, list):
            return [triple for member in value.content for triple in self._values(member, term, context, node, at)]
        if term.container == "@language" and isinstance(value.content, Members):
            return self._language_map(value.content, term, node, at)
        if isinstance(value.content, Members) and "@set" in value.content:
            return self._values(value.content["@set"], term, context, node, at)
        if value.content == Scalar("null"):
            return []
        object, inner_triples = self._object(value, term, context)
        return [(node, predicate, object, (at, value.at, value.end)), *inner_triples]

    def _language_map(self, texts: Members, term: Term, node: Any, at: int) -> list[Found]:
        """A text a language, or several in a list (JSON-LD 1.1, section 4.6.2)."""
        found: list[Found] = []
        for tag, value in texts.pairs:
            for member in value.content if isinstance(value.content, list) else [value]:
                if tag.startswith("@") or not isinstance(member.content, str):
                    raise NotFollowed(COMPLEX)
                found.append((node, NamedNode(term.iri), Literal(member.content, language=tag.lower()), (at, member.at, member.end)))
        return found

    def _list(self, value: Value, term: Term, context: Context, node: Any, at: int) -> list[Found]:
        members = value.content if isinstance(value.content, list) else [value]
        if any(isinstance(member.content, list) or member.content == Scalar("null") for member in members):
            raise NotFollowed(COMPLEX)
        cells = [BlankNode() for _ in members]
        found: list[Found] = [(node, NamedNode(term.iri), cells[0] if cells else _NIL, (at, value.at, value.end))]
        for number, member in enumerate(members):
            object, inner = self._object(member, term, context)
            if number:
                found.append((cells[number - 1], _REST, cells[number], (members[number - 1].at, member.at, member.at)))
            found.append((cells[number], _FIRST, object, (member.at, member.at, member.end)))
            found += inner
        if members:
            found.append((cells[-1], _REST, _NIL, (members[-1].at, value.end - 1, value.end)))
        return found

    def _object(self, value: Value, term: Term, context: Context) -> tuple[Any, list[Found]]:
        content = value.content
        if isinstance(content, Scalar):
            return None, []
        if isinstance(content, str):
            return self._string(content, term, context), []
        if isinstance(content, Members) and "@value" in content:
            known = {context.iri(key, vocabulary=True): member for key, member in content.items()}  # keywords may have other names
            inner = content["@value"].content
            if not isinstance(inner, str) or not known.keys() <= {"@value", "@type", "@language"}:
                return None, []
            kind, tag = known.get("@type"), known.get("@language")
            plain = Term(term.iri, str(kind.content) if kind else "", str(tag.content) if tag else None)
            return self._string(inner, plain, context), []
        return self._node(value, context)

    def _string(self, text: str, term: Term, context: Context) -> Any:
        if term.kind in ("@id", "@vocab"):
            return resource(context.iri(text, vocabulary=term.kind == "@vocab"))
        if term.kind and term.kind != "@none":
            return Literal(text, datatype=resource(context.iri(term.kind, vocabulary=True)))
        language = context.language if term.language == "" else term.language
        return Literal(text, language=language.lower()) if language else Literal(text)
