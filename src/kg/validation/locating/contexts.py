"""Contexts of JSON-LD: what a key, a class or an identifier stands for, as far as terms, prefixes, languages and plain containers say it.

What a term's definition has beside that (a context of its own, an index, a type of JSON) is not followed; who asks for the term is told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse

from kg.validation.locating.json import Members, Scalar, Value
from kg.validation.locating.turtle import NotFollowed

COMPLEX = "reason-jsonld"
_PLAIN = {"@id", "@type", "@language", "@container", "@reverse", "@protected", "@prefix"}
_CONTAINERS = (None, "@set", "@list", "@language")


@dataclass(frozen=True)
class Term:
    """A term: its IRI ('' where it has none that can be told), type and container as keywords or IRIs, '' without."""

    iri: str
    kind: str = ""
    language: str | None = ""  # '' for that of the context
    container: str = ""
    reverse: bool = False
    followed: bool = True


@dataclass(frozen=True)
class Context:
    """What is in force at a place of a document."""

    base: str | None
    vocabulary: str | None = None
    language: str | None = None
    terms: dict[str, Term] = field(default_factory=dict)
    texts: tuple[bytes, ...] = ()  # the contexts in force as they are written, outermost first

    def iri(self, text: str, *, vocabulary: bool) -> str | None:
        """A key, type or identifier as an IRI, blank node label or keyword; None where it names nothing."""
        if text.startswith("@"):
            return text
        if vocabulary and text in self.terms:
            return self._followed(self.terms[text]).iri
        prefix, colon, local = text.partition(":")
        if colon:
            known = self.terms.get(prefix)
            if known and not known.iri:
                raise NotFollowed(COMPLEX)
            return known.iri + local if known and not local.startswith("//") and prefix != "_" else text
        if vocabulary:
            return None if self.vocabulary is None else self.vocabulary + text
        try:
            quad = next(iter(parse(f"<{text}> <x:x> <x:x> .", RdfFormat.TURTLE, base_iri=self.base)))
            return str(quad.subject.value)
        except (SyntaxError, StopIteration, ValueError):
            return None

    def within(self, value: Value, data: bytes) -> Context:
        """The context that a ``@context`` in this one gives; ``data`` is the text it stands in.

        Raises :class:`NotFollowed` for one of elsewhere, and for what is neither a term, a base, a vocabulary nor a language.
        """
        context = self
        if isinstance(value.content, list):
            for member in value.content:
                context = context.within(member, data)
            return context
        if not isinstance(value.content, Members):
            raise NotFollowed("reason-jsonld-remote" if isinstance(value.content, str) else COMPLEX)
        plain = {key: _plain(inner) for key, inner in value.content.items()}
        terms = dict(context.terms)
        base, vocabulary, language = plain.pop("@base", context.base), plain.pop("@vocab", None), plain.pop("@language", context.language)
        plain.pop("@version", None)
        if any(key.startswith("@") for key in plain):
            raise NotFollowed(COMPLEX)
        texts = (*context.texts, data[value.at : value.end])
        new = Context(base, vocabulary if vocabulary is not None else context.vocabulary, language, terms, texts)
        raw = {key: definition if isinstance(definition, dict) else {"@id": definition} for key, definition in plain.items()}
        for _ in range(len(raw)):  # a definition may use others
            for key, definition in raw.items():
                name = definition.get("@reverse") or definition.get("@id", key)
                terms.pop(key, None) if name == key else None
                terms[key] = new._defined(definition, name)
        return new

    def _defined(self, definition: dict[str, Any], name: Any) -> Term:
        """A term as it is defined; one that is not followed keeps its IRI, if it has one, for names that it is the prefix of."""
        try:
            iri = self.iri(name, vocabulary=True) if isinstance(name, str) else None
        except NotFollowed:
            iri = None
        kind, language, container = definition.get("@type", ""), definition.get("@language", ""), definition.get("@container")
        reverse = "@reverse" in definition
        words = isinstance(kind, str) and (language is None or isinstance(language, str))
        fits = words and definition.keys() <= _PLAIN and container in _CONTAINERS and kind != "@json" and not (reverse and container)
        if not fits or not iri:
            return Term(iri or "", followed=False)
        return Term(iri, str(kind), language, str(container or ""), reverse)

    @staticmethod
    def _followed(term: Term) -> Term:
        if not term.followed:
            raise NotFollowed(COMPLEX)
        return term


def _plain(value: Value) -> Any:
    """A value of a context; a list as a tuple, which no term that is followed has."""
    if isinstance(value.content, Members):
        return {key: _plain(inner) for key, inner in value.content.items()}
    if isinstance(value.content, Scalar):
        return None if value.content.text == "null" else value.content.text
    if isinstance(value.content, list):
        return tuple(_plain(inner) for inner in value.content)
    return value.content


def resource(iri: str | None) -> Any:
    """The node that an IRI or a label of a blank node names. Raises :class:`NotFollowed` without one."""
    if iri is None:
        raise NotFollowed(COMPLEX)
    return BlankNode(iri[2:]) if iri.startswith("_:") else NamedNode(iri)
