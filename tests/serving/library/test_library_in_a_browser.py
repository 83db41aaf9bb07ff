"""The pages of the library in a real browser: asked without a script, read by WCAG 2.2, and no wider than a telephone."""

from __future__ import annotations

from typing import Any

import pytest

from browser import Page

PATHS = (
    "/queries?q=prison",
    "/queries/prison-populatio",
    "/queries/treaty-acts?area=KAZ,KGZ",
    "/queries/treaty-acts?area=KZA",
    "/queries/acts-between-dates",
    "/queries/sentences-with-a-word?word=zzzz",
    "/openapi",
)


@pytest.mark.check
@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("path", PATHS)
def test_pages_are_accessible_and_fit(library: Any, page: Page, path: str, language: str) -> None:
    for width, scheme in ((1280, "light"), (390, "dark")):
        page.size(width, 900)
        page.media(scheme=scheme)
        page.open(f"{library.address}{path}{'&' if '?' in path else '?'}lang={language}")
        assert page.violations() == []
        assert not page.overflows()
    assert [address for address in page.asked if address.startswith("http") and not address.startswith(library.address)] == []


@pytest.mark.check
def test_a_question_is_asked_by_ticking_and_sending(library: Any, page: Page) -> None:
    page.open(f"{library.address}/queries/treaty-acts?lang=ru")
    page.click("input[name=area][value=KGZ]")
    page.click(".ask button")
    page.wait("location.search.includes('area=KGZ')")
    assert page.run("location.search") == "?lang=ru&area=KAZ&area=KGZ&instrument=any"
    states = page.run("[...new Set([...document.querySelectorAll('table.answer tbody tr')].map(row => row.cells[0].textContent))].join()")
    assert states == "Казахстан,Кыргызстан"


@pytest.mark.check
def test_a_wide_answer_is_printed_as_lists(library: Any, page: Page) -> None:
    page.size(794, 1100)
    for path, many in (("/queries/value-and-sentence?lang=ru", True), ("/queries/prison-population?lang=ru", None)):
        page.open(f"{library.address}{path}")
        columns = page.run("document.querySelectorAll('table.answer thead th').length")
        wide = columns > 8
        assert many is None or wide is many
        page.media("print")
        shown = page.run("[...document.querySelectorAll('table.answer tbody td')].map(one => getComputedStyle(one).display)")
        labels = page.run("[...document.querySelectorAll('table.answer tbody td')].map(one => getComputedStyle(one, '::before').content)")
        assert set(shown) == ({"block"} if wide else {"table-cell"})
        heads = page.run("[...document.querySelectorAll('table.answer thead th')].map(one => one.firstChild.textContent.trim())")
        if wide:
            assert all(head in label for head, label in zip(heads, labels, strict=False))
        assert not page.overflows()
        page.media()
