"""What the tests of tables share: a run on a table that is written on the spot or copied, and what it wrote."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from linked import Link, Linked

from kg.linking.tables import run
from kg.linking.tables.result import Request

HERE = Path(__file__).resolve().parent


@pytest.fixture
def link(tmp_path: Path) -> Link:
    """Links a table of this folder (a name), or a text or bytes that become ``name``; earlier mappings stay."""

    def link(content: str | bytes | Path, name: str = "table.csv", **options: Any) -> Linked:
        if isinstance(content, Path):
            path = tmp_path / content.name
            if not path.exists():
                shutil.copy(content, path)
        else:
            path = tmp_path / name
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Linked(path, run.run(Request(path, **options)))

    return link


@pytest.fixture
def here() -> Path:
    return HERE


@pytest.fixture
def correct(tmp_path: Path) -> Callable[..., None]:
    """Changes the mapping beside ``table.csv`` (or ``name``) by a function of its document."""

    def correct(change: Callable[[dict[str, Any]], object], name: str = "table.csv") -> None:
        path = tmp_path / f"{name}-metadata.json"
        document = json.loads(path.read_text(encoding="utf-8"))
        change(document)
        path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")

    return correct
