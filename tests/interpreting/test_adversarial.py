"""Inputs near the family's wording whose obvious reading is wrong: a gap or a listed problem is right, a silent value is not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from interpreting_rows import Row, Said

from kg.interpreting import interpret
from kg.model import Assessment, Designation, Figure, Gap, Reading, ReportedStanding
from kg.reading import text as reading_text

INVESTIGATION = "Орган расследования сообщений о пытках и жестоком обращении"


def read(text: str, language: str = "ru", area: str = "KAZ") -> Reading:
    return interpret(reading_text.document(text.encode("utf-8"), "x.txt"), language=language, area=area)


def values(reading: Reading) -> list[object]:
    """Every value and every bound that is stated."""
    figures = [f.content for f in reading.facts if isinstance(f.content, Figure)]
    return [number for c in figures for number in (c.value, c.lower, c.upper) if number is not None]


# ------------------------------------------------------------------ numbers


@pytest.mark.parametrize("value", ["100–", "100 –", "100-", "100 —"])
def test_half_a_range_is_no_number(row: Row, value: str) -> None:
    """The second number is cut off or the range is open."""
    assert values(row("population", value)) == []


@pytest.mark.parametrize("value", ["5 EUR –", "5 EUR-"])
def test_half_a_range_is_no_amount(row: Row, value: str) -> None:
    assert values(row("law-enforcement-budget", value)) == []


@pytest.mark.parametrize("value", ["40 8…", "40 842…", "40 842 …", "40..."])
def test_a_number_that_is_cut_off(row: Row, value: str) -> None:
    assert values(row("population", value)) == []


@pytest.mark.parametrize("value", ["5 -6", "5 −6"])
def test_a_dash_that_belongs_to_the_second_number_makes_no_range(row: Row, value: str) -> None:
    assert values(row("population", value)) == []


@pytest.mark.parametrize("value", ["13,57", "12,34", "1,23,456"])
def test_a_decimal_comma_in_an_english_document_is_no_whole_number(row: Row, value: str) -> None:
    assert values(row("investigators", value, "en")) == []
    assert values(row("caseload", value, "en")) == []


@pytest.mark.parametrize("value", ["5, а также 3 женщины", "5 и 3 женщины", "5 а также 3 подростка"])
def test_and_also_adds_to_a_total(row: Row, value: str) -> None:
    """Three who are named beside the five are not among them."""
    subsets = [f.content.subset_of for f in row("convicted-prisoners", value).facts if isinstance(f.content, Figure)]
    assert not any(subsets)


def test_and_also_adds_to_a_total_in_english(row: Row) -> None:
    subsets = [f.content.subset_of for f in row("convicted-prisoners", "5 and 3 women", "en").facts if isinstance(f.content, Figure)]
    assert not any(subsets)


def test_roubles_of_belarus_are_not_russian(row: Row) -> None:
    for value in ("5 млн рублей", "5 руб."):
        units = {f.content.unit for f in row("law-enforcement-budget", value, area="BLR").facts if isinstance(f.content, Figure)}
        assert "RUB" not in units, value


def test_roubles_of_belarus_are_not_russian_in_english(row: Row) -> None:
    units = {f.content.unit for f in row("law-enforcement-budget", "5 million roubles", "en", "BLR").facts if isinstance(f.content, Figure)}
    assert "RUB" not in units


# ------------------------------------------------------------------ rows that lean on the row above


def test_including_from_detention_is_of_the_row_above() -> None:
    reading = read(
        "\n".join(
            (
                INVESTIGATION,
                "Число жалоб на пытки и жестокое обращение\t1 357",
                "Число возбужденных уголовных дел\t21",
                "В том числе из мест изоляции\t3",
            )
        )
    )
    assert not [f for f in reading.facts if f.indicator == "torture-complaints" and f.line == 4 and isinstance(f.content, Figure)]


def test_of_which_from_detention_is_of_the_row_above() -> None:
    reading = read("Investigating body\nCriminal cases opened\t21\nOf which from places of detention\t3\n", "en")
    assert not [f for f in reading.facts if f.indicator == "torture-complaints" and isinstance(f.content, Figure)]


# ------------------------------------------------------------------ answers


@pytest.mark.parametrize(
    ("value", "language"),
    [
        ("Создан, но не работает на всей территории республики", "ru"),
        ("Создан не работает на всей территории республики", "ru"),
        ("Создан, но не работает везде", "ru"),
        ("Создан, не действует повсеместно", "ru"),
        ("Создан, но не работает во всех административных единицах", "ru"),
        ("Не создан на всей территории республики", "ru"),
        ("Не создан везде", "ru"),
        ("Не создан только в столице", "ru"),
        ("Established but not working on the whole territory", "en"),
        ("Established but does not work everywhere", "en"),
        ("Not established across the whole territory", "en"),
        ("Not established in the capital only", "en"),
    ],
)
def test_a_negation_reaches_what_follows_it(row: Row, value: str, language: str) -> None:
    """To work, but not in the whole territory, is neither not to work nor to do so in the whole territory."""
    reading = row("oversight-mechanism", value, language)
    assert not [f.content for f in reading.facts if isinstance(f.content, Assessment) and f.indicator == "oversight-mechanism-territory"]


@pytest.mark.parametrize("value", ["Создан и работает (женщины)", "Отсутствует (женщины)"])
def test_a_group_in_brackets_is_told(row: Row, value: str) -> None:
    for fact in row("oversight-mechanism", value).facts:
        assert not (isinstance(fact.content, Assessment) and fact.content.group == "all")


# ------------------------------------------------------------------ bodies


@pytest.mark.parametrize(
    "value",
    [
        *("Пытки расследуют МВД, МВД", "Пытки расследуют МВД и Министерство внутренних дел", "Пытки расследует полиция и полиция"),
        *("Пытки расследует полиция МВД", "Пытки расследует прокуратура правительства", "Пытки расследуют полиция полиции"),
    ],
)
def test_one_body_named_twice_or_a_part_of_another_is_not_several(row: Row, value: str) -> None:
    assert not [f for f in row("investigating-body", value).facts if isinstance(f.content, Assessment)]


def test_one_body_named_twice_in_english(row: Row) -> None:
    for value in ("Torture is investigated by the police, the police", "Torture is investigated by the MIA and the Ministry of Interior"):
        assert not [f for f in row("investigating-body", value, "en").facts if isinstance(f.content, Assessment)], value


@pytest.mark.parametrize("value", ["298 (данные полиции МВД)", "298 (данные прокуратуры правительства)"])
def test_a_part_of_a_body_is_not_two_bodies(row: Row, value: str) -> None:
    for fact in row("investigators", value).facts:
        assert not (isinstance(fact.content, Figure) and len(fact.content.data_from) > 1)


@pytest.mark.parametrize(
    ("value", "language"),
    [
        ("100 (Бюро закрыло данные)", "ru"),
        ("100 (Данные служба опровергает)", "ru"),
        ("100 (данные Полиции отсутствуют)", "ru"),
        ("100 (данные Полиции опровергнуты)", "ru"),
        ("100 (Ни одна служба)", "ru"),
        ("100 (Минус полиция)", "ru"),
        ("100 (План полиция)", "ru"),
        ("100 (Половина службы и полиция)", "ru"),
        ("100 (Office closed)", "en"),
        ("100 (Police denied)", "en"),
        ("100 (data from Police disputed)", "en"),
        ("100 (Never police)", "en"),
    ],
)
def test_a_sentence_is_no_name_of_a_body(row: Row, value: str, language: str) -> None:
    """What qualifies or denies the number is not taken for the name of whom it is limited to."""
    assert values(row("investigators", value, language)) == []


@pytest.mark.parametrize(
    ("value", "language"),
    [
        ("Ранее Полиция закрыла данные", "ru"),
        ("Раньше полиция закрыла данные", "ru"),
        ("Никогда полиция закрыла данные", "ru"),
        ("Previously Police has closed the data", "en"),
    ],
)
def test_an_adverb_is_no_name_of_a_body(row: Row, value: str, language: str) -> None:
    reading = row("police-officers", value, language)
    assert [f.content for f in reading.facts] == [Gap("unreadable")]


def test_bodies_without_a_joiner_are_no_list(row: Row) -> None:
    assert [f.content for f in row("police-officers", "МВД Полиция закрыла данные").facts] == [Gap("unreadable")]


def test_two_superiors_of_a_body_contradict_each_other(row: Row) -> None:
    value = "Пытки расследуют МВД, прокуратура. Органы подчиняются президенту. Органы подчиняются парламенту."
    reading = row("investigating-body", value)
    assert reading.problems
    assert not [f for f in reading.facts if isinstance(f.content, Designation)]


@pytest.mark.parametrize(
    ("value", "language"),
    [
        ("Пытки расследуют МВД, прокуратура. Орган подчиняется президенту.", "ru"),
        ("Torture is investigated by the police and the prosecution. The body answers to the president.", "en"),
    ],
)
def test_the_body_does_not_stand_for_several(row: Row, value: str, language: str) -> None:
    assert not [f for f in row("investigating-body", value, language).facts if isinstance(f.content, Designation)]


# ------------------------------------------------------------------ standings


def test_not_ratified_is_not_unsigned(said: Said) -> None:
    """A state that has not ratified may have signed: the words do not say."""
    assert said("opcat-standing", "Не ратифицирован") == ["opcat-standing unreadable"]


def test_two_standings_of_a_procedure_contradict_each_other(row: Row) -> None:
    value = "Протокол Комитета по правам человека. Протокол Комитета по правам человека не признан."
    reading = row("individual-complaints", value)
    assert reading.problems
    assert not [f for f in reading.facts if isinstance(f.content, ReportedStanding)]


@pytest.mark.parametrize(
    ("value", "language"),
    [
        ("Процедура расследования по статье 20 Конвенции против пыток", "ru"),
        ("Заявление об отсрочке обязательств по статье 24 Факультативного протокола к Конвенции против пыток", "ru"),
        ("Процедура межгосударственных сообщений по статье 41 Международного пакта о гражданских и политических правах", "ru"),
        ("CAT article 20 inquiry procedure", "en"),
    ],
)
def test_inquiries_and_states_complaints_are_no_individual_complaints(row: Row, value: str, language: str) -> None:
    assert not [f for f in row("individual-complaints", value, language).facts if isinstance(f.content, ReportedStanding)]


# ------------------------------------------------------------------ what holds today and must keep holding


@pytest.mark.parametrize(
    ("indicator", "value", "language"),
    [
        ("population", "5 (6)", "ru"),
        ("population", "5: 10", "ru"),
        ("population", "100, 120", "ru"),
        ("population", "1 357 (2021)", "ru"),
        ("population", "5 (2021)", "en"),
    ],
)
def test_a_second_number_is_never_silent(row: Row, indicator: str, value: str, language: str) -> None:
    assert row(indicator, value, language).problems


def test_a_value_is_never_taken_from_another_line() -> None:
    reading = read(f"{INVESTIGATION}\nПередано в суд\n60\nЧисло возбужденных уголовных дел\t21\n")
    assert values(reading) == [21]
    assert reading.problems


def test_digits_of_other_scripts_are_numbers_of_the_same_value(row: Row) -> None:
    assert values(row("population", "１２")) in ([], [12])
    assert values(row("caseload", "１２,５")) in ([], [Decimal("12.5"), Decimal("12.45"), Decimal("12.55")])
