"""A day of TOML: a date or a text that is one."""

from __future__ import annotations

import datetime

import pytest

from kg.reading import day


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (datetime.date(2024, 5, 31), "2024-05-31"),
        ("2024-05-31", "2024-05-31"),
        ("2024-02-30", None),
        ("May", None),
        (datetime.datetime(2024, 5, 31, 10, 0, tzinfo=datetime.UTC), None),
        (20240531, None),
        (None, None),
    ],
)
def test_what_is_a_day(value: object, expected: str | None) -> None:
    assert day.iso(value) == expected
