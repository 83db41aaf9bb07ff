"""The chapters of the codebook about closed lists: scales, and the lists that a table with a few columns can show."""

from __future__ import annotations

from kg.codebook import comparability, crosswalk
from kg.codebook.graph import LANGUAGES, Graph
from kg.codebook.indicators import answer_table, lead, pairs
from kg.codebook.markdown import address, bullets, code, heading, paragraph, plain, table
from kg.codebook.texts import Texts, anchor_of
from kg.mapping.terms import SKOS
from kg.vocabulary.loading import local_name, read_table

LISTS: dict[str, tuple[str, ...]] = {
    "Group": ("partOfTotal",),
    "Unit": ("wholeNumbers", "personal"),
    "Currency": (),
    "Multiplier": ("factor",),
    "GapReason": ("broader", "notation", "sdmx-name"),
    "Standing": ("standingFor", "rank", "agreesWith"),
    "RecordStatus": ("comparable", "statesAct", "excludesAct"),
    "ActKind": ("formOf",),
    "Role": ("bodyClass",),
    "Section": ("holdsNarratives",),
    "IndicatorType": (),
    "Language": ("tag", "decimalMark"),
}
"""The closed lists by class, and the columns that each has besides labels, code and definition."""

_NOT_SAID = {"RecordStatus", "ActKind", "IndicatorType", "Language"}
_NUMERIC = {"rank", "factor"}


def anchor(name: str) -> str:
    """The anchor of the chapter of a class."""
    return f"list-{name.lower()}"


def title(texts: Texts, name: str) -> str:
    """The heading of the chapter of a class: the label of its concept scheme, but currencies share that of the units."""
    if name == "Currency":
        return texts.head("currencies")
    return texts.term(texts.graph.one(texts.graph.of_class(name)[0], SKOS + "inScheme"))


def chapter(texts: Texts, name: str) -> list[str]:
    """The chapter of a class: what it is, a table of its terms, and their wordings."""
    graph = texts.graph
    terms = graph.of_class(name)
    columns = LISTS[name]
    said_first = texts.say("currencies") if name == "Currency" else texts.meaning(graph.hrm + name)
    lines = heading(2, title(texts, name), anchor(name)) + paragraph(said_first)
    head = [texts.name(name), *texts.other_heads(), texts.head("code"), texts.head("definition"), *(_head(texts, name, c) for c in columns)]
    rows = [
        [
            texts.term(iri),
            *texts.other_labels(iri),
            code(local_name(iri)),
            texts.meaning(iri),
            *(_cell(texts, iri, c) for c in columns),
        ]
        for iri in terms
    ]
    first = len(head) - len(columns)
    lines += table(head, rows, [first + n for n, column in enumerate(columns) if column in _NUMERIC])
    if name not in _NOT_SAID:
        told = [iri for iri in terms if any(len(words) > 1 for words in _all_words(graph, iri))]
        lines += lead(texts, "how-said") + said(texts, told)
    return lines


def said(texts: Texts, iris: list[str]) -> list[str]:
    """The wordings of several terms."""
    lines = []
    for iri in iris:
        lines += bullets([f"{texts.term(iri)} ({code(local_name(iri))})"]) + bullets(texts.wordings(iri), 1)
    return [*lines, ""]


def _all_words(graph: Graph, iri: str) -> list[list[str]]:
    found = [graph.words(iri, tag) for tag in LANGUAGES]
    return [[words.label, *words.alternatives, *words.templates] for words in found]


def _head(texts: Texts, name: str, column: str) -> str:
    if column == "notation":
        return texts.head(crosswalk.NOTATIONS[name])
    return texts.head(column) if column in ("broader", "sdmx-name") else texts.name(column)


def _cell(texts: Texts, iri: str, column: str) -> str:
    graph = texts.graph
    if column == "sdmx-name":
        return plain(_sdmx_names(graph).get(graph.one(iri, SKOS + "notation"), ""))
    values = graph.values(iri, SKOS + column if column in ("notation", "broader") else column)
    shown = []
    for value in values:
        if value.text in ("true", "false"):
            shown.append(texts.truth(iri, column))
        elif value.is_iri and graph.knows(value.text):
            shown.append(texts.term(value.text))
        else:
            shown.append(value.text if value.text.isdecimal() else code(graph.short(value.text)))
    return ", ".join(shown)


def _sdmx_names(graph: Graph) -> dict[str, str]:
    rows = read_table(graph.root / "data" / "reference" / "sdmx-observation-status.tsv")
    return {row["key"]: row["name"] for row in rows}


def scales(texts: Texts) -> list[str]:
    """The chapter of the scales."""
    graph = texts.graph
    lines = heading(2, texts.head("scales"), anchor("Scale")) + paragraph(texts.meaning(graph.hrm + "Scale"), texts.say("scales"))
    for scale in graph.of_class("Scale"):
        answers = comparability.answers(graph, scale)
        met = [iri for iri in answers if graph.true(iri, "attested")]
        lines += heading(3, texts.term(scale), anchor_of(graph, scale)) + paragraph(texts.meaning(scale))
        about = [*zip(texts.other_heads(), texts.other_labels(scale), strict=True)]
        about += [(texts.head("code"), code(local_name(scale))), (texts.head("iri"), address(scale))]
        using = [iri for iri in graph.of_class("Indicator") if graph.one(iri, "scale") == scale]
        about.append((texts.head("used-by"), texts.listed(using)))
        lines += pairs(about)
        lines += paragraph(
            texts.say("ranked" if graph.true(scale, "ranked") else "not-ranked"),
            texts.say("proposed") if graph.true(scale, "proposed") else "",
            texts.say("attested-count", count=str(len(met)), total=str(len(answers))),
        )
        lines += answer_table(texts, scale) + lead(texts, "how-said") + said(texts, answers)
    return lines


def external_lists(texts: Texts, rows: list[crosswalk.Row]) -> list[str]:
    """The chapter of the lists to which the crosswalk leads, with the number of codes."""
    lines = heading(2, texts.head("external-lists"), anchor("external")) + paragraph(texts.say("external-lists"))
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.scheme] = counts.get(row.scheme, 0) + 1
    head = [texts.head("external-list"), texts.head("definition"), texts.head("codes-here")]
    shown = [[texts.head(scheme), texts.say(scheme), str(count)] for scheme, count in sorted(counts.items())]
    return lines + table(head, sorted(shown), [2])
