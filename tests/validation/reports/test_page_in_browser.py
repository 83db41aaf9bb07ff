"""The page in a browser: WCAG 2.2 AA, no request, filters and languages by real clicks, paper."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from made_reports import EX, finding, full, report, result
from pyoxigraph import NamedNode

from browser import Page
from browser import browser as browser
from browser import page as page
from kg.validation.report import Report, Spot
from kg.validation.reports import FORMS

pytestmark = pytest.mark.check

REPORTS = {
    "passing": Report((), 3, "e", "", coverage=full().coverage),
    "failing": full(),
    "folded": report(*(result(finding(focus=NamedNode(f"{EX}{n}")), spot=Spot(f"{n % 9}.ttl", n + 1, 1)) for n in range(20_000))),
}
SHOWN = "[...document.querySelectorAll('article')].filter(a => a.checkVisibility()).length"
STATUS = "[...document.querySelectorAll('[role=status] .t')].filter(s => s.checkVisibility()).map(s => s.textContent).join('|')"


def opened(page: Page, folder: Path, name: str, language: str = "en") -> Path:
    """The page of a report, opened."""
    file = folder / f"{name}.html"
    lines = {"data/with space.ttl": [f"line {n} " * 20 for n in range(20)]}
    file.write_text(FORMS["html"](REPORTS[name], language=language, lines=lines), encoding="utf-8")
    page.open(file)
    return file


def printed(page: Page, folder: Path) -> str:
    """The text of the page on paper, white space run together."""
    done = subprocess.run(["pdftotext", page.pdf(folder / "page.pdf"), "-"], capture_output=True, check=True, encoding="utf-8")
    return " ".join(done.stdout.split())


@pytest.mark.parametrize("language", ["en", "ru", "en,ru"])
@pytest.mark.parametrize("name", ["passing", "failing"])
def test_all_can_read_it(page: Page, tmp_path: Path, name: str, language: str) -> None:
    opened(page, tmp_path, name, language)
    for kind, scheme in (("", "light"), ("", "dark"), ("print", "light"), ("print", "dark")):
        page.media(kind, scheme)
        assert (kind, scheme, page.violations(), page.violations(unsure=True)) == (kind, scheme, [], [])
    page.media()
    for width in (1280, 390, 320):
        page.size(width, 800)
        assert not page.overflows(), width
    assert page.violations() == []


@pytest.mark.parametrize("name", REPORTS)
def test_no_request_leaves_it(page: Page, tmp_path: Path, name: str) -> None:
    file = opened(page, tmp_path, name)
    if name != "passing":
        page.click("#by-text")
    page.click("#say-1")
    assert page.asked == [file.as_uri()]
    assert page.said == []


def test_filters(page: Page, tmp_path: Path) -> None:
    opened(page, tmp_path, "failing")
    assert page.run(SHOWN) == 16
    page.click("#by-text")
    page.write("42 000")
    page.wait(f"{SHOWN} === 2")
    assert page.run(STATUS) == "2 of 16 results are shown"
    assert page.run("[...document.querySelectorAll('h3')].filter(h => h.checkVisibility() && h.closest('.group')).length") == 1
    page.run("document.getElementById('by-text').value = ''; document.getElementById('by-state').focus()")
    page.press("ArrowDown")
    page.press("ArrowDown")
    page.wait(f"{SHOWN} === 6")
    assert page.run("document.getElementById('by-state').value") == "=waived"
    assert "6 of 16 results are shown" in printed(page, tmp_path)


def test_languages(page: Page, tmp_path: Path) -> None:
    opened(page, tmp_path, "failing")
    seen = "[...document.querySelectorAll('.t')].filter(t => t.checkVisibility()).map(t => t.lang)"
    own = "[...document.querySelectorAll('h1 .t, h2 .t, legend .t, dt .t')].filter(t => t.checkVisibility()).map(t => t.lang)"
    assert set(page.run(own)) == {"en"}
    page.click("#say-1")
    assert set(page.run(own)) == {"ru"}
    assert page.run("document.getElementById('by-state').options[0].textContent") == "Все"
    assert page.run(STATUS) == "показано результатов: 16 из 16"
    one = len(page.run(seen))
    page.click("#say-all")
    assert set(page.run(own)) == {"en", "ru"}
    assert len(page.run(seen)) > one * 1.5


def test_many_results(page: Page, tmp_path: Path) -> None:
    """Twenty thousand: the page answers at once, also when a telephone is turned."""
    opened(page, tmp_path, "folded")
    assert page.run(SHOWN) == 100
    for width in (390, 844, 1280):
        page.size(width, 800)
    page.click("#say-1")
    page.click("#say-0")
    page.click("#by-text")
    page.write("3.ttl")
    page.wait(f"{SHOWN} < 100")
    assert page.run(STATUS).endswith("of the 100 listed results are shown; the filter does not see the others of the 20000")
    assert page.violations() == []


def test_paper(page: Page, tmp_path: Path) -> None:
    opened(page, tmp_path, "failing")
    page.media(scheme="dark")
    said = printed(page, tmp_path)
    for word in (
        "Validation report",
        "There must be an answer.",
        "data/with space.ttl:12:5",
        "Give the value or a gap.",
        "About this report",
        "ab" * 8,
    ):
        assert word in said
    for word in ("Filter", "Text contains", "Skip to the results", "results are shown", "Русский"):
        assert word not in said
    opened(page, tmp_path, "folded")
    assert "lists 100 of 20000 results" in printed(page, tmp_path)
