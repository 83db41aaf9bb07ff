"""A text file of a build while it is written: hashed and counted on the way, so that nobody has to read it again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType


class Output:
    """A new file at ``path``, in UTF-8, with line ends as they are given. Raises OSError as files do.

    ``lines`` counts the line ends written so far. Many short pieces are fine: they are encoded one by one, as plain ASCII is encoded much
    faster without Cyrillic in the same string, and go to the system together.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines = 0
        self._hash = hashlib.sha256()
        self._file = path.open("wb")

    def write(self, text: str) -> int:
        """Writes ``text``; the number of its characters, as files give it."""
        self.writelines((text,))
        return len(text)

    def writelines(self, pieces: Iterable[str]) -> None:
        """Writes pieces of text one after the other."""
        data = b"".join(map(str.encode, pieces))
        self._file.write(data)
        self._hash.update(data)
        self.lines += data.count(b"\n")

    @property
    def sha256(self) -> str:
        """SHA-256 of what was written so far, hexadecimal."""
        return self._hash.hexdigest()

    def __enter__(self) -> Output:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()
