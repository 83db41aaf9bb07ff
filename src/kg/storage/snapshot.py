"""A snapshot of a build: its files under names of their own, so that a new build in its place changes nothing for who reads it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import QueryError


@contextmanager
def snapshot(folder: Path) -> Iterator[Path]:
    """The build in ``folder`` for as long as the block lasts: hard links where the file system has them, copies elsewhere.

    A build is written once and its files are never changed, so a link is as good as a copy. Raises :class:`QueryError` KG701 when there is
    no build, or it cannot be read.
    """
    if not (folder / "store" / "CURRENT").is_file() or not (folder / "manifest.json").is_file():
        raise QueryError("KG701", "there is no build", mend="make one with: kg build", file=folder)
    place = _beside(folder) or Path(tempfile.mkdtemp(prefix="kg-serving-"))
    try:
        shutil.copytree(folder, place, dirs_exist_ok=True, copy_function=_linked)
        yield place
    except OSError as error:
        raise QueryError("KG701", "the build cannot be read", why=str(error.strerror or error), file=folder) from error
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _beside(folder: Path) -> Path | None:
    """A folder on the same file system; None where nothing can be written beside the build."""
    whole = folder.resolve()
    try:
        return Path(tempfile.mkdtemp(prefix=f".{whole.name}.serving-", dir=whole.parent))
    except OSError:
        return None


def _linked(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target
