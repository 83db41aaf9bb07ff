"""The real build, as something that answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.querying import emptiness


@pytest.fixture(scope="session")
def ask(build: Path) -> emptiness.Ask:
    return emptiness.local(build)
