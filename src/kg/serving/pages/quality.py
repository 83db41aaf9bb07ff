"""Data quality: what of each document was read, what was not, which values are gaps and why, what is not certain, what was left out.

All of it is what the build wrote: ``ledger.json``, ``report.ttl``, ``report.txt`` and ``facts.csv`` of the release.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.serving import texts
from kg.serving.pages.asked import Asked
from kg.serving.pages.findings import findings
from kg.serving.pages.rows import Row
from kg.serving.things.names import Name
from kg.serving.things.passage import place

ACCOUNT = ("heading", "label", "value", "remainder", "blank")
"""What a character of a document can be."""
CERTAIN = ("exact", "variant", "none", "")
"""Ways of recognising a row that leave no doubt; a narrative is recognised by none."""
_LEFT_OUT = re.compile(r"^Documents left out \([0-9]+; [^\n]*\n((?:[^\n]+\n)*)", re.MULTILINE)
_DERIVED = "http://www.w3.org/ns/prov#wasDerivedFrom"
_HASH = 16
"""Digits of a SHA-256 in the IRI of a source."""


@dataclass(frozen=True, slots=True)
class Warned:
    """A result of the shapes above Info: the statement, the requirement, the message in a language, the line of the document."""

    statement: str
    severity: str
    requirement: str
    message: str
    line: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row that is not certain: the statement, its line, label and words, how well its label fits."""

    statement: str
    line: str
    label: str
    printed: str
    match: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the build: what the ledger says, and what was found in it."""

    profile: str
    source: str
    anchor: str
    ledger: Mapping[str, Any]
    account: Mapping[str, int]
    reasons: tuple[tuple[str, str, int], ...]
    gaps: int
    warnings: tuple[Warned, ...]
    doubts: tuple[Doubt, ...]


def page(asked: Asked) -> str:
    """The page."""
    profiles = {row["source"]: row for row in asked.rows.of("profile-counts")}
    found = [_document(asked, entry, profiles) for entry in _ledger(asked.release.folder)]
    reasons = sorted({reason for one in found for reason, *_ in one.reasons}, key=asked.voice.words)
    known = {"documents": found, "reasons": reasons, "left": left_out(asked.release.folder), "account": ACCOUNT}
    return asked.draw("quality", "quality", **known, told=lambda problem: told(problem, asked.language))


def told(problem: Mapping[str, Any], language: str) -> Name:
    """What was wrong with a line, in the language where that is worded in it; a ledger says it in English."""
    worded = texts.clause(problem["code"], problem["text"], language) if language != "en" else None
    return Name(worded, language) if worded else Name(problem["text"], "en")


def left_out(folder: Path) -> list[str]:
    """The documents that the build left out, each with the reason, as the report says them."""
    report = folder / "report.txt"
    said = _LEFT_OUT.search(report.read_text(encoding="utf-8")) if report.is_file() else None
    return said[1].splitlines() if said else []


def _document(asked: Asked, entry: Mapping[str, Any], profiles: Mapping[str, Row]) -> Document:
    source = f"{asked.release.base}source/{entry['sha256'][:_HASH]}"
    profile = profiles.get(source, Row())["profile"]
    reasons = tuple((row["reason"], row["side"], int(row["count"])) for row in asked.rows.of("gaps") if row["profile"] == profile)
    remainder = sum(not sign.isspace() for one in entry["remainder"] for sign in one["text"])
    account = {name: remainder if name == "remainder" else int(entry[name]) for name in ACCOUNT}
    return Document(
        profile=profile,
        source=source,
        anchor=f"document-{entry['sha256'][:_HASH]}",
        ledger=entry,
        account=account,
        reasons=reasons,
        gaps=sum(count for *_, count in reasons),
        warnings=tuple(_warnings(asked, profile)),
        doubts=tuple(_doubts(asked.release.folder, entry["sha256"], profile)),
    )


def _warnings(asked: Asked, profile: str) -> Iterator[Warned]:
    for focus, results in findings(asked.release.folder).items():
        if profile and (focus == profile or focus.startswith(f"{profile}/")):
            for one in results:
                if one.severity != "Info":
                    message = one.messages.get(asked.language) or one.messages.get("en", "")
                    yield Warned(focus, one.severity, one.requirement, message, _line(asked, focus))


def _line(asked: Asked, statement: str) -> int:
    """The line of its document that a statement was read from; 0 where it has none."""
    lookup = asked.names.lookup
    for value in lookup.values(statement, _DERIVED):
        where = place(value.value)
        text = lookup.text(where.source) if where else None
        if where and text is not None:
            return text.count("\n", 0, where.start) + 1
    return 0


def _doubts(folder: Path, sha256: str, profile: str) -> Iterator[Doubt]:
    for row in _facts(folder):
        if row["source_sha256"] == sha256 and row["match"] not in CERTAIN:
            yield Doubt(f"{profile}/{row['statement']}", row["line"], row["label"], row["as_printed"], row["match"].rpartition(":")[2])


@cache
def _facts(folder: Path) -> tuple[Mapping[str, str], ...]:
    file = folder / "facts.csv"
    if not file.is_file():
        return ()
    with file.open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


@cache
def _ledger(folder: Path) -> tuple[Mapping[str, Any], ...]:
    file = folder / "ledger.json"
    return tuple(json.loads(file.read_text(encoding="utf-8"))["documents"]) if file.is_file() else ()
