"""What is declared about documents by those who give them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line declares for documents without a sidecar."""

    series: str = "antitorture"
    state: str | None = None
    edition: str | None = None
    language: str | None = None
    validate: bool = True
