"""Answers without rows say so to programs, and values that no data have are refused."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml"])
def test_an_answer_without_rows_says_so_in_its_headers(library: Any, form: str) -> None:
    empty = library.client.get("/queries/prison-population", params={"area": "UKR", "format": form})
    full = library.client.get("/queries/prison-population", params={"area": "KAZ", "format": form})
    assert (empty.status_code, full.status_code) == (200, 200)
    assert empty.headers["x-kg-note"].startswith("no rows")
    assert 'rel="help"' in empty.headers["link"]
    assert "x-kg-note" not in full.headers


def test_a_currency_that_is_none_is_refused_and_one_of_other_letters_is_taken(library: Any) -> None:
    wrong = library.client.get("/queries/budget-per-prisoner", params={"currency": "BTC", "format": "csv"})
    assert wrong.status_code == 400
    assert "EUR" in wrong.text
    right = library.client.get("/queries/budget-per-prisoner", params={"currency": "unit:kzt", "format": "csv"})
    assert right.text.count("\n") > 1
    assert library.client.get("/queries/index-of-states", params={"year": "2018", "format": "csv"}).status_code == 400
    page = library.client.get("/queries/budget-per-prisoner", params={"currency": "kzt"}, headers={"Accept": "text/html"}).text
    assert 'value="KZT"' in page


def test_numbers_of_a_page_are_those_of_its_language(library: Any) -> None:
    ask = {"lang": "ru", "format": "html"}
    page = library.client.get("/queries/index-of-states", params=ask).text
    assert "131,53" in page
    assert "131.53" not in page
    assert "2023" in page
