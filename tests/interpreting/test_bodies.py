"""Bodies: a role and an area; what does not resolve stays as printed."""

from __future__ import annotations

import pytest
from interpreting_rows import Row, Said

from kg.interpreting.bodies import bodies
from kg.interpreting.cell import Cell
from kg.interpreting.document import lexicon
from kg.model import Body, Figure, Gap
from kg.vocabulary import vocabulary

V = vocabulary()


def listed(text: str, area: str = "KAZ", language: str = "ru", *, announced: bool = False) -> list[Body] | None:
    cell = Cell(text, lexicon(language), area)
    return bodies(cell, 0, len(cell.words), announced=announced)


def test_a_role_is_another_body_in_every_state() -> None:
    assert listed("МВД", "KAZ") == [Body("МВД", "ministry-of-internal-affairs", "KAZ-ministry-of-internal-affairs")]
    assert listed("МВД", "KGZ") == [Body("МВД", "ministry-of-internal-affairs", "KGZ-ministry-of-internal-affairs")]
    assert listed("МВД", "") == [Body("МВД", "ministry-of-internal-affairs", None)]


def test_an_unknown_area_leaves_the_words(row: Row) -> None:
    content = row("investigators", "100 (МВД)", area="").facts[0].content
    assert isinstance(content, Figure)
    assert content.scope == Body("МВД", "ministry-of-internal-affairs", None)
    assert content.scope.shown == "МВД"


@pytest.mark.parametrize("language", sorted(V.languages))
@pytest.mark.parametrize("role", sorted(V.roles))
def test_every_wording_of_every_role(role: str, language: str) -> None:
    own = lexicon(language)
    for text in own._texts(V.roles[role].wordings):
        assert listed(text, "UKR", language) == [Body(text, role, f"UKR-{role}")], text
        assert listed(text.upper(), "UKR", language) == [Body(text.upper(), role, f"UKR-{role}")], text


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "Антикоррупционная служба, МВД, прокуратура",
            ["KAZ-anti-corruption-service", "KAZ-ministry-of-internal-affairs", "KAZ-prosecution"],
        ),
        ("МВД и прокуратура", ["KAZ-ministry-of-internal-affairs", "KAZ-prosecution"]),
    ],
)
def test_lists(text: str, codes: list[str | None]) -> None:
    found = listed(text)
    assert found is not None
    assert [body.code for body in found] == codes


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Иванов",
            "служба",
            "МВД Узбекистана",
            "не МВД",
            "Не полиция",
            "Кроме полиции",
            "МВД и Иванов",
            "МВД, Иванов",
            "Полиция 5",
            "Без службы",
        ),
        *(
            "Служба по борьбе с коррупцией",
            "Самая Большая и Очень Новая Главная Служба Страны",
            "Полиция или МВД",
            "МВД, не полиция",
            "и МВД",
        ),
    ],
)
def test_words_that_are_no_list_of_bodies(text: str) -> None:
    assert listed(text) is None
    assert listed(text, announced=True) is None


def test_announced_names_may_stand_in_any_case() -> None:
    assert listed("Службы Доверия") is None
    assert listed("Службы Доверия", announced=True) == [Body("Службы Доверия")]


def test_who_withholds(row: Row) -> None:
    for area in ("KAZ", "TJK"):
        content = row("police-officers", "МВД закрыла данные", area=area).facts[0].content
        assert content == Gap("withheld", "all", (Body("МВД", "ministry-of-internal-affairs", f"{area}-ministry-of-internal-affairs"),))


def test_designations(said: Said) -> None:
    value = "Пытки расследуют Антикоррупционная служба, МВД, прокуратура. Органы подчиняются президенту (МВД – правительству)."
    assert said("investigating-body", value, area="KGZ") == [
        "investigating-body investigating-body.several "
        "body:KGZ-anti-corruption-service; body:KGZ-ministry-of-internal-affairs; body:KGZ-prosecution",
        "investigating-body.KGZ-anti-corruption-service body:KGZ-anti-corruption-service; answersTo:KGZ-president",
        "investigating-body.KGZ-ministry-of-internal-affairs body:KGZ-ministry-of-internal-affairs; answersTo:KGZ-government",
        "investigating-body.KGZ-prosecution body:KGZ-prosecution; answersTo:KGZ-president",
    ]


@pytest.mark.parametrize(
    "second",
    [
        "Органы не подчиняются президенту.",
        "Органы подчиняются президенту (СК – правительству).",
        "Органы подчиняются президенту, правительству.",
        "Органы подчиняются президенту (правительству – МВД).",
        "Органы подчиняются народу.",
        "Не все органы подчиняются президенту.",
    ],
)
def test_no_designation_is_guessed(row: Row, second: str) -> None:
    reading = row("investigating-body", f"Пытки расследуют МВД, прокуратура. {second}")
    assert reading.problems
    assert "designation" not in {fact.content.kind for fact in reading.facts}


@pytest.mark.parametrize(
    "value",
    [
        "Пытки расследуют МВД",
        "Пытки расследует МВД",
        "Пытки расследуют не МВД, прокуратура",
        "Пытки расследуют МВД, прокуратура, но не Полиция",
    ],
)
def test_one_body_is_not_several(said: Said, value: str) -> None:
    assert said("investigating-body", value) == ["investigating-body unreadable"]
