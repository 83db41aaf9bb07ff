"""What stands in place of a report when nothing could be validated; valid against the published schemas (make conformance)."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from lxml import etree
from made_reports import HOSTILE

from kg.errors import KgError, ValidationError
from kg.validation.reports import failure

ERROR = ValidationError("KG603", "the text is not UTF-8", why="why so", mend="save it as UTF-8", file="data/a b.ttl", line=3, column=7)
PLAIN = ValidationError("KG606", "nothing was checked")
WHOLE = ValidationError("KG601", "there is no such file", file="/absolute/x.ttl")


def test_sarif_has_an_invocation_that_failed() -> None:
    (run,) = json.loads(failure.as_sarif(ERROR, "en"))["runs"]
    (invocation,) = run["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"], run["results"]) == (False, 2, [])
    (told,) = invocation["toolExecutionNotifications"]
    assert (told["level"], told["descriptor"]["id"], told["message"]["text"]) == ("error", "KG603", str(ERROR))
    (location,) = told["locations"]
    assert location["physicalLocation"] == {"artifactLocation": {"uri": "data/a%20b.ttl"}, "region": {"startLine": 3, "startColumn": 7}}
    (told,) = json.loads(failure.as_sarif(PLAIN, "en"))["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert "locations" not in told


def test_json_has_the_fields() -> None:
    assert json.loads(failure.as_json(ERROR, "en")) == {
        "error": {
            "code": "KG603",
            "what": "the text is not UTF-8",
            "why": "why so",
            "mend": "save it as UTF-8",
            "file": "data/a b.ttl",
            "line": 3,
            "column": 7,
        }
    }
    said = json.loads(failure.as_json(WHOLE, "en"))["error"]
    assert (said["file"], said["line"], said["column"], said["why"]) == ("/absolute/x.ttl", None, None, None)


def test_junit_has_an_error() -> None:
    root = etree.fromstring(failure.as_junit(ERROR, "en").encode("utf-8"))
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("1", "0", "1")
    (suite,) = root
    assert (suite.get("name"), suite.get("errors")) == ("data/a b.ttl", "1")
    (error,) = suite.iter("error")
    assert (error.get("type"), error.get("message"), error.text) == ("KG603", str(ERROR), str(ERROR))


def test_words_are_in_the_first_language() -> None:
    assert json.loads(failure.as_json(ERROR, "ru,en"))["error"]["what"] == "текст не в UTF-8"
    assert json.loads(failure.as_json(ERROR, "en,ru"))["error"]["what"] == "the text is not UTF-8"
    assert "текст не в UTF-8; why so; сохраните" in failure.as_junit(ERROR, "ru")
    assert "текст не в UTF-8; why so; сохраните" in failure.as_sarif(ERROR, "ru")


@pytest.mark.conformance
def test_they_are_valid() -> None:
    import jsonschema

    folder = Path(os.environ["KG_SUITES"]) / "reports"
    schema = etree.XMLSchema(etree.parse(folder / "junit-10.xsd"))
    read = json.loads((folder / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    sarif = jsonschema.Draft4Validator(read, format_checker=jsonschema.FormatChecker())
    hostile = [KgError("KG603", text, why=text, mend=text, file=text, line=line, column=0) for text in HOSTILE for line in (-1, 0, 1)]
    for error in (ERROR, PLAIN, WHOLE, *hostile):
        for language in ("en", "ru", "fr"):
            schema.assertValid(etree.fromstring(failure.as_junit(error, language).encode("utf-8")))
            assert not list(sarif.iter_errors(json.loads(failure.as_sarif(error, language))))
