"""SARIF 2.1.0: what code scanning shows; valid against the published schema (make conformance)."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_reports import EX, HOSTILE, finding, full, report, result
from pyoxigraph import BlankNode, Literal

from kg.validation.report import Place, Report, Spot
from kg.validation.reports import sarif


def run(made: Report, **options: Any) -> dict[str, Any]:
    (only,) = json.loads(sarif.write(made, **options))["runs"]
    return dict(only)


def test_rules_and_levels(report: Report) -> None:
    said = run(report)
    rules = said["tool"]["driver"]["rules"]
    assert [r["id"] for r in rules][:3] == ["ASM-01", "SPARQLConstraintComponent", EX + "Own"]
    assert rules[0]["shortDescription"]["text"] == "Answer"
    assert rules[0]["shortDescription"]["properties"]["languages"] == {"en": "Answer", "ru": "Ответ"}
    assert rules[0]["helpUri"] == "https://w3id.org/hrmkg/shapes#Assessment-answer"
    assert "helpUri" not in rules[1]
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in said["results"])
    assert [r["level"] for r in said["results"][:7]] == ["error", "error", "error", "error", "warning", "error", "note"]
    assert said["tool"]["extensions"] == [{"name": "pySHACL 0.40.1"}]


def test_places(report: Report) -> None:
    first, second, third = run(report)["results"][:3]
    physical = first["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "data/with%20space.ttl"
    assert physical["region"] == {"startLine": 12, "startColumn": 5}
    (related,) = first["relatedLocations"]
    assert related["physicalLocation"]["region"]["startLine"] == 40
    assert related["physicalLocation"]["region"]["snippet"]["text"].startswith("Общее число")
    assert second["relatedLocations"] == []
    assert third["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "antitorture/KAZ-2022/document.txt"


def test_artifacts_are_those_that_are_named(report: Report) -> None:
    said = run(report)
    uris = [a["location"]["uri"] for a in said["artifacts"]]
    assert len(uris) == len(set(uris))
    assert uris[:2] == ["data/with%20space.ttl", "file:///absolute/%D1%84%D0%B0%D0%B9%D0%BB.ttl"]

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if "artifactLocation" in node:
                assert uris[node["artifactLocation"]["index"]] == node["artifactLocation"]["uri"]
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(said["results"])


def test_the_hash_of_one_source_is_its_own() -> None:
    (artifact,) = run(report(sources=("a.ttl",), data_hash="ab" * 32))["artifacts"]
    assert artifact["hashes"] == {"sha-256": "ab" * 32}
    two = run(report(sources=("a.ttl", "b.ttl"), data_hash="ab" * 32))
    assert not [a for a in two["artifacts"] if "hashes" in a]
    assert two["properties"]["dataHash"] == "ab" * 32


def test_waivers_are_suppressions(report: Report) -> None:
    results = run(report)["results"]
    assert all("suppressions" in r for r in results), "all or none, section 3.27.23"
    (suppression,) = results[2]["suppressions"]
    assert suppression["justification"].startswith("The source has no row")
    assert suppression["location"]["physicalLocation"]["region"] == {"startLine": 7}
    assert results[0]["suppressions"] == []


def test_the_baseline(report: Report) -> None:
    assert [r["baselineState"] for r in run(report)["results"]][2:5] == ["new", "unchanged", "new"]
    assert "baselineState" not in run(report, baseline=False)["results"][0]
    from made_reports import report as made

    assert "baselineState" not in run(made(result()))["results"][0]
    assert run(made(result()), baseline=True)["results"][0]["baselineState"] == "new"


def test_fingerprints_outlive_blank_nodes() -> None:
    same = [sarif.fingerprint(result(finding(focus=BlankNode(name), value=BlankNode(name)))) for name in "ab"]
    assert same[0] == same[1]
    assert len({sarif.fingerprint(r) for r in full().results}) == len(full().results)


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("a b/c.ttl", "a%20b/c.ttl"),
        ("/a/б", "file:///a/%D0%B1"),
        ("a:b/c", "a%3Ab/c"),
        ("https://example.org/ü#x", "https://example.org/%C3%BC#x"),
        ("urn:x:<y>", "urn:x:%3Cy%3E"),
        ("\udcff", "%FF"),
    ],
)
def test_uris(name: str, uri: str) -> None:
    assert sarif.uri(name) == uri


@pytest.fixture(scope="module")
def validator() -> Any:
    import jsonschema

    file = Path(os.environ["KG_SUITES"]) / "reports" / "sarif-schema-2.1.0.json"
    return jsonschema.Draft4Validator(json.loads(file.read_text(encoding="utf-8")), format_checker=jsonschema.FormatChecker())


@pytest.mark.conformance
@pytest.mark.parametrize("language", ["en", "ru,en", "fr-CA", ""])
def test_it_is_valid(validator: Any, report: Report, language: str) -> None:
    for made in (report, Report((), 0, "", "")):
        errors = list(validator.iter_errors(json.loads(sarif.write(made, language=language, baseline=True))))
        assert not errors, [(list(e.absolute_path), e.message[:200]) for e in errors]


@pytest.mark.conformance
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(codec="utf-8"))), line=st.integers(-1, 3))
def test_any_result_is_valid(validator: Any, text: str, line: int) -> None:
    one = result(
        finding(value=Literal(text), shape=BlankNode("s")),
        requirement=text,
        name={"en": text},
        messages={text: text},
        cause={"en": text},
        spot=Spot(text, line, line),
        place=Place(text, line, text),
    )
    assert not list(validator.iter_errors(json.loads(sarif.write(report(one, engine=text, sources=(text,)), language="en"))))


def test_uris_are_ascii(report: Report) -> None:
    assert not re.search(r'"uri": "[^"]*[^\x21-\x7e"]', sarif.write(report))
