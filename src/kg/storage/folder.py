"""The folder of a build: made beside its place, switched in at the end, so that the earlier build stays until the new one is whole.

On Linux the switch is one atomic exchange (renameat2, RENAME_EXCHANGE); elsewhere two renames.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import BuildError

GENERATOR = "hrmkg"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


def is_ours(folder: Path, holds: str = "") -> bool:
    """Whether the manifest in ``folder`` says that this project made it, and that it holds the file ``holds``, if one is given."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        return bool(manifest.get("generator") == GENERATOR and (not holds or holds in manifest["outputs"]))
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        return False


@contextmanager
def making(target: Path, holds: str = "") -> Iterator[Path]:
    """A folder to build in; switched to ``target`` when the block ends without an exception, removed when not.

    ``holds`` is the file that tells what is made from other things that this project makes: only the same is replaced.
    Raises :class:`BuildError` KG501 when ``target`` is not ours, KG502 when it cannot be written (a full disk, no permission).
    """
    target = Path(os.path.abspath(target))
    if target.exists() and not target.is_dir():
        raise BuildError("KG501", "the output is a file", mend="name a folder with -o", file=target)
    if target.is_dir() and any(target.iterdir()) and not is_ours(target):
        raise BuildError(
            "KG501",
            "the output folder is not empty and no build of this project",
            why="it holds no manifest.json that this project wrote",
            mend="name another folder with -o, or empty it yourself",
            file=target,
        )
    if holds and is_ours(target) and not is_ours(target, holds):
        raise BuildError(
            "KG501",
            "the output folder holds something else of this project, such as a codebook",
            why=f"its manifest.json lists no {holds}",
            mend="name another folder with -o, or empty it yourself",
            file=target,
        )
    part = target.parent / f".{target.name}.part-{os.getpid()}"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target)
        part.mkdir()
        yield part
        _switch(part, target)
    except OSError as error:
        raise BuildError(
            "KG502",
            "the build cannot be written",
            why=str(error.strerror or error),
            mend="free some space or name another folder with -o; the earlier build is untouched",
            file=target,
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _sweep(target: Path) -> None:
    """Removes what killed builds left beside ``target``."""
    for left in target.parent.glob(f".{target.name}.part-*"):
        pid = left.name.rpartition("-")[2]
        if not (pid.isdigit() and Path(f"/proc/{pid}").exists()):
            shutil.rmtree(left, ignore_errors=True)


def _switch(part: Path, target: Path) -> None:
    if not target.exists():
        part.rename(target)
        return
    try:
        exchange = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        exchange = None
    if exchange and exchange(_AT_FDCWD, os.fsencode(part), _AT_FDCWD, os.fsencode(target), _RENAME_EXCHANGE) == 0:
        return
    old = part.with_name(part.name.replace(".part-", ".part-old-"))
    target.rename(old)
    part.rename(target)
    shutil.rmtree(old, ignore_errors=True)
