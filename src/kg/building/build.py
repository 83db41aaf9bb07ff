"""A build: documents → facts → graph → verdict → store, in a temporary folder that is switched in when everything is well.

A document that cannot be read, or that violates a shape, is left out and listed; the others are built. When none is left, or reference
data or vocabulary violate a shape, nothing is published and the earlier build stays.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.building.documents import Declared, Documents
from kg.building.options import Options
from kg.building.sources import discover
from kg.linking import checking, linkset
from kg.linking.subjects import Subjects
from kg.mapping import catalogue, profile, reference, table
from kg.mapping.partition import Partitions
from kg.model import About, Ledger, Reading
from kg.storage import folder, manifest, store
from kg.storage.output import Output
from kg.vocabulary import resources, vocabulary

if TYPE_CHECKING:
    from kg.validation.report import Report

Progress = Callable[[str], None]
MOST_PROBLEMS = 500
"""So many problems at most are kept for the account; all are in the ledger."""


@dataclass(slots=True)
class Outcome:
    """What a build did. ``published`` is False when the earlier build stays; ``left_out`` says why, document by document."""

    published: bool = False
    profiles: list[About] = field(default_factory=list)
    statements: dict[str, int] = field(default_factory=dict)
    characters: int = 0
    accounted: int = 0
    quads: int = 0
    problems: list[str] = field(default_factory=list)
    problem_count: int = 0
    left: int = 0
    left_out: list[tuple[str, str]] = field(default_factory=list)
    report: Report | None = None

    @property
    def exit_code(self) -> int:
        """0 fine, 1 some inputs failed or a shape is violated, 2 nothing could be built."""
        if self.published:
            return 1 if self.left_out else 0
        return 1 if self.report and self.report.fails("violation") else 2


def build(paths: Iterable[Path], target: Path, options: Options, progress: Progress = lambda _: None) -> Outcome:
    """Builds everything under ``paths`` into ``target``. Raises :class:`KgError` when nothing could be done."""
    outcome = Outcome()
    documents = Documents(discover(paths), options)
    readings = documents.readings()
    first = next(readings, None)
    if first is None:
        outcome.left_out = documents.left_out
        return outcome
    with folder.making(target, holds="graph.nq") as part:
        written, quads = _write(part, chain((first,), readings), len(documents), outcome, progress)
        outcome.left_out = documents.left_out
        if options.validate:
            progress("checking against the shapes")
            bad = _check(part, documents, outcome)
            if bad is None or not outcome.profiles:
                raise _Unpublished(outcome)
            if bad:
                written, quads = _write(part, documents.readings(without=bad), len(documents), outcome, progress)
                outcome.left_out += [one for one in documents.left_out if one not in outcome.left_out]
        if not outcome.profiles:
            raise _Unpublished(outcome)
        progress("loading the store")
        outcome.quads = store.load(part / "graph.nq", part / "store", quads)
        shutil.copyfile(resources.root() / "data" / "withdrawn.tsv", part / "withdrawn.tsv")
        manifest.write(part, {**documents.inputs(), **_own_inputs()}, written)
        outcome.published = True
    return outcome


class _Unpublished(Exception):
    """Ends a build that must not be switched in."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


def run(paths: Iterable[Path], target: Path, options: Options, progress: Progress = lambda _: None) -> Outcome:
    """:func:`build`, with a build that must not be published as an outcome and not as an exception."""
    try:
        return build(paths, target, options, progress)
    except _Unpublished as unpublished:
        return unpublished.outcome


def _write(
    part: Path, readings: Iterable[tuple[Declared, Reading]], total: int, outcome: Outcome, progress: Progress
) -> tuple[dict[str, str], int]:
    """Writes graph, facts and ledger, one document at a time: of the others nothing is held.

    Gives the SHA-256 of what was written by file, and the number of quads.
    """
    root = resources.root()
    named: set[tuple[str, str]] = set()
    counted = Partitions()
    outcome.profiles, outcome.statements = [], {}
    outcome.characters = outcome.accounted = outcome.left = outcome.problem_count = 0
    outcome.problems = []
    with Output(part / "graph.nq") as graph, Output(part / "facts.csv") as facts, Output(part / "ledger.json") as ledger:
        graph.writelines(counted.count(catalogue.ontology(root)))
        graph.writelines(counted.count(reference.quads(root / "data" / "reference")))
        graph.writelines(counted.count(linkset.quads(checking.verified(root), Subjects(root))))
        table.write(facts, (), table.BUILD_COLUMNS)
        ledger.write('{"documents": [')
        for number, (read, reading) in enumerate(readings):
            if number % 200 == 0:
                progress(f"reading {number + 1} of {total}")
            graph.writelines(counted.count(profile.quads(reading, read.about)))
            table.write(facts, table.rows(reading, read.about, vocabulary()))
            ledger.write(",\n" if number else "\n")
            ledger.write(json.dumps(entry(read.source.shown, reading), ensure_ascii=False, sort_keys=True))
            named |= catalogue.mentioned(reading.facts)
            _count(outcome, read.about, reading)
        ledger.write("\n]}\n")
        graph.writelines(counted.count(catalogue.bodies(named)))
        graph.writelines(counted.count(catalogue.catalogue(outcome.profiles, root / "data" / "reference")))
        graph.writelines(counted.quads())
    return {output.path.name: output.sha256 for output in (graph, facts, ledger)}, graph.lines


