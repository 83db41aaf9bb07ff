"""A build of the real document and of all invented ones, and its export."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import building, exporting
from kg.exporting import Exported

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exporting") / "build"
    outcome = building.run([ROOT / "data", ROOT / "tests" / "corpus"], folder, building.Options(validate=False))
    assert outcome.published
    assert len(outcome.profiles) == 10
    return folder


@pytest.fixture(scope="session")
def made(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    return exporting.export(whole, tmp_path_factory.mktemp("tables") / "tables")
