"""Bodies: a role and an area; what does not resolve stays as printed."""

from __future__ import annotations

import pytest
from interpreting_rows import Row, Said

from kg.interpreting.bodies import bodies
from kg.interpreting.cell import Cell
from kg.interpreting.language import lexicon
from kg.model import Body, Designation, Figure, Gap
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
        "Пытки расследует не МВД",
        "Пытки расследует МВД или прокуратура",
        "Пытки расследует полиция МВД",
        "Пытки не расследует МВД",
        "Пытки расследует только МВД",
        "Пытки расследуют не МВД, прокуратура",
        "Пытки расследуют МВД, прокуратура, но не Полиция",
    ],
)
def test_one_body_is_not_several(said: Said, value: str) -> None:
    assert said("investigating-body", value) == ["investigating-body unreadable"]


@pytest.mark.parametrize(
    ("value", "language", "body"),
    [
        ("Пытки расследует МВД", "ru", "KAZ-ministry-of-internal-affairs"),
        ("Пытки расследует прокуратура.", "ru", "KAZ-prosecution"),
        ("Torture is investigated by the prosecution", "en", "KAZ-prosecution"),
        ("The State Bureau of Investigation investigates torture.", "en", "KAZ-state-bureau-of-investigation"),
    ],
)
def test_one_body_is_named_and_no_answer(said: Said, row: Row, value: str, language: str, body: str) -> None:
    assert said("investigating-body", value, language) == [f"investigating-body.{body} body:{body}"]
    assert not row("investigating-body", value, language).problems


def test_one_body_and_to_whom_it_answers(row: Row) -> None:
    (fact,) = row("investigating-body", "Пытки расследует МВД. Орган подчиняется президенту.").facts
    assert isinstance(fact.content, Designation)
    assert (fact.content.body.code, fact.content.answers_to and fact.content.answers_to.code) == (
        "KAZ-ministry-of-internal-affairs",
        "KAZ-president",
    )
    assert fact.as_printed == "Пытки расследует МВД. Орган подчиняется президенту."


def test_one_body_is_named_in_its_own_row_only(said: Said) -> None:
    assert said("coverage", "Пытки расследует МВД") == ["coverage unreadable"]


def test_two_superiors_of_one_body_contradict_each_other(row: Row) -> None:
    reading = row("investigating-body", "Пытки расследует МВД. Орган подчиняется президенту. Орган подчиняется парламенту.")
    assert {fact.content.kind for fact in reading.facts} == {"gap"}
    assert {problem.code for problem in reading.problems} == {"KG218"}


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("Антикоррупционного агентства и МВД", "ru", ["Антикоррупционного агентства", "KAZ-ministry-of-internal-affairs"]),
        ("МВД и Финансовая полиция", "ru", ["KAZ-ministry-of-internal-affairs", "Финансовая полиция"]),
        ("МВД, Антикоррупционная прокуратура", "ru", ["KAZ-ministry-of-internal-affairs", "Антикоррупционная прокуратура"]),
        ("МВД, Национальное бюро расследований", "ru", ["KAZ-ministry-of-internal-affairs", "Национальное бюро расследований"]),
        (
            "prosecution, Special Investigation Service and Border Police",
            "en",
            ["KAZ-prosecution", "Special Investigation Service", "Border Police"],
        ),
        ("Special Investigation Service and the police", "en", ["Special Investigation Service", "KAZ-police"]),
        ("Investigative Committee and Border Service", "en", ["KAZ-investigative-committee", "Border Service"]),
        ("Office of the Prosecutor General", "en", ["Office of the Prosecutor General"]),
    ],
)
def test_a_known_body_is_linked_and_an_unknown_one_kept(text: str, language: str, shown: list[str]) -> None:
    found = listed(text, language=language, announced=True)
    assert found is not None
    assert [body.shown for body in found] == shown
    # A body word with its complement is a name wherever it stands; anything else needs words that announce a body.
    assert listed(text, language=language) == (found if text.endswith("бюро расследований") else None)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Police and Prisons Department", "en"),
        ("Ministry of Justice and Prisons Department", "en"),
        ("Committee for Prisons and Police", "en"),
        ("Department of Police and Prisons", "en"),
        ("Military and Border Police", "en"),
        ("Allegedly Police and the prosecution", "en"),
        ("prosecution and Reportedly Police", "en"),
        ("МВД, Любая прокуратура", "ru"),
        ("МВД, Прежнее управление безопасности", "ru"),
        ("Police of the Ministry of Interior", "en"),
        ("Border Police Police", "en"),
        ("МВД и служба", "ru"),
        ("МВД и Порой", "ru"),
        ("Финансовая и МВД", "ru"),
        ("Порой полиция и МВД", "ru"),
        ("МВД и не Финансовая полиция", "ru"),
        ("МВД и Финансовая полиция МВД", "ru"),
        ("Комитет контроля и МВД и прокуратура", "ru"),
    ],
)
def test_a_conjunction_that_may_stand_inside_one_name(text: str, language: str) -> None:
    assert listed(text, language=language, announced=True) is None


def test_an_unknown_body_is_listed_for_a_person(row: Row) -> None:
    reading = row("investigators", "100 (данные Антикоррупционного агентства и МВД)")
    assert isinstance(reading.facts[0].content, Figure)
    (problem,) = reading.problems
    assert problem.code == "KG219"
    assert "'Антикоррупционного агентства'" in problem.text
