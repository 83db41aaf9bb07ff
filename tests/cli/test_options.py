"""What ``kg validate`` repeats so that it starts without importing it is what the rooms have."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from kg import inputs, validating
from kg.validation import engines, report, reports, source
from kg.validation.reports import groups


def option(name: str) -> argparse.Action:
    parser = argparse.ArgumentParser()
    validating.declare(parser)
    return next(action for action in parser._actions if name in action.option_strings)


def test_the_lists_of_the_command_are_those_of_the_rooms() -> None:
    assert set(validating.FORMS) == set(reports.FORMS)
    assert set(validating.ENGINES) == set(engines.MODULES)
    assert tuple(name.lower() for name in reversed(report.SEVERITIES)) == validating.SEVERITIES
    assert tuple(option("--by").choices or ()) == groups.GROUPINGS


def test_the_options_offer_the_lists() -> None:
    for name, known in (("--format", validating.FORMS), ("--engine", validating.ENGINES), ("--fail-on", validating.SEVERITIES)):
        found = option(name)
        assert tuple(found.choices or ()) == known
        assert found.default in (None, *known)
    assert tuple(option("--input-format").choices or ()) == validating.INPUT_FORMS
    assert {f".{form}" for form in validating.INPUT_FORMS} == {*source.ENDINGS, f".{inputs.DOCUMENT}"}


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("out.html", "html"),
        ("out.HTM", "html"),
        ("out.csv", "csv"),
        ("out.json", "json"),
        ("out.ttl", "ttl"),
        ("out.sarif", "sarif"),
        ("out.sarif.json", "sarif"),
        ("out.xml", "junit"),
        ("a.json/out.txt", "text"),
        ("out.log", "text"),
        ("out", "text"),
        ("json", "text"),
    ],
)
def test_the_ending_of_a_report_says_its_form(name: str, form: str) -> None:
    assert validating.form_of(Path(name)) == form
    assert validating.form_of(None) == "text"


def test_the_help_names_the_endings() -> None:
    said = option("--output").help or ""
    assert all(ending in said for ending in validating.ENDINGS)
    assert set(validating.ENDINGS.values()) == set(validating.FORMS) - {"text"}


def test_forms_are_named_in_the_readme(root: Path) -> None:
    text = (root / "README.md").read_text(encoding="utf-8")
    assert all(re.search(rf"\b{form}\b", text) for form in set(validating.FORMS) - {"text"})
