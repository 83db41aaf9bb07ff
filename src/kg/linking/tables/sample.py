"""The first rows of a table, column by column: what is looked at before anything is proposed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

from kg.errors import InputError
from kg.linking.tables import heading, source, wording
from kg.linking.tables.mapping import Dialect
from kg.linking.tables.row import Row
from kg.linking.words import folded

MOST = 20_000
"""Rows."""
_HEAD = 400


@dataclass
class Seen:
    """A column of the sample: its title and the cells of every row, without the white space around them."""

    title: str
    parts: tuple[str, ...]
    cells: list[str]

    @cached_property
    def distinct(self) -> list[str]:
        """The different values, in the order in which they come; blanks left out."""
        return [value for value in dict.fromkeys(self.cells) if value]

    @property
    def kind(self) -> str:
        """What a column with this title is called for, '' where no known word says so; of two rows the lower decides."""
        for text in (self.title, *reversed(self.parts)):
            if found := wording.headers().get(folded(text)):
                return found
        return ""


def take(path: Path, dialect: Dialect, known: Callable[[str], bool]) -> tuple[heading.Heading, list[Seen]]:
    """The header and the columns. Raises :class:`InputError` KG890 for a table without rows."""
    rows: list[Row] = list(islice(source.rows(path, dialect), MOST))
    if not rows:
        raise InputError("KG890", "the table is empty", why="no row has a value", file=path)
    if dialect.form in ("records", "graph"):
        titles = rows[0].cells
        found = heading.Heading(0, 1, titles, [(title,) for title in titles])
        body = rows[1:]
    else:
        found = heading.find(rows[:_HEAD], known)
        above = found.skip_rows if found.header_rows else -1
        body = [row for row in rows if row.number > above][found.header_rows :]
        if not found.header_rows and found.skip_rows:
            body = [row for row in rows if row.number > found.skip_rows]
    if not body:
        raise InputError("KG890", "the table is empty", why="there is a header and no row", file=path)
    width = len(found.titles)
    columns = []
    for at in range(width):
        cells = [row.cells[at].strip() if at < len(row.cells) else "" for row in body]
        columns.append(Seen(found.titles[at], found.parts[at], cells))
    return found, columns
