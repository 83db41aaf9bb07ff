"""A row of a table as it is written: text cells, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Texts = Mapping[str, str]


class Row(NamedTuple):
    """``number`` is the line of a text file or the row of a sheet (from 1), else the number of the record; ``faults``: column → KG code.

    A fault of column -1 is one of the whole row.
    """

    number: int
    cells: list[str]
    faults: Mapping[int, str] = {}
