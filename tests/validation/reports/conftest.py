"""Reports made by hand, with what hostile data holds."""

from __future__ import annotations

import pytest
from made_reports import full

from kg.validation.report import Report


@pytest.fixture(scope="session")
def report() -> Report:
    """A report with every field, every state and every kind of term."""
    return full()
