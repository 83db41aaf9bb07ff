"""What holds for every form: the same call, the same text every time, encodable, complete."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from made_reports import finding, report, result
from pyoxigraph import Literal

from kg.validation.report import Place, Report, Waiver
from kg.validation.reports import FORMS

OPTIONS = {"by": "document", "limit": None, "width": 80, "own_terms": True, "fail_on": "info", "baseline": True}


def test_the_forms() -> None:
    assert list(FORMS) == ["text", "html", "csv", "json", "ttl", "sarif", "junit"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", ["en", "ru", "ru,en", "fr", ""])
def test_one_call_serves_all(form: str, language: str, report: Report) -> None:
    said = FORMS[form](report, language=language, **OPTIONS)
    assert said == FORMS[form](report, language=language, **OPTIONS)
    said.encode("utf-8")
    assert said.endswith("\n")
    assert "Должен быть ответ." in said or language in ("en", "fr", "")


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_report_can_be_written(form: str) -> None:
    assert FORMS[form](report(engine="", shapes_version=""), language="en")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("results", [0, 1, 700])
@pytest.mark.parametrize("version", ["4.5.6", ""])
def test_each_states_of_what_and_by_what_it_was_made(form: str, results: int, version: str) -> None:
    """Shapes that name no version are known by their hash."""
    one = report(*[result()] * results, data_hash="ab" * 32, shapes_hash="cd" * 32, shapes_version=version)
    said = FORMS[form](one, language="en")
    assert {"ab" * 32, "pySHACL 0.40.1", version or "cd" * 32} <= set(re.findall(r"pySHACL [\d.]*\d|4\.5\.6|(?:ab){32}|(?:cd){32}", said))


@pytest.mark.parametrize("form", ["text", "html", "csv", "json", "sarif", "junit"])
def test_control_characters_reach_no_reader(form: str, report: Report) -> None:
    said = FORMS[form](report, language="en")
    bad = {c for c in said if (c < " " and c not in "\t\n\r") or c == "\x7f" or "\u202a" <= c <= "\u202e"}
    if form in ("json", "sarif"):  # JSON escapes C0; the rest is data
        bad -= {"\x7f", "\u202e", "\u202c"}
    assert not bad


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(st.characters(codec="utf-8")), path=st.text(st.characters(codec=None, categories=None)))
@example(text="", path="\udd00")  # no file system has it
def test_no_string_breaks_a_form(form: str, text: str, path: str) -> None:
    one = result(
        finding(value=Literal(text)),
        messages={"en": text, text: text},
        place=Place(path, 1, text),
        waiver=Waiver(text, text, text, path, 1),
    )
    FORMS[form](report(one, sources=(path,)), language="en", own_terms=True).encode("utf-8")


@pytest.mark.parametrize("form", FORMS)
def test_the_order_of_sets_and_hashes_does_not_matter(form: str) -> None:
    program = f"from made_reports import full; from kg.validation.reports import FORMS; print(FORMS[{form!r}](full(), language='en'))"
    here = Path(__file__).parent

    def said(seed: str) -> str:
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(here), "PYTHONIOENCODING": "utf-8", "PATH": ""}
        return subprocess.run(
            [sys.executable, "-W", "error", "-c", program], env=environment, capture_output=True, encoding="utf-8", check=True, timeout=60
        ).stdout

    assert said("1") == said("2")
