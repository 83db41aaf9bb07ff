"""Parameters with a closed list: read as people write them, refused where the data have no such value; and the words of a terminal."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

import kg
from kg.errors import QueryError
from kg.querying import binding, choosing, execution, question, table


@pytest.fixture
def known(build: Path) -> choosing.Values:
    return partial(choosing.values, ask=partial(execution.local, folder=build))


@pytest.mark.parametrize("said", ["KZT", "kzt", "unit:KZT", "https://w3id.org/hrmkg/vocab/unit/KZT", " kzt "])
def test_a_currency_is_read_as_people_write_it(said: str, known: choosing.Values, build: Path) -> None:
    asked = question.find("budget-per-prisoner")
    assert choosing.settled(asked, {"currency": said}, known) == {"currency": "KZT"}
    rows = kg.query("budget-per-prisoner", {"currency": said}, store=build)
    assert [row[rows.columns.index("inCurrency")] for row in rows.rows] == ["KZT"]


@pytest.mark.parametrize(("name", "given"), [("budget-per-prisoner", {"currency": "BTC"}), ("index-of-states", {"year": "2018"})])
def test_what_the_data_do_not_have_is_refused_with_what_they_have(name: str, given: dict[str, str], known: choosing.Values) -> None:
    with pytest.raises(QueryError) as caught:
        choosing.settled(question.find(name), given, known)
    assert caught.value.code == "KG704"
    assert ("EUR" if "currency" in given else "2023") in caught.value.mend


def test_any_and_other_parameters_are_left_as_they_are(known: choosing.Values) -> None:
    asked = question.find("budget-per-prisoner")
    assert choosing.settled(asked, {"currency": "any", "area": "KAZ"}, known) == {"currency": "any", "area": "KAZ"}


def test_no_row_is_told_in_the_language_and_without_undef() -> None:
    asked = question.find("sentences-with-a-word")
    said = table.asked_with({name: binding.default(one) for name, one in asked.parameters.items()}, "ru")
    assert "UNDEF" not in said
    assert said.startswith("строк нет; ")
    assert "area=any" in said
    assert table.no_rows("ru") != table.no_rows("en") == "no rows\n"


@pytest.mark.parametrize(("word", "lines"), [("адвокат", {55}), ("СИЗО", {12}), ("следств", {36, 43})])
def test_a_word_is_looked_for_in_labels_and_values(word: str, lines: set[int], build: Path) -> None:
    rows = kg.query("sentences-with-a-word", {"word": word}, store=build)
    assert {int(row[rows.columns.index("line")]) for row in rows.rows} == lines


def test_a_rate_says_that_its_number_is_of_no_known_year(build: Path) -> None:
    rows = kg.query("prisoner-rate-by-year", {}, store=build)
    told = {row[rows.columns.index("together")] for row in rows.rows}
    assert told == {"no: the document does not date its number of prisoners"}
