"""The manifest of a build: SHA-256 of every input and output by relative path. Same inputs, same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from kg.release import __version__
from kg.storage.folder import GENERATOR


def sha256(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(folder: Path, inputs: Mapping[str, Path]) -> None:
    """Writes ``manifest.json`` into a build; itself and ``store/`` are not in it."""
    outputs = {
        path.relative_to(folder).as_posix(): sha256(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] != "store"
    }
    manifest = {
        "generator": GENERATOR,
        "version": __version__,
        "inputs": {name: sha256(inputs[name]) for name in sorted(inputs)},
        "outputs": outputs,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
