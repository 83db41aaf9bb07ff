"""Memory that is kept: a process that validates takes and gives back large blocks, and the kernel clears each page anew.

What it makes lives as long as it does: a search for garbage in rings, every few hundred objects, finds none and walks them all.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import sys

_TRIM, _TOP, _MMAP = -1, -2, -3
"""``M_TRIM_THRESHOLD``, ``M_TOP_PAD`` and ``M_MMAP_THRESHOLD`` of mallopt(3)."""
_SELDOM = 500_000
"""Objects made between two such searches."""
_BLOCK, _MOST, _AHEAD = 1 << 30, (1 << 31) - 1, 64 << 20


def keep() -> None:
    """Lets this process keep what it has freed, for its next block; for one whose end is near. Without glibc it only searches less."""
    gc.set_threshold(_SELDOM)
    atexit.register(gc.freeze)  # nor is what ends with the process searched once more
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "mallopt"):
        for option, value in ((_MMAP, _BLOCK), (_TRIM, _MOST), (_TOP, _AHEAD)):
            library.mallopt(option, value)
