"""Money: an amount, or the same amount in two currencies."""

from __future__ import annotations

import pytest
from interpreting_rows import Row, Said

from kg.model import Figure

EUR, KZT, USD = ("law-enforcement-budget.EUR", "law-enforcement-budget.KZT", "law-enforcement-budget.USD")
GAP = ["law-enforcement-budget unreadable"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("733 718 937 EUR", [f"{EUR} 733718937 EUR"]),
        ("733 718 937 евро", [f"{EUR} 733718937 EUR"]),
        ("EUR 733 718 937", [f"{EUR} 733718937 EUR"]),
        ("€5", [f"{EUR} 5 EUR"]),
        ("5 €", [f"{EUR} 5 EUR"]),
        ("1 238,14 EUR", [f"{EUR} 1238.14 1238.135 1238.145 EUR"]),
        ("5 млн. долларов США", [f"{USD} 5000000 4500000 5500000 USD"]),
        ("733 718 937 EUR (342,5 млрд. тенге)", [f"{EUR} 733718937 EUR", f"{KZT} 342500000000 342450000000 342550000000 KZT"]),
        ("342,5 млрд. тенге (733 718 937 EUR)", [f"{KZT} 342500000000 342450000000 342550000000 KZT", f"{EUR} 733718937 EUR"]),
        ("5 EUR / 6 USD", [f"{EUR} 5 EUR", f"{USD} 6 USD"]),
        ("5 EUR = 6 USD", [f"{EUR} 5 EUR", f"{USD} 6 USD"]),
    ],
)
def test_amounts(said: Said, value: str, expected: list[str]) -> None:
    assert said("law-enforcement-budget", value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("733,718,937 EUR (342.5 billion tenge)", [f"{EUR} 733718937 EUR", f"{KZT} 342500000000 342450000000 342550000000 KZT"]),
        ("EUR 5", [f"{EUR} 5 EUR"]),
        ("EUR 5 billion", [f"{EUR} 5000000000 4500000000 5500000000 EUR"]),
        ("5 US dollars", [f"{USD} 5 USD"]),
    ],
)
def test_amounts_in_english(said: Said, value: str, expected: list[str]) -> None:
    assert said("law-enforcement-budget", value, "en") == expected


def test_two_currencies_are_one_amount(row: Row) -> None:
    first, second = (f.content for f in row("cost-per-prisoner", "1 238,14 EUR (578 тыс. тенге)").facts)
    assert isinstance(first, Figure)
    assert isinstance(second, Figure)
    assert (first.same_amount_as, second.same_amount_as) == (None, "cost-per-prisoner.EUR")


@pytest.mark.parametrize(
    "value",
    [
        *("5", "5 млн", "578 тысяч", "EUR", "не 5 EUR", "5 EUR не", "около 5 EUR", "5 EUR*", "5 EUR¹", "-5 EUR", "(5 EUR)", "5 EUR (2021)"),
        *(
            "5 EUR (5 EUR)",
            "5 EUR (6 евро)",
            "5 KZT (6 тенге)",
            "5 EUR 6 USD",
            "5 EUR (за 2021)",
            "5 EUR (6 USD) в год",
            "5 EUR (6 USD), 7 KZT",
        ),
        *("5 долларов Канады", "5 бел. руб.", "5–6 EUR", "5 EUR–6 EUR", "5 EUR, в том числе 3 USD", "EUR 5 USD", "5 EUR млн", "1,238 EUR"),
        *("1 238.14 EUR", "5 тенге 50 тиын", "5 EUR или 6 USD", "5 EUR + 6 USD", "5 EUR и 6 USD", "5 EUR (данные МВД)", "US$5", "007 EUR"),
    ],
)
def test_anything_else_is_a_gap(row: Row, said: Said, value: str) -> None:
    assert said("law-enforcement-budget", value) == GAP
    assert [p.code for p in row("law-enforcement-budget", value).problems] == ["KG212"]
