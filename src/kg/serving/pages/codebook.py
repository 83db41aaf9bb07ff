"""The codebook as a page: of every indicator and scale its definition, unit, comparability and source, each at an anchor of its own.

The sentences are those of ``kg codebook``; the anchors too, so that a place in one is found in the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kg.codebook import comparability, indicators, lists
from kg.codebook.graph import Graph
from kg.codebook.texts import Texts, anchor_of
from kg.mapping.terms import SKOS
from kg.serving.pages.asked import Asked
from kg.vocabulary import resources
from kg.vocabulary.loading import local_name

MATCHES = tuple(SKOS + name for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"))
_SOURCE = "http://purl.org/dc/terms/source"


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a closed list or an answer of a scale."""

    iri: str
    anchor: str
    name: str
    code: str
    definition: str
    rank: str = ""
    attested: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An indicator or a scale: its definition, facts as (head, text, anchor), sentences, answers, wordings, what it is matched to."""

    iri: str
    anchor: str
    name: str
    other: str
    code: str
    definition: str
    facts: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]
    comparable: tuple[str, ...]
    terms: tuple[Term, ...]
    parts: tuple[Term, ...]
    wordings: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section of the profiles, or the scales: its anchor, its name, its entries."""

    anchor: str
    name: str
    entries: tuple[Entry, ...]


def page(asked: Asked) -> str:
    """The page."""
    chapters, closed = book(asked.language)
    return asked.draw("codebook", "codebook", chapters=chapters, closed=closed)


@cache
def book(language: str) -> tuple[tuple[Chapter, ...], tuple[tuple[str, str, str, tuple[Term, ...]], ...]]:
    """The chapters, and the closed lists as (anchor, title, meaning, terms)."""
    graph = _graph()
    texts = Texts(graph, language, markup=False)
    chapters = []
    for section in graph.of_class("Section"):
        inside = tuple(_indicator(texts, iri) for iri in indicators.of_section(graph, section))
        chapters.append(Chapter(indicators.section_anchor(section), texts.term(section), inside))
    scales = tuple(_scale(texts, iri) for iri in graph.of_class("Scale"))
    chapters.append(Chapter(lists.anchor("Scale"), texts.head("scales"), scales))
    return tuple(chapters), tuple(_closed(texts, name) for name in lists.LISTS)


@cache
def _graph() -> Graph:
    return Graph(resources.root())


def _indicator(texts: Texts, iri: str) -> Entry:
    graph = texts.graph
    scale = graph.one(iri, "scale")
    facts = [(texts.name("valueKind"), texts.kind(local_name(graph.one(iri, "valueKind"))), "")]
    facts.append((texts.head("unit-or-scale"), indicators.measure(texts, iri), anchor_of(graph, scale) if scale else ""))
    facts.append((texts.head("ohchr-type"), texts.term(graph.one(iri, "indicatorType")), ""))
    if broader := graph.one(iri, SKOS + "broader"):
        facts.append((texts.head("in-row-of"), texts.term(broader), anchor_of(graph, broader)))
    facts += [(texts.head("facets"), texts.term(one), anchor_of(graph, one)) for one in comparability.facets(graph, iri)]
    standings = tuple(_term(texts, one) for one in comparability.standings(graph, iri))
    parts = tuple(_term(texts, one) for one in comparability.parts(graph, iri))
    return _entry(texts, iri, facts, comparability.sentences(texts, iri), standings, parts)


def _scale(texts: Texts, iri: str) -> Entry:
    graph = texts.graph
    using = [one for one in graph.of_class("Indicator") if graph.one(one, "scale") == iri]
    facts = [(texts.head("used-by"), texts.term(one), anchor_of(graph, one)) for one in using]
    said = [texts.say("ranked" if graph.true(iri, "ranked") else "not-ranked")]
    said += [texts.say("proposed")] if graph.true(iri, "proposed") else []
    answers = tuple(_term(texts, one, attested=True) for one in comparability.answers(graph, iri))
    return _entry(texts, iri, facts, said, answers, ())


def _entry(
    texts: Texts, iri: str, facts: list[tuple[str, str, str]], said: Iterable[str], terms: tuple[Term, ...], parts: tuple[Term, ...]
) -> Entry:
    graph = texts.graph
    matched = [value.text for name in (*MATCHES, _SOURCE) for value in graph.values(iri, name)]
    return Entry(
        iri=iri,
        anchor=anchor_of(graph, iri),
        name=texts.term(iri),
        other=", ".join(texts.other_labels(iri)),
        code=local_name(iri),
        definition=texts.meaning(iri),
        facts=tuple(facts),
        notes=tuple(graph.notes(iri, texts.language)),
        comparable=tuple(said),
        terms=terms,
        parts=parts,
        wordings=tuple(_wordings(texts, iri)),
        sources=tuple(matched),
    )


def _wordings(texts: Texts, iri: str) -> list[str]:
    words = texts.graph.words(iri, texts.language)
    return [text for text in dict.fromkeys((*words.alternatives, *words.templates)) if text != words.label]


def _term(texts: Texts, iri: str, *, attested: bool = False, anchor: str = "") -> Term:
    graph = texts.graph
    known = texts.truth(iri, "attested") if attested else ""
    return Term(iri, anchor, texts.term(iri), local_name(iri), texts.meaning(iri), graph.one(iri, "rank"), known)


def _closed(texts: Texts, name: str) -> tuple[str, str, str, tuple[Term, ...]]:
    graph = texts.graph
    meaning = texts.say("currencies") if name == "Currency" else texts.meaning(graph.hrm + name)
    terms = tuple(_term(texts, iri, anchor=f"term-{name.lower()}-{local_name(iri)}") for iri in graph.of_class(name))
    return lists.anchor(name), lists.title(texts, name), meaning, terms
