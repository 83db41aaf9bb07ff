"""A report as SARIF 2.1.0 (OASIS, 2020), for code scanning and editors.

Rules are requirements, or shapes without a number. A waiver is a suppression; with a baseline a result is ``new`` or ``unchanged``.
Messages are in the first language asked for; all languages stand in ``properties``.
"""

from __future__ import annotations

import hashlib
import os
import re
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from pyoxigraph import NamedNode

from kg.release import __version__
from kg.validation.baseline import identity
from kg.validation.report import Report, Result, Spot, Texts
from kg.validation.reports import groups, signs, structured
from kg.validation.reports.words import pick, spoken
from kg.vocabulary import vocabulary

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
VERSION = "2.1.0"
TOOL = "kg validate"
LEVELS = {"Violation": "error", "Warning": "warning", "Info": "note"}
"""A severity of others' making is an error: the verdict counts it."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_LANGUAGE = re.compile(r"[a-z]{2}(-[a-z]{2})?")
Json = dict[str, Any]


def write(report: Report, *, language: str = "en", baseline: bool | None = None, **_: object) -> str:
    """The report as a SARIF log. ``baseline``: whether it was compared with an earlier one (None: it was if a result is known)."""
    compared = any(result.known for result in report.results) if baseline is None else baseline
    return structured.dump({"$schema": SCHEMA, "version": VERSION, "runs": [_Run(report, spoken(language)[0], compared).run()]})


class _Run:
    def __init__(self, report: Report, language: str, compared: bool) -> None:
        self.report = report
        self.language = language
        self.compared = compared
        self.rules: dict[str, int] = {}
        self.described: list[Json] = []
        self.artifacts: dict[str, int] = {}

    def run(self) -> Json:
        report = self.report
        for source in report.sources:
            self.artifact(source)
        results = [self.result(result) for result in report.results]
        notes = [{"level": "note", "message": self.message(note)} for note in report.notes]
        hashes = {"dataHash": report.data_hash, "shapesHash": report.shapes_hash, "shapesVersion": report.shapes_version}
        run: Json = {
            "tool": {
                "driver": {
                    "name": TOOL,
                    "version": __version__,
                    "informationUri": vocabulary().base,
                    "rules": self.described,
                },
                "extensions": [{"name": report.engine or "SHACL"}],
            },
            "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}],
            "artifacts": [self._described(name) for name in self.artifacts],
            "columnKind": "unicodeCodePoints",
            "results": results,
            "properties": {"conforms": report.conforms, "checked": report.checked, **{k: v for k, v in hashes.items() if v}},
        }
        return run | ({"language": self.language} if _LANGUAGE.fullmatch(self.language) else {})

    def message(self, texts: Texts, otherwise: str = "") -> Json:
        more = {"properties": {"languages": dict(sorted(texts.items()))}} if texts else {}
        return {"text": pick(texts, self.language).text or otherwise, **more}

    def rule(self, result: Result) -> int:
        """The index of the rule of a result, which is described when it first comes."""
        rule = groups.rule(result)
        if rule not in self.rules:
            self.rules[rule] = len(self.described)
            name = self.message(groups.name(result))
            described: Json = {
                "id": rule,
                "name": name["text"],
                "shortDescription": name,
                "defaultConfiguration": {"level": level(result)},
                "properties": {"shape": result.shape, "component": result.finding.component},
            }
            if result.cause or result.next_step:
                described["help"] = {"text": "\n\n".join(t for t in (self.said(result.cause), self.said(result.next_step)) if t)}
            if isinstance(result.finding.shape, NamedNode) and _SCHEME.match(result.shape):
                described["helpUri"] = uri(result.shape)
            self.described.append(described)
        return self.rules[rule]

    def said(self, texts: Texts) -> str:
        return pick(texts, self.language).text

    def result(self, result: Result) -> Json:
        located, related = self.locations(result)
        written: Json = {
            "ruleId": groups.rule(result),
            "ruleIndex": self.rule(result),
            "level": level(result),
            "message": self.message(result.messages, self.said(groups.name(result))),
            "locations": [located],
            "relatedLocations": related,
            "partialFingerprints": {"resultKey/v1": fingerprint(result)},
            "suppressions": [self.suppression(result)] if result.waiver else [],
            "properties": {k: v for k, v in structured.as_dict(result).items() if v not in (None, {}, "")},
        }
        if self.compared:
            written["baselineState"] = "unchanged" if result.known else "new"
        return written

    def locations(self, result: Result) -> tuple[Json, list[Json]]:
        """Where the triple stands, else the passage, and the resource in any case; the passage as related where it is not the first."""
        where: Json = {"logicalLocations": [{"fullyQualifiedName": result.focus, "kind": "resource"}]}
        passage: Json | None = None
        if result.place:
            region: Json = {"startLine": result.place.line} if result.place.line > 0 else {}
            if region and result.place.words:
                region["snippet"] = {"text": result.place.words}
            passage = self.physical(result.place.document, region)
        if result.spot:
            where["physicalLocation"] = self.physical(result.spot.file, _region(result.spot))
        elif passage:
            return where | {"physicalLocation": passage}, []
        if passage is None or result.place is None:
            return where, []
        return where, [{"id": 1, "physicalLocation": passage, "message": {"text": result.place.words or groups.place(result)}}]

    def physical(self, name: str, region: Json) -> Json:
        return {"artifactLocation": {"uri": uri(name), "index": self.artifact(name)}, **({"region": region} if region else {})}

    def suppression(self, result: Result) -> Json:
        waiver = result.waiver
        assert waiver is not None
        where = self.physical(waiver.file, {"startLine": waiver.line} if waiver.line > 0 else {})
        return {
            "kind": "external",
            "status": "accepted",
            "justification": waiver.reason,
            "location": {"physicalLocation": where},
            "properties": {"by": waiver.by, "date": waiver.date},
        }

    def artifact(self, name: str) -> int:
        return self.artifacts.setdefault(name, len(self.artifacts))

    def _described(self, name: str) -> Json:
        described: Json = {"location": {"uri": uri(name)}}
        if name in self.report.sources:
            described["roles"] = ["analysisTarget"]
        if self.report.sources == (name,) and self.report.data_hash:
            described["hashes"] = {"sha-256": self.report.data_hash}
        return described


def level(result: Result) -> str:
    """``error``, ``warning`` or ``note``."""
    return LEVELS.get(result.severity, "error")


def _region(spot: Spot) -> Json:
    if spot.what == "file" or spot.line < 1:
        return {}
    return {"startLine": spot.line, **({"startColumn": spot.column} if spot.column > 0 else {})}


@lru_cache(4096)
def uri(name: str) -> str:
    """A path or IRI as a URI reference (RFC 3986): percent-encoded, relative paths relative, absolute ones as ``file:``."""
    if _SCHEME.match(name):
        return quote(_bytes(name), safe="%:/?#[]@!$&'()*+,;=~")
    path = quote(_bytes(name), safe="/~")
    return f"file://{path}" if path.startswith("/") else path


def fingerprint(result: Result) -> str:
    """The same for the same result of another run: SHA-256 of what :func:`kg.validation.baseline.identity` compares."""
    return hashlib.sha256("\x1f".join(identity(result.finding)).encode("utf-8")).hexdigest()


def _bytes(name: str) -> bytes:
    """A name as the file system has it; what no file system can have is shown as it would be in text."""
    try:
        return os.fsencode(name)
    except UnicodeEncodeError:
        return signs.visible(name).encode("utf-8", "replace")
