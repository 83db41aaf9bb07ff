"""CSV: a row a result, and no cell that a spreadsheet runs."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_reports import HOSTILE, finding, report, result
from pyoxigraph import Literal

from kg.validation.report import Report
from kg.validation.reports import signs, table


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_a_row_a_result(report: Report) -> None:
    said = table.write(report, language="en,ru")
    found = rows(said)
    assert len(found) == len(report.results)
    first = found[0]
    assert (first["severity"], first["state"], first["requirement"]) == ("Violation", "open", "ASM-01")
    assert (first["message_en"], first["message_ru"]) == ("There must be an answer.", "Должен быть ответ.")
    assert (first["file"], first["line"], first["column"], first["document_line"]) == ("data/with space.ttl", "12", "5", "40")
    assert [row["state"] for row in found[:4]] == ["open", "open", "waived", "known"]
    assert found[2]["waiver_date"] == "2024-03-01"
    assert all(None not in row and None not in row.values() for row in found)
    assert said.splitlines()[0].endswith("waiver_by,data_hash,shapes_hash,shapes_version,engine")
    made = {"data_hash": "ab" * 32, "shapes_hash": "cd" * 32, "shapes_version": "0.1.0", "engine": "pySHACL 0.40.1"}
    assert all({name: row[name] for name in made} == made for row in found)
    assert said.count("\r\n") >= len(found) + 1


def test_without_results_a_row_says_of_what_and_by_what() -> None:
    (row,) = rows(table.write(report(data_hash="ab" * 32), language="en,ru"))
    assert {name: cell for name, cell in row.items() if cell} == {
        "data_hash": "ab" * 32,
        "shapes_version": "0.1.0",
        "engine": "pySHACL 0.40.1",
    }


@pytest.mark.parametrize("start", "=+-@\t\n'＝＋－＠")
def test_formulas_become_text(start: str) -> None:
    (row,) = rows(table.write(report(result(finding(value=Literal(start + "1+cmd|' /C calc'!A0"))))))
    assert row["value"][0] == "'"


@pytest.mark.parametrize("number", ["-5", "+1.5e3", "-.5", "0", "12.50"])
def test_numbers_stay_numbers(number: str) -> None:
    assert table.safe(number) == number


@given(st.text(st.characters(codec="utf-8")))
def test_one_apostrophe_less_is_the_value(text: str) -> None:
    (row,) = rows(table.write(report(result(finding(value=Literal(text)), messages={"en": text}))))
    for cell in (row["value"], row["message_en"]):
        assert not cell.startswith(("=", "@"))
        assert "\x00" not in cell
        assert cell.removeprefix("'") == signs.visible(text) or cell == signs.visible(text)


def test_hostile_strings_keep_the_width(report: Report) -> None:
    text = table.write(report)
    assert {len(row) for row in csv.reader(io.StringIO(text, newline=""))} == {len(rows(text)[0])}
    assert signs.visible(HOSTILE[1]) in {row["message_en"] for row in rows(text)}
