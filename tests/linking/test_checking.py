"""Every fault of mapping sets is found, and only it: one change to sound links at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import VocabularyError
from kg.linking import checking, resources
from kg.linking.checking import check
from kg.linking.mapping_set import Link, MappingSet
from kg.linking.subjects import BROAD, CLOSE, EXACT, NARROW, OWL, RELATED, SAME, SUBJECT, Subjects
from kg.mapping.terms import BASE

KAZ, ARM, CAT, COURT = BASE + "area/KAZ", BASE + "area/ARM", BASE + "instrument/CAT", BASE + "body/ECtHR"
PRISON, SCALE = BASE + "vocab/indicator/prison-population", BASE + "vocab/scale/guarantee"
WIKIDATA, COUNTRY = "http://www.wikidata.org/entity/", "http://publications.europa.eu/resource/authority/country/"
TOPIC, EUROVOC = "http://metadata.un.org/thesaurus/1006559", "http://eurovoc.europa.eu/"
THING, CONCEPT = "owl named individual", "skos concept"


@pytest.fixture(scope="module")
def subjects(root: Path) -> Subjects:
    return Subjects(root)


def link(subject: str, predicate: str, object_: str, one: str = THING, other: str = THING) -> Link:
    return Link(subject, "", one, predicate, object_, "", other, "semapv:LexicalMatching")


def found(subjects: Subjects, *links: Link) -> list[str]:
    half = len(links) // 2
    sets = [links[:half], links[half:]]
    made = [MappingSet(f"set{n}", {}, tuple(one._replace(line=10 + i) for i, one in enumerate(part))) for n, part in enumerate(sets)]
    return [one.code for one in check(made, subjects)]


def test_sound_links_have_no_fault(subjects: Subjects) -> None:
    sound = [
        link(KAZ, EXACT, WIKIDATA + "Q1"),
        link(KAZ, EXACT, COUNTRY + "KAZ", THING, CONCEPT),
        link(KAZ, CLOSE, EUROVOC + "1"),
        link(ARM, SAME, WIKIDATA + "Q2"),
        link(ARM, EXACT, WIKIDATA + "Q2"),
        link(CAT, SUBJECT, TOPIC, THING, CONCEPT),
        link(PRISON, RELATED, TOPIC, CONCEPT, CONCEPT),
        link(PRISON, CLOSE, EUROVOC + "2", CONCEPT, CONCEPT),
    ]
    assert found(subjects, *sound) == []


@pytest.mark.parametrize("subject", [BASE + "area/XXX", BASE + "vocab/indicator/prison", "http://www.wikidata.org/entity/Q232"])
def test_a_link_of_nothing(subjects: Subjects, subject: str) -> None:
    assert found(subjects, link(subject, RELATED, EUROVOC + "1")) == ["KG881"]


def test_a_link_twice_in_one_set_or_in_two(subjects: Subjects) -> None:
    one = link(KAZ, EXACT, WIKIDATA + "Q1")
    assert found(subjects, one, one) == ["KG882"]
    other = link(ARM, EXACT, WIKIDATA + "Q2")
    assert found(subjects, other, other, one, one._replace(comment="other")) == ["KG882", "KG882"]


@pytest.mark.parametrize(
    ("first", "second", "excluded"),
    [
        (EXACT, RELATED, True),
        (EXACT, BROAD, True),
        (NARROW, SAME, True),
        (RELATED, BROAD, True),
        (NARROW, BROAD, True),
        (RELATED, NARROW, True),
        (EXACT, CLOSE, False),
        (CLOSE, RELATED, False),
        (CLOSE, BROAD, False),
    ],
)
def test_relations_that_exclude_one_another(subjects: Subjects, first: str, second: str, excluded: bool) -> None:
    """SKOS, S27 and S46; closeMatch excludes nothing."""
    said = found(subjects, link(KAZ, first, WIKIDATA + "Q1"), link(KAZ, second, WIKIDATA + "Q1"))
    assert said == (["KG883"] if excluded else [])
    assert found(subjects, link(KAZ, first, WIKIDATA + "Q1"), link(ARM, second, WIKIDATA + "Q3")) == []


def test_one_thing_is_not_two_of_one_list(subjects: Subjects) -> None:
    one, other = link(KAZ, EXACT, WIKIDATA + "Q1"), link(KAZ, SAME, WIKIDATA + "Q3")
    assert found(subjects, one, other) == ["KG883"]
    assert found(subjects, one, link(KAZ, CLOSE, WIKIDATA + "Q3")) == []
    assert found(subjects, one, link(KAZ, EXACT, COUNTRY + "KAZ")) == []


@pytest.mark.parametrize(
    "wrong",
    [
        link(CAT, EXACT, COUNTRY + "KAZ", THING, CONCEPT),
        link(KAZ, EXACT, "http://publications.europa.eu/resource/authority/currency/KZT", THING, CONCEPT),
        link(CAT, EXACT, "https://sws.geonames.org/1/"),
        link(PRISON, RELATED, WIKIDATA + "Q1", CONCEPT),
        link(SCALE, RELATED, EUROVOC + "1", CONCEPT, CONCEPT),
        link(KAZ, EXACT, "https://example.org/unlisted"),
        link(CAT, EXACT, TOPIC, THING, CONCEPT),
        link(COURT, CLOSE, TOPIC, THING, CONCEPT),
        link(KAZ, EXACT, WIKIDATA + "Q1", THING, "owl class"),
        link(KAZ, SAME, WIKIDATA + "Q1", THING, CONCEPT),
        link(KAZ, OWL + "equivalentClass", WIKIDATA + "Q1"),
    ],
)
def test_another_kind(subjects: Subjects, wrong: Link) -> None:
    assert set(found(subjects, wrong)) == {"KG884"}


@pytest.mark.parametrize("predicate", [EXACT, SAME, BROAD, NARROW, SUBJECT])
def test_an_indicator_of_safeguards_is_never_what_others_measure(subjects: Subjects, predicate: str) -> None:
    wrong = link(PRISON, predicate, EUROVOC + "1", THING, THING)
    assert found(subjects, wrong) == ["KG884"]
    score = next(iri for iri, classes in subjects.classes.items() if "IndexScore" in classes)
    assert "KG884" in found(subjects, wrong._replace(subject=score))


def test_a_thing_that_is_listed_as_another_kind(subjects: Subjects) -> None:
    said = found(subjects, link(KAZ, EXACT, WIKIDATA + "Q1"), link(COURT, EXACT, WIKIDATA + "Q1"))
    assert sorted(said) == ["KG884", "KG885"]


def test_two_of_ours_would_be_one(subjects: Subjects) -> None:
    assert found(subjects, link(KAZ, EXACT, WIKIDATA + "Q1"), link(ARM, SAME, WIKIDATA + "Q1")) == ["KG885"]
    assert found(subjects, link(KAZ, CLOSE, WIKIDATA + "Q1"), link(ARM, EXACT, WIKIDATA + "Q1")) == []


def test_verified_names_file_and_line(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "ontology" / "alignments"
    place.mkdir(parents=True)
    text = resources.files(root)[0].read_text(encoding="utf-8")
    (place / "areas.sssom.tsv").write_text(text + text.splitlines()[-1].replace("area:UKR", "area:XXX") + "\n", encoding="utf-8")
    monkeypatch.setattr(checking, "Subjects", lambda _: Subjects(root))
    with pytest.raises(VocabularyError) as caught:
        checking.verified(tmp_path)
    assert (caught.value.code, caught.value.line) == ("KG881", len(text.splitlines()) + 1)
    assert str(caught.value.file).endswith("areas.sssom.tsv")
