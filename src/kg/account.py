"""The account of a build: short for every build, long with the answers to three questions and the words each rests on."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from pathlib import Path

from kg.building import Outcome

QUESTIONS = ("prison-population", "complaints-to-court", "withheld-and-missing")
"""The questions that the long account answers."""
_COLUMNS = ("indicator", "group", "state", "value", "percent", "reason", "withheldBy", "printed")
"""Their columns that fit a terminal; ``kg query`` shows all."""
_KINDS = ("figure", "assessment", "standing", "designation", "narrative", "gap")


def as_json(outcome: Outcome, target: Path) -> str:
    """The outcome as JSON: counts, what was left out and why, the verdict's counts."""
    report = outcome.report
    body = {
        "published": outcome.published,
        "output": str(target),
        "profiles": [about.profile for about in outcome.profiles],
        "statements": {kind: outcome.statements.get(kind, 0) for kind in _KINDS},
        "characters": outcome.characters,
        "accounted": outcome.accounted,
        "problems": outcome.problem_count,
        "characters_not_read": outcome.left,
        "quads": outcome.quads,
        "left_out": [{"document": shown, "why": why} for shown, why in outcome.left_out],
        "report": None if report is None else {s.lower(): report.count(s) for s in ("Violation", "Warning", "Info")},
    }
    return json.dumps(body, ensure_ascii=False, indent=1)


def text(outcome: Outcome, target: Path, *, questions: bool = False) -> str:
    """The outcome for people."""
    return "\n".join(_lines(outcome, target, questions)) + "\n"


def _lines(outcome: Outcome, target: Path, questions: bool) -> Iterator[str]:
    if outcome.profiles or outcome.published:
        total = sum(outcome.statements.values())
        kinds = ", ".join(
            f"{outcome.statements[k]} {k}{'s' if outcome.statements[k] != 1 else ''}" for k in _KINDS if outcome.statements.get(k)
        )
        names = ", ".join(about.profile for about in outcome.profiles[:5])
        more = f" and {len(outcome.profiles) - 5} more" if len(outcome.profiles) > 5 else ""
        yield f"Read      {len(outcome.profiles)} profile{'s' if len(outcome.profiles) != 1 else ''}: {names}{more}"
        yield f"          {total} statements: {kinds}"
        read = "all read as heading, label or value" if not outcome.left else f"{outcome.left} of them not read"
        yield f"          {outcome.accounted} of {outcome.characters} characters accounted for, {read}"
        yield f"          {outcome.problem_count} listed for a person to look at{':' if outcome.problems else ''}"
        for line in outcome.problems[:10]:
            yield from textwrap.wrap(line, 104, initial_indent=" " * 12, subsequent_indent=" " * 14)
        if outcome.problem_count > 10:
            yield f"            ... and {outcome.problem_count - 10} more in ledger.json"
    yield from _verdict(outcome)
    if outcome.left_out:
        count = len({shown for shown, _ in outcome.left_out})
        yield f"Left out  {count} document{'s' if count != 1 else ''} (named above)"
    if outcome.published:
        yield f"Written   {outcome.quads} quads to {target}/ (graph.nq, facts.csv, report.txt, ledger.json, store/ ...)"
        if questions:
            yield from _answers(target)
    else:
        yield f"Nothing was published; what was in {target}/ before is untouched"


def _verdict(outcome: Outcome) -> Iterator[str]:
    if outcome.report is None:
        if outcome.published:
            yield "Checked   nothing: --no-validate"
        return
    from kg.validation.reports import summary

    yield f"Checked   {summary(outcome.report)}"
    shown = outcome.report.results if len(outcome.report.results) <= 20 else outcome.report.results[:20]
    for result in shown:
        place = f"{result.place.document}:{result.place.line}" if result.place else result.focus
        yield f"          {result.severity} {result.requirement} {place}"
        yield from textwrap.wrap(result.messages.get("en", result.component), 104, initial_indent=" " * 12, subsequent_indent=" " * 12)
    if len(shown) < len(outcome.report.results):
        yield f"          ... and {len(outcome.report.results) - len(shown)} more in report.txt"


def _answers(target: Path) -> Iterator[str]:
    from kg.querying import execution, question, table

    for name in QUESTIONS:
        asked = question.find(name)
        yield ""
        yield f"Question  {asked.title['en']}"
        yield f"          {asked.title['ru']}"
        yield f"          (kg query {name})"
        answer = execution.local(asked.sparql, target, name=name)
        for line in table.people(answer, _COLUMNS).splitlines():
            yield f"  {line}".rstrip()
