"""The files of a folder of data or shapes that were not read: what is passed over in silence looks as if it had been checked.

``unread.toml`` says which files need no mention.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from kg.validation import wording
from kg.validation.report import Texts

FEW = 10
"""Names that a note gives; the others are counted."""


def files(folder: Path, sidecar: str, read: Collection[Path]) -> list[str]:
    """The paths within a folder of what was not read, in order; linked folders, which are not entered, with a slash at their end.

    ``sidecar``: the name of the file that makes a folder a profile's; ``read``: the files that were read.
    """
    known = {file.resolve() for file in read}
    return sorted(_left(folder, sidecar, known))


def _left(folder: Path, sidecar: str, known: Collection[Path]) -> Iterator[str]:
    for path in folder.rglob("*"):
        inside = path.relative_to(folder)
        if any(part.startswith(".") for part in inside.parts):
            continue
        if path.is_symlink() and path.is_dir():
            yield f"{inside.as_posix()}/"
        elif not path.is_dir() and path.resolve() not in known and not _needless(path, sidecar):
            yield inside.as_posix()


def _needless(path: Path, sidecar: str) -> bool:
    rule = _rule()
    patterns = rule["explaining"] + (rule["beside"] if (path.parent / sidecar).is_file() else [])
    return any(fnmatchcase(path.name.lower(), pattern) for pattern in patterns)


@cache
def _rule() -> dict[str, list[str]]:
    import tomllib  # only a folder pays for it

    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def notes(folder: Path, left: list[str], name: str = "unread-files") -> list[Texts]:
    """The note of a name on the files that were not read, none where all were."""
    if not left:
        return []
    listed, more = ", ".join(left[:FEW]), len(left) - FEW
    if more <= 0:
        return [wording.note(name, folder=folder, count=len(left), files=listed)]
    return [wording.note(f"{name}-more", folder=folder, count=len(left), files=listed, more=more)]
