"""Things that have labels, as documents: states, instruments, indicators, bodies, the vocabulary, the ontology, profiles, data sets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from kg.errors import VocabularyError
from kg.mapping.terms import BASE, DCAT, HRM, RDF, SKOS
from kg.searching.document import KINDS, Document, Text
from kg.searching.facts import WORDING, Facts
from kg.searching.letters import composed
from kg.searching.names import known_as
from kg.vocabulary import vocabulary
from kg.vocabulary.words import expand

_OWL = "http://www.w3.org/2002/07/owl#"
_CLASSES = {
    "area": (HRM + "Area",),
    "instrument": (HRM + "Instrument",),
    "indicator": (HRM + "Indicator", HRM + "Part"),
    "profile": (HRM + "CountryProfile",),
    "body": (HRM + "Body",),
    "scale": (HRM + "Scale",),
    "answer": (HRM + "Answer",),
    "group": (HRM + "Group",),
    "reason": (HRM + "GapReason",),
    "unit": (HRM + "Unit", HRM + "Currency", HRM + "Multiplier"),
    "concept": (
        *(HRM + name for name in ("Role", "Section", "Standing", "Language", "RecordStatus", "ActKind", "IndicatorType")),
        SKOS + "Concept",
        SKOS + "ConceptScheme",
    ),
    "dataset": (DCAT + "Dataset", DCAT + "Catalog"),
    "term": tuple(_OWL + name for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "Ontology")),
}
"""The classes of each kind. A thing of no such class is not found, whatever its label: so no person ever is."""
_KIND = {one: kind for kind in KINDS for one in _CLASSES.get(kind, ())}
_WIKIDATA = "http://www.wikidata.org/entity/"
_SLOT = re.compile(r"<[^<>]*>")
_WORDED = ("indicator", "instrument", "body", "concept")
"""Kinds that are named by their wordings; others are only found by them."""
_EXPANSIONS = 60
"""Texts of one wording that name a thing."""
_LONGEST = 20_000


def documents(facts: Facts) -> Iterator[Document]:
    """All things of ours that have a label and are of a known class, by IRI."""
    found: dict[str, str] = {}
    for iri, classes in facts.of(RDF + "type").items():
        kinds = [_KIND[one] for one in classes if one in _KIND]
        if kinds and iri.startswith(BASE):
            found[iri] = min(kinds, key=KINDS.index)
    for iri, kind in sorted(found.items()):
        labels = facts.labels(iri)
        if labels:
            yield _document(iri, kind, labels, facts)


def _document(iri: str, kind: str, labels: dict[str, str], facts: Facts) -> Document:
    role = facts.one(iri, HRM + "role")
    area = iri if kind == "area" else facts.one(iri, HRM + "area")
    names = [Text(words, language) for language, words in sorted(labels.items())]
    names += facts.other_names(iri)
    names += known_as().get(iri, ())
    names += [Text(one.removeprefix(_WIKIDATA), "") for one in facts.of(SKOS + "exactMatch").get(iri, ()) if one.startswith(_WIKIDATA)]
    names += _adjectives(iri) if kind == "area" else []
    worded = [Text(text, one.language) for one in facts.texts(WORDING).get(iri, ()) for text in _expanded(one.words)]
    if kind not in _WORDED:  # "prisoners" are a unit, but nobody looks for it
        context, worded = [text.words for text in worded], []
    else:
        context = []
    local = re.split("[/#]", iri)[-1]
    context.append(local)
    if role:  # a ministry is called as its role is, in every state
        context += [text for one in facts.texts(WORDING).get(role, ()) for text in _expanded(one.words)]
        context += facts.labels(role).values()
    if area and kind != "area":
        context += [*facts.labels(area).values(), area.rpartition("/")[2]]
    if kind in ("area", "instrument", "body"):
        names.append(Text(local, ""))
    texts = tuple(Text(text.words[:_LONGEST], text.language) for text in facts.described(iri))
    profile = iri if kind == "profile" else ""
    return Document(iri, kind, labels, tuple(dict.fromkeys(names + worded)), texts, tuple(context), area, profile)


def _adjectives(iri: str) -> list[Text]:
    """How labels of documents name a state: "Kazakh", in the forms that they need."""
    known = vocabulary().areas.get(iri.rpartition("/")[2])
    return [Text(composed(form), language) for language, forms in sorted(known.adjectives.items()) for form in forms] if known else []


@lru_cache(1 << 12)
def _expanded(wording: str) -> tuple[str, ...]:
    """The first texts that a wording stands for, without its slots; none of one that is no template."""
    try:
        found = (" ".join(_SLOT.sub(" ", text).split()) for text in islice(expand(wording), _EXPANSIONS))
        return tuple(dict.fromkeys(text for text in found if text))
    except VocabularyError:
        return ()
