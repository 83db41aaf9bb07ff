"""With what the values of an indicator can be compared.

Sentences of ``ontology/codebook.ttl``, chosen and filled by what the vocabulary says of the indicator.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.codebook.graph import Graph
from kg.codebook.texts import Texts
from kg.mapping.terms import SKOS
from kg.vocabulary.loading import local_name


def parts(graph: Graph, indicator: str) -> list[str]:
    """IRIs of the parts of an indicator's total."""
    return [iri for iri in graph.of_class("Part") if graph.one(iri, SKOS + "broader") == indicator]


def facets(graph: Graph, indicator: str) -> list[str]:
    """IRIs of the indicators whose answers stand in the row of ``indicator``."""
    return [iri for iri in graph.of_class("Indicator") if graph.one(iri, SKOS + "broader") == indicator]


def answers(graph: Graph, scale: str) -> list[str]:
    """IRIs of the answers of a scale: by rank, else in the order of the file."""
    return sorted(graph.in_scheme(scale), key=lambda iri: int(graph.one(iri, "rank") or 0))


def standing_class(graph: Graph, indicator: str) -> str:
    """The class of instruments towards which the indicator reports standings; '' for other indicators."""
    if named := graph.one(indicator, "namedMeans"):
        return local_name(graph.one(named, "standingFor"))
    code = local_name(graph.one(indicator, "instrument"))
    return graph.vocabulary.term(graph.vocabulary.instruments, code, what="instrument").standing_class if code else ""


def standings(graph: Graph, indicator: str) -> list[str]:
    """IRIs of the standings that the indicator can report, by rank."""
    kind = standing_class(graph, indicator)
    fitting = [iri for iri in graph.of_class("Standing") if kind and graph.codes(iri, "standingFor") == [kind]]
    return sorted(fitting, key=lambda iri: int(graph.one(iri, "rank") or 0))


def sentences(texts: Texts, indicator: str) -> Iterator[str]:
    """The sentences about one indicator, or one part of a total."""
    graph = texts.graph
    if group := graph.one(indicator, "group"):
        total = texts.linked(graph.one(indicator, SKOS + "broader"))
        yield texts.say("part-of" if graph.true(group, "partOfTotal") else "beside", total=total, group=texts.term(group))
    if graph.one(indicator, "unit") or graph.one(indicator, "unitType"):
        yield from _figure(texts, indicator)
    if scale := graph.one(indicator, "scale"):
        yield from _assessment(texts, indicator, scale)
    if standing_class(graph, indicator):
        yield from _standing(texts, indicator)
    if graph.true(indicator, "sectionRequired"):
        yield texts.say("own-section")


def _figure(texts: Texts, indicator: str) -> Iterator[str]:
    graph = texts.graph
    unit = graph.one(indicator, "unit")
    if unit:
        yield texts.say("whole" if graph.true(unit, "wholeNumbers") else "fractions", unit=texts.term(unit))
        if graph.true(unit, "personal"):
            yield texts.say("persons")
    else:
        kind = local_name(graph.one(indicator, "unitType"))
        yield texts.say("money", currencies=", ".join(texts.term(iri) for iri in graph.of_class(kind)))
    if components := [iri for iri in graph.of_class("Indicator") if graph.one(iri, "componentOf") == indicator]:
        yield texts.say("sum", components=texts.listed(components))
    if total := graph.one(indicator, "componentOf"):
        yield texts.say("component", total=texts.linked(total))
    for name, counted in (("parts-counted", True), ("parts-beside", False)):
        groups = [graph.one(part, "group") for part in parts(graph, indicator)]
        if chosen := [group for group in groups if graph.true(group, "partOfTotal") is counted]:
            yield texts.say(name, parts=texts.listed(chosen))


def _assessment(texts: Texts, indicator: str, scale: str) -> Iterator[str]:
    graph = texts.graph
    yield texts.say("ranked" if graph.true(scale, "ranked") else "not-ranked")
    if graph.true(scale, "proposed"):
        yield texts.say("proposed")
    if others := [iri for iri in graph.of_class("Indicator") if graph.one(iri, "scale") == scale and iri != indicator]:
        yield texts.say("shared", indicators=texts.listed(others))


def _standing(texts: Texts, indicator: str) -> Iterator[str]:
    graph = texts.graph
    known = standings(graph, indicator)
    code = local_name(graph.one(indicator, "instrument"))
    shown = texts.code(code) if code else ""
    if not any(graph.values(iri, "agreesWith") for iri in known):
        yield texts.say("no-depositary", instrument=shown, **{"class": texts.kind(standing_class(graph, indicator))})
    else:
        silent = [iri for iri in graph.of_class("RecordStatus") if not graph.true(iri, "comparable")]
        name = "depositary" if code else "depositary-procedures"
        yield texts.say(name, instrument=shown, statuses=texts.listed(silent))
    if named := graph.one(indicator, "namedMeans"):
        yield texts.say("named-means", standing=texts.term(named))
    if any(graph.one(iri, "rank") for iri in known):
        yield texts.say("standings-ranked")
