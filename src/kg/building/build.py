"""A build: documents → facts → graph → verdict → store, in a temporary folder that is switched in when everything is well.

A document that cannot be read, or that violates a shape, is left out and listed; the others are built. When none is left, or reference
data or vocabulary violate a shape, nothing is published and the earlier build stays.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.building.sources import SIDECAR, Options, Source, declared, discover
from kg.errors import InputError, KgError
from kg.interpreting import interpret
from kg.mapping import catalogue, profile, reference, table
from kg.model import About, Document, Ledger, Reading
from kg.reading import text
from kg.storage import folder, manifest, store
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


@dataclass(frozen=True, slots=True)
class Read:
    """A document that was read, with its declarations and its place."""

    source: Source
    about: About
    document: Document


def build(paths: Iterable[Path], target: Path, options: Options, progress: Progress = lambda _: None) -> Outcome:
    """Builds everything under ``paths`` into ``target``. Raises :class:`KgError` when nothing could be done."""
    outcome = Outcome()
    reads = _read_all(discover(paths), options, outcome)
    if not reads:
        return outcome
    with folder.making(target) as part:
        _write(part, reads, outcome, progress)
        if options.validate and outcome.profiles:
            progress("checking against the shapes")
            bad = _check(part, reads, outcome)
            if bad is None or not outcome.profiles:
                raise _Unpublished(outcome)
            if bad:
                _write(part, [read for read in reads if read.about.profile not in bad], outcome, progress)
        if not outcome.profiles:
            raise _Unpublished(outcome)
        progress("loading the store")
        outcome.quads = store.load(part / "graph.nq", part / "store")
        manifest.write(part, _inputs(reads))
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


def _read_all(sources: list[Source], options: Options, outcome: Outcome) -> list[Read]:
    """Declarations and texts of all documents; two that claim one profile are both left out."""
    reads: list[Read] = []
    for source in sources:
        try:
            about = declared(source, options)
            reads.append(Read(source, about, text.read(source.path, source.shown)))
        except InputError as error:
            _leave_out(outcome, source.shown, error)
    claims: dict[str, list[Read]] = {}
    for read in reads:
        claims.setdefault(read.about.profile, []).append(read)
    for name, claimed in sorted(claims.items()):
        for read in claimed if len(claimed) > 1 else ():
            others = ", ".join(r.source.shown for r in claimed if r is not read)
            clash = InputError(
                "KG307",
                f"the document claims the profile {name}",
                why=f"so does {others}",
                mend="give each its own edition",
                file=read.source.shown,
            )
            _leave_out(outcome, read.source.shown, clash)
    return [claimed[0] for _, claimed in sorted(claims.items()) if len(claimed) == 1]


def _leave_out(outcome: Outcome, shown: str, error: KgError) -> None:
    outcome.left_out.append((shown, str(error)))


def readings(reads: Iterable[Read], outcome: Outcome | None = None) -> Iterator[tuple[Read, Reading]]:
    """Facts of each document in turn; what cannot be interpreted, or does not account for every character, is left out."""
    for read in reads:
        try:
            reading = interpret(read.document, language=read.about.language, area=read.about.area)
            if not reading.ledger.closes:
                raise InputError(
                    "KG109",
                    "the ledger of the document does not close",
                    why="a character is in no account",
                    file=read.source.shown,
                )
        except InputError as error:
            if outcome is None:
                raise
            _leave_out(outcome, read.source.shown, error)
            continue
        yield read, reading


def _write(part: Path, reads: list[Read], outcome: Outcome, progress: Progress) -> None:
    """Writes graph, facts and ledger, one document at a time: of all documents only the texts are held, never the facts or quads."""
    root = resources.root()
    named: set[tuple[str, str]] = set()
    outcome.profiles, outcome.statements = [], {}
    outcome.characters = outcome.accounted = outcome.left = outcome.problem_count = 0
    outcome.problems = []
    failed = Outcome()
    with (
        (part / "graph.nq").open("w", encoding="utf-8", newline="\n") as graph,
        (part / "facts.csv").open("w", encoding="utf-8", newline="") as facts,
        (part / "ledger.json").open("w", encoding="utf-8", newline="\n") as ledger,
    ):
        graph.writelines(catalogue.ontology(root))
        graph.writelines(reference.quads(root / "data" / "reference"))
        table.write(facts, (), table.BUILD_COLUMNS)
        ledger.write('{"documents": [')
        for number, (read, reading) in enumerate(readings(reads, failed)):
            if number % 200 == 0:
                progress(f"reading {number + 1} of {len(reads)}")
            graph.writelines(profile.quads(reading, read.about))
            table.write(facts, table.rows(reading, read.about, vocabulary()))
            ledger.write(",\n" if number else "\n")
            ledger.write(json.dumps(entry(read.source.shown, reading), ensure_ascii=False, sort_keys=True))
            named |= catalogue.mentioned(reading.facts)
            _count(outcome, read.about, reading)
        ledger.write("\n]}\n")
        graph.writelines(catalogue.bodies(named))
        graph.writelines(catalogue.catalogue(outcome.profiles, root / "data" / "reference"))
    for shown, why in failed.left_out:
        if (shown, why) not in outcome.left_out:
            outcome.left_out.append((shown, why))


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


def _check(part: Path, reads: list[Read], outcome: Outcome) -> set[str] | None:
    """Writes the shapes' verdict; the profiles that violate a shape, or None when something else does."""
    from kg.validation import report as reports
    from kg.validation import running, turtle

    documents = {profile.source_iri(read.document.sha256): read.source.shown for read in reads}
    with (part / "graph.nq").open(encoding="utf-8") as lines:
        report = running.validate_quads(lines, documents)
    outcome.report = report
    (part / "report.ttl").write_text(turtle.write(report), encoding="utf-8")
    short = {ns: prefix for prefix, ns in vocabulary().prefixes.items()}
    said = [*reports.text(report, short)]
    if outcome.problems:
        said += ["", f"Not read or not certain ({outcome.problem_count}; all of them in ledger.json):", *outcome.problems]
    (part / "report.txt").write_text("\n".join(said) + "\n", encoding="utf-8")
    bad: set[str] = set()
    for result in report.results:
        if result.severity in ("Info", "Warning"):
            continue
        owner = next((read for read in reads if _owns(read, result.focus)), None)
        if owner is None:
            return None
        bad.add(owner.about.profile)
        place = f"{owner.source.shown}:{result.place.line}" if result.place else owner.source.shown
        what = result.messages.get("en") or result.component
        outcome.left_out.append((owner.source.shown, f"{result.requirement or result.component} {place}: {what}"))
    outcome.profiles = [about for about in outcome.profiles if about.profile not in bad]
    return bad


def _owns(read: Read, focus: str) -> bool:
    own = (profile.profile_iri(read.about), profile.source_iri(read.document.sha256))
    return any(focus == iri or focus.startswith((iri + "/", iri + ".")) for iri in own)


def _inputs(reads: list[Read]) -> dict[str, Path]:
    """Every input by the path that does not depend on where the project or the documents lie."""
    root = resources.root()
    inputs = {}
    for read in reads:
        inputs[f"documents/{read.source.shown}"] = read.source.path
        if read.source.sidecar:
            inputs[f"documents/{Path(read.source.shown).with_name(SIDECAR).as_posix()}"] = read.source.sidecar
    own = [*resources.ontology_files(), *(root / "shapes").glob("*.ttl"), *(root / "data" / "reference").iterdir()]
    inputs |= {path.relative_to(root).as_posix(): path for path in own if path.suffix in (".ttl", ".tsv", ".toml")}
    return inputs