def _count(outcome: Outcome, about: About, reading: Reading) -> None:
    outcome.profiles.append(about)
    for fact in reading.facts:
        kind = fact.content.kind
        outcome.statements[kind] = outcome.statements.get(kind, 0) + 1
    ledger: Ledger = reading.ledger
    outcome.characters += ledger.characters
    outcome.accounted += ledger.characters if ledger.closes else 0
    outcome.left += sum(len("".join(r.text.split())) for r in ledger.remainder)
    if len(outcome.problems) < MOST_PROBLEMS:
        path = reading.document.path
        outcome.problems += [f"{p.code} {path}:{p.line}: {p.text}" for p in reading.problems]
    outcome.problem_count += len(reading.problems)


def entry(shown: str, reading: Reading) -> dict[str, Any]:
    """A document's entry in ``ledger.json``."""
    ledger = reading.ledger
    return {
        "path": shown,
        "sha256": reading.document.sha256,
        "characters": ledger.characters,
        "blank": ledger.blank,
        "heading": ledger.heading,
        "label": ledger.label,
        "value": ledger.value,
        "remainder": [{"line": r.line, "start": r.start, "end": r.end, "text": r.text} for r in ledger.remainder],
        "rows": ledger.rows,
        "statements": len(reading.facts),
        "problems": [{"code": p.code, "line": p.line, "text": p.text} for p in reading.problems],
    }


def _check(part: Path, documents: Documents, outcome: Outcome) -> set[str] | None:
    """Writes the shapes' verdict; the profiles that violate a shape, or None when something else does."""
    from kg.validation import running, shapes, waivers
    from kg.validation.reports import FORMS

    shown = {profile.source_iri(read.text_hash): read.source.shown for read in documents if read.text_hash}
    with (part / "graph.nq").open(encoding="utf-8") as lines:
        report = running.validate_quads(lines, shown)
    declared = [
        waivers.Declared(waived, read.source.sidecar_shown, profile.profile_iri(read.about))
        for read in documents
        for waived in read.about.waivers
    ]
    outcome.report = report = waivers.apply(report, declared, shapes.ours().named)
    (part / "report.ttl").write_text(FORMS["ttl"](report), encoding="utf-8")
    said = FORMS["text"](report, language="en,ru", limit=None, width=140).splitlines()
    bad: set[str] = set()
    for result in report.results:
        if result.severity in ("Info", "Warning") or not result.counts:
            continue
        owner = next((read for read in documents if _owns(read, result.focus)), None)
        if owner is None:
            return None
        bad.add(owner.about.profile)
        place = f"{owner.source.shown}:{result.place.line}" if result.place else owner.source.shown
        what = result.messages.get("en") or result.component
        outcome.left_out.append((owner.source.shown, f"{result.requirement or result.component} {place}: {what}"))
    if outcome.left_out:
        count = len({shown for shown, _ in outcome.left_out})
        said += ["", f"Documents left out ({count}; the build holds nothing of them):", *(why for _, why in outcome.left_out)]
    if outcome.problems:
        said += ["", f"Not read or not certain ({outcome.problem_count}; all of them in ledger.json):", *outcome.problems]
    (part / "report.txt").write_text("\n".join(said) + "\n", encoding="utf-8")
    outcome.profiles = [about for about in outcome.profiles if about.profile not in bad]
    return bad


def _owns(read: Declared, focus: str) -> bool:
    own = (profile.profile_iri(read.about), profile.source_iri(read.text_hash))
    return any(focus == iri or focus.startswith((iri + "/", iri + ".")) for iri in own)


def _own_inputs() -> dict[str, Path]:
    """The vocabulary, shapes and tables that went in, by paths that do not depend on where the project lies."""
    root = resources.root()
    words = [root / "ontology" / name for name in ("constraints.ttl", "reports.ttl")]  # of the verdict
    own = [*resources.ontology_files(), *words, *(root / "shapes").glob("*.ttl"), *(root / "data" / "reference").iterdir()]
    own += [root / "data" / "withdrawn.tsv", *(root / "ontology" / "alignments").glob("*.tsv")]
    return {path.relative_to(root).as_posix(): path for path in own if path.suffix in (".ttl", ".tsv", ".toml")}
