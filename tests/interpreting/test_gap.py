"""Gaps by the source: why there is no value, in the words of each reason."""

from __future__ import annotations

import pytest
from interpreting_rows import Row, Said

from kg.interpreting.language import lexicon
from kg.model import Body, Gap
from kg.vocabulary import vocabulary

V = vocabulary()
KINDS = ("police-officers", "law-enforcement-budget", "prohibition", "opcat-standing", "individual-complaints")
BODY = {"ru": ("МВД", "МВД"), "en": ("the MIA", "the police")}
CASES = [
    pytest.param(reason.code, language, text, id=f"{language}-{text}")
    for reason in V.reasons.values()
    if not reason.by_reader and reason.code not in ("by-source", "by-reader")
    for language in sorted(V.languages)
    for text in lexicon(language)._texts(reason.wordings)
]


@pytest.mark.parametrize(("reason", "language", "text"), CASES)
def test_every_wording_of_every_reason(row: Row, reason: str, language: str, text: str) -> None:
    printed = text.replace("<bodies>", "the MIA" if language == "en" else "МВД")
    by = ("ministry-of-internal-affairs",) if "<" in text else ()
    for indicator in KINDS:
        for shown in (printed, printed + ".", printed.upper(), f" {printed} "):
            reading = row(indicator, shown, language)
            (fact,) = reading.facts
            assert isinstance(fact.content, Gap)
            assert (fact.content.reason, fact.content.group) == (reason, "all")
            assert tuple(body.role for body in fact.content.withheld_by) == by
            assert not reading.problems


def test_reasons_that_are_no_reason_of_a_cell() -> None:
    assert {code for code, reason in V.reasons.items() if reason.by_reader} == {"unreadable", "similar-label"}


@pytest.mark.parametrize("value", ["", " ", "\t", "\u00a0"])
@pytest.mark.parametrize("indicator", KINDS)
def test_an_empty_cell(row: Row, indicator: str, value: str) -> None:
    reading = row(indicator, value)
    (fact,) = reading.facts
    assert fact.content == Gap("left-empty")
    assert fact.as_printed == ""
    assert fact.start == fact.end
    assert not reading.problems


def test_a_part_without_value(row: Row) -> None:
    (fact,) = row("torture-complaints", "Нет данных", group="from-detention").facts
    assert fact.content == Gap("not-available", "from-detention")
    assert fact.statement == "torture-complaints.from-detention"


def test_two_bodies_withhold(row: Row) -> None:
    (fact,) = row("police-officers", "МВД и прокуратура закрыли данные").facts
    assert isinstance(fact.content, Gap)
    assert [b.code for b in fact.content.withheld_by] == ["KAZ-ministry-of-internal-affairs", "KAZ-prosecution"]
    (fact,) = row("police-officers", "Суд закрыл данные").facts
    assert fact.content == Gap("withheld", "all", (Body("Суд"),))


@pytest.mark.parametrize(
    "value",
    [
        *(
            "МВД не закрыла данные",
            "МВД открыла данные",
            "Данные не закрыты",
            "Данные закрыты не МВД",
            "Есть данные",
            "Нет",
            "-",
            "—",
            "?",
            "…",
        ),
        *(
            "Нет данных?",
            "Нет данных*",
            "Нет данных (2021)",
            "Нет данных за 2021",
            "не нет данных",
            "0 (нет данных)",
            "Нет данных о 5",
            "Секретно",
        ),
        *("Никто не закрыл данные", "Данные собираются", "Применимо", "Почти нет данных", "Нет данных. Нет сведений."),
    ],
)
def test_anything_else_is_the_readers_gap(said: Said, row: Row, value: str) -> None:
    assert said("police-officers", value) == ["police-officers unreadable"]
    assert row("police-officers", value).problems


@pytest.mark.parametrize(
    "value",
    ["Data are not withheld", "The MIA has not withheld the data", "No data?", "Not the police has closed the data", "None", "Data"],
)
def test_anything_else_is_the_readers_gap_in_english(said: Said, value: str) -> None:
    assert said("police-officers", value, "en") == ["police-officers unreadable"]
