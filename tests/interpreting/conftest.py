"""What the tests of cells share."""

from __future__ import annotations

import pytest
from interpreting_rows import REAL, Row, Said, make, short

from kg.model import Document
from kg.reading import text


@pytest.fixture(scope="session")
def row() -> Row:
    """The reading of one row."""
    return make


@pytest.fixture(scope="session")
def said() -> Said:
    """What a row says, in a few words."""
    return lambda *args, **more: short(make(*args, **more))


@pytest.fixture(scope="session")
def real() -> Document:
    """The real document."""
    return text.read(REAL, "document.txt")
