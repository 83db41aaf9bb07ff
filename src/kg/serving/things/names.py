"""What things are called on pages: by their labels in a language, by the labels of what they are about, else by their IRIs."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.errors import VocabularyError
from kg.mapping.terms import BASE, HRM, SKOS
from kg.querying.table import shown
from kg.serving import texts
from kg.serving.things import passage
from kg.serving.things.lookup import LABELS, Lookup, named, ours
from kg.validation.reports.signs import cut, one_line

_ABOUT = tuple(HRM + name for name in ("indicator", "kind", "group", "instrument", "area", "year"))
"""What tells things without a label apart, in the order in which it is said."""
_EVERYBODY = f"{BASE}vocab/group/all"
_LONGEST = 120
_LICENCES = {"http://creativecommons.org/licenses/by/4.0/": "CC BY 4.0", "http://opendatacommons.org/licenses/pddl/1-0/": "PDDL 1.0"}
"""Licences by the names that everybody calls them by, in any language."""
_CACHED = 50_000
_CODE, _CODES, _WRITTEN, _SCHEME = HRM + "code", HRM + "codes", HRM + "writtenIn", SKOS + "inScheme"


class Name(NamedTuple):
    """Words and their language ('' where they are of none)."""

    words: str
    language: str


class Names:
    """The names of things in a store."""

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup
        self.of = lru_cache(_CACHED)(self._of)

    def _of(self, iri: str, language: str) -> Name:
        """The name of a thing, in the language where there is one in it."""
        if named(iri) is None:
            return Name(iri, "")
        if iri in _LICENCES:
            return Name(_LICENCES[iri], "")
        return (
            self._label(iri, language)
            or self._worded(iri, language)
            or self._made(iri, language)
            or self._passage(iri, language)
            or Name(short(iri), "")
        )

    def said(self, iri: str, predicate: str, language: str) -> Name:
        """What a property of a thing says, in the language where it is said in it, else in none, else in English; no words for nothing."""
        spoken = [(getattr(value, "language", None) or "", value.value) for value in self.lookup.values(iri, predicate)]
        best = min(spoken, key=lambda one: (one[0] != language, one[0] != "", one[0] != "en", one), default=("", ""))
        return Name(best[1], best[0])

    def plain(self, predicate: str, text: str, language: str) -> Name:
        """A plain string as a page shows it: a code (``hrm:codes``) by its label, another in the language of ``hrm:writtenIn``."""
        for scheme in self.lookup.values(predicate, _CODES):
            for iri in self.lookup.subjects(_CODE, text):
                if scheme in self.lookup.values(iri, _SCHEME):
                    return self._label(iri, language) or Name(text, "")
        return Name(text, next((value.value for value in self.lookup.values(predicate, _WRITTEN)), ""))

    def _label(self, iri: str, language: str) -> Name | None:
        for predicate in LABELS:
            labels = [value for value in self.lookup.values(iri, predicate) if isinstance(value, Literal)]
            best = min(labels, key=lambda label: (label.language != language, label.language != "en", label.value), default=None)
            if best is not None:
                return Name(best.value, best.language or "")
        return None

    def _worded(self, iri: str, language: str) -> Name | None:
        """A term of elsewhere that the words of the service name (``text:term-dct-title``)."""
        prefix, colon, local = short(iri).partition(":")
        if ours(iri) or not colon or "/" in local:
            return None
        try:
            return Name(texts.head(f"term-{prefix}-{local}")[language], language)
        except VocabularyError:
            return None

    def _made(self, iri: str, language: str) -> Name | None:
        """A name put together: "Convicted prisoners, women"."""
        kinds = [kind for kind in self.lookup.types(iri) if ours(kind)] if ours(iri) else []
        if not kinds:
            return None
        parts = [value for predicate in _ABOUT for value in self.lookup.values(iri, predicate) if value.value != _EVERYBODY]
        named_parts = [
            self._label(part.value, language) or Name(short(part.value), "") if isinstance(part, NamedNode) else Name(part.value, "")
            for part in parts
        ]
        if not named_parts:
            printed = next((value for value in self.lookup.values(iri, HRM + "asPrinted") if isinstance(value, Literal)), None)
            kind = self._label(kinds[0], language) or Name(short(kinds[0]), "")
            return Name(f"{kind.words}: {cut(one_line(printed.value), _LONGEST)}", kind.language) if printed else None
        return Name(", ".join(part.words for part in named_parts), next((part.language for part in named_parts if part.language), ""))

    def _passage(self, iri: str, language: str) -> Name | None:
        """A source by its beginning, a passage by its words."""
        place = passage.place(iri)
        text = self.lookup.text(place.source if place else iri)
        if text is None:
            return None
        if place is None:
            return Name(texts.say("thing-source", source=short(iri))[language], language)
        words = cut(one_line(text[place.start : place.end]), _LONGEST)
        return Name(texts.say("thing-passage", words=words)[language], language)


def short(iri: str) -> str:
    """An IRI abbreviated by our prefixes; one of ours that has none by its path."""
    if named(iri) is None:
        return iri
    said = shown(NamedNode(iri))
    if not said.startswith(("<", "http")):
        return said
    return iri.removeprefix(BASE) if ours(iri) and iri != BASE else iri
