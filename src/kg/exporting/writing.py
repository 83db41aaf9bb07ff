"""Makes the folder of an export: tables, what they mean, what they do not carry, and a description of their fields.

The same build gives the same bytes.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import CanonicalizationAlgorithm, Dataset, DefaultGraph, Quad, RdfFormat, Store, Triple, serialize

from kg.exporting import metadata, passages, readme, rows
from kg.exporting.content import Content
from kg.exporting.layout import Table, tables
from kg.mapping import context
from kg.storage import folder as folders
from kg.storage import manifest
from kg.storage.store import open_build

REST, CONTEXT = "rest.nt", "context.jsonld"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: ``rows`` by file in the order of the tables; ``carried`` of ``triples`` stand in tables, ``rest`` in rest.nt."""

    folder: Path
    rows: dict[str, int]
    triples: int
    rest: int

    @property
    def carried(self) -> int:
        """Triples that the tables give back."""
        return self.triples - self.rest


def export(build: Path, target: Path) -> Exported:
    """Writes the tables of ``build`` to the folder ``target``; an earlier export there is replaced.

    Raises :class:`QueryError` KG701 where there is no build, KG721 where a cell would have to hold two values; :class:`BuildError` KG501
    where ``target`` holds anything else, KG502 where it cannot be written.
    """
    store = open_build(build)
    content = Content(store)
    found = tables()
    with folders.making(target, holds=metadata.FILE) as part:
        counts = {table.file: _table(part / table.file, table, content, store) for table in found}
        rest = _lines(content.rest())
        (part / REST).write_text("".join(rest), encoding="utf-8", newline="\n")
        release = build / "manifest.json"
        identifier = hashlib.sha256(release.read_bytes()).hexdigest()[:16] if release.is_file() else ""
        (part / metadata.FILE).write_text(metadata.write(found, store, identifier), encoding="utf-8", newline="\n")
        (part / CONTEXT).write_text(context.document(), encoding="utf-8", newline="\n")
        for language in readme.LANGUAGES:
            sources = {table.file: metadata.sources(table, store, language) for table in found}
            said = readme.write(found, counts, sources, content.total, len(rest), language)
            (part / readme.file(language)).write_text(said, encoding="utf-8", newline="\n")
        manifest.write(part, {"manifest.json": release} if release.is_file() else {})
    return Exported(target, counts, content.total, len(rest))


def _table(path: Path, table: Table, content: Content, store: Store) -> int:
    path.parent.mkdir(exist_ok=True)
    if table.many:
        found: Iterable[list[str]] = rows.of_triples(table, content)
    elif table.classes or table.kinds:
        found = rows.of_things(table, content)
    else:
        found = passages.rows(store)
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")  # RFC 4180, section 2
        writer.writerow([column.name for column in table.columns])
        for row in found:
            writer.writerow(row)
            count += 1
    return count


def _lines(rest: list[Triple]) -> list[str]:
    """N-Triples, sorted; blank nodes are named by RDFC-1.0."""
    dataset = Dataset(Quad(one.subject, one.predicate, one.object, DefaultGraph()) for one in rest)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    said = serialize([Triple(one.subject, one.predicate, one.object) for one in dataset], format=RdfFormat.N_TRIPLES) or b""
    return sorted(said.decode("utf-8").splitlines(keepends=True))
