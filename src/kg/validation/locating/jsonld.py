"""JSON-LD: what a local context of terms, prefixes, types, languages, language maps and plain containers says is followed; no more.

The triples read here must be, one by one, those the parser gives; otherwise no place of the file is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from kg.validation.locating.index import Indexed
from kg.validation.locating.json import Scalar, Value, read
from kg.validation.locating.turtle import NotFollowed, Spans

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FIRST, _REST, _NIL = NamedNode(RDF + "first"), NamedNode(RDF + "rest"), NamedNode(RDF + "nil")
_COMPLEX = "reason-jsonld"
_NODE_KEYS = {"@context", "@id", "@type", "@graph"}
Found = tuple[Any, NamedNode, Any, Spans]  # object: None for a number, whose words the parser makes


@dataclass(frozen=True)
class _Term:
    iri: str
    kind: str = ""
    language: str | None = ""  # '' for that of the context
    container: str = ""


@dataclass(frozen=True)
class _Context:
    base: str | None
    vocabulary: str | None = None
    language: str | None = None
    terms: dict[str, _Term] = field(default_factory=dict)

    def iri(self, text: str, *, vocabulary: bool) -> str | None:
        """A key, type or identifier as an IRI, blank node label or keyword; None where it names nothing."""
        if text.startswith("@"):
            return text
        if vocabulary and text in self.terms:
            return self.terms[text].iri
        prefix, colon, local = text.partition(":")
        if colon:
            known = self.terms.get(prefix)
            return known.iri + local if known and not local.startswith("//") and prefix != "_" else text
        if vocabulary:
            return None if self.vocabulary is None else self.vocabulary + text
        try:
            quad = next(iter(parse(f"<{text}> <x:x> <x:x> .", RdfFormat.TURTLE, base_iri=self.base)))
            return str(quad.subject.value)
        except (SyntaxError, StopIteration, ValueError):
            return None


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
        self._walked = _Walk(self.base)
        for subject, predicate, term, at in self._walked.document(read(data)):
            quad = next(quads, None)
            if (
                quad is None
                or quad.predicate != predicate
                or not _same(quad.subject, subject, names)
                or not _same(quad.object, term, names)
            ):
                raise NotFollowed(_COMPLEX)
            yield quad, at
        if next(quads, None) is not None:
            raise NotFollowed(_COMPLEX)


def _same(parsed: Any, read: Any, names: dict[Any, Any]) -> bool:
    if read is None:
        return isinstance(parsed, Literal)
    if isinstance(read, BlankNode) and isinstance(parsed, BlankNode):
        return bool(names.setdefault(read, parsed) == parsed)
    return bool(parsed == read)


class _Walk:
    def __init__(self, base: str | None) -> None:
        self._base = base
        self.dropped: list[tuple[str, Value]] = []
        """Keys that stand for no IRI, with what they hold."""

    def document(self, value: Value) -> Iterator[Found]:
        """The triples of a document."""
        for node in value.content if isinstance(value.content, list) else [value]:
            yield from self._node(node, _Context(self._base))[1]

    def _node(self, value: Value, context: _Context) -> tuple[Any, list[Found]]:
        """The term of a node object and its triples in order."""
        if not isinstance(value.content, dict):
            raise NotFollowed(_COMPLEX)
        if "@context" in value.content:
            context = self._context(value.content["@context"], context)
        keys = [(context.iri(key, vocabulary=True), key, inner) for key, inner in value.content.items()]
        self.dropped += [(key, inner) for name, key, inner in keys if name is None]
        names = [inner.content for name, _, inner in keys if name == "@id"]
        if len(names) > 1 or any(not isinstance(name, str) for name in names):
            raise NotFollowed(_COMPLEX)
        node = _resource(context.iri(str(names[0]), vocabulary=False)) if names else BlankNode()
        found: list[Found] = []
        for name, key, inner in sorted(keys, key=lambda entry: entry[0] != "@type"):  # the parser gives types first
            if name == "@type":
                kinds = inner.content if isinstance(inner.content, list) else [inner]
                for kind in sorted(kinds, key=lambda one: str(one.content)):  # as the parser does (JSON-LD 1.1 API, section 5.1.2, step 11)
                    iri = context.iri(str(kind.content), vocabulary=True)
                    if iri is not None:
                        found.append((node, NamedNode(RDF + "type"), _resource(iri), (value.at, kind.at, kind.end)))
            elif name == "@graph":
                for member in inner.content if isinstance(inner.content, list) else [inner]:
                    found += self._node(member, context)[1]
            elif name is not None and name.startswith("@") and name not in _NODE_KEYS:
                raise NotFollowed(_COMPLEX)
            elif name is not None and ":" in name:
                term = replace(context.terms.get(key, _Term(name)), iri=name)
                found += self._values(inner, term, context, node, value.at)
        return node, found

    def _values(self, value: Value, term: _Term, context: _Context, node: Any, at: int) -> list[Found]:
        predicate = NamedNode(term.iri)
        if term.container == "@list" or (isinstance(value.content, dict) and "@list" in value.content):
            inner = value.content["@list"] if isinstance(value.content, dict) else value
            return self._list(inner, replace(term, container=""), context, node, at)
        if isinstance(value.content, list):
            return [triple for member in value.content for triple in self._values(member, term, context, node, at)]
        if term.container == "@language" and isinstance(value.content, dict):
            return self._language_map(value.content, term, node, at)
        if isinstance(value.content, dict) and "@set" in value.content:
            return self._values(value.content["@set"], term, context, node, at)
        if value.content == Scalar("null"):
            return []
        object, inner_triples = self._object(value, term, context)
        return [(node, predicate, object, (at, value.at, value.end)), *inner_triples]

    def _language_map(self, texts: dict[str, Value], term: _Term, node: Any, at: int) -> list[Found]:
        """A text a language, or several in a list (JSON-LD 1.1, section 4.6.2)."""
        found: list[Found] = []
        for tag, value in texts.items():
            for member in value.content if isinstance(value.content, list) else [value]:
                if tag.startswith("@") or not isinstance(member.content, str):
                    raise NotFollowed(_COMPLEX)
                found.append((node, NamedNode(term.iri), Literal(member.content, language=tag.lower()), (at, member.at, member.end)))
        return found

    def _list(self, value: Value, term: _Term, context: _Context, node: Any, at: int) -> list[Found]:
        members = value.content if isinstance(value.content, list) else [value]
        if any(isinstance(member.content, list) or member.content == Scalar("null") for member in members):
            raise NotFollowed(_COMPLEX)
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

    def _object(self, value: Value, term: _Term, context: _Context) -> tuple[Any, list[Found]]:
        content = value.content
        if isinstance(content, Scalar):
            return None, []
        if isinstance(content, str):
            return self._string(content, term, context), []
        if isinstance(content, dict) and "@value" in content:
            known = {context.iri(key, vocabulary=True): member for key, member in content.items()}  # keywords may have other names
            inner = content["@value"].content
            if not isinstance(inner, str) or not known.keys() <= {"@value", "@type", "@language"}:
                return None, []
            kind, tag = known.get("@type"), known.get("@language")
            plain = _Term(term.iri, str(kind.content) if kind else "", str(tag.content) if tag else None)
            return self._string(inner, plain, context), []
        return self._node(value, context)

    def _string(self, text: str, term: _Term, context: _Context) -> Any:
        if term.kind in ("@id", "@vocab"):
            return _resource(context.iri(text, vocabulary=term.kind == "@vocab"))
        if term.kind and term.kind != "@none":
            return Literal(text, datatype=_resource(context.iri(term.kind, vocabulary=True)))
        language = context.language if term.language == "" else term.language
        return Literal(text, language=language.lower()) if language else Literal(text)

    def _context(self, value: Value, context: _Context) -> _Context:
        if isinstance(value.content, list):
            for member in value.content:
                context = self._context(member, context)
            return context
        if not isinstance(value.content, dict):
            raise NotFollowed("reason-jsonld-remote" if isinstance(value.content, str) else _COMPLEX)
        plain = {key: _plain(inner) for key, inner in value.content.items()}
        terms = dict(context.terms)
        base, vocabulary, language = plain.pop("@base", context.base), plain.pop("@vocab", None), plain.pop("@language", context.language)
        plain.pop("@version", None)
        new = _Context(base, vocabulary if vocabulary is not None else context.vocabulary, language, terms)
        raw = {key: definition if isinstance(definition, dict) else {"@id": definition} for key, definition in plain.items()}
        for _ in range(len(raw)):  # a definition may use others
            for key, definition in raw.items():
                if key.startswith("@") or not definition.keys() <= {"@id", "@type", "@language", "@container"}:
                    raise NotFollowed(_COMPLEX)
                name = definition.get("@id", key)
                terms.pop(key, None) if name == key else None
                iri = new.iri(str(name), vocabulary=True)
                if iri is None or definition.get("@container") not in (None, "@set", "@list", "@language"):
                    raise NotFollowed(_COMPLEX)
                kind = definition.get("@type", "")
                terms[key] = _Term(iri, kind, definition.get("@language", ""), definition.get("@container") or "")
        return new


def _plain(value: Value) -> Any:
    if isinstance(value.content, dict):
        return {key: _plain(inner) for key, inner in value.content.items()}
    if isinstance(value.content, Scalar):
        return None if value.content.text == "null" else value.content.text
    if isinstance(value.content, list):
        raise NotFollowed(_COMPLEX)
    return value.content


def _resource(iri: str | None) -> Any:
    if iri is None:
        raise NotFollowed(_COMPLEX)
    return BlankNode(iri[2:]) if iri.startswith("_:") else NamedNode(iri)
