"""What completes a few letters: things, types and properties (Reconciliation Service API, "Suggest Services")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import NamedTuple

from kg.linking.entity import KINDS, Entity
from kg.linking.graph import property_id
from kg.linking.index import Index
from kg.linking.words import folded, latin

MOST = 20
"""Suggestions of one answer; ``cursor`` asks for more."""


class Term(NamedTuple):
    """A type or property: its id, its IRI, its labels by language, the type that it is part of ('' for none)."""

    id: str
    iri: str
    labels: Mapping[str, str]
    broader: str = ""

    def label(self, language: str) -> str:
        """The label, or the id where there is none."""
        return self.labels.get(language) or self.labels.get("en") or self.id


def entities(prefix: str, index: Index, *, kind: str = "", cursor: int = 0) -> list[Entity]:
    """The things with a name that begins with the letters, then those with a word that does; all of them for no letters."""
    asked = folded(prefix)
    if prefix.strip() in index.by_id:
        return [index.by_id[prefix.strip()]][cursor:]
    found: dict[str, int] = {}
    for entity in index.entities.values():
        if kind and kind not in entity.types:
            continue
        rank = min((_rank(folded(name.text), asked) for name in entity.names), default=9)
        if rank < 3:
            found[entity.iri] = rank
    order = sorted(found, key=lambda iri: (found[iri], index.entities[iri].label("en")[0].casefold(), iri))
    return [index.entities[iri] for iri in islice(order, cursor, cursor + MOST)]


def _rank(name: str, asked: str) -> int:
    if name == asked:
        return 0
    for number, form in enumerate((name, latin(name))):
        if form.startswith(asked):
            return 1
        if number == 0 and f" {asked}" in form:
            return 2
    return 3


def types(prefix: str, index: Index, *, cursor: int = 0) -> list[Term]:
    """The types, in their order."""
    known = [Term(kind.id, "", index.types[kind.id], kind.broader) for kind in KINDS]
    return _fitting(known, prefix, cursor)


def properties(prefix: str, index: Index, *, kind: str = "", cursor: int = 0) -> list[Term]:
    """The properties of a type, or of all."""
    known = {iri: Term(property_id(iri), iri, labels) for iri, labels in index.properties(kind).items()}
    return _fitting(known.values(), prefix, cursor)


def _fitting(known: Iterable[Term], prefix: str, cursor: int) -> list[Term]:
    asked = folded(prefix)
    found = (one for one in known if any(_rank(folded(text), asked) < 3 for text in (one.id, *one.labels.values())))
    return list(islice(found, cursor, cursor + MOST))
