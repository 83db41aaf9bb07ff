"""Reported statements as documents: what they are about, the label and value as printed, and the words of their passage."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.mapping.terms import BASE, DCT, HRM, PROV, QB, RDF
from kg.searching.document import Document, Text
from kg.searching.facts import Facts
from kg.searching.letters import composed
from kg.vocabulary import vocabulary

CLASSES = tuple(HRM + name for name in ("Figure", "Assessment", "ReportedStanding", "Designation", "Narrative", "Gap"))
_PASSAGE = re.compile(rf"({re.escape(BASE)}source/[0-9a-f]{{16}})/(\d+)-(\d+)")
_ALL, _ANY = f"{BASE}vocab/group/all", (f"{BASE}body/any", f"{BASE}body/as-printed")
_SAID = tuple(HRM + name for name in ("answer", "standing", "reason", "body", "answersTo", "scope", "dataFrom", "withheldBy"))
"""What a statement says by a term: it is found by the term's labels."""
_LONGEST, _TITLE = 20_000, 100
"""Characters of a text that are indexed; of the words that stand for the title of a narrative."""


def documents(facts: Facts) -> Iterator[Document]:
    """All statements, by IRI."""
    types = facts.of(RDF + "type")
    for iri in sorted(iri for iri, classes in types.items() if any(one in CLASSES for one in classes) and iri.startswith(BASE)):
        yield _Statement(iri, types[iri], facts).document()


class _Statement:
    def __init__(self, iri: str, classes: list[str], facts: Facts) -> None:
        self.iri = iri
        self.kind = next(one for one in CLASSES if one in classes)
        self.facts = facts
        part = facts.one(iri, DCT + "isPartOf") or facts.one(facts.one(iri, QB + "dataSet"), DCT + "isPartOf")
        self.profile = part
        self.area = facts.one(part, HRM + "area")
        self.passage = facts.one(iri, PROV + "wasDerivedFrom")
        self.indicator = facts.one(iri, HRM + "indicator")
        self.about = [self.indicator] if self.indicator else []
        instrument, group = facts.one(iri, HRM + "instrument"), facts.one(iri, HRM + "group")
        self.about += [instrument] if instrument and not self._names_instrument() else []
        self.about += [group] if group and group != _ALL else []

    def document(self) -> Document:
        printed = self.facts.texts(HRM + "asPrinted").get(self.iri, [])
        named = self.facts.texts(HRM + "labelAsPrinted").get(self.iri, [])
        words = self._passage()
        language = next((text.language for text in (*printed, *named)), "")
        value = words or next((text.words for text in printed), "")
        label = next((text.words for text in named), "")
        shown = [Text(f"{label}: {value}" if label and value else label or value, language)]
        shown += [Text(text.words[:_LONGEST], text.language) for text in printed if text.words not in shown[0].words]
        return Document(
            self.iri,
            "statement",
            {tag: self._title(tag, value) for tag in vocabulary().languages},
            tuple(named),
            tuple(text for text in shown if text.words),
            tuple(self._context()),
            self.area,
            self.profile,
            self.passage,
        )

    def _title(self, language: str, value: str) -> str:
        """ "Convicted prisoners, women (Kazakhstan, 2022)"."""
        about = [self._label(one, language) for one in self.about]
        if not self.indicator:
            about.append(value if len(value) <= _TITLE else f"{value[:_TITLE].rpartition(' ')[0]} …")
        place = [self._label(self.area, language) if self.area else "", self.facts.one(self.profile, HRM + "edition")]
        where = ", ".join(filter(None, place))
        return f"{', '.join(about)} ({where})" if where else ", ".join(about)

    def _label(self, iri: str, language: str) -> str:
        labels = self.facts.labels(iri)
        return labels.get(language) or labels.get("en") or next(iter(labels.values()), iri.rpartition("/")[2])

    def _context(self) -> Iterator[str]:
        """Other names of indicator and state, the value as a number, and the labels of the terms by which it speaks."""
        for iri in filter(None, (self.indicator, self.area)):
            yield from (text.words for text in self.facts.other_names(iri))
        for predicate in _SAID:
            for iri in self.facts.of(predicate).get(self.iri, ()):
                if iri not in _ANY:
                    yield from self.facts.labels(iri).values()
        yield from self.facts.of(HRM + "value").get(self.iri, ())
        yield from self.facts.of(HRM + "bodyAsPrinted").get(self.iri, ())

    def _names_instrument(self) -> bool:
        known = vocabulary().indicators.get(self.indicator.rpartition("/")[2])
        return known is not None and known.instrument is not None

    def _passage(self) -> str:
        """The words of the passage; '' where the store does not hold them."""
        found = _PASSAGE.fullmatch(self.passage)
        if found is None:
            return ""
        text = self.facts.one(found[1], HRM + "text")
        return composed(" ".join(text[int(found[2]) : int(found[3])][:_LONGEST].split()))
