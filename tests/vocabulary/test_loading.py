"""The vocabulary is complete: what each term must have for the reader to use it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.errors import VocabularyError
from kg.interpreting.language import lexicon
from kg.reading.text import lines, read
from kg.vocabulary import loading, vocabulary
from kg.vocabulary.resources import ontology_files, root
from kg.vocabulary.terms import Indicator

V = vocabulary()
DOCUMENT = Path(__file__).parents[2] / "data" / "profiles" / "antitorture" / "KAZ-2022" / "document.txt"
HRM = V.prefixes["hrm"]
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@pytest.mark.parametrize("indicator", V.indicators.values(), ids=sorted(V.indicators, key=list(V.indicators).index))
def test_an_indicator_is_complete(indicator: Indicator) -> None:
    assert indicator.section in V.sections
    assert indicator.labels.keys() >= {"ru", "en"}
    assert indicator.position > 0
    if indicator.kind == "Figure":
        assert indicator.money != (indicator.unit in V.units)
        assert indicator.scale is indicator.instrument is None
    elif indicator.kind == "Assessment":
        assert any(a.scale == indicator.scale for a in V.answers.values())
        assert indicator.unit is indicator.instrument is None
        assert not indicator.money
    else:
        assert indicator.kind == "ReportedStanding"
        assert (indicator.instrument in V.instruments) != (indicator.named_means in V.standings)
    if indicator.facet_of:
        assert V.indicators[indicator.facet_of].section == indicator.section
        assert V.indicators[indicator.facet_of].facet_of is None
    if indicator.component_of:
        assert V.indicators[indicator.component_of].unit == indicator.unit


def test_positions_tell_indicators_apart() -> None:
    positions = [i.position for i in V.indicators.values()]
    assert len(set(positions)) == len(positions)


def test_every_indicator_has_one_type_of_the_guide() -> None:
    nodes = loading._nodes(ontology_files())
    types = {iri for iri, node in nodes.items() if any(t.value == HRM + "IndicatorType" for t in node.get(TYPE, ()))}
    assert {loading.local_name(t) for t in types} == {"structure", "process", "outcome"}
    for indicator in V.indicators.values():
        assert [t.value for t in nodes[indicator.iri][HRM + "indicatorType"] if t.value in types], indicator.code
        assert len(nodes[indicator.iri][HRM + "indicatorType"]) == 1, indicator.code


def test_parts_are_of_figures_and_of_known_groups() -> None:
    assert V.parts
    for part in V.parts.values():
        assert V.indicators[part.indicator].kind == "Figure"
        assert part.group in V.groups
        assert part.group != "all"
        assert part.code == f"{part.indicator}.{part.group}"


def test_scales_are_ranked_without_holes() -> None:
    for scale in {a.scale for a in V.answers.values()}:
        ranks = [a.rank for a in V.answers.values() if a.scale == scale]
        assert len(ranks) > 1
        assert ranks == [None] * len(ranks) or sorted(r for r in ranks if r) == list(range(1, len(ranks) + 1)), scale


def test_every_scale_is_used() -> None:
    assert {a.scale for a in V.answers.values()} == {i.scale for i in V.indicators.values() if i.scale}


def test_standings_fit_classes_of_instruments() -> None:
    assert {s.standing_for for s in V.standings.values()} == {"Treaty", "Procedure", "SoftLaw"}
    for indicator in V.indicators.values():
        if indicator.instrument:
            assert any(s.standing_for == V.instruments[indicator.instrument].standing_class for s in V.standings.values())


@pytest.mark.parametrize(
    "name", ["indicators", "parts", "answers", "standings", "groups", "units", "multipliers", "reasons", "roles", "sections", "languages"]
)
def test_every_term_has_labels_and_wordings_in_every_language(name: str) -> None:
    for term in getattr(V, name).values():
        for language in V.languages:
            assert term.labels.get(language, "").strip(), (term.code, language)
            assert any(w.language == language and w.preferred for w in term.wordings), (term.code, language)


def test_no_wording_is_in_an_undeclared_language() -> None:
    for name in ("indicators", "parts", "answers", "standings", "groups", "units", "multipliers", "reasons", "roles", "sections"):
        for term in getattr(V, name).values():
            assert {w.language for w in term.wordings} <= V.languages.keys(), term.code


def test_a_language_says_how_it_writes() -> None:
    for language in V.languages.values():
        assert language.decimal_mark in (",", ".")
        assert language.decimal_mark not in language.grouping_marks
        assert {" ", "\u00a0", "\u202f"} <= set(language.grouping_marks)
        assert language.connectors
        assert language.body_words
        assert language.qualifiers
        assert not set(language.body_words) & set(language.qualifiers)


def test_areas_have_adjectives_in_every_language() -> None:
    for area in V.areas.values():
        assert len(area.code) == 3
        assert area.m49.isdigit()
        for language in V.languages:
            assert area.adjectives[language]


def test_the_37_rows_of_the_real_document_are_known() -> None:
    own = lexicon("ru")
    rows = [line for line in lines(read(DOCUMENT).text) if "\t" in line.text]
    known = [own.label(line.text[: line.cuts[0][0]]) for line in rows]
    assert len(rows) == 37
    assert None not in known
    hits = [(label[0].indicator, label[0].group) for label in known if label]
    assert len(set(hits)) == 37


def test_unknown_codes_raise_and_name_the_near_ones() -> None:
    with pytest.raises(VocabularyError, match=r"unknown group 'girls'; known are .*women") as caught:
        V.term(V.groups, "girls", what="group")
    assert caught.value.code == "KG403"


# ------------------------------------------------------------------ loading fails with file and line


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(root() / "ontology", tmp_path / "ontology")
    shutil.copytree(root() / "data" / "reference", tmp_path / "data" / "reference")
    return tmp_path


def test_a_copy_loads_as_the_original(copy: Path) -> None:
    assert loading.load(copy) == V


def test_turtle_that_does_not_parse_is_an_error(copy: Path) -> None:
    file = copy / "ontology" / "vocab" / "groups.ttl"
    file.write_text(file.read_text(encoding="utf-8") + "\ngroup:x a hrm:Group", encoding="utf-8")
    with pytest.raises(VocabularyError, match="not Turtle") as caught:
        loading.load(copy)
    assert caught.value.code == "KG406"
    assert caught.value.file == str(file)
    assert caught.value.line


def test_a_ragged_table_is_an_error(copy: Path) -> None:
    file = copy / "data" / "reference" / "areas.tsv"
    file.write_text(file.read_text(encoding="utf-8") + "XXX\tX\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match="the row has 2 cells") as caught:
        loading.load(copy)
    assert caught.value.code == "KG405"
    assert caught.value.line == len(file.read_text(encoding="utf-8").splitlines())
