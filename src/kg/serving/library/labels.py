"""What terms are called in a language, from the labels of the release."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property, partial

from pyoxigraph import Literal, NamedNode

from kg.mapping.terms import RDFS, SKOS, TYPE
from kg.querying import choosing
from kg.serving.release import Release
from kg.vocabulary import vocabulary

_CALLED = (SKOS + "prefLabel", RDFS + "label")


@dataclass(frozen=True, slots=True)
class Choice:
    """A term that can be chosen: its local name below its kind, its IRI, its label."""

    name: str
    iri: str
    label: str


class Labels:
    """The labels of a release. They are read once: terms of vocabulary and reference tables have labels, statements have none."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self._lists: dict[str, tuple[str, ...]] = {}

    @cached_property
    def _all(self) -> dict[str, dict[str, str]]:
        """IRI → language → label."""
        found: dict[str, dict[str, str]] = {}
        for predicate in _CALLED:
            for quad in self.release.store.quads_for_pattern(None, NamedNode(predicate), None, None):
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal) and quad.object.language:
                    found.setdefault(quad.subject.value, {}).setdefault(quad.object.language, quad.object.value)
        return found

    def of(self, iri: str, language: str) -> str:
        """The label of a term, in English where the language has none; '' where it has no label at all."""
        names = self._all.get(iri, {})
        return names.get(language) or names.get("en", "")

    def below(self, namespace: str, language: str) -> list[Choice]:
        """The terms of a namespace by label; where it holds several classes, those of the commonest."""
        names = [iri for iri in self._all if iri.startswith(namespace) and not set(iri[len(namespace) :]) & set("/#")]
        classes = {iri: self._classes(iri) for iri in names}
        counted = Counter(one for found in classes.values() for one in sorted(found))
        kind = max(sorted(counted), key=lambda one: counted[one], default="")
        chosen = [Choice(iri[len(namespace) :], iri, self.of(iri, language)) for iri in names if kind in classes[iri]]
        return sorted(chosen, key=lambda one: (one.label.casefold(), one.name))

    def _classes(self, iri: str) -> set[str]:
        found = self.release.store.quads_for_pattern(NamedNode(iri), NamedNode(TYPE[1:-1]), None, None)
        return {quad.object.value for quad in found if isinstance(quad.object, NamedNode)}

    def among(self, pattern: str) -> tuple[str, ...]:
        """The values that ``?value`` has in a pattern of a question's header."""
        if pattern not in self._lists:
            ask = partial(self.release.store.query, use_default_graph_as_union=True, prefixes=vocabulary().prefixes)
            self._lists[pattern] = choosing.values(pattern, ask)
        return self._lists[pattern]

    def holds(self, iri: str) -> bool:
        """Whether the release says anything about a resource."""
        return next(self.release.store.quads_for_pattern(NamedNode(iri), None, None, None), None) is not None
