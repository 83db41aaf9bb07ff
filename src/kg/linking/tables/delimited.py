"""Rows of delimited text: CSV, TSV, the semicolon CSV of spreadsheets (RFC 4180 with any delimiter). Streamed; places are lines."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kg.errors import InputError
from kg.linking.tables import encoding
from kg.linking.tables.mapping import Dialect
from kg.linking.tables.row import Row

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 200
_LONGEST = 1 << 20
"""Characters of a cell: more is an open quote."""


def rows(path: Path, dialect: Dialect) -> Iterator[Row]:
    """The rows, headers too. Raises :class:`InputError` KG890 where a quote is never closed or a cell is larger than a megabyte."""
    csv.field_size_limit(_LONGEST)
    said = dialect.encoding
    with path.open(encoding=encoding.codec(said), errors="surrogateescape", newline="") as file:
        reader = csv.reader(file, delimiter=dialect.delimiter, quotechar=dialect.quote, skipinitialspace=dialect.delimiter != "\t")
        at = 1
        try:
            for cells in reader:
                if dialect.mixed and (wrong := {n: "KG897" for n, cell in enumerate(cells) if encoding.foreign(cell, said)}):
                    yield Row(at, [encoding_safe(cell) for cell in cells], wrong)
                else:
                    yield Row(at, cells)
                at = reader.line_num + 1
        except csv.Error as error:
            mend = "close the quote, or double it inside a cell"
            raise InputError("KG890", "the rows cannot be told apart", why=str(error), mend=mend, file=path, line=at) from error


def encoding_safe(cell: str) -> str:
    """A cell with the bytes that are none of its encoding as replacement characters, so that it can be shown."""
    return cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def delimiter(path: Path, name: str) -> str:
    """What parts the cells: the sign that gives most rows the same number of cells, at least two; a comma where none does."""
    with path.open(encoding=encoding.codec(name), errors="replace", newline="") as file:
        lines = [line for line, _ in zip(file, range(_SAMPLE), strict=False)]
    best, found = (0.0, 0), ","
    for sign in DELIMITERS:
        try:
            widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=sign) if cells)
        except csv.Error:
            continue
        width, count = max(widths.items(), key=lambda one: (one[0] > 1, one[1], one[0]), default=(1, 0))
        score = (round(count / max(sum(widths.values()), 1), 1), width) if width > 1 else (0.0, 0)
        if score > best:
            best, found = score, sign
    return found
