"""Memory that is kept: a process that validates takes and gives back large blocks, and the kernel clears each page anew."""

from __future__ import annotations

import ctypes
import sys

_TRIM, _TOP, _MMAP = -1, -2, -3
"""``M_TRIM_THRESHOLD``, ``M_TOP_PAD`` and ``M_MMAP_THRESHOLD`` of mallopt(3)."""
_BLOCK, _MOST, _AHEAD = 1 << 30, (1 << 31) - 1, 64 << 20


def keep() -> None:
    """Lets this process keep what it has freed, for its next block; for a process whose end is near. Where there is no glibc, nothing."""
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "mallopt"):
        for option, value in ((_MMAP, _BLOCK), (_TRIM, _MOST), (_TOP, _AHEAD)):
            library.mallopt(option, value)
