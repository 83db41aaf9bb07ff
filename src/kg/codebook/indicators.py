"""The chapters of the codebook about indicators: a section of the profiles each, with an overview and then every indicator."""

from __future__ import annotations

from kg.codebook import comparability
from kg.codebook.graph import Graph
from kg.codebook.markdown import address, bullets, code, heading, paragraph, plain, strong, table
from kg.codebook.texts import Texts, anchor_of
from kg.mapping.terms import SKOS
from kg.vocabulary.loading import local_name


def of_section(graph: Graph, section: str) -> list[str]:
    """IRIs of the indicators of a section, in the usual order of documents."""
    inside = [iri for iri in graph.of_class("Indicator") if graph.one(iri, "section") == section]
    return sorted(inside, key=lambda iri: int(graph.one(iri, "position") or 0))


def section_anchor(section: str) -> str:
    """The anchor of the chapter of a section."""
    return f"section-{local_name(section)}"


def chapter(texts: Texts, section: str) -> list[str]:
    """The chapter of one section."""
    graph = texts.graph
    lines = heading(2, texts.term(section), section_anchor(section))
    if graph.true(section, "holdsNarratives"):
        lines += paragraph(texts.say("narratives-only"))
    inside = of_section(graph, section)
    if not inside:
        return lines + paragraph(texts.say("no-indicators"))
    head = [texts.name("Indicator"), texts.name("valueKind"), texts.head("unit-or-scale"), texts.head("ohchr-type")]
    lines += table(head, [_overview(texts, iri) for iri in inside])
    for iri in inside:
        lines += entry(texts, iri)
    return lines


def _overview(texts: Texts, iri: str) -> list[str]:
    graph = texts.graph
    facet = "↳ " if graph.one(iri, SKOS + "broader") else ""
    kind = texts.kind(local_name(graph.one(iri, "valueKind")))
    return [facet + texts.linked(iri), kind, measure(texts, iri), texts.term(graph.one(iri, "indicatorType"))]


def measure(texts: Texts, iri: str) -> str:
    """In what the value is expressed: unit, scale or instrument."""
    graph = texts.graph
    for name in ("unit", "scale"):
        if found := graph.one(iri, name):
            return texts.linked(found)
    if graph.one(iri, "unitType"):
        return texts.head("any-currency")
    if found := graph.one(iri, "instrument"):
        return code(local_name(found))
    return texts.head("named-procedures")


def entry(texts: Texts, iri: str) -> list[str]:
    """One indicator: definition, identity, how it is misread, comparability, answers, parts, wordings."""
    graph = texts.graph
    lines = heading(3, texts.term(iri), anchor_of(graph, iri)) + paragraph(texts.meaning(iri))
    lines += pairs(_identity(texts, iri))
    if notes := graph.notes(iri, texts.language):
        lines += paragraph(strong(texts.head("misread") + "."), *map(plain, notes))
    lines += paragraph(strong(texts.head("comparability") + "."), *comparability.sentences(texts, iri))
    if scale := graph.one(iri, "scale"):
        lines += lead(texts, "answers") + answer_table(texts, scale)
    if known := comparability.standings(graph, iri):
        lines += lead(texts, "standings") + ranked_table(texts, known, "standing")
    if known := comparability.parts(graph, iri):
        lines += lead(texts, "parts") + part_lines(texts, known)
    return [*lines, *lead(texts, "how-said"), *bullets(texts.wordings(iri)), ""]


def lead(texts: Texts, name: str) -> list[str]:
    """The line that announces a table or list."""
    return paragraph(strong(f"{texts.head(name)}:"))


def pairs(items: list[tuple[str, str]]) -> list[str]:
    """A list of names and values, with a blank line."""
    return [*bullets(f"{strong(f'{head}:')} {value}" for head, value in items), ""]


def _identity(texts: Texts, iri: str) -> list[tuple[str, str]]:
    graph = texts.graph
    said = [*zip(texts.other_heads(), texts.other_labels(iri), strict=True)]
    said += [(texts.head("code"), code(local_name(iri))), (texts.head("iri"), address(iri))]
    said.append((texts.name("valueKind"), texts.kind(local_name(graph.one(iri, "valueKind")))))
    name = next((n for n in ("unit", "scale", "instrument") if graph.one(iri, n)), "")
    head = texts.name(name or ("unit" if graph.one(iri, "unitType") else "instrument"))
    shown = measure(texts, iri)
    if name == "instrument":
        instrument = graph.vocabulary.instruments[local_name(graph.one(iri, name))]
        shown = f"{plain(instrument.labels[texts.language])} ({shown})"
    said.append((head, shown))
    kind = graph.one(iri, "indicatorType")
    said.append((texts.head("ohchr-type"), texts.term(kind)))
    if broader := graph.one(iri, SKOS + "broader"):
        said.append((texts.head("in-row-of"), texts.linked(broader)))
    if found := comparability.facets(graph, iri):
        said.append((texts.head("facets"), texts.listed(found)))
    return said


def answer_table(texts: Texts, scale: str) -> list[str]:
    """The answers of a scale: rank where it has ranks, labels, code, attested or not."""
    return ranked_table(texts, comparability.answers(texts.graph, scale), "answer", attested=True)


def ranked_table(texts: Texts, iris: list[str], name: str, *, attested: bool = False) -> list[str]:
    """Terms with ranks; the column is left out where none has one."""
    graph = texts.graph
    ranked = any(graph.one(iri, "rank") for iri in iris)
    head = [texts.name(name), *texts.other_heads(), texts.head("code"), *([texts.name("attested")] if attested else [])]
    rows = []
    for iri in iris:
        row = [texts.term(iri), *texts.other_labels(iri), code(local_name(iri))]
        row += [texts.truth(iri, "attested")] if attested else []
        rows.append([graph.one(iri, "rank"), *row] if ranked else row)
    return table([texts.name("rank"), *head] if ranked else head, rows, [0] if ranked else [])


def part_lines(texts: Texts, iris: list[str]) -> list[str]:
    """Parts of a total, each with its definition and wordings."""
    lines = []
    for iri in iris:
        group = texts.graph.one(iri, "group")
        shown = f"{texts.name('group')}: {texts.term(group)} ({code(local_name(group))})"
        lines += bullets([f"{strong(texts.term(iri))} ({code(local_name(iri))}). {texts.meaning(iri)} {shown}."])
        lines += bullets(texts.wordings(iri), 1)
    return [*lines, ""]
