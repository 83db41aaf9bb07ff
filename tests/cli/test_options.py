"""What ``kg validate`` repeats so that it starts without importing it is what the rooms have."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from kg import validating
from kg.inputs import RDF
from kg.validation import engines, report, reports
from kg.validation.data import ENDINGS
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
    assert {ending.removeprefix(".") for ending in RDF} == set(ENDINGS.split(", "))


def test_the_options_offer_the_lists() -> None:
    for name, known in (("--format", validating.FORMS), ("--engine", validating.ENGINES), ("--fail-on", validating.SEVERITIES)):
        found = option(name)
        assert tuple(found.choices or ()) == known
        assert found.default in known


def test_forms_are_named_in_the_readme(root: Path) -> None:
    text = (root / "README.md").read_text(encoding="utf-8")
    assert all(re.search(rf"\b{form}\b", text) for form in set(validating.FORMS) - {"text"})
