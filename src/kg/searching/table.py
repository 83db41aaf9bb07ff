"""The words of documents in an SQLite FTS5 table in memory (https://www.sqlite.org/fts5.html): which rows hold what, and how well."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from kg.searching.document import Document
from kg.searching.letters import words
from kg.searching.reading import Term

_BETWEEN = "\u00a6"
"""Stands between texts, so that no phrase reaches from one into the next."""
_NAMES = "names"
MOST = 4000
"""Rows that are put in order by how well they hold the words."""
_WEIGHTS = "10.0, 2.0, 1.0"
"""Of names, context and texts in BM25."""


class Row(NamedTuple):
    """The words of a document, column by column."""

    names: str
    context: str
    texts: str


def row(document: Document) -> Row:
    """The row of a document; what a statement is about counts as its name."""
    titles = document.labels.values() if document.kind == "statement" else ()
    names = dict.fromkeys([*titles, *(name.words for name in document.names)])
    return Row(_joined(names), _joined(dict.fromkeys(document.context)), _joined(text.words for text in document.texts))


def _joined(texts: Iterable[str]) -> str:
    return f" {_BETWEEN} ".join(" ".join(words(text)) for text in texts)


class Table:
    """Rows by number (from 0), read by one thread at a time."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._lock = threading.Lock()
        self._base = sqlite3.connect(":memory:", check_same_thread=False)
        self._base.execute(
            "CREATE VIRTUAL TABLE found USING fts5(names, context, texts, content='', prefix='2 3 4', tokenize=\"ascii tokenchars '_'\")"
        )
        with self._base:
            self._base.executemany(
                "INSERT INTO found(rowid, names, context, texts) VALUES (?, ?, ?, ?)", ((number, *one) for number, one in enumerate(rows))
            )
            self._base.execute("INSERT INTO found(found) VALUES ('optimize')")
        self._base.execute("CREATE VIRTUAL TABLE word USING fts5vocab(found, row)")

    def words(self) -> dict[str, int]:
        """All words, and how many rows hold each."""
        return {str(word): int(count) for word, count in self._fetch("SELECT term, doc FROM word") if word != _BETWEEN}

    @property
    def size(self) -> int:
        """Bytes."""
        with self._lock:
            pages, bytes_ = (self._base.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        return int(pages) * int(bytes_)

    def ranked(self, terms: Sequence[Term]) -> list[tuple[int, float]]:
        """The rows that hold all terms, each word whole or as a beginning, with their BM25 (smaller is better).

        Where there are more than :data:`MOST`, all have 0: nobody reads so many, and they would take longer than all else.
        """
        expression = _all(terms, beginnings=True)
        if not expression:
            return []
        rows = self._fetch("SELECT rowid FROM found WHERE found MATCH ?", expression)
        if len(rows) > MOST:
            return [(int(row[0]), 0.0) for row in rows]
        rows = self._fetch(f"SELECT rowid, bm25(found, {_WEIGHTS}) FROM found WHERE found MATCH ?", expression)
        return [(int(number), float(score)) for number, score in rows]

    def holding(self, terms: Sequence[Term], *, beginnings: bool, names: bool) -> frozenset[int]:
        """The rows that hold all terms; ``names``: in their names."""
        expression = _all(terms, beginnings=beginnings)
        if not expression:
            return frozenset()
        where = f"{_NAMES} : ({expression})" if names else expression
        return frozenset(int(row[0]) for row in self._fetch("SELECT rowid FROM found WHERE found MATCH ?", where))

    def _fetch(self, statement: str, *values: str) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._base.execute(statement, values).fetchall()


def _all(terms: Sequence[Term], *, beginnings: bool) -> str:
    """The FTS5 expression for terms; '' where one can be nothing. Its words hold letters and digits alone and stand in quotes."""
    parts = [_one(term, beginnings=beginnings) for term in terms]
    return " AND ".join(f"({part})" for part in parts) if parts and all(parts) else ""


def _one(term: Term, *, beginnings: bool) -> str:
    if term.phrase:
        return '"{}"'.format(" ".join(term.phrase))
    either = [f'"{word}"' for word in sorted(term.words)]
    if beginnings and term.beginning:
        either.append(f'"{term.beginning}" *')
    return " OR ".join(either)
