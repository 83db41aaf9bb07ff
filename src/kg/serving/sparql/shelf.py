"""A shelf: memory that an asker and the server share. The asker lays an answer on it, the server takes it: two copies and no pipe.

What is shared keeps its size for ever (``F_SEAL_SHRINK``, memfd_create(2)), so that no asker can take it from under the server. It is
no file and has no name: an asker, which may write no file (RLIMIT_FSIZE), writes on it as on its own memory.
"""

from __future__ import annotations

import fcntl
import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager

SIZE = 4 << 20
"""Bytes of a shelf. Its pages take no memory before something lies on them, and stay then, so that the next answer finds them."""
_SEALS = fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL


class Shelf:
    """A shelf as one side sees it; ``writing`` is the asker's. The descriptor is needed no longer."""

    def __init__(self, handle: int, *, writing: bool = False) -> None:
        self._memory = mmap.mmap(handle, SIZE, prot=mmap.PROT_READ | (mmap.PROT_WRITE if writing else 0))

    def lay(self, content: bytes) -> bool:
        """Lays an answer on it, unless it is too large."""
        if len(content) > SIZE:
            return False
        self._memory[: len(content)] = content
        return True

    def take(self, size: int) -> bytes:
        """The first ``size`` bytes that lie on it, which the next answer covers."""
        return self._memory[:size]

    def close(self) -> None:
        """Lets go of it."""
        self._memory.close()


@contextmanager
def built() -> Iterator[tuple[int, Shelf]]:
    """A new one: its descriptor until the block ends, and the server's side of it. Raises :class:`OSError` where the system has no more."""
    handle = os.memfd_create("shelf", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        os.ftruncate(handle, SIZE)
        fcntl.fcntl(handle, fcntl.F_ADD_SEALS, _SEALS)
        yield handle, Shelf(handle)
    finally:
        os.close(handle)
