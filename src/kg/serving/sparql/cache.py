"""Answers kept: the least recently used go when there are too many bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

BYTES = 64 << 20
_OVERHEAD = 500
"""Bytes that an entry takes beside its answer, roughly."""


class Kept(NamedTuple):
    """An answer: its bytes, whether it was cut at the row limit, and the other servers that were asked for it (none where it is kept)."""

    content: bytes
    cut: bool
    services: Mapping[str, bool] = MappingProxyType({})


class Cache:
    """Answers by the tags of their questions; at most ``limit`` bytes, a sixteenth of it for one."""

    def __init__(self, limit: int = BYTES) -> None:
        self.limit = limit
        self.size = 0
        self._kept: OrderedDict[str, Kept] = OrderedDict()

    def get(self, tag: str) -> Kept | None:
        """The answer, which is now the most recently used."""
        found = self._kept.get(tag)
        if found is not None:
            self._kept.move_to_end(tag)
        return found

    def put(self, tag: str, kept: Kept) -> None:
        """Keeps an answer, if it is not too large."""
        if len(kept.content) > self.limit // 16:
            return
        old = self._kept.pop(tag, None)
        self.size -= _cost(old) if old else 0
        self._kept[tag] = kept
        self.size += _cost(kept)
        while self.size > self.limit:
            _, gone = self._kept.popitem(last=False)
            self.size -= _cost(gone)


def _cost(kept: Kept) -> int:
    return len(kept.content) + _OVERHEAD
