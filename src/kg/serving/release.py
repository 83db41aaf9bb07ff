"""A build that is served: what identifies it, where its snapshot lies, and which addresses it has."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from kg.storage.snapshot import snapshot
from kg.storage.store import open_build
from kg.vocabulary import vocabulary

_LENGTH = 16


@dataclass(frozen=True)
class Release:
    """A snapshot of a build. ``base_url`` is what clients reach and ends with a slash."""

    folder: Path
    base_url: str

    @cached_property
    def id(self) -> str:
        """The identifier: the first 16 hexadecimal digits of the SHA-256 of ``manifest.json``, which holds the hash of every file."""
        return hashlib.sha256((self.folder / "manifest.json").read_bytes()).hexdigest()[:_LENGTH]

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """The manifest: version, inputs, outputs."""
        read: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        return read

    @property
    def base(self) -> str:
        """What canonical IRIs begin with."""
        return vocabulary().base

    @cached_property
    def store(self) -> Store:
        """The store, read-only, for lookups of single things."""
        return open_build(self.folder)

    @property
    def store_folder(self) -> Path:
        """Where askers open the store themselves."""
        return self.folder / "store"

    def url(self, iri: str) -> str:
        """Where an IRI of ours is dereferenced; another IRI as it is."""
        return self.base_url + iri.removeprefix(self.base) if iri.startswith(self.base) else iri

    def iri(self, path: str) -> str:
        """The canonical IRI of a path below the base URL (percent-encoded, without its leading slash)."""
        return self.base + path


@contextmanager
def release(folder: Path, base_url: str) -> Iterator[Release]:
    """A build as a release, as long as the block lasts. Raises :class:`kg.errors.QueryError` KG701 when there is no build."""
    with snapshot(folder) as place:
        yield Release(place, base_url if base_url.endswith("/") else base_url + "/")
