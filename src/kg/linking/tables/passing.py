"""A pass over all rows of a table: each is judged, counted and written, or goes to the remainder.

The first pass registers the keys of the observations; where keys stand twice, a second one leaves out what contradicts or repeats.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby, islice
from pathlib import Path

from kg.linking.tables import source, wording
from kg.linking.tables.cube import Cube
from kg.linking.tables.keys import Keys, Twin
from kg.linking.tables.kinds import CLOSE
from kg.linking.tables.links import Links
from kg.linking.tables.mapping import Mapping
from kg.linking.tables.outcome import OUTCOMES, SETTLED, Issue, Judge, Judged, Key
from kg.linking.tables.remainder import Remainder
from kg.linking.tables.result import Result
from kg.linking.tables.row import Row
from kg.linking.words import folded

_EVERY = 20_000
_NUMBERS = ("integer", "decimal")
_FIRST, _COLUMNS = 5, 10
"""Rows of missing values that are named of a column; columns of which they are."""
_SEPARATOR = "\x1f"
_FORMULA = re.compile(r"^(?:[=@]|[+-](?![\d.,\s]+$))", re.MULTILINE)


def body(path: Path, mapping: Mapping) -> Iterator[Row]:
    """The rows below the header."""
    dialect = mapping.dialect
    rows = (row for row in source.rows(path, dialect) if row.number > dialect.skip_rows or not row.number)
    return islice(rows, dialect.header_rows, None)


def _canonical(literal: str) -> str:
    """A number whose digits do not tell how it is written: 145 and 145.0 are no contradiction."""
    digits = literal[1 : literal.index('"', 1)]
    return digits if digits.isdigit() and digits[0] != "0" else f"{Decimal(digits).normalize():f}"


def _said(key: Key, cell: str) -> str:
    """What tells a key from another: two words that both are only akin to one kind of act (acceptance, entry into force) are two acts."""
    if key.relation not in ("", CLOSE):
        return f"{key.iri} {folded(cell)}"
    return key.literal or key.iri or cell


@dataclass
class Missing:
    """The missing values of a column: how many, and the first rows."""

    count: int = 0
    first: list[int] = field(default_factory=list)

    def add(self, row: int) -> None:
        """One more, in a row."""
        self.count += 1
        if len(self.first) < _FIRST:
            self.first.append(row)

    @property
    def rows(self) -> str:
        """The first rows, with dots where there are more."""
        return ", ".join(map(str, self.first)) + (" …" if self.count > len(self.first) else "")


class Pass:
    """One way through the table; ``language`` is that of the progress."""

    def __init__(self, result: Result, judge: Judge, cube: Cube, links: Links, remainder: Remainder) -> None:
        self._result, self._judge, self._cube, self._links, self._remainder = result, judge, cube, links, remainder
        self._kept = self._formulas = self._repeated = self._first_formula = self._first_repeated = 0
        self._missing: dict[int, Missing] = {}
        self._asked: dict[tuple[int, str], Missing] = {}
        self._unknown = [(at, frozenset(column.asked)) for at, column in result.mapping.of("value") if column.asked]

    def observations(
        self, path: Path, keys: Keys, twins: Iterable[Twin] | None, progress: Callable[[str], None], language: str
    ) -> Iterator[str]:
        """The text of all observations; ``twins`` None in the first pass, which fills ``keys``."""
        result, judge, cube, links = self._result, self._judge.judge, self._cube, self._links
        counts = result.counts = Counter(dict.fromkeys(OUTCOMES, 0))
        result.values = result.missing = result.settled = 0
        twin_rows = groupby(twins or (), key=lambda twin: twin.row)
        coming = next(twin_rows, None)
        count = -1
        for count, row in enumerate(body(path, result.mapping)):
            if not count % _EVERY:
                progress(wording.TEXTS.say("progress", count=count)[language])
            if _FORMULA.search("\n".join(row.cells)):
                self._formulas += 1
                self._first_formula = self._first_formula or row.number
            without: frozenset[int] = frozenset()
            judged = judge(row)
            if coming is not None and coming[0] == count:
                judged, without = self._without_twins(row, judged, list(coming[1]))
                coming = next(twin_rows, None)
            counts[judged.outcome] += 1
            if judged.issue is not None:
                result.settled += judged.issue.why in SETTLED
                if judged.issue.why != "bad-twin":
                    for issue in judged.spoiled or (judged.issue,):
                        self._remainder.add(row, issue)
                if not judged.values:
                    continue
                self._kept += 1
            result.missing += len(judged.missing)
            for at in judged.missing:
                self._missing.setdefault(at, Missing()).add(row.number)
            result.values += len(judged.values) - len(without)
            for at, asked in self._unknown:
                if row.cells[at] in asked:
                    self._asked.setdefault((at, row.cells[at]), Missing()).add(row.number)
            links.add(judged, row.cells, row.number)
            if twins is None:
                self._register(keys, judged, row, count)
            yield from cube.observations(judged, row.cells, row.number, without)
        result.rows = count + 1
        self._note()

    def _register(self, keys: Keys, judged: Judged, row: Row, count: int) -> None:
        written = [_said(key, row.cells[at]) for key, (at, _) in zip(judged.keys, self._judge.keys, strict=True)]
        place = _SEPARATOR.join(written)
        for value in judged.values:
            column = self._result.mapping.columns[value.column]
            same = _canonical(value.literal) if column.datatype in _NUMBERS else value.literal
            keys.add(f"{column.dataset}{_SEPARATOR}{value.period}{_SEPARATOR}{place}", same, count, row.number, value.column)

    def _without_twins(self, row: Row, judged: Judged, found: list[Twin]) -> tuple[Judged, frozenset[int]]:
        differing = [twin for twin in found if twin.differs]
        if differing:
            issue = Issue("bad", "KG896", "bad-twin", differing[0].column, row.cells[differing[0].column])
            self._remainder.add(row, issue, differing[0].first)
            for spoiled in judged.spoiled:
                self._remainder.add(row, spoiled)
            return Judged("bad", issue), frozenset()
        self._repeated += len(found)
        self._first_repeated = self._first_repeated or row.number
        return judged, frozenset(twin.column for twin in found)

    def _note(self) -> None:
        say, notes = wording.TEXTS.say, self._result.counted
        notes.clear()
        if self._formulas:
            notes.append(say("note-formula", count=self._formulas, line=self._first_formula))
        if self._kept:
            notes.append(say("note-kept", count=self._kept))
        if self._repeated:
            notes.append(say("note-repeated", count=self._repeated, line=self._first_repeated))
        if self._result.missing:
            notes.append(say("note-missing", count=self._result.missing))
            columns = self._result.mapping.columns
            for at, found in sorted(self._missing.items())[:_COLUMNS]:
                notes.append(say("note-missing-in", column=columns[at].title or columns[at].name, count=found.count, rows=found.rows))
            if len(self._missing) > _COLUMNS:
                notes.append(say("note-missing-more", count=len(self._missing) - _COLUMNS))
        columns = self._result.mapping.columns
        for (at, written), found in sorted(self._asked.items()):
            title = columns[at].title or columns[at].name
            notes.append(say("note-asked", column=title, written=written, count=found.count, rows=found.rows))
