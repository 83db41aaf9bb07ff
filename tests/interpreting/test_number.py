"""Numbers: what is printed, and which numbers are refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.interpreting.language import lexicon
from kg.interpreting.number import parse, tidy

GOOD = {
    "ru": [
        ("0", 0, None, None),
        ("5", 5, None, None),
        ("40842", 40842, None, None),
        ("40 842", 40842, None, None),
        ("40\u00a0842", 40842, None, None),
        ("40\u202f842", 40842, None, None),
        ("19 126 000", 19126000, None, None),
        ("13,57", "13.57", "13.565", "13.575"),
        ("13,50", "13.5", "13.495", "13.505"),
        ("13,0", 13, "12.95", "13.05"),
        ("1 238,14", "1238.14", "1238.135", "1238.145"),
        ("0,5", "0.5", "0.45", "0.55"),
        ("0,125", "0.125", "0.1245", "0.1255"),
        ("1 357,125", "1357.125", "1357.1245", "1357.1255"),
        ("1,3575", "1.3575", "1.35745", "1.35755"),
    ],
    "en": [
        ("1,357", 1357, None, None),
        ("19,126,000", 19126000, None, None),
        ("40 842", 40842, None, None),
        ("13.57", "13.57", "13.565", "13.575"),
        ("1,238.14", "1238.14", "1238.135", "1238.145"),
        ("0.125", "0.125", "0.1245", "0.1255"),
    ],
}
REFUSED = {"ru": ["007", "00", "01,5", "1,357", "12,345", "-5", "5a", "298¹", "", ","], "en": ["007", "1.357", "123.456", "-5", ""]}
PAIRS = [(language, *row) for language, rows in GOOD.items() for row in rows]


@pytest.mark.parametrize(("language", "word", "value", "lower", "upper"), PAIRS)
def test_a_number_and_its_interval(language: str, word: str, value: object, lower: str | None, upper: str | None) -> None:
    found = parse(word, lexicon(language))
    assert found == tuple(Decimal(x) if isinstance(x, str) else x for x in (value, lower, upper))
    assert found is not None
    assert type(found[0]) is (Decimal if isinstance(value, str) else int)


@pytest.mark.parametrize(("language", "word"), [(language, word) for language, words in REFUSED.items() for word in words])
def test_a_number_that_can_be_read_in_two_ways_is_none(language: str, word: str) -> None:
    assert parse(word, lexicon(language)) is None


@pytest.mark.parametrize(
    ("word", "factor", "expected"),
    [
        ("342,5", 10**9, (342_500_000_000, 342_450_000_000, 342_550_000_000)),
        ("578", 1000, (578_000, 577_500, 578_500)),
        ("1,357", 1000, (1357, Decimal("1356.5"), Decimal("1357.5"))),
        ("19,126", 10**6, (19_126_000, 19_125_500, 19_126_500)),
        ("0,5", 1000, (500, 450, 550)),
        ("0", 1000, (0, -500, 500)),
    ],
)
def test_a_multiplied_number_is_rounded(word: str, factor: int, expected: tuple[object, ...]) -> None:
    assert parse(word, lexicon("ru"), factor) == expected


def test_tidy() -> None:
    assert tidy(Decimal("5.00")) == 5
    assert type(tidy(Decimal("5.00"))) is int
    assert str(tidy(Decimal("5.50"))) == "5.5"
    assert type(tidy(Decimal("1E+3"))) is int


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**14), st.sampled_from(["ru", "en"]), st.booleans())
def test_any_whole_number(number: int, language: str, grouped: bool) -> None:
    mark = " " if language == "ru" else ","
    printed = f"{number:,}".replace(",", mark) if grouped else str(number)
    assert parse(printed, lexicon(language)) == (number, None, None)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**9), st.text("0123456789", min_size=1, max_size=6))
def test_any_decimal_lies_in_the_middle_of_its_interval(whole: int, decimals: str) -> None:
    found = parse(f"{whole:,}".replace(",", " ") + "," + decimals, lexicon("ru"))
    if len(decimals) == 3 and 0 < whole < 1000:
        assert found is None
        return
    assert found is not None
    value, lower, upper = map(Decimal, found)  # type: ignore[arg-type]
    assert value == Decimal(f"{whole}.{decimals}")
    assert upper - value == value - lower == Decimal(1).scaleb(-len(decimals)) / 2
