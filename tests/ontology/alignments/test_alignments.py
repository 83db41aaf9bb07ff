"""The data of links: derived files are what their sources say, kept ones are justified, open questions are open, names were seen."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.linking import deriving, resources
from kg.linking.checking import MEASURES, verified
from kg.linking.mapping_set import MappingSet, read
from kg.linking.names import KINDS
from kg.linking.subjects import CLOSE, EXACT, RELATED, SUBJECT, Subjects
from kg.linking.words import folded
from kg.mapping.terms import BASE
from kg.vocabulary import vocabulary


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def iri(curie: str) -> str:
    prefix, _, local = curie.partition(":")
    return vocabulary().prefixes[prefix] + local


@pytest.fixture(scope="module")
def subjects(root: Path) -> Subjects:
    return Subjects(root)


@pytest.fixture(scope="module")
def sets(root: Path) -> list[MappingSet]:
    return verified(root)


def test_all_sets_are_sound(sets: list[MappingSet]) -> None:
    """Every file was read and no rule of KG880 … KG885 is broken."""
    assert [one.name for one in sets] == ["areas", "bodies", "indicators", "instruments", "vocabulary"]
    assert sum(len(one.mappings) for one in sets) >= 160


def test_derived_files_are_what_tables_and_vocabulary_say(root: Path) -> None:
    derived = deriving.texts(root)
    assert {file.name for file in resources.files(root) if read(file).sources} == set(derived)
    for name, text in derived.items():
        assert (resources.folder(root) / name).read_text(encoding="utf-8") == text, f"{name}: see ontology/alignments/README.md"


def test_they_say_what_the_graph_says(sets: list[MappingSet], subjects: Subjects) -> None:
    """Each link of the graphs once; only the one heading that its table calls exact is said more narrowly."""
    held = {one[:3] for one in subjects.links()}
    said = {(link.subject, link.predicate, link.object) for one in sets if one.sources for link in one.mappings}
    echr = (BASE + "instrument/ECHR", "http://eurovoc.europa.eu/5326")
    assert held - said == {(echr[0], SUBJECT, echr[1])}
    assert said - held == {(echr[0], EXACT, echr[1])}


def test_evidence_and_confidence_come_with_every_link_that_a_table_makes(sets: list[MappingSet]) -> None:
    numbers = set(resources.confidences().values())
    unverified = set()
    for one in sets:
        for link in one.mappings:
            assert link.reviewer == ""
            assert link.author == "hrmkg contributors"
            if link.confidence:
                assert link.confidence in numbers
                assert "Evidence: " in link.comment
                assert "memory" not in link.comment.partition("Evidence: ")[0]
            else:
                unverified.add(link.subject.removeprefix(BASE))
    assert unverified == {"vocab/language/en", "vocab/language/ru", "vocab/unit/EUR"}
    asked = {iri(row["subject"]).removeprefix(BASE) for row in table(resources.folder() / "open-questions.tsv")}
    assert {"vocab/language/ru", "vocab/unit/EUR"} <= asked


def test_indicators_are_related_or_close_and_never_the_same(sets: list[MappingSet], subjects: Subjects) -> None:
    """They measure safeguards and what profiles report; others measure incidence."""
    met = [link for one in sets for link in one.mappings if subjects.classes[link.subject] & MEASURES]
    assert len(met) >= 30
    assert {link.predicate for link in met} <= {RELATED, CLOSE}


def test_words_of_a_lexical_match_stand_in_labels_of_both(root: Path, sets: list[MappingSet]) -> None:
    headings = {row["uri"]: row for row in table(root / "data" / "reference" / "subjects.tsv")}
    eurovoc = {link.object: link.object_label for one in sets for link in one.mappings if "eurovoc" in link.object and link.object_label}
    (kept,) = [one for one in sets if not one.sources]
    for link in kept.mappings:
        term = vocabulary().indicators[link.subject.rpartition("/")[2]]
        ours = [*term.labels.values(), *(wording.template for wording in term.wordings)]
        heading = headings.get(link.object, {})
        theirs = [eurovoc.get(link.object, ""), heading.get("label_en", ""), heading.get("label_ru", "")]
        assert link.match_string
        for side in (ours, theirs):
            assert any(link.match_string.casefold() in text.casefold() for text in side), link
        assert link.justification == "semapv:LexicalMatching"
        assert heading or link.object.startswith("http://eurovoc.europa.eu/"), "a heading that no table lists was not verified"


def test_headings_of_the_kept_set_are_those_that_the_facts_name(root: Path, sets: list[MappingSet]) -> None:
    """EuroVoc headings of indicators are verified ones: an instrument leads to them, or the evidence names the list that holds them."""
    (kept,) = [one for one in sets if not one.sources]
    for link in kept.mappings:
        if "eurovoc" in link.object:
            assert "PyPI eurovoc 23.10.16.0" in link.comment


def test_open_questions_are_open_and_can_be_asked(root: Path, sets: list[MappingSet], subjects: Subjects) -> None:
    rows = table(resources.folder(root) / "open-questions.tsv")
    assert [row["key"] for row in rows] == sorted({row["key"] for row in rows})
    for row in rows:
        assert iri(row["subject"]) in subjects.classes, row["key"]
        assert row["question"].count("?") >= 1
        assert row["query"].strip()
        if row["where"] != "page":
            assert row["where"].startswith(("https://", "http://"))
            Store().query(row["query"])  # raises SyntaxError for what is not SPARQL
    settled = {(link.subject, resources.scheme(link.object).code) for one in sets for link in one.mappings if link.predicate == EXACT}  # type: ignore[union-attr]
    assert [row["key"] for row in rows if row["key"].startswith("wikidata-") and (iri(row["subject"]), "wikidata") in settled] == []


def test_nothing_without_a_wikidata_item_is_forgotten(root: Path, sets: list[MappingSet]) -> None:
    asked = {row["subject"] for row in table(resources.folder(root) / "open-questions.tsv") if row["list"] == "wikidata"}
    for name, prefix in (("instruments", "inst"), ("bodies", "body")):
        for row in table(root / "data" / "reference" / f"{name}.tsv"):
            procedure_or_class = row.get("kind") == "procedure" or row["key"] == "NPM"
            assert bool(row["wikidata_qid"]) + (f"{prefix}:{row['key']}" in asked) + procedure_or_class == 1, row["key"]


def test_every_list_that_partners_use_is_linked_or_asked_for(root: Path, sets: list[MappingSet]) -> None:
    linked = {resources.scheme(link.object).code for one in sets for link in one.mappings}  # type: ignore[union-attr]
    assert linked == set(resources.schemes())
    asked = {row["list"] for row in table(resources.folder(root) / "open-questions.tsv")}
    assert {"sdg", "world-bank", "v-dem", "political-terror-scale", "world-prison-brief", "correlates-of-war"} <= asked


def test_names_were_seen_and_are_no_labels(root: Path, subjects: Subjects) -> None:
    rows = table(resources.folder(root) / "names.tsv")
    assert rows == sorted(rows, key=lambda row: (row["subject"], row["language"], row["name"]))
    assert len({(row["subject"], row["name"]) for row in rows}) == len(rows)
    for row in rows:
        assert iri(row["subject"]) in subjects.classes
        assert subjects.labels[iri(row["subject"])] != row["name"]
        assert row["kind"] in KINDS
        assert row["language"] in ("en", "ru")
        file = row["evidence"].partition(",")[0]
        if (root / file).is_file():  # words of the project's own data; other evidence is cited
            text = folded((root / file).read_text(encoding="utf-8"))
            ends = {word[:4] for word in text.split()}
            missing = [word for word in folded(row["name"]).split() if word[:4] not in ends]
            assert missing == [], row
            assert (
                "in another case" in row["evidence"]
                or folded(row["name"]) in text
                or "wordings" in row["evidence"]
                or "wording" in row["evidence"]
            )


def test_letters_are_the_russian_alphabet(root: Path) -> None:
    rows = table(resources.folder(root) / "transliteration.tsv")
    assert "".join(row["letter"] for row in rows) == "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
    assert all(row["latin"].isascii() and row["initial"].isascii() for row in rows)
    assert "".join(row["letter"] for row in rows if row["opens"]) == "аеёийоуъыьэюя"
