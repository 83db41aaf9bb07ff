"""Which observations stand twice: the keys of a table of any size in a temporary database on disk (sqlite3), so that memory stays flat."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

_BATCH = 20_000
_SETUP = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-16000; PRAGMA temp_store=FILE;"
_TABLE = "CREATE TABLE seen(key TEXT, value TEXT, row INTEGER, number INTEGER, col INTEGER)"
_TWINS = """CREATE TABLE twins AS SELECT key, min(row) AS first, min(number) AS place, min(value) <> max(value) AS differ
FROM seen GROUP BY key HAVING count(*) > 1"""
_LEFT_OUT = """SELECT s.row, s.col, t.differ, t.place FROM seen s JOIN twins t ON t.key = s.key
WHERE t.differ OR s.row > t.first ORDER BY s.row, s.col"""


class Twin(NamedTuple):
    """An observation that is left out: ``row`` counts rows from 0, ``first`` is the place of the first with its key.

    ``differs``: their values are not the same.
    """

    row: int
    column: int
    differs: bool
    first: int


class Keys:
    """A register of keys; :meth:`add` all, then :meth:`twins`."""

    def __init__(self) -> None:
        self._place = tempfile.TemporaryDirectory()
        self._base = sqlite3.connect(Path(self._place.name, "keys.sqlite"), isolation_level=None)
        self._base.executescript(_SETUP + _TABLE)
        self._batch: list[tuple[str, str, int, int, int]] = []

    def add(self, key: str, value: str, row: int, number: int, column: int) -> None:
        """An observation with its key and value, the count of its row, its place and its column."""
        self._batch.append((key, value, row, number, column))
        if len(self._batch) >= _BATCH:
            self._store()

    def twins(self) -> bool:
        """Whether a key stands twice."""
        self._store()
        self._base.execute(_TWINS)
        if not self._base.execute("SELECT 1 FROM twins LIMIT 1").fetchone():
            return False
        self._base.executescript("CREATE UNIQUE INDEX by_key ON twins(key)")
        return True

    def left_out(self) -> Iterator[Twin]:
        """Observations that are not written, by rows: all of a key whose values differ, the later ones of a key that repeats."""
        for row, column, differs, first in self._base.execute(_LEFT_OUT):
            yield Twin(row, column, bool(differs), first)

    def _store(self) -> None:
        self._base.execute("BEGIN")
        self._base.executemany("INSERT INTO seen VALUES(?, ?, ?, ?, ?)", self._batch)
        self._base.execute("COMMIT")
        self._batch.clear()

    def __enter__(self) -> Keys:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._base.close()
        self._place.cleanup()
