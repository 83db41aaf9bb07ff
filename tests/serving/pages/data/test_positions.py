"""Axes, timelines, spans, orders and places: what drawings and lists are computed by."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kg.serving.pages.chart import Axis, charts
from kg.serving.pages.comparison import chosen
from kg.serving.pages.findings import findings
from kg.serving.pages.instrument import counts
from kg.serving.pages.profile import _ordered
from kg.serving.pages.rows import Row
from kg.serving.pages.scores import drawn, years
from kg.serving.pages.statement import Statement
from kg.serving.pages.timeline import timeline
from kg.serving.pages.voice import Voice


@pytest.mark.parametrize(
    ("most", "least", "numbers"),
    [
        ("80000", "0", ["0", "20000", "40000", "60000", "80000"]),
        ("71228", "0", ["0", "20000", "40000", "60000", "80000"]),
        ("3", "0", ["0", "1", "2", "3"]),
        ("0", "0", ["0", "1"]),
        ("161", "-95", ["-100", "0", "100", "200"]),
        ("-3", "-95", ["-100", "-75", "-50", "-25", "0"]),
        ("1.3", "0", ["0", "0.5", "1", "1.5"]),
    ],
)
def test_an_axis_holds_zero_and_all_values(most: str, least: str, numbers: list[str]) -> None:
    axis = Axis(Decimal(most), Decimal(least))
    assert [Decimal(tick.number) for tick in axis.ticks()] == [Decimal(number) for number in numbers]
    assert axis.at(axis.numbers()[0]) == 0
    assert axis.at(axis.numbers()[-1]) == 100
    assert 0 <= axis.at(Decimal(least)) <= axis.at(Decimal(most)) <= 100


def statement(**said: str) -> Statement:
    return Statement(Row({"profile": "p", **said}), {}, None, ())


@pytest.mark.parametrize(
    ("said", "state", "small"),
    [
        ({"value": "0", "personal": "true"}, "zero", ""),
        ({"value": "0.0"}, "zero", ""),
        ({"value": "9", "personal": "true"}, "value", "small"),
        ({"value": "10", "personal": "true"}, "value", ""),
        ({"value": "9", "personal": "false"}, "value", ""),
        ({"lower": "5", "upper": "20", "personal": "true"}, "range", "perhaps-small"),
        ({"lower": "0", "upper": "3", "personal": "true"}, "range", "perhaps-small"),
        ({"lower": "2", "upper": "3", "personal": "true"}, "range", "small"),
        ({"reason": "r", "value": ""}, "gap", ""),
        ({"answer": "a"}, "answer", ""),
        ({"standing": "s"}, "standing", ""),
        ({}, "designation", ""),
    ],
)
def test_what_a_statement_is(said: dict[str, str], state: str, small: str) -> None:
    one = statement(**said)
    assert (one.state, one.small) == (state, small)


def test_units_are_never_on_one_axis() -> None:
    found = [statement(value="10", unit="a"), statement(value="1000", unit="b"), statement(reason="r")]
    one, two = charts(found, ["silent"])
    assert (one.unit, two.unit) == ("a", "b")
    assert [line.span is not None for line in one.lines] == [True, False, False]
    assert [line.statement is not None for line in one.lines] == [True, True, False]
    assert charts([statement(reason="r")], ["silent"]) == []


def act(earliest: str, latest: str, kind: str = "signature") -> Row:
    return Row({"area": "a", "earliest": earliest, "latest": latest, "kind": f"https://w3id.org/hrmkg/vocab/act-kind/{kind}"})


def test_a_day_is_a_point_a_year_an_interval_and_no_date_nothing() -> None:
    found = timeline([act("2000-01-01", "2000-01-01"), act("2004-01-01", "2004-12-31", "declaration"), act("", "")], "area")
    assert found is not None
    assert [year.year for year in found.years] == [2000, 2005]
    day, year = found.marks["a"]
    assert (day.start, day.width, day.shape) == ("0.00%", "", "ring")
    days = 366 + 365 * 3 + 366
    assert (year.start, year.width) == (f"{(days - 366) / days * 100:.2f}%", f"{366 / days * 100:.2f}%")
    assert timeline([act("", "")], "area") is None


def test_sections_follow_the_document_and_empty_ones_their_neighbour() -> None:
    assert _ordered(["a", "b", "c", "d"], {"a": 50, "c": 10, "d": 70}) == ["c", "a", "b", "d"]
    assert _ordered(["a", "b"], {"b": 1}) == ["a", "b"]
    assert _ordered(["a", "b"], {}) == ["a", "b"]


def score(year: int, value: str) -> Row:
    return Row({"year": str(year), "score": value})


def test_values_that_are_written_differently_do_not_contradict() -> None:
    found = years([score(2020, "1.50"), score(2020, "1.5"), score(2021, "2"), score(2021, "3"), score(2023, "")], [2020, 2021, 2022, 2023])
    assert [year.contradiction for year in found] == [False, True, False, False]
    assert [len(year.rows) for year in found] == [2, 2, 0, 1]
    drawing = drawn([score(2020, "1"), score(2021, "2"), score(2021, "3")], [2020, 2021])
    assert drawing is not None
    assert len({point.x for point in drawing.points}) == 3  # those of one year stand beside each other
    assert drawing.strokes == ()
    assert drawn([score(2020, "")], [2020]) is None


def test_counts_are_of_states_and_of_years() -> None:
    rows = [
        {"area": area, "status": status, "asOf": year} for area, status, year in (("a", "x", "2015"), ("b", "x", "2022"), ("c", "y", ""))
    ]
    assert counts(tuple(Row(row) for row in rows)) == [("x", 2, "2015", "2022"), ("y", 1, "", "")]


def test_a_choice_keeps_its_order_and_what_it_does_not_know() -> None:
    known = [f"https://w3id.org/hrmkg/area/{name}" for name in ("KAZ", "KGZ", "UKR")]
    found = chosen("area", ["UKR,kaz", "area:UKR", " ", "nobody" * 20], known, 5)
    assert found.iris == (known[2], known[0])
    assert found.unknown == (("nobody" * 20)[:40],)
    assert not found.over
    assert chosen("area", ["KAZ", "KGZ", "UKR"], known, 2) == (tuple(known[:2]), (), True)


def test_results_without_a_report_are_none_and_with_one_have_their_number(tmp_path: Path) -> None:
    assert findings(tmp_path) == {}
    folder = tmp_path / "one"
    folder.mkdir()
    (folder / "report.ttl").write_text(
        """@prefix sh: <http://www.w3.org/ns/shacl#> .
