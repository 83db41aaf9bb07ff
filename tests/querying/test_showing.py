"""A profile as text: terms by their labels in a language, bodies by theirs or as printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Store

from kg import building
from kg.errors import QueryError, VocabularyError
from kg.querying import showing, table

INVENTED = Path(__file__).parents[1] / "corpus" / "MDA-2024"


@pytest.fixture(autouse=True)
def _on_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "_WIDEST", 1000)


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("showing") / "build"
    assert building.run([INVENTED], folder, building.Options(validate=False)).published
    return folder


def rows(text: str) -> list[list[str]]:
    """The cells of the table, cut where its rule of dashes has gaps."""
    _, _, names, rule, *body = text.splitlines()
    spans = [match.span() for match in re.finditer("-+", rule)]
    return [[line[start:end].strip() for start, end in spans] for line in (names, *body)]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            [
                ["indicator", "group", "value", "as printed"],
                ["Prison population", "", "40842 person", "40 842"],
                ["Convicted prisoners", "women", "1844 person", "1 844 женщины"],
                ["Law enforcement budget", "", "342500000000 (342450000000–342550000000) Kazakh tenge", "342,5 млрд. тенге"],
                ["Police officers", "", "data withheld; withheld by: Ministry of Internal Affairs (Kazakhstan)", "МВД закрыла данные"],
                [
                    "Number of investigators",
                    "",
                    "100 person; scope: Anti-Corruption Service (Kazakhstan)",
                    "100 (Антикоррупционная служба)",
                ],
                ["Optional Protocol to the Convention against Torture", "", "ratified", "Подписан и ратифицирован"],
                [
                    "Protocols for individual complaints to UN treaty bodies: CAT article 22 individual communications",
                    *("", "accepted", "Комитета против пыток ООН"),
                ],
            ],
        ),
        (
            "ru",
            [
                ["показатель", "группа", "значение", "как напечатано"],
                ["Тюремное население", "", "40842 человек", "40 842"],
                ["Осужденные", "женщины", "1844 человек", "1 844 женщины"],
                [
                    *("Наличие органа, уполномоченного расследовать пытки", ""),
                    "орган: Прокуратура (Казахстан); подчиняется: Президент (Казахстан)",
                    "Органы подчиняются президенту (МВД – правительству).",
                ],
            ],
        ),
    ],
)
def test_labels_in_a_language(build: Path, language: str, expected: list[list[str]]) -> None:
    found = rows(showing.show("KAZ/2022", build, "text", language))
    assert [row for row in expected if row not in found] == []
    assert not [cell for row in found for cell in row[:3] if re.search(r"[a-z]+\.[a-z]+|^[a-z]+-[a-z]+$", cell)]


def test_bodies_that_did_not_resolve_are_shown_as_printed(invented: Path) -> None:
    found = [row[2] for row in rows(showing.show("invented/MDA/2024", invented, "text"))]
    assert "body: “Антикоррупционная прокуратура”; answers to: Government (Moldova)" in found
    assert "body: Ministry of Internal Affairs (Moldova); answers to: Government (Moldova)" in found
    assert "100–120 person" in found


def test_a_language_that_nobody_knows(build: Path) -> None:
    with pytest.raises(VocabularyError) as caught:
        showing.show("KAZ/2022", build, "text", "xx")
    assert caught.value.code == "KG403"


def test_a_profile_of_another_series_is_found_where_it_is_the_only_one() -> None:
    store, kind = Store(), NamedNode("https://w3id.org/hrmkg/ontology#CountryProfile")
    stem = "https://w3id.org/hrmkg/profile/"
    for name in ("one/RUS/2018", "one/UKR/2020", "two/UKR/2020"):
        store.add(Quad(NamedNode(stem + name), NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), kind))
    assert showing._find("RUS/2018", store) == stem + "one/RUS/2018"
    for name, held in (("UKR/2020", "one/UKR/2020, two/UKR/2020"), ("XXX/1", "one/RUS/2018, one/UKR/2020, two/UKR/2020")):
        with pytest.raises(QueryError, match=f"its profiles are {held}"):
            showing._find(name, store)


def test_a_passage_and_a_thing_may_be_named_without_the_base(build: Path) -> None:
    whole = showing.show("https://w3id.org/hrmkg/source/5950666d4bcb592c/255-261", build, "text")
    assert showing.show("source/5950666d4bcb592c/255-261", build, "text") == whole
    assert showing.show("instrument/CAT", build, "ttl") == showing.show("inst:CAT", build, "ttl")
