"""A report for a terminal: results in groups with folded lists, coverage, notes, and by what it was made."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator

from kg.validation import naming
from kg.validation.report import Coverage, Report, Result, ShapeCoverage, Texts
from kg.validation.reports import groups, signs
from kg.validation.reports.words import Words, chosen, head, pick, severity, state, summary

_FEW = 5
NARROWEST = 30
"""Columns below which lines are not wrapped further."""


def write(
    report: Report,
    *,
    language: str = "en",
    by: str = "shape",
    limit: int | None = 10,
    width: int = 100,
    whole: bool = False,
    **_: object,
) -> str:
    """The report as text that ends with a line feed.

    ``by`` is one of :data:`kg.validation.reports.groups.GROUPINGS`; of results of one rule in a group, and of the entries of a list, the
    first ``limit`` are shown (None: all); lines are wrapped at ``width`` columns, except patches and long names.
    ``whole``: coverage with all its lists, not only its counts.
    """
    page = _Page(Words(language), limit, max(width, NARROWEST), whole)
    lines = [summary(report, language)]
    for key, results in groups.grouped(report.results, by).items():
        lines += ["", *page.group(key, results, by)]
    if report.coverage:
        lines += ["", *page.coverage(report.coverage)]
    if report.notes:
        lines += ["", page.words.head("notes")]
        lines += [line for note in report.notes for said in chosen(note, page.words.languages) for line in page.wrapped(said.text, 2)]
    return "\n".join([*lines, "", page.imprint(report)]) + "\n"


class _Page:
    def __init__(self, words: Words, limit: int | None, width: int, whole: bool) -> None:
        self.words = words
        self.limit = limit
        self.width = width
        self.whole = whole

    def wrapped(self, text: str, indent: int, hanging: int = 0) -> list[str]:
        """Lines of text of others, made harmless."""
        return textwrap.wrap(
            signs.one_line(text),
            max(self.width, indent + hanging + NARROWEST),
            initial_indent=" " * indent,
            subsequent_indent=" " * (indent + hanging),
            break_long_words=False,
            break_on_hyphens=False,
        )

    def group(self, key: str, results: list[Result], by: str) -> Iterator[str]:
        """A group: its head, its results; of each rule at most ``limit``, then how many more. Cause and next step are said once."""
        yield self._head(key, results, by)
        wanted = Counter(map(groups.rule, results))
        shown: Counter[str] = Counter()
        said: set[str] = set()
        for result in results:
            rule = groups.rule(result)
            if self.limit is None or shown[rule] < self.limit:
                shown[rule] += 1
                advice = str((sorted(result.cause.items()), sorted(result.next_step.items())))
                yield from self.result(result, advice=advice not in said)
                said.add(advice)
                if shown[rule] == self.limit and wanted[rule] > self.limit:
                    yield from self.wrapped(self.words.say("more", count=wanted[rule] - self.limit), 2)

    def _head(self, key: str, results: list[Result], by: str) -> str:
        if by == "shape":
            name = self.words.first(groups.name(results[0]))
            key = f"{key} {name}" if results[0].requirement else name
        elif by == "document":
            key = key or self.words.head("no-place")
        else:
            key = naming.short(key)
        return f"== {signs.one_line(key)} ({len(results)})"

    def result(self, result: Result, *, advice: bool = True) -> Iterator[str]:
        """One result: severity, number, name and place; then a line a thing that is known of it."""
        words = self.words
        marks = [signs.one_line(words.first(severity(result.severity))).upper()]
        if not result.counts:
            marks.append(f"({words.head(state(result)).lower()})")
        marks += [result.requirement, words.first(groups.name(result))]
        spot, place = groups.spot(result.spot), groups.place(result)
        yield from self.wrapped(" — ".join(filter(None, (" ".join(filter(None, marks)), spot or place))), 2, 4)
        if result.place:
            yield from self.wrapped(f"{place if spot else ''} “{result.place.words}”" if result.place.words else place, 4)
        for said in chosen(result.messages, words.languages):
            yield from self.wrapped(said.text, 4)
        about = [("focus", groups.node(result.finding.focus)), ("path", groups.path(result)), ("value", groups.node(result.finding.value))]
        yield from self.wrapped("; ".join(f"{words.head(name)}: {text}" for name, text in about if text), 4, 2)
        if advice:
            yield from self.named("cause", result.cause)
            yield from self.named("next-step", result.next_step)
        if result.repair:
            yield from self.named("repair", result.repair.texts or {"": ""})
            yield from (f"      {signs.visible(line)}".rstrip() for line in result.repair.patch.split("\n") if line)
        if result.waiver:
            waiver = result.waiver
            said_so = words.say("waiver", reason=waiver.reason, by=waiver.by, date=waiver.date, where=groups.kept(waiver))
            yield from self.wrapped(f"{words.head('waiver')}: {said_so}", 4, 2)

    def named(self, name: str, texts: Texts) -> Iterator[str]:
        """A field in each language, its name in the same language where the report has it."""
        for said in [pick(texts, language) for language in self.words.languages] if texts else []:
            own = said.language if said.language in self.words.languages else self.words.language
            yield from self.wrapped(f"{pick(head(name), own).text}: {said.text}", 4, 2)

    def coverage(self, coverage: Coverage) -> Iterator[str]:
        """Shapes with their nodes, then what was not looked at."""
        words = self.words
        yield words.head("coverage")
        applied = [shape for shape in coverage.shapes if shape.nodes]
        yield from self.wrapped(words.say("applied", count=len(applied), all=len(coverage.shapes)), 2, 2)
        if applied and self.whole:
            rows = [(words.head("focus-nodes"), words.head("all-nodes"), words.head("shape"))]
            rows += [(str(s.focus), str(s.nodes), self._name(s)) for s in applied[: self.limit]]
            wide = [max(len(row[column]) for row in rows) for column in (0, 1)]
            yield from (f"    {focus:>{wide[0]}}  {nodes:>{wide[1]}}  {name}" for focus, nodes, name in rows)
            yield from self._rest(len(applied), len(rows) - 1)
        for name, count, whole, first in (
            ("idle", len(coverage.idle), len(coverage.shapes), [self._name(shape) for shape in coverage.idle]),
            ("unseen", coverage.unseen, coverage.subjects, [naming.short(iri) for iri in coverage.unseen_first]),
            ("free", coverage.free, coverage.predicates, [naming.short(iri) for iri in coverage.free_first]),
        ):
            said = words.say(name, count=count, all=whole)
            if not self.whole:
                some = ", ".join(first[:_FEW]) + (", …" if count > _FEW else "") if name != "idle" else ""
                yield from self.wrapped(f"{said}: {some}" if some else said, 2, 2)
                continue
            yield from self.wrapped(said, 2, 2)
            for entry in first[: self.limit]:
                yield from self.wrapped(entry, 4, 2)
            yield from self._rest(count, len(first[: self.limit]))

    def _name(self, shape: ShapeCoverage) -> str:
        return signs.one_line(self.words.first(shape.name) or naming.short(shape.shape))

    def _rest(self, count: int, shown: int) -> Iterator[str]:
        if count > shown:
            yield from self.wrapped(self.words.say("more-of-list", count=count - shown), 4)

    def imprint(self, report: Report) -> str:
        """The last line: engine, version of the shapes (without one their hash too), hash of the data."""
        version = report.shapes_version or self.words.head("without-version") + (
            f" (sha256:{report.shapes_hash})" if report.shapes_hash else ""
        )
        data = f"sha256:{report.data_hash}" if report.data_hash else self.words.head("without-hash")
        return signs.one_line(self.words.say("imprint", engine=report.engine, shapes=version, data=data))
