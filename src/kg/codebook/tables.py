"""The CSV files: a row a term, both languages.

RFC 4180 with line ends LF; several wordings in a cell are joined by `` || ``, several codes by a space.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.codebook import comparability
from kg.codebook.crosswalk import Row
from kg.codebook.graph import LANGUAGES, Graph
from kg.codebook.indicators import of_section
from kg.codebook.lists import LISTS
from kg.codebook.texts import Texts
from kg.mapping.terms import SKOS
from kg.vocabulary.loading import local_name

Cells = dict[str, str]
WORDINGS = " || "


def _both(name: str) -> list[str]:
    return [f"{name}_{tag}" for tag in LANGUAGES]


_IDENTITY = ["code", "iri", *_both("label"), *_both("definition")]
INDICATORS = [
    *_IDENTITY,
    *("class", "section", "position", "value_kind", "indicator_type", "unit", "unit_type", "scale", "instrument", "named_means"),
    *("facet_of", "part_of", "group", "component_of"),
    *_both("scope_note"),
    *_both("comparability"),
    *_both("wordings"),
]
ANSWERS = [*_IDENTITY, "scale", *_both("scale_label"), "scale_ranked", "scale_proposed", "rank", "attested", *_both("wordings")]
_FLAGS = {
    "broader": SKOS + "broader",
    "notation": SKOS + "notation",
    "rank": "rank",
    "standing_for": "standingFor",
    "agrees_with": "agreesWith",
    "comparable": "comparable",
    "states_act": "statesAct",
    "excludes_act": "excludesAct",
    "form_of": "formOf",
    "part_of_total": "partOfTotal",
    "whole_numbers": "wholeNumbers",
    "personal": "personal",
    "factor": "factor",
    "body_class": "bodyClass",
    "holds_narratives": "holdsNarratives",
    "tag": "tag",
    "ranked": "ranked",
    "proposed": "proposed",
}
TERMS = ["list", *_IDENTITY, *_FLAGS, *_both("note"), *_both("wordings")]
CROSSWALK = ["iri", "kind", *_both("label"), "scheme", "code", "link", "relation", "relation_note", "source", "evidence", "confidence"]


def indicators(graph: Graph) -> Iterator[Cells]:
    """Indicators by position, each followed by the parts of its total."""
    for section in graph.of_class("Section"):
        for iri in of_section(graph, section):
            yield _indicator(graph, iri) | {"facet_of": _code(graph, iri, SKOS + "broader")}
            for part in comparability.parts(graph, iri):
                yield _indicator(graph, part) | {
                    "section": local_name(section),
                    "value_kind": _code(graph, iri, "valueKind"),
                    "unit": _code(graph, iri, "unit"),
                    "part_of": local_name(iri),
                    "group": _code(graph, part, "group"),
                }


def _indicator(graph: Graph, iri: str) -> Cells:
    cells = _identity(graph, iri) | {"class": graph.classes(iri)[0], "position": graph.one(iri, "position")}
    names = {
        "section": "section",
        "value_kind": "valueKind",
        "indicator_type": "indicatorType",
        "unit": "unit",
        "unit_type": "unitType",
        "scale": "scale",
        "instrument": "instrument",
        "named_means": "namedMeans",
        "component_of": "componentOf",
    }
    cells |= {column: _code(graph, iri, name) for column, name in names.items()}
    for tag in LANGUAGES:
        cells[f"scope_note_{tag}"] = " ".join(graph.notes(iri, tag))
        cells[f"comparability_{tag}"] = " ".join(comparability.sentences(Texts(graph, tag, markup=False), iri))
    return cells


def answers(graph: Graph) -> Iterator[Cells]:
    """Answers by scale and rank."""
    for scale in graph.of_class("Scale"):
        of_scale = {f"scale_label_{tag}": graph.label(scale, tag) for tag in LANGUAGES}
        of_scale |= {"scale": local_name(scale), "scale_ranked": graph.one(scale, "ranked"), "scale_proposed": graph.one(scale, "proposed")}
        for iri in comparability.answers(graph, scale):
            yield _identity(graph, iri) | of_scale | {name: graph.one(iri, name) for name in ("rank", "attested")}


def terms(graph: Graph) -> Iterator[Cells]:
    """Terms of the other closed lists; ``list`` is the class."""
    for name in ("Scale", *LISTS):
        for iri in graph.of_class(name):
            flags = {column: " ".join(map(local_name, _texts(graph, iri, prop))) for column, prop in _FLAGS.items()}
            notes = {f"note_{tag}": " ".join(graph.in_language(iri, (SKOS + "editorialNote",), tag)) for tag in LANGUAGES}
            yield {"list": name} | _identity(graph, iri) | flags | notes


def crosswalk(graph: Graph, rows: list[Row]) -> Iterator[Cells]:
    """A row a code elsewhere. ``scheme`` is the English name of the external list."""
    english = Texts(graph, LANGUAGES[0], markup=False)
    for row in rows:
        cells = {"iri": row.iri, "kind": row.kind, "scheme": english.head(row.scheme), "code": row.code, "link": row.page}
        cells |= {f"label_{tag}": text for tag, text in row.labels.items()}
        yield cells | {
            "relation": row.relation,
            "relation_note": row.note,
            "source": row.source,
            "evidence": row.evidence,
            "confidence": row.confidence,
        }


def _identity(graph: Graph, iri: str) -> Cells:
    cells = {"code": local_name(iri), "iri": iri}
    for tag in LANGUAGES:
        words = graph.words(iri, tag)
        cells |= {f"label_{tag}": words.label, f"definition_{tag}": graph.definition(iri, tag)}
        cells[f"wordings_{tag}"] = WORDINGS.join([*words.alternatives, *words.templates])
    return cells


def _texts(graph: Graph, iri: str, prop: str) -> list[str]:
    return [value.text for value in graph.values(iri, prop)]


def _code(graph: Graph, iri: str, prop: str) -> str:
    return " ".join(graph.codes(iri, prop))
