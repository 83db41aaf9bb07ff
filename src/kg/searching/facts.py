"""What a store says, property by property, in an order that does not depend on the store."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Store

from kg.mapping.terms import DCT, HRM, RDFS, SKOS
from kg.searching.document import Text
from kg.searching.letters import composed

LABELS = (SKOS + "prefLabel", RDFS + "label", DCT + "title")
"""What names a thing, the best first."""
OTHER_NAMES = (
    SKOS + "altLabel", SKOS + "hiddenLabel", SKOS + "notation", DCT + "alternative",
    *(HRM + name for name in ("iso2", "iso3", "m49", "depositaryNumber", "untsRegistration", "untsCitation", "unSymbol", "abbreviation")),
)  # fmt: skip
DESCRIPTIONS = (SKOS + "definition", SKOS + "scopeNote", SKOS + "note", DCT + "description", RDFS + "comment")
WORDING = HRM + "wording"


class Facts:
    """Objects by subject, for one property at a time; each property is read once."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.of = lru_cache(None)(self._of)
        self.texts = lru_cache(None)(self._texts)
        self.labels = lru_cache(None)(self._labels)
        self.other_names = lru_cache(None)(self._other_names)

    def _of(self, predicate: str) -> dict[str, list[str]]:
        """Subject → IRIs and plain values, sorted."""
        found: dict[str, set[str]] = {}
        for quad in self.store.quads_for_pattern(None, NamedNode(predicate), None, None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                found.setdefault(quad.subject.value, set()).add(quad.object.value)
        return {subject: sorted(values) for subject, values in found.items()}

    def _texts(self, predicate: str) -> dict[str, list[Text]]:
        """Subject → texts with their languages, sorted."""
        found: dict[str, set[Text]] = {}
        for quad in self.store.quads_for_pattern(None, NamedNode(predicate), None, None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                text = Text(composed(quad.object.value), quad.object.language or "")
                found.setdefault(quad.subject.value, set()).add(text)
        return {subject: sorted(values, key=lambda text: (text.language, text.words)) for subject, values in found.items()}

    def one(self, subject: str, predicate: str) -> str:
        """The first value of a property; '' without one."""
        values = self.of(predicate).get(subject)
        return values[0] if values else ""

    def _labels(self, subject: str) -> dict[str, str]:
        """What a thing is called, by language."""
        found: dict[str, str] = {}
        for predicate in LABELS:
            for text in self.texts(predicate).get(subject, ()):
                found.setdefault(text.language, text.words)
        return found

    def _other_names(self, subject: str) -> tuple[Text, ...]:
        """Names beside the labels, and codes."""
        return tuple(text for predicate in OTHER_NAMES for text in self.texts(predicate).get(subject, ()))

    def described(self, subject: str) -> Iterator[Text]:
        """What is said of a thing, definitions first."""
        for predicate in DESCRIPTIONS:
            yield from self.texts(predicate).get(subject, ())
