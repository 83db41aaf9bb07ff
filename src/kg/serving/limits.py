"""The limits of the service."""

from __future__ import annotations

import os
from dataclasses import dataclass

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost: seconds of work, megabytes of memory beyond the worker's own, megabytes of a body (unpacked)."""

    time: float = 30.0
    memory: int = 1024
    size: int = 20
    workers: int = max(2, os.cpu_count() or 2)
    """Requests that are worked on at once."""
    waiting: int = 8
    """Requests that may be read or wait beside them; one more is told to come back."""
    upload: float = 120.0
    """Seconds in which a body has to arrive."""

    @property
    def bytes(self) -> int:
        """The size limit in bytes."""
        return self.size * MEGABYTE
