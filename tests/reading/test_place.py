"""Where a field stands in a sidecar."""

from __future__ import annotations

import pytest

from kg.reading import place

TEXT = b'''# state = "comment"
series = "a"
note = """
state = "ARM"
"""
 "state" = "KGZ"
to_do = [
  "publisher",
]
[period]
start = 2023-01-01
  end=2023-12-31
[other]
end = 1
'''


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("series",), (2, 10, 1)),
        (("state",), (6, 12, 2)),
        (("to_do",), (7, 9, 1)),
        (("period", "start"), (11, 9, 1)),
        (("period", "end"), (12, 7, 3)),
        (("other", "end"), (14, 7, 1)),
        (("end",), None),
        (("edition",), None),
    ],
)
def test_a_field_has_its_own_line_and_column(names: tuple[str, ...], expected: tuple[int, int, int] | None) -> None:
    assert place.of(TEXT, *names) == expected
    assert place.of(TEXT.replace(b"\n", b"\r\n"), *names) == expected


def test_a_field_of_an_inline_table_has_the_place_of_the_table() -> None:
    assert place.of(b'a = 1\nperiod = {start = 2023-01-01, basis = "b"}\n', "period", "start") == (2, 10, 1)


@pytest.mark.parametrize("value", ["31.05.2024", "2024-13-45", "2024-02-30", "31/05/2024", "2024.5.1", "2024-5-1"])
def test_a_date_that_is_none_is_found(value: str) -> None:
    assert place.ill_written_date(f"a = 1\npublished = {value}  # so\n".encode(), 2) == (value, 13)


@pytest.mark.parametrize("text", ['x = "31.05.2024"', "x = 31.05.2024 y", "x = = 1", "x"])
def test_what_is_no_such_date(text: str) -> None:
    assert place.ill_written_date(text.encode(), 1) is None
    assert place.ill_written_date(text.encode(), 2) is None
    assert place.ill_written_date(text.encode(), None) is None
