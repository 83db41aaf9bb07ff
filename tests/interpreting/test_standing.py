"""Standings towards one instrument, and towards the procedures that a cell names."""

from __future__ import annotations

import pytest
from interpreting_rows import Row, Said

from kg.interpreting.language import lexicon
from kg.model import ReportedStanding
from kg.vocabulary import vocabulary

V = vocabulary()
CASES = [
    pytest.param(i.code, s.code, language, text, id=f"{i.code}-{language}-{text}")
    for i in V.indicators.values()
    if i.instrument
    for s in V.standings.values()
    if s.standing_for == V.instruments[i.instrument].standing_class
    for language in sorted(V.languages)
    for text in lexicon(language)._texts(s.wordings)
]
NEGATIONS = {"ru": ("не ", "почти "), "en": ("not ", "almost ")}


@pytest.mark.parametrize(("indicator", "standing", "language", "text"), CASES)
def test_every_wording(row: Row, indicator: str, standing: str, language: str, text: str) -> None:
    for printed in (text, text + ".", text.upper()):
        reading = row(indicator, printed, language)
        (fact,) = reading.facts
        assert fact.content == ReportedStanding(standing, V.indicators[indicator].instrument or "")
        assert not reading.problems
    assert row(indicator, V.standings[standing].labels[language], language).facts[0].match == "exact"


@pytest.mark.parametrize(("indicator", "standing", "language", "text"), CASES)
def test_a_word_more_never_gives_the_same_standing(row: Row, indicator: str, standing: str, language: str, text: str) -> None:
    words = text.split()
    for extra in (*NEGATIONS[language], "xyz "):
        for at in range(len(words) + 1):
            printed = " ".join([*words[:at], extra.strip(), *words[at:]])
            reading = row(indicator, printed, language)
            same = [f for f in reading.facts if f.content == ReportedStanding(standing, V.indicators[indicator].instrument or "")]
            assert not same, printed


@pytest.mark.parametrize(
    "value",
    [
        "Ратифицирован с оговоркой",
        "Подписан и ратифицирован (2008)",
        "Подписан, ратифицирован?",
        "Присоединился с оговорками",
        "Ратифицируется",
        "2008",
        "Да",
    ],
)
def test_anything_else_is_a_gap(said: Said, value: str) -> None:
    assert said("opcat-standing", value) == ["opcat-standing unreadable"]


def test_a_manual_is_not_ratified(said: Said) -> None:
    for value in ("Ратифицирован", "Подписан и ратифицирован", "Подписан", "Признан"):
        assert said("istanbul-protocol", value) == ["istanbul-protocol unreadable"]
    assert said("opcat-standing", "Имплементирован") == ["opcat-standing unreadable"]


HRC, CAT = "Протокол Комитета по правам человека ООН", "Протокол Комитета против пыток ООН"
OP1, ART22 = "individual-complaints.ICCPR-OP1-procedure", "individual-complaints.CAT-art22"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (HRC, [f"{OP1} accepted ICCPR-OP1-procedure"]),
        (f"{HRC} и Комитета против пыток ООН", [f"{OP1} accepted ICCPR-OP1-procedure", f"{ART22} accepted CAT-art22"]),
        ("Комитет по правам человека ООН", [f"{OP1} accepted ICCPR-OP1-procedure"]),
        ("Комитет по правам человека и Комитет против пыток", [f"{OP1} accepted ICCPR-OP1-procedure", f"{ART22} accepted CAT-art22"]),
        ("Первый Факультативный протокол к МПГПП ратифицирован", [f"{OP1} accepted ICCPR-OP1-procedure"]),
        ("Факультативный протокол I к МПГПП и ст. 22 КПП", [f"{OP1} accepted ICCPR-OP1-procedure", f"{ART22} accepted CAT-art22"]),
        ("Комитет против пыток ООН не признан", [f"{ART22} not-accepted CAT-art22"]),
        (f"{HRC}, {CAT}", [f"{OP1} accepted ICCPR-OP1-procedure", f"{ART22} accepted CAT-art22"]),
        (f"{HRC} не ратифицирован", [f"{OP1} not-accepted ICCPR-OP1-procedure"]),
        (f"Не ратифицирован: {HRC}", [f"{OP1} not-accepted ICCPR-OP1-procedure"]),
        (f"{HRC} ратифицирован. {CAT} не признан.", [f"{OP1} accepted ICCPR-OP1-procedure", f"{ART22} not-accepted CAT-art22"]),
    ],
)
def test_procedures(said: Said, value: str, expected: list[str]) -> None:
    assert said("individual-complaints", value) == expected


@pytest.mark.parametrize(
    "value",
    [
        *(
            "Протоколы",
            "Не ратифицированы",
            "Признана",
            f"Кроме: {HRC}",
            f"Не {HRC}",
            f"{HRC} — нет",
            f"{HRC}, {HRC}",
            f"{HRC} и Комитета по правам ребенка",
        ),
        *(f"{HRC} ратифицирован, {CAT} не ратифицирован", f"{HRC} ратифицирован с оговоркой", f"{HRC} (2009)", f"{HRC}?", f"Только {HRC}"),
    ],
)
def test_procedures_that_are_not_understood(said: Said, row: Row, value: str) -> None:
    assert said("individual-complaints", value) == ["individual-complaints unreadable"]
    assert row("individual-complaints", value).problems


def test_procedures_by_protocol_and_article_in_english(said: Said) -> None:
    value = "Optional Protocol I to the ICCPR; article 22 of the Convention against Torture"
    assert said("individual-complaints", value, "en") == [f"{OP1} accepted ICCPR-OP1-procedure", f"{ART22} accepted CAT-art22"]


@pytest.mark.parametrize(
    ("value", "language"),
    [
        ("Факультативный протокол II к МПГПП", "ru"),
        ("Второй Факультативный протокол к МПГПП", "ru"),
        ("Факультативный протокол к Международному пакту об экономических, социальных и культурных правах", "ru"),
        ("Факультативный протокол", "ru"),
        ("ст. 21 КПП", "ru"),
        ("ст. 22", "ru"),
        ("Комитет против пыток и Комитет по правам ребенка", "ru"),
        ("Second Optional Protocol to the ICCPR", "en"),
        ("Optional Protocol II to the ICCPR", "en"),
        ("article 21 of the Convention against Torture", "en"),
    ],
)
def test_other_protocols_and_articles_are_no_individual_complaints(said: Said, value: str, language: str) -> None:
    assert said("individual-complaints", value, language) == ["individual-complaints unreadable"]
