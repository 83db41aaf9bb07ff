"""Results and reports: typed, ordered, written as text, Turtle and JSON. Messages in every language the shapes have."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

SEVERITIES = ("Info", "Warning", "Violation")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a result stands in a document: path or source IRI, line, and the words of the passage."""

    document: str
    line: int
    words: str


@dataclass(frozen=True, slots=True)
class Result:
    """One result of a validation. IRIs are full; ``messages`` by language; ``place`` is None where no document is known."""

    severity: str
    focus: str
    path: str
    value: str
    component: str
    shape: str
    constraint: str
    name: dict[str, str]
    requirement: str
    messages: dict[str, str]
    place: Place | None
    terms: dict[str, Any] = field(compare=False, repr=False)
    """The RDF terms of the result by the local name of their SHACL property."""

    @property
    def order(self) -> tuple[Any, ...]:
        """Worst first, then by place and name: the same results give the same report."""
        place = (self.place.document, self.place.line) if self.place else ("", 0)
        rank = SEVERITIES.index(self.severity) if self.severity in SEVERITIES else len(SEVERITIES)
        return (-rank, *place, self.requirement, self.focus, self.shape, self.path, self.value, self.component)


@dataclass(frozen=True, slots=True)
class Report:
    """A verdict: results in order, how many nodes were checked, by which engine and version of shapes."""

    results: tuple[Result, ...]
    checked: int
    engine: str
    shapes_version: str

    @property
    def conforms(self) -> bool:
        """As the standard has it: no result at all, whatever its severity."""
        return not self.results

    def count(self, severity: str) -> int:
        """How many results of a severity."""
        return sum(result.severity == severity for result in self.results)

    def fails(self, fail_on: str) -> bool:
        """Whether a result is at or above a severity (``violation``, ``warning`` or ``info``). A severity of others' making counts."""
        least = [s.lower() for s in SEVERITIES].index(fail_on)
        return any(r.severity not in SEVERITIES or SEVERITIES.index(r.severity) >= least for r in self.results)


def summary(report: Report) -> str:
    """One line: what was checked and found."""
    found = ", ".join(f"{report.count(s)} {s.lower()}{'s' if report.count(s) != 1 and s != 'Info' else ''}" for s in reversed(SEVERITIES))
    return f"{report.checked} nodes checked: {found}"


def text(report: Report, short: dict[str, str]) -> Iterator[str]:
    """Lines for a terminal; ``short`` maps namespaces to prefixes for IRIs."""
    yield summary(report)
    for result in report.results:
        name = result.name.get("en") or next(iter(result.name.values()), result.shape)
        place = f"  {result.place.document}:{result.place.line}" if result.place else ""
        yield ""
        yield f"{result.severity.upper()} {result.requirement} {name}{place}"
        for language in sorted(result.messages):
            yield f"  {result.messages[language]}"
        if result.place and result.place.words:
            yield f"  “{result.place.words}”"
        yield f"  {curie(result.focus, short)}" + (f"  {curie(result.path, short)}" if result.path else "")
    yield ""
    yield f"engine {report.engine}; shapes {report.shapes_version or 'without version'}"


def curie(iri: str, short: dict[str, str]) -> str:
    """An IRI with its prefix, where one fits."""
    best = max((ns for ns in short if iri.startswith(ns)), key=len, default=None)
    return f"{short[best]}:{iri[len(best) :]}" if best else iri


def as_json(report: Report) -> str:
    """The report as JSON: counts and results with every field."""
    body = {
        "conforms": report.conforms,
        "checked": report.checked,
        "engine": report.engine,
        "shapes_version": report.shapes_version,
        "counts": {s.lower(): report.count(s) for s in SEVERITIES},
        "results": [
            {
                "severity": r.severity,
                "focus": r.focus,
                "path": r.path or None,
                "value": r.value or None,
                "component": r.component,
                "shape": r.shape,
                "constraint": r.constraint or None,
                "name": r.name,
                "requirement": r.requirement or None,
                "messages": r.messages,
                "document": r.place.document if r.place else None,
                "line": r.place.line if r.place else None,
                "passage": r.place.words if r.place else None,
            }
            for r in report.results
        ],
    }
    return json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
