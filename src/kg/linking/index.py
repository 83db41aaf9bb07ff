"""All things of a store by what they are called: read once, then only looked up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple

from pyoxigraph import Store

from kg.linking import names
from kg.linking.entity import KINDS, Entity, Name
from kg.linking.graph import Graph
from kg.linking.words import folded, latin, ordered
from kg.mapping.terms import HRM

_TRANSLITERATED = "ru"
"""The language whose letters the table of transliteration holds."""


class Called(NamedTuple):
    """A thing and one of its names."""

    entity: Entity
    name: Name


class Index:
    """The things of a store."""

    def __init__(self, store: Store) -> None:
        self.graph = Graph(store)

    @cached_property
    def entities(self) -> dict[str, Entity]:
        """IRI → thing, in the order of types and IRIs."""
        types: dict[str, list[str]] = {}
        for kind in KINDS:
            for iri in self.graph.members(kind.id):
                types.setdefault(iri, []).append(kind.id)
        return {iri: self._entity(iri, tuple(kinds)) for iri, kinds in types.items()}

    def _entity(self, iri: str, types: tuple[str, ...]) -> Entity:
        found = names.of(iri, self.graph)
        local = next(name.text for name in found if name.kind == "id" and name.text != iri)
        said = self.graph.said(iri) or self.types[types[-1]]
        return Entity(local, iri, types, self.graph.labels(iri), said, found)

    @cached_property
    def types(self) -> dict[str, dict[str, str]]:
        """Type → its label by language."""
        return {kind.id: self.graph.labels(HRM + kind.id) for kind in KINDS}

    @cached_property
    def by_id(self) -> dict[str, Entity]:
        """Id or IRI → thing."""
        return {key: entity for entity in self.entities.values() for key in (entity.id, entity.iri)}

    @cached_property
    def exact(self) -> dict[str, list[Called]]:
        """Folded name → what bears it."""
        return self._by(lambda text: text)

    @cached_property
    def reordered(self) -> dict[str, list[Called]]:
        """Words in alphabetical order → what bears a name of two words or more with them; codes have no words."""
        return self._by(lambda text: ordered(text) if " " in text else "", words=True)

    @cached_property
    def latin(self) -> dict[str, list[Called]]:
        """Folded name in Latin letters → what bears it in Russian."""
        return self._by(latin, words=True, language=_TRANSLITERATED)

    @cached_property
    def texts(self) -> dict[str, list[Called]]:
        """Every folded name in words, as written and in Latin letters, for comparison with what is spelt otherwise."""
        found: dict[str, list[Called]] = {}
        for table in (self.exact, self.latin):
            for text, called in table.items():
                worded = [one for one in called if one.name.language]
                if worded:
                    found.setdefault(text, []).extend(worded)
        return found

    def properties(self, kind: str = "") -> dict[str, dict[str, str]]:
        """Property (IRI) → its label by language: those that things of a type have ('' for all), sorted."""
        return self._properties.get(kind, {}) if kind else {p: v for found in self._properties.values() for p, v in sorted(found.items())}

    @cached_property
    def _properties(self) -> dict[str, dict[str, dict[str, str]]]:
        found: dict[str, set[str]] = {kind.id: set() for kind in KINDS}
        for entity in self.entities.values():
            held = self.graph.predicates(entity.iri)
            for kind in entity.types:
                found[kind] |= held
        return {kind: {iri: self.graph.labels(iri) for iri in sorted(held)} for kind, held in found.items()}

    def _by(self, key: Callable[[str], str], *, words: bool = False, language: str = "") -> dict[str, list[Called]]:
        found: dict[str, list[Called]] = {}
        for called in self._called():
            name = called.name
            if (words and not name.language) or (language and name.language != language):
                continue
            text = key(folded(name.text))
            if text:
                found.setdefault(text, []).append(called)
        return found

    def _called(self) -> Iterator[Called]:
        for entity in self.entities.values():
            for name in entity.names:
                yield Called(entity, name)
