"""Where the header of a table is: below titles, in one row or two (merged cells), or nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from kg.linking.tables import number, period, wording
from kg.linking.tables.row import Row
from kg.linking.words import folded

JOIN = " / "
_MOST_TITLES = 20
_MANY = 5


class Heading(NamedTuple):
    """``skip_rows`` lines stand above ``header_rows`` rows; ``titles``: a text a column, ``parts``: the texts of both rows.

    ``above`` are the texts of the lines above: what is said of the table as a whole.
    """

    skip_rows: int
    header_rows: int
    titles: list[str]
    parts: list[tuple[str, ...]]
    above: tuple[str, ...] = ()


def find(rows: Sequence[Row], known: Callable[[str], bool]) -> Heading:
    """The header of a table by its first rows; ``known`` tells whether a cell is a state. Columns without a title have ''."""
    widths = Counter(_width(row.cells) for row in rows)
    width = max(widths, key=lambda one: (one * widths[one], one))
    at = 0
    while at < min(len(rows) - 1, _MOST_TITLES) and _is_title(rows[at].cells, width):
        at += 1
    first, below = rows[at], rows[at + 1 :]
    above = tuple(cell for row in rows[:at] for cell in row.cells if cell)
    width = max(width, _width(first.cells))
    if not _is_header(first, below, known):
        return Heading(first.number - 1 if at else 0, 0, [""] * width, [()] * width, above)
    upper = _padded(first.cells, width)
    if below and _continues(upper, _padded(below[0].cells, width), known):
        parts = _parts(upper, _padded(below[0].cells, width))
        return Heading(max(first.number - 1, 0), 2, [JOIN.join(part) for part in parts], parts, above)
    return Heading(max(first.number - 1, 0), 1, upper, [(title,) if title else () for title in upper], above)


def joined(rows: Sequence[Row]) -> list[str]:
    """The titles that rows of a header make; of more than two the last two."""
    width = max(_width(row.cells) for row in rows)
    upper, lower = (_padded(row.cells, width) for row in rows[-2:])
    return [JOIN.join(part) for part in _parts(upper, lower)]


def _is_title(cells: Sequence[str], width: int) -> bool:
    """One cell of several columns, or two of many at the left (a name and what it is): said of the table and not of its columns."""
    filled = [at for at, cell in enumerate(cells) if cell.strip()]
    return width > 1 and (len(filled) == 1 or (filled == [0, 1] and width >= _MANY))


def _is_header(row: Row, below: Sequence[Row], known: Callable[[str], bool]) -> bool:
    cells = [cell.strip() for cell in row.cells]
    if any(folded(cell) in wording.headers() for cell in cells if cell):
        return True
    if any(known(cell) for cell in cells if cell):
        return False
    for at, cell in enumerate(cells):
        values = [other.cells[at].strip() for other in below if at < len(other.cells) and other.cells[at].strip()]
        if cell and not _numeric(cell) and values and sum(map(_numeric, values)) >= 0.8 * len(values):
            return True
    texts = [cell for cell in cells if cell]
    return bool(texts) and not any(map(_numeric, texts)) and any(known(cell) for other in below for cell in other.cells if cell)


def _continues(upper: list[str], lower: list[str], known: Callable[[str], bool]) -> bool:
    """Whether the second row belongs to the header: it names columns that the first leaves blank, and holds no data."""
    if not any(low and not up for up, low in zip(upper, lower, strict=True)):
        return False
    if any(known(cell) for cell in lower if cell):
        return False
    if any(_numeric(cell) and not period.parse(cell).datatype for cell in lower):
        return False
    # A row of data fills the columns that have a title.
    return any(up and not low for up, low in zip(upper, lower, strict=True)) or all(
        folded(low) in wording.headers() for low in lower if low
    )


def _parts(upper: list[str], lower: list[str]) -> list[tuple[str, ...]]:
    return [tuple(part for part in pair if part) for pair in zip(_filled(upper, lower), lower, strict=True)]


def _filled(upper: list[str], lower: list[str]) -> list[str]:
    found, last = [], ""
    for up, low in zip(upper, lower, strict=True):
        last = up or (last if low else "")
        found.append(last)
    return found


def _numeric(text: str) -> bool:
    return any(number.parse(text, style) is not None for style in number.STYLES)


def _width(cells: Sequence[str]) -> int:
    return max((at + 1 for at, cell in enumerate(cells) if cell.strip()), default=0)


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [cell.strip() for cell in cells[:width]] + [""] * (width - len(cells))