[] a sh:ValidationResult ; sh:focusNode <http://e/x> ; sh:resultSeverity sh:Warning ; sh:resultMessage "no"@en ;
  sh:sourceShape <https://w3id.org/hrmkg/shapes#ConsistencyShape> ; sh:sourceConstraint <https://w3id.org/hrmkg/shapes#Consistency-court> .
[] a sh:ValidationResult ; sh:focusNode <http://e/x> ; sh:resultSeverity sh:Info ; sh:sourceShape <http://e/unknown> .
""",
        encoding="utf-8",
    )
    one, two = findings(folder)["http://e/x"]
    assert (one.severity, one.requirement, one.messages) == ("Warning", "CON-04", {"en": "no"})
    assert (two.severity, two.requirement) == ("Info", "")


@pytest.mark.parametrize(
    ("text", "english", "russian"),
    [
        ("40842", "40,842", "40\u00a0842"),
        ("6000", "6,000", "6000"),
        ("1238.14", "1,238.14", "1238,14"),
        ("342500000000", "342,500,000,000", "342\u00a0500\u00a0000\u00a0000"),
        ("-3.04", "\u22123.04", "\u22123,04"),
        ("0", "0", "0"),
        ("1.50", "1.50", "1,50"),
        ("NaN", "NaN", "NaN"),
    ],
)
def test_numbers_in_the_signs_of_the_language(text: str, english: str, russian: str) -> None:
    nothing: Any = None
    assert Voice(nothing, nothing, "en").number(text) == english
    assert Voice(nothing, nothing, "ru").number(text) == russian


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("http://www.wikidata.org/entity/Q232", "wikidata.org: Q232"),
        ("https://sws.geonames.org/1522867/", "sws.geonames.org: 1522867"),
        ("http://publications.europa.eu/resource/authority/country/KAZ", "publications.europa.eu: KAZ"),
        ("https://treaties.un.org/Pages/ViewDetails.aspx?src=TREATY", "treaties.un.org"),
        ("https://www.ohchr.org/en/instruments/convention-against-torture", "ohchr.org"),
    ],
)
def test_what_links_elsewhere_are_called(iri: str, name: str) -> None:
    nothing: Any = None
    assert Voice(nothing, nothing, "en").elsewhere(iri) == name
