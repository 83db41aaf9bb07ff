"""The codebook in one language as Markdown: title and introduction, the sections of the profiles, scales and closed lists."""

from __future__ import annotations

from collections.abc import Iterator

from kg.codebook import crosswalk, indicators, lists
from kg.codebook.graph import OWL, Graph
from kg.codebook.markdown import address, bullets, code, heading, link, paragraph, strong
from kg.codebook.texts import Texts
from kg.mapping.terms import DCT

CONTENTS_OF_STATEMENTS = ("Figure", "Assessment", "ReportedStanding", "Designation", "Narrative", "Gap")
BETWEEN_VALUES = ("interval", "zero", "gap", "not-stated")
ABOUT_WHAT = ("facet", "part", "group", "scope", "period", "attested", "wordings", "code", "iri")
FILES = ("file-indicators", "file-answers", "file-terms", "file-crosswalk", "file-manifest")
INTRODUCTION = "introduction"


def write(graph: Graph, language: str, rows: list[crosswalk.Row]) -> str:
    """The whole text; ends with one line feed."""
    texts = Texts(graph, language)
    lines = [*_front(texts), *_introduction(texts)]
    for section in graph.of_class("Section"):
        lines += indicators.chapter(texts, section)
    lines += lists.scales(texts)
    for name in lists.LISTS:
        lines += lists.chapter(texts, name)
    lines += lists.external_lists(texts, rows)
    return "\n".join(lines).rstrip("\n") + "\n"


def _front(texts: Texts) -> list[str]:
    graph = texts.graph
    ontology = graph.hrm.removesuffix("#")
    said = texts.say("title", version=graph.one(ontology, OWL + "versionInfo"), licence=address(graph.one(ontology, DCT + "license")))
    lines = heading(1, texts.head("title")) + paragraph(said)
    return [*lines, *heading(2, texts.head("contents")), *_contents(texts), ""]


def _contents(texts: Texts) -> Iterator[str]:
    graph = texts.graph
    yield from bullets([link(texts.head("introduction"), INTRODUCTION), texts.head("by-section")])
    yield from bullets([link(texts.term(s), indicators.section_anchor(s)) for s in graph.of_class("Section")], 1)
    yield from bullets([link(texts.head("scales"), lists.anchor("Scale")), texts.head("closed-lists")])
    yield from bullets([link(lists.title(texts, name), lists.anchor(name)) for name in lists.LISTS], 1)
    yield from bullets([link(texts.head("external-lists"), lists.anchor("external"))])


def _introduction(texts: Texts) -> list[str]:
    graph = texts.graph
    hrm = graph.hrm
    lines = heading(2, texts.head("introduction"), INTRODUCTION) + paragraph(texts.say("introduction"))
    lines += heading(3, texts.head("contents-of-statements")) + paragraph(texts.say("contents-of-statements"))
    lines += [*bullets(_item(texts.name(name), texts.meaning(hrm + name)) for name in CONTENTS_OF_STATEMENTS), ""]
    lines += heading(3, texts.head("between-values")) + paragraph(texts.say("between-values"))
    lines += [*bullets(_item(texts.head(name), texts.say(name)) for name in BETWEEN_VALUES), ""]
    base = graph.vocabulary.prefixes
    values = {"all": texts.term(base["group"] + "all"), "any": texts.term(base["body"] + "any")}
    lines += heading(3, texts.head("about-what")) + paragraph(texts.say("about-what"))
    said = [_item(texts.name("Indicator"), texts.meaning(hrm + "Indicator"))]
    said += [_item(texts.head(name), texts.say(name, **values)) for name in ABOUT_WHAT]
    lines += [*bullets(said), ""]
    lines += heading(3, texts.head("files")) + paragraph(texts.say("files"))
    return [*lines, *bullets(f"{code(texts.head(name))}: {texts.say(name)}" for name in FILES), ""]


def _item(name: str, said: str) -> str:
    return f"{strong(f'{name}.')} {said}"
