"""A report as JUnit XML, as continuous integration shows tests: a suite a document or source, a case a requirement or shape in it.

A case fails when a result counts and is at or above ``fail_on``; it is skipped, with the reasons, when all its results are waived or
known already. Shapes that were applied and found nothing are cases that pass, those that matched nothing are skipped: a report without
a case would look like one that never ran. Every suite has as ``properties`` of what and by what the report was made
(:data:`kg.validation.reports.imprint.FIELDS`; '' for what is not known): the schema has no place for them above the suites.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree

from kg.validation.report import SEVERITIES, Report, Result
from kg.validation.reports import groups, imprint, signs
from kg.validation.reports.words import Words, state

Element = ElementTree.Element


def write(report: Report, *, language: str = "en", fail_on: str = "violation", **_: object) -> str:
    """The report as XML. ``fail_on``: ``violation``, ``warning`` or ``info``; results below it are told in a case that passes."""
    words = Words(language)
    suites = []
    for name, found in groups.grouped(report.results, "document").items():
        cases = [_case(words, name, results, fail_on) for results in groups.grouped(found, "shape").values()]
        suites.append(_suite(name or words.head("no-place"), cases))
    suites += _passed(report, words)
    root = Element("testsuites", {"name": _clean(words.head("title"))})
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))
    root.extend(suites)
    for suite in suites:
        properties = Element("properties")
        for name, value in imprint.of(report).items():
            ElementTree.SubElement(properties, "property", {"name": name, "value": _clean(value)})
        suite.insert(0, properties)
    ElementTree.indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _suite(name: str, cases: list[Element]) -> Element:
    def having(tag: str) -> str:
        return str(sum(case.find(tag) is not None for case in cases))

    counts = {"tests": str(len(cases)), "failures": having("failure"), "errors": "0", "skipped": having("skipped")}
    suite = Element("testsuite", {"name": _clean(name), **counts})
    suite.extend(cases)
    return suite


def _case(words: Words, where: str, results: list[Result], fail_on: str) -> Element:
    first = results[0]
    case = _titled(words.first(groups.name(first)), groups.rule(first), where)
    failing: list[Result] = []
    others: list[Result] = []
    for result in results:
        (failing if result.counts and _rank(result) >= _rank_of(fail_on) else others).append(result)
    if failing:
        message = _message(words, failing[0])
        failure = ElementTree.SubElement(case, "failure", {"type": _clean(failing[0].component), "message": message})
        failure.text = _told(words, failing)
    elif not any(result.counts for result in others):
        reasons = dict.fromkeys(_reason(words, result) for result in others)
        ElementTree.SubElement(case, "skipped", {"message": "; ".join(reasons)})
    if others:
        ElementTree.SubElement(case, "system-out").text = _told(words, others)
    return case


def _titled(name: str, rule: str, where: str) -> Element:
    title = f"{rule} {name}" if name and name != rule else rule
    return Element("testcase", {"name": _clean(title), "classname": _clean(where or rule)})


def _passed(report: Report, words: Words) -> list[Element]:
    """The suite of the shapes without results; of a report without results and coverage one case that says that it conforms."""
    found = {result.shape for result in report.results}
    cases = []
    for shape in report.coverage.shapes if report.coverage else ():
        if shape.shape not in found:
            case = _titled(words.first(shape.name) or groups.name_of(shape.shape), shape.shape, shape.shape)
            if not shape.nodes:
                ElementTree.SubElement(case, "skipped", {"message": _clean(words.say("no-node"))})
            cases.append(case)
    if not cases and not report.results:
        cases.append(_titled(words.say("checked", count=report.checked), words.head("conforms"), report.engine))
        if not report.checked:
            ElementTree.SubElement(cases[0], "skipped", {"message": _clean(words.say("no-node"))})
    return [_suite(words.head("passed"), cases)] if cases else []


def _rank(result: Result) -> int:
    """A severity of others' making is above all, as in the verdict."""
    return SEVERITIES.index(result.severity) if result.severity in SEVERITIES else len(SEVERITIES)


def _rank_of(fail_on: str) -> int:
    return [name.lower() for name in SEVERITIES].index(fail_on)


def _message(words: Words, result: Result) -> str:
    return signs.one_line(words.first(result.messages) or result.component)


def _reason(words: Words, result: Result) -> str:
    if result.waiver is None:
        return _clean(words.head(state(result)))
    waiver = result.waiver
    return _clean(words.say("waiver", reason=waiver.reason, by=waiver.by, date=waiver.date, where=groups.kept(waiver)))


def _told(words: Words, results: Iterable[Result]) -> str:
    """A block of lines a result: severity, places, message, resource, words of the document."""
    blocks = []
    for result in results:
        severity = result.severity if result.counts else f"{result.severity} ({words.head(state(result))})"
        places = " ".join(filter(None, (groups.spot(result.spot), groups.place(result))))
        lines = [f"{severity} {places}", _message(words, result), f"{words.head('focus')}: {groups.node(result.finding.focus)}"]
        lines += [f"{words.head('path')}: {groups.path(result)}"] if result.finding.path is not None else []
        lines += [f"{words.head('value')}: {groups.node(result.finding.value)}"] if result.finding.value is not None else []
        lines += [f"“{result.place.words}”"] if result.place and result.place.words else []
        lines += [f"{words.head('next-step')}: {words.first(result.next_step)}"] if result.next_step else []
        lines += [f"{words.head('waiver')}: {_reason(words, result)}"] if result.waiver else []
        blocks.append("\n".join(signs.one_line(line) for line in lines))
    return "\n\n".join(blocks) + "\n"


def _clean(text: str) -> str:
    return signs.one_line(text)
