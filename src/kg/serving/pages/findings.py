"""What the shapes say of single statements of a release: the results of its ``report.ttl``, by the statement they are about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from kg.mapping.terms import HRM
from kg.vocabulary import resources

_SH = "http://www.w3.org/ns/shacl#"
_TOLD = {
    _SH + "focusNode": "focus",
    _SH + "resultSeverity": "severity",
    _SH + "sourceShape": "shape",
    _SH + "sourceConstraint": "constraint",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A result: ``Info``, ``Warning``, ``Violation``; the number of the requirement ('' without one); the message by language."""

    severity: str
    requirement: str
    messages: Mapping[str, str]


@cache
def findings(folder: Path) -> Mapping[str, tuple[Finding, ...]]:
    """The results of a build by the IRI of what each is about, in the order of the report; none where there is no report."""
    report = folder / "report.ttl"
    if not report.is_file():
        return {}
    told: dict[str, dict[str, str]] = {}
    messages: dict[str, dict[str, str]] = {}
    for triple in parse(path=str(report), format=RdfFormat.TURTLE):
        if not isinstance(triple.subject, BlankNode):
            continue
        one, value = triple.subject.value, triple.object
        if name := _TOLD.get(triple.predicate.value):
            told.setdefault(one, {})[name] = getattr(value, "value", "")
        elif triple.predicate.value == _SH + "resultMessage" and isinstance(value, Literal):
            messages.setdefault(one, {})[value.language or ""] = value.value
    found: dict[str, list[Finding]] = {}
    for one, said in told.items():
        if "focus" in said:
            number = _numbers().get(said.get("constraint", "")) or _numbers().get(said.get("shape", ""), "")
            severity = said.get("severity", "").rpartition("#")[2]
            found.setdefault(said["focus"], []).append(Finding(severity, number, messages.get(one, {})))
    return {focus: tuple(results) for focus, results in found.items()}


@cache
def _numbers() -> Mapping[str, str]:
    """The numbers of our requirements by their shapes and constraints."""
    return {
        triple.subject.value: triple.object.value
        for file in sorted((resources.root() / "shapes").glob("*.ttl"))
        for triple in parse(path=str(file), format=RdfFormat.TURTLE)
        if triple.predicate.value == HRM + "requirement" and isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal)
    }
