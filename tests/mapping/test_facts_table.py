"""Facts as CSV: the columns of the contract, codes of the vocabulary."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from decimal import Decimal
from pathlib import Path

import pytest

from kg.mapping import table
from kg.vocabulary import vocabulary

COLUMNS = (
    "statement,area,edition,line,section,label,indicator,kind,value,lower,upper,unit,group,scope,answer,standing,instrument,reason,"
    "bodies,as_printed,start,end,match"
)
KINDS = {"figure", "assessment", "standing", "designation", "narrative", "gap"}


@pytest.fixture(scope="module")
def rows(build: Path) -> list[dict[str, str]]:
    with (build / "facts.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def by_name(rows: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    assert len({row["statement"] for row in rows}) == len(rows)
    return {row["statement"]: row for row in rows}


def test_columns_of_a_document_and_of_a_build(build: Path) -> None:
    assert ",".join(table.COLUMNS) == COLUMNS
    header = (build / "facts.csv").read_text(encoding="utf-8").split("\n", 1)[0]
    assert header == COLUMNS + ",m49,period_start,period_end,source_sha256"


def test_a_row_a_statement_in_the_order_of_the_document(rows: list[dict[str, str]]) -> None:
    assert len(rows) == 55
    assert [int(row["line"]) for row in rows] == sorted(int(row["line"]) for row in rows)
    assert {row["kind"] for row in rows} == KINDS


def test_a_passage_is_the_words_as_printed(rows: list[dict[str, str]], document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    lines = text.split("\n")
    for row in rows:
        assert text[int(row["start"]) : int(row["end"])] == row["as_printed"]
        assert row["as_printed"] in lines[int(row["line"]) - 1]
        assert row["label"] in lines[int(row["line"]) - 1]
        assert row["section"] in lines
        assert bool(row["label"]) == (row["kind"] != "narrative")


def test_build_columns(rows: list[dict[str, str]], document: Path) -> None:
    digest = hashlib.sha256(document.read_bytes()).hexdigest()
    said = {(row["m49"], row["period_start"], row["period_end"], row["source_sha256"], row["area"], row["edition"]) for row in rows}
    assert said == {("398", "", "", digest, "KAZ", "2022")}


def test_codes_are_terms_of_the_vocabulary(rows: list[dict[str, str]]) -> None:
    names = vocabulary()
    for row in rows:
        if row["kind"] != "narrative":
            assert row["indicator"] in names.indicators
        assert not row["unit"] or row["unit"] in names.units
        assert row["group"] in names.groups
        assert re.fullmatch(r"exact|variant|fuzzy:\d+(\.\d+)?|none", row["match"])


def test_numbers_are_plain_and_whole_ones_have_no_bounds(rows: list[dict[str, str]]) -> None:
    plain = re.compile(r"-?\d+(\.\d+)?")
    for row in rows:
        if row["kind"] != "figure":
            assert row["value"] == row["lower"] == row["upper"] == row["unit"] == ""
            continue
        assert plain.fullmatch(row["value"])
        assert bool(row["lower"]) == bool(row["upper"]) == any(sign in row["as_printed"] for sign in (",", "тыс", "млрд", "млн"))
        if row["lower"]:
            assert Decimal(row["lower"]) < Decimal(row["value"]) < Decimal(row["upper"])


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("prison-population", {"kind": "figure", "value": "40842", "unit": "person", "group": "all", "scope": "any", "match": "exact"}),
        ("convicted-prisoners.women", {"value": "1844", "group": "women", "as_printed": "1 844 женщины"}),
        ("cost-per-prisoner.KZT", {"value": "578000", "lower": "577500", "upper": "578500", "unit": "KZT"}),
        ("caseload", {"value": "13.57", "lower": "13.565", "upper": "13.575"}),
        ("police-officers", {"kind": "gap", "reason": "withheld", "bodies": "withheldBy:KAZ-ministry-of-internal-affairs"}),
        ("administrative-detainees", {"kind": "gap", "reason": "not-available", "bodies": ""}),
        ("share-of-torture-cases", {"kind": "gap", "reason": "unreadable", "match": "none", "line": "36"}),
        ("investigators", {"value": "100", "scope": "KAZ-anti-corruption-service", "bodies": "scope:KAZ-anti-corruption-service"}),
        (
            "torture-complaints.from-detention",
            {"scope": "any", "bodies": "dataFrom:KAZ-anti-corruption-service; dataFrom:KAZ-ministry-of-internal-affairs"},
        ),
        (
            "investigating-body.KAZ-ministry-of-internal-affairs",
            {"kind": "designation", "bodies": "body:KAZ-ministry-of-internal-affairs; answersTo:KAZ-government"},
        ),
        ("individual-complaints.CAT-art22", {"kind": "standing", "standing": "accepted", "instrument": "CAT-art22"}),
        ("medical-examination", {"kind": "assessment", "answer": "guarantee.selective", "group": "all"}),
        ("medical-examination.criminal-detainees", {"answer": "guarantee.full", "group": "criminal-detainees"}),
        ("narrative.182", {"kind": "narrative", "label": "", "indicator": "", "match": "none"}),
    ],
)
def test_rows(by_name: dict[str, dict[str, str]], statement: str, expected: dict[str, str]) -> None:
    row = by_name[statement]
    assert {name: row[name] for name in expected} == expected


@pytest.mark.parametrize(
    "rows",
    [[["a", "b"]], [["1,5", "b"], ["c", "d"]], [['"', ""], ["", ""]], [["a\nb", "c"]], [["a"], [""], ["b,"]], []],
    ids=["plain", "a comma", "a quote", "a line end", "a single column", "none"],
)
def test_rows_are_written_as_csv_writes_them(rows: list[list[str]]) -> None:
    ours, theirs = io.StringIO(), io.StringIO()
    table.write(ours, rows, ["x", "y"])
    csv.writer(theirs, lineterminator="\n").writerows([["x", "y"], *rows])
    assert ours.getvalue() == theirs.getvalue()
