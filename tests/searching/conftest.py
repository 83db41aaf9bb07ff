"""The index of the real build together with the invented documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import building
from kg.searching import Index
from kg.storage.store import open_build


@pytest.fixture(scope="session")
def searched(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A build of the real profile and of the invented ones, without the shapes' verdict."""
    folder = tmp_path_factory.mktemp("searched") / "build"
    outcome = building.run([root / "data", root / "tests" / "corpus"], folder, building.Options("antitorture", None, None, None, False))
    assert outcome.exit_code == 0, outcome.left_out
    return folder


@pytest.fixture(scope="session")
def index(searched: Path) -> Index:
    return Index.of(open_build(searched))
