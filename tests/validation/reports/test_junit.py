"""JUnit XML: what continuous integration shows; valid against the published schema (make conformance)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from made_reports import HOSTILE, finding, full, result
from made_reports import report as made
from pyoxigraph import Literal

from kg.validation.paths import SH
from kg.validation.report import Place, Report, Spot, Waiver
from kg.validation.reports import junit, signs

WAIVER = Waiver("known gap", "2024-01-01", "office", "about.toml", 1)
ANY = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(codec=None, categories=None)))


def tree(report: Report, **options: str) -> etree._Element:
    return etree.fromstring(junit.write(report, **options).encode("utf-8"))


def test_suites_are_documents_and_cases_are_rules() -> None:
    place = Place("d.txt", 3, "words")
    results = [result(place=place), result(place=place), result(requirement="B-1", place=place), result(spot=Spot("a.ttl", 2, 1)), result()]
    root = tree(made(*results))
    assert [(s.get("name"), s.get("tests"), s.get("failures")) for s in root] == [
        ("d.txt", "2", "2"),
        ("a.ttl", "1", "1"),
        ("Without a place", "1", "1"),
    ]
    failure = root.find("testsuite/testcase[@name='ASM-01 Answer']/failure")
    assert failure is not None
    assert failure.text is not None
    assert failure.text.count("There must be an answer.") == 2
    assert "d.txt:3" in failure.text
    assert (root.get("tests"), root.get("failures")) == ("4", "4")


def test_waived_and_known_are_skipped_with_the_reason() -> None:
    (case,) = tree(made(result(waiver=WAIVER), result(known=True))).iter("testcase")
    assert [e.tag for e in case] == ["skipped", "system-out"]
    assert case[0].get("message") == "known gap (office, 2024-01-01; about.toml:1); Known already"
    (case,) = tree(made(result(waiver=WAIVER), result())).iter("testcase")
    assert [e.tag for e in case] == ["failure", "system-out"]


@pytest.mark.parametrize(
    ("severity", "fail_on", "fails"), [("Info", "violation", 0), ("Info", "info", 1), ("Warning", "warning", 1), ("X", "info", 1)]
)
def test_what_fails_is_what_the_verdict_counts(severity: str, fail_on: str, fails: int) -> None:
    one = made(result(finding(severity=SH + severity)))
    root = tree(one, fail_on=fail_on)
    assert root.get("failures") == str(fails) == str(int(one.fails(fail_on)))
    assert "There must be an answer." in "".join(root.itertext())


def test_shapes_without_results_pass_and_idle_ones_are_skipped(report: Report) -> None:
    suite = tree(report)[-1]
    assert [(c.get("name"), len(c)) for c in suite.findall("testcase")] == [
        ("https://w3id.org/hrmkg/shapes#Gap Gap shape", 1),
        ("https://w3id.org/hrmkg/shapes#Fine Fine", 0),
    ]
    assert suite.get("skipped") == "1"


@pytest.mark.parametrize("results", [0, 1, 30])
def test_every_suite_says_of_what_and_by_what(results: int) -> None:
    found = [result(spot=Spot(f"{number % 4}.ttl", 1, 1)) for number in range(results)]
    root = tree(made(*found, data_hash="ab" * 32, shapes_hash="cd" * 32, shapes_version=""))
    assert len(root) == min(max(results, 1), 4)
    for suite in root:
        assert {one.get("name"): one.get("value") for one in suite.iterfind("properties/property")} == {
            "data_hash": "ab" * 32,
            "shapes_hash": "cd" * 32,
            "shapes_version": "",
            "engine": "pySHACL 0.40.1",
        }


def test_a_conforming_report_has_a_case() -> None:
    root = tree(made())
    assert (root.get("tests"), root.get("failures")) == ("1", "0")


def test_a_report_that_looked_at_nothing_does_not_pass() -> None:
    (case,) = tree(made(checked=0)).iter("testcase")
    assert [(e.tag, e.get("message")) for e in case] == [("skipped", "not checked: no node of the data was looked at")]


@settings(deadline=None)
@given(ANY)
def test_any_string_is_text(hostile: str) -> None:
    text = signs.encodable(hostile)
    one = result(
        finding(value=Literal(text)),
        messages={"en": hostile},
        place=Place(hostile or "d", 1, hostile),
        waiver=Waiver(hostile, "d", hostile, hostile, 1) if len(hostile) % 2 else None,
    )
    (case,) = tree(made(one)).iter("testcase")
    assert signs.one_line(hostile) in " ".join("".join(case.itertext()).split())


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(Path(os.environ["KG_SUITES"]) / "reports" / "junit-10.xsd"))


@pytest.mark.conformance
@pytest.mark.parametrize("language", ["en", "ru"])
def test_it_is_valid(schema: etree.XMLSchema, language: str) -> None:
    for one in (full(), made(), made(result(), result(waiver=WAIVER))):
        schema.assertValid(tree(one, language=language))


@pytest.mark.conformance
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(ANY)
def test_any_result_is_valid(schema: etree.XMLSchema, hostile: str) -> None:
    one = result(requirement=hostile, name={"en": hostile}, messages={"en": hostile}, spot=Spot(hostile, 1, 1))
    schema.assertValid(tree(made(one, result(known=True)), fail_on="info"))
