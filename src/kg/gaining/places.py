"""Where an observation stands in a partner's file: the row and column of a table, the line and column of RDF."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.gaining.given import Table
from kg.linking.tables import naming, passing
from kg.linking.tables.outcome import Judge
from kg.querying.partners import Partner
from kg.validation.data import Data
from kg.validation.locating.sources import Sources


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """``row`` is the line of a text, the row of a sheet or the number of a record; ``column`` a number from 1, ``title`` of a table's."""

    file: str
    row: int
    column: int
    title: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.row}:{self.column}"


@dataclass(frozen=True, slots=True)
class Missing:
    """Values of a column that are missing, by the mapping's word: how many, what stands there, and where the first is."""

    count: int
    markers: tuple[str, ...]
    first: Place


def of_table(table: Table, wanted: frozenset[str]) -> tuple[dict[str, Place], list[Missing]]:
    """Observations among ``wanted`` by their IRIs, and the missing values of linked rows, a column each. The table is read once more."""
    judge = Judge(table.result.mapping, naming.installed())
    found: dict[str, Place] = {}
    missing: dict[int, tuple[int, set[str], Place]] = {}
    for row in passing.body(table.path, table.result.mapping):
        judged = judge.judge(row)
        if not judged.keys:
            continue
        for at, column, _ in judge.values:
            cell = row.cells[at] if at < len(row.cells) else ""
            place = Place(table.path.name, row.number, at + 1, column.title or column.name)
            if cell in column.null:
                count, markers, first = missing.get(at, (0, set(), place))
                missing[at] = (count + 1, markers | {cell}, first)
            elif (iri := judge.about[at](row.cells, row.number)) in wanted:
                found.setdefault(iri, place)
    return found, [Missing(count, tuple(sorted(markers)), first) for _, (count, markers, first) in sorted(missing.items())]


def of_rdf(partner: Partner, wanted: Iterable[str]) -> dict[str, Place]:
    """Observations by their IRIs, where they are first a subject in a file."""
    sources = Sources(Data([partner]))
    spots = {iri: sources.spot(NamedNode(iri), None, None) for iri in sorted(wanted)}
    name = partner.path.name if partner.path else partner.name
    return {iri: Place(name, spot.line, spot.column) for iri, spot in spots.items() if spot is not None and spot.what == "subject"}
