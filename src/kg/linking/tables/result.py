"""What is asked of a run, and what came of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from kg.linking.tables.encoding import Encoding
from kg.linking.tables.integrity import Checked
from kg.linking.tables.mapping import Mapping
from kg.linking.tables.remainder import Group
from kg.linking.tables.row import Texts


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: ``namespace`` '' for a name made of the content, ``output`` None for the folder of the file, ``form`` ttl or nq."""

    path: Path
    namespace: str = ""
    output: Path | None = None
    form: str = "ttl"
    language: str = "en"
    sheet: str = ""
    only_mapping: bool = False


@dataclass
class Result:
    """What came of it. ``counts`` by outcome add up to ``rows``; ``files`` in the order in which they are told."""

    mapping: Mapping
    proposed: bool
    encoding: Encoding | None
    counts: Counter[str] = field(default_factory=Counter)
    rows: int = 0
    values: int = 0
    missing: int = 0
    links: int = 0
    settled: int = 0
    """Rows that are not linked and need no decision: of states that the graph does not have, or decided to mean nothing of it."""
    groups: list[Group] = field(default_factory=list)
    notes: list[Texts] = field(default_factory=list)
    counted: list[Texts] = field(default_factory=list)
    """Notes of the last pass."""
    checked: Checked | None = None
    files: list[Path] = field(default_factory=list)
    steps: list[Texts] = field(default_factory=list)
    """What a person may write into the mapping next."""
    more: int = 0

    @property
    def exit_code(self) -> int:
        """0 where all rows are linked or need no decision (or none was to be read), else 1."""
        return int(self.counts["linked"] + self.settled != self.rows)
