"""The rows that are not linked: all of them in a CSV file, with what, why and how to mend; the most frequent grouped for people."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from kg.linking.tables import wording
from kg.linking.tables.mapping import Mapping
from kg.linking.tables.outcome import Issue
from kg.linking.tables.row import Row, Texts
from kg.vocabulary import vocabulary

COLUMNS = ("line", "column", "outcome", "code", "written", "why", "candidates", "mend")
_LIST = "data/reference/areas.tsv"
MOST_GROUPS = 5_000
"""Different causes that are kept for people; the file has them all."""
_NUMBER = re.compile(r"[+-]?[\d.,\s]+")
_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass
class Group:
    """Rows with one cause: how many, and where the first is (``line`` of the file, column from 1, 0 for the whole row)."""

    issue: Issue
    line: int
    column: int
    title: str
    count: int = 0
    other: int = 0
    """For twins: the line of the first row with the same key."""

    def why(self) -> dict[str, str]:
        """What is wrong, in every language."""
        return _why(self.issue, self.title, self.other)

    def mend(self) -> dict[str, str]:
        """What to do about it, in every language."""
        return wording.TEXTS.say(f"mend-{self.issue.why}", column=self.title, written=self.issue.written, list=_LIST)


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe stands before what would be one (CSV injection); numbers stay."""
    return f"'{cell}" if cell.startswith(_STARTS) and not _NUMBER.fullmatch(cell) else cell


class Remainder:
    """Writes the file and keeps the groups."""

    def __init__(self, mapping: Mapping, file: TextIO, language: str) -> None:
        self._mapping, self._language = mapping, language
        self._writer = csv.writer(file, lineterminator="\r\n")
        self._writer.writerow([*COLUMNS, *(harmless(c.title or c.name) for c in mapping.columns)])
        self.groups: dict[tuple[str, int, str], Group] = {}
        self.more = 0
        """Rows whose cause found no place among the groups."""

    def add(self, row: Row, issue: Issue, other: int = 0) -> None:
        """A row that is not linked; ``other``: the place of another row that it contradicts."""
        column = self._mapping.columns[issue.column] if issue.column >= 0 else None
        title = (column.title or column.name) if column else ""
        key = (issue.why, issue.column, issue.written if issue.why != "bad-twin" else "")
        group = self.groups.get(key)
        if group is None:
            if len(self.groups) < MOST_GROUPS:
                group = self.groups[key] = Group(issue, row.number, issue.column + 1, title, other=other)
            else:
                self.more += 1
                group = Group(issue, row.number, issue.column + 1, title, other=other)
        group.count += 1
        meant = issue.meanings.get(self._language, "") if issue.meanings else " | ".join(issue.candidates)
        why, mend = _why(issue, title, other)[self._language], group.mend()[self._language]
        self._writer.writerow(
            [row.number, title, issue.outcome, issue.code, harmless(issue.written), why, meant, mend, *map(harmless, row.cells)]
        )


def _why(issue: Issue, title: str, other: int) -> dict[str, str]:
    known = sorted(vocabulary().areas)
    states = {"count": len(known), "states": ", ".join(known)}
    return wording.TEXTS.say(f"why-{issue.why}", column=title, written=issue.written, other=other, **states)


def beside(path: Path, ending: str) -> str:
    """The name of an output of a file."""
    return f"{path.name}-{ending}"


def candidates(issue: Issue, language: str) -> str:
    """The candidates of an issue for people, '' for none."""
    meanings: Texts = issue.meanings or {}
    return meanings.get(language, meanings.get("en", "")) or " | ".join(issue.candidates)
