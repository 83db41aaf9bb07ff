"""What the forms for machines hold when data could not be validated: the error in place of a report, so that a run leaves a file.

``sarif`` has an invocation that failed with each error as a notification (SARIF 2.1.0, sections 3.20.14 and 3.20.21), ``json`` a member
``error``, and ``others`` where there are more, ``junit`` one case with an ``error`` for each. The other forms have no place for them: there
nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

from kg.errors import KgError
from kg.release import __version__
from kg.validation.reports import sarif, signs, structured
from kg.validation.reports.words import Words
from kg.vocabulary.clauses import spoken

CODE = 2
"""The exit code of the command."""
_FIELDS = ("code", "what", "why", "mend", "file", "line", "column")


def as_sarif(error: KgError, language: str) -> str:
    """A SARIF log without results."""
    notified = [_notification(one, spoken(one, Words(language).language)) for one in error.all]
    run = {
        "tool": {"driver": {"name": sarif.TOOL, "version": __version__}},
        "invocations": [{"executionSuccessful": False, "exitCode": CODE, "toolExecutionNotifications": notified}],
        "columnKind": "unicodeCodePoints",
        "results": [],
    }
    return structured.dump({"$schema": sarif.SCHEMA, "version": sarif.VERSION, "runs": [run]})


def _notification(error: KgError, said: KgError) -> dict[str, Any]:
    told: dict[str, Any] = {"level": "error", "descriptor": {"id": error.code}, "message": {"text": str(said)}}
    if error.file:
        physical: dict[str, Any] = {"artifactLocation": {"uri": sarif.uri(error.file)}}
        if error.line and error.line > 0:
            physical["region"] = {"startLine": error.line, **({"startColumn": error.column} if error.column and error.column > 0 else {})}
        told["locations"] = [{"physicalLocation": physical}]
    return told


def as_json(error: KgError, language: str) -> str:
    """A document with the fields of the error, and of the others where there are more; those that are not known are null."""
    said = [spoken(one, Words(language).language) for one in error.all]
    first, *others = ({name: getattr(one, name) or None for name in _FIELDS} for one in said)
    return structured.dump({"error": first, **({"others": others} if others else {})})


def as_junit(error: KgError, language: str) -> str:
    """JUnit XML with a case that could not be run for each error, in a suite of its own."""
    words = Words(language)
    title = signs.one_line(words.head("title"))
    counts = {"tests": "1", "failures": "0", "errors": "1"}
    number = str(len(error.all))
    root = ElementTree.Element("testsuites", {"name": title, **counts, "tests": number, "errors": number})
    for one in error.all:
        said = str(spoken(one, words.language))
        suite = ElementTree.SubElement(root, "testsuite", {"name": signs.one_line(one.file or title), **counts, "skipped": "0"})
        case = ElementTree.SubElement(suite, "testcase", {"name": one.code, "classname": signs.one_line(one.file or title)})
        ElementTree.SubElement(case, "error", {"type": one.code, "message": signs.one_line(said)}).text = signs.visible(said)
    ElementTree.indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


FORMS: dict[str, Callable[[KgError, str], str]] = {"sarif": as_sarif, "json": as_json, "junit": as_junit}
