"""A store as it is read for reconciliation: values of properties, labels by language. Bounded patterns, no query."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Store

from kg.mapping.terms import BASE, HRM, RDF, RDFS, SKOS
from kg.vocabulary import vocabulary

Value = NamedNode | Literal
_TITLE = "http://purl.org/dc/terms/title"
_LABELS = (SKOS + "prefLabel", RDFS + "label", _TITLE)
_SAID = (SKOS + "definition", RDFS + "comment", "http://purl.org/dc/terms/description")
_TYPE = NamedNode(RDF + "type")


class Graph:
    """Look-ups in a store that never changes."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def members(self, kind: str) -> list[str]:
        """The things of a class of ours, sorted; those that the ontology itself defines are marks and no things."""
        quads = self.store.quads_for_pattern(None, _TYPE, NamedNode(HRM + kind))
        own = f"{BASE}graph/ontology"
        return sorted(
            {
                q.subject.value
                for q in quads
                if isinstance(q.subject, NamedNode) and getattr(q.graph_name, "value", "") != own and ours(q.subject.value)
            }
        )

    def types(self, iri: str) -> set[str]:
        """The classes of a thing: local names of ours, IRIs of others."""
        return {value.value.removeprefix(HRM) for value in self.values(iri, RDF + "type")}

    def values(self, iri: str, predicate: str) -> list[Value]:
        """What a property of a thing says, each value once, sorted; blank nodes left out."""
        quads = self.store.quads_for_pattern(NamedNode(iri), NamedNode(predicate), None)
        return sorted(
            {quad.object for quad in quads if isinstance(quad.object, NamedNode | Literal)}, key=lambda one: (one.value, str(one))
        )

    def predicates(self, iri: str) -> set[str]:
        """The properties that a thing has."""
        return {quad.predicate.value for quad in self.store.quads_for_pattern(NamedNode(iri), None, None)}

    def texts(self, iri: str, predicate: str) -> Iterator[tuple[str, str]]:
        """The texts of a property with their languages."""
        for value in self.values(iri, predicate):
            if isinstance(value, Literal):
                yield value.value, value.language or ""

    def labels(self, iri: str) -> dict[str, str]:
        """The labels of a thing by language."""
        return self._first(iri, _LABELS)

    def said(self, iri: str) -> dict[str, str]:
        """Its definition or description by language."""
        return self._first(iri, _SAID)

    def _first(self, iri: str, predicates: tuple[str, ...]) -> dict[str, str]:
        for predicate in predicates:
            found = {language: text for text, language in self.texts(iri, predicate)}
            if found:
                return found
        return {}


def ours(iri: str) -> bool:
    """Whether an IRI stands below our base."""
    return iri.startswith(BASE)


def property_id(iri: str) -> str:
    """A property as clients name it: a term of our ontology by its local name, another with its prefix, or else its IRI."""
    if iri.startswith(HRM):
        return iri.removeprefix(HRM)
    for prefix, space in vocabulary().prefixes.items():
        if iri.startswith(space) and iri != space:
            return f"{prefix}:{iri.removeprefix(space)}"
    return iri


def property_iri(name: str) -> str:
    """The IRI of what :func:`property_id` gives, of a name with a prefix, or of an IRI; '' for what can be none of them."""
    prefix, colon, local = name.partition(":")
    found = name if "://" in name else vocabulary().prefixes.get(prefix, "") + local if colon else HRM + name
    try:
        return NamedNode(found).value if "://" in found else ""
    except ValueError:
        return ""
