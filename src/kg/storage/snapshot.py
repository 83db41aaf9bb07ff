"""A snapshot of a build: its files under names of their own, so that a new build in its place changes nothing for who reads it."""

from __future__ import annotations

import fcntl
import glob
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import QueryError

_ATTEMPTS = 5


@contextmanager
def snapshot(folder: Path) -> Iterator[Path]:
    """The build in ``folder`` for as long as the block lasts: hard links where the file system has them, copies elsewhere.

    A build is written once and its files are never changed, so a link is as good as a copy. What processes that were killed left of theirs
    is removed. Raises :class:`QueryError` KG701 when there is no build, or it cannot be read.
    """
    if not (folder / "store" / "CURRENT").is_file() or not (folder / "manifest.json").is_file():
        raise QueryError("KG701", "there is no build", mend="make one with: kg build", file=folder)
    whole = folder.resolve()
    made = _made(whole.parent, f".{whole.name}.serving-") or _made(Path(tempfile.gettempdir()), "kg-serving-")
    if made is None:
        raise QueryError("KG701", "the build cannot be read", why="there is no place for a snapshot of it", file=folder)
    place, lock = made
    try:
        shutil.copytree(folder, place, dirs_exist_ok=True, copy_function=_linked)
        yield place
    except OSError as error:
        raise QueryError("KG701", "the build cannot be read", why=str(error.strerror or error), file=folder) from error
    finally:
        shutil.rmtree(place, ignore_errors=True)
        os.close(lock)


def _made(where: Path, prefix: str) -> tuple[Path, int] | None:
    """A new folder and its lock; None where nothing can be written. Those of the same prefix whose process has gone are removed."""
    for left in where.glob(f"{glob.escape(prefix)}*"):
        lock = _locked(left)
        if lock is not None:
            shutil.rmtree(left, ignore_errors=True)
            os.close(lock)
    for _ in range(_ATTEMPTS):
        try:
            place = Path(tempfile.mkdtemp(prefix=prefix, dir=where))
        except OSError:
            return None
        lock = _locked(place)
        if lock is not None and place.exists():
            return place, lock
        if lock is not None:
            os.close(lock)
        shutil.rmtree(place, ignore_errors=True)  # a process that sweeps has taken it for one that was left, or there are no locks here
    return None


def _locked(place: Path) -> int | None:
    """The lock of a folder, which ends with the process that holds it however it ends; None where another holds it."""
    try:
        lock = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return None
    return lock


def _linked(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target
