"""A run on a table, and what it wrote."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from pyoxigraph import RdfFormat, Store, parse

from kg.linking.tables.result import Result


class Linked(NamedTuple):
    """A run: its result and the folder of the table."""

    path: Path
    result: Result

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """linked, unmatched, ambiguous, bad."""
        found = self.result.counts
        return found["linked"], found["unmatched"], found["ambiguous"], found["bad"]

    def file(self, ending: str) -> Path:
        return self.path.with_name(f"{self.path.name}-{ending}")

    @property
    def store(self) -> Store:
        store = Store()
        store.extend(parse(path=str(self.file("data.ttl")), format=RdfFormat.TURTLE))
        return store

    @property
    def unlinked(self) -> list[dict[str, str]]:
        with self.file("unlinked.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    @property
    def metadata(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.file("metadata.json").read_text(encoding="utf-8"))
        return found

    def roles(self) -> dict[str, str]:
        return {column.title or column.name: column.role for column in self.result.mapping.columns}


Link = Callable[..., Linked]
