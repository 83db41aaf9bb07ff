"""A report as JSON: every field of every result, coverage, hashes and notes. Keys stand in a fixed order, languages by their tags."""

from __future__ import annotations

import json
from typing import Any

from pyoxigraph import BlankNode, Literal

from kg.validation.report import SEVERITIES, Coverage, Report, Result, ShapeCoverage, Term, Texts
from kg.validation.reports import signs


def write(report: Report, *, language: str = "", **_: object) -> str:
    """The report as JSON that ends with a line feed: all texts in all languages, whatever ``language`` is. None is ``null``."""
    body = {
        "conforms": report.conforms,
        "checked": report.checked,
        "counts": {name.lower(): report.count(name) for name in SEVERITIES},
        "waived": sum(result.waiver is not None for result in report.results),
        "known": sum(result.known for result in report.results),
        "engine": report.engine,
        "shapes_version": report.shapes_version or None,
        "shapes_hash": report.shapes_hash or None,
        "data_hash": report.data_hash or None,
        "unrecognised": report.unrecognised,
        "sources": list(report.sources),
        "notes": [_texts(note) for note in report.notes],
        "results": [as_dict(result) for result in report.results],
        "coverage": _coverage(report.coverage) if report.coverage else None,
    }
    return dump(body)


def dump(value: object) -> str:
    """JSON with one space of indentation and a final line feed; what UTF-8 cannot hold is escaped."""
    return signs.encodable(json.dumps(value, ensure_ascii=False, indent=1)) + "\n"


def _texts(texts: Texts) -> dict[str, str]:
    return dict(sorted(texts.items()))


def as_dict(result: Result) -> dict[str, Any]:
    """A result as plain values, every field of it."""
    spot, place, repair, waiver = result.spot, result.place, result.repair, result.waiver
    return {
        "severity": result.severity,
        "requirement": result.requirement or None,
        "name": _texts(result.name),
        "messages": _texts(result.messages),
        "focus": result.focus,
        "path": result.path or None,
        "value": None if result.finding.value is None else result.value,
        "value_kind": _kind(result.finding.value),
        "value_count": result.value_count,
        "component": result.component,
        "component_iri": result.finding.component,
        "shape": result.shape,
        "constraint": result.constraint or None,
        "document": place.document if place else None,
        "line": place.line if place else None,
        "passage": place.words if place else None,
        "spot": {"file": spot.file, "line": spot.line, "column": spot.column, "what": spot.what} if spot else None,
        "cause": _texts(result.cause),
        "next_step": _texts(result.next_step),
        "repair": {"texts": _texts(repair.texts), "patch": repair.patch} if repair else None,
        "waiver": (
            {"reason": waiver.reason, "date": waiver.date, "by": waiver.by, "file": waiver.file, "line": waiver.line} if waiver else None
        ),
        "known": result.known,
        "counts": result.counts,
    }


def _kind(term: Term | None) -> dict[str, str] | None:
    """What the value is: ``type`` as in the JSON of SPARQL results, for a literal its language or datatype."""
    if term is None:
        return None
    if isinstance(term, Literal):
        more = {"language": term.language} if term.language else {"datatype": str(term.datatype.value)}
        return {"type": "literal", **more}
    return {"type": "bnode" if isinstance(term, BlankNode) else "uri"}


def _coverage(coverage: Coverage) -> dict[str, Any]:
    return {
        "shapes": [_shape(shape) for shape in coverage.shapes],
        "idle": [shape.shape for shape in coverage.idle],
        "subjects": coverage.subjects,
        "unseen": coverage.unseen,
        "unseen_first": list(coverage.unseen_first),
        "predicates": coverage.predicates,
        "free": coverage.free,
        "free_first": list(coverage.free_first),
    }


def _shape(shape: ShapeCoverage) -> dict[str, Any]:
    return {"shape": shape.shape, "name": _texts(shape.name), "focus": shape.focus, "nodes": shape.nodes}
