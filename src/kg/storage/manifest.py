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


def write(folder: Path, inputs: Mapping[str, Path | str], written: Mapping[str, str] | None = None) -> None:
    """Writes ``manifest.json`` into a build; itself and ``store/`` are not in it.

    An input is a file, or the SHA-256 of what was read from one; ``written`` holds the SHA-256 of files in ``folder`` by their name, as
    far as they were hashed while they were written. What is not known is read here.
    """
    known = written or {}
    outputs = {
        name: known.get(name) or sha256(folder / name)
        for name in sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        if Path(name).parts[0] != "store"
    }
    manifest = {
        "generator": GENERATOR,
        "version": __version__,
        "inputs": {name: given if isinstance(given, str) else sha256(given) for name, given in sorted(inputs.items())},
        "outputs": outputs,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
