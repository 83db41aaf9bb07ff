"""The whole: a partner's files beside our build, every question asked of both, and what came of it."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kg.gaining import acts, asking, findings, given, places
from kg.gaining.asking import Asked
from kg.gaining.findings import Findings
from kg.gaining.given import Table
from kg.gaining.places import Missing, Place
from kg.querying import partners, question
from kg.querying.partners.union import Held
from kg.storage.store import open_build
from kg.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class File:
    """A file of the partner as it was asked: its name, the table that it was made of, its statements, and its missing values."""

    name: str
    held: Held
    table: Table | None
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True)
class Gain:
    """What linking gains. ``places`` of observations by their IRIs; ``build`` is the SHA-256 of the manifest, '' where there is none."""

    build: str
    files: tuple[File, ...]
    asked: tuple[Asked, ...]
    findings: Findings
    places: dict[str, Place]

    @property
    def exit_code(self) -> int:
        """1 where values contradict, or the partner's data change what our questions answer without them."""
        contradicted = self.findings.pairs.get(findings.CONTRADICTS) or any(
            row["verdict"] == acts.CONTRADICTS for row in self.findings.acts
        )
        return int(bool(contradicted) or any(one.disturbed for one in self.asked))


def gain(paths: Iterable[Path], build: Path, progress: Callable[[str], None] = lambda _: None) -> Gain:
    """Takes a partner's files and asks. The build and the files are only read.

    Raises :class:`kg.errors.InputError` KG733 (a table without a mapping) and KG89x as ``kg link``; :class:`kg.errors.QueryError` KG701,
    KG731, KG732; :class:`kg.errors.ValidationError` KG601 to KG603.
    """
    with tempfile.TemporaryDirectory(prefix="kg-gain-") as made:
        taken = given.taken(paths, Path(made))
        with partners.beside(build, taken.rdf) as union:
            progress("asking")
            ours = partial(open_build(build).query, use_default_graph_as_union=True, prefixes=vocabulary().prefixes)
            kept: asking.Kept = {}
            asked = asking.asked(question.library(), ours, union.ask, kept)
            found = findings.found(union.ask, kept)
            progress("locating")
            return Gain(_manifest(build), *_located(taken, union.held, tuple(asked), found))


def _located(
    taken: given.Given, held: tuple[Held, ...], asked: tuple[Asked, ...], found: Findings
) -> tuple[tuple[File, ...], tuple[Asked, ...], Findings, dict[str, Place]]:
    tables = {str(table.data): table for table in taken.tables}
    wanted = found.shown()
    files: list[File] = []
    where: dict[str, Place] = {}
    for one in held:
        table = tables.get(one.partner.name)
        if table is None:
            files.append(File(Path(one.partner.name).name, one, None))
            where |= places.of_rdf(one.partner, wanted - where.keys())
        else:
            at, missing = places.of_table(table, wanted)
            files.append(File(table.path.name, one, table, tuple(missing)))
            where |= at
    return tuple(sorted(files, key=lambda file: (file.name, file.held.partner.graph))), asked, found, where


def _manifest(build: Path) -> str:
    manifest = next((path for path in (build / "manifest.json", build.parent / "manifest.json") if path.is_file()), None)
    return hashlib.sha256(manifest.read_bytes()).hexdigest() if manifest else ""
