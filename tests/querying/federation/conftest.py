"""A server of a partner."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from elsewhere import PARTNER, Partner, partner


@pytest.fixture
def other() -> Iterator[Partner]:
    with partner(PARTNER) as one:
        yield one
