"""The pages in Chromium: nobody is shut out, nothing runs over, nothing else is asked for, and what is printed is whole."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from pages_served import BASE, Served

from browser import Page

REAL = ("profile/antitorture/KAZ/2022.html", "area/KAZ.html", "vocab/indicator/prison-population.html", "index", "states", "indicators")
INVENTED = (
    "profile/invented/BLR/2019.html", "vocab/indicator/prison-population.html", "vocab/indicator/law-enforcement-budget.html",
    "vocab/indicator/lawyer-notification.html", "instrument/CAT.html", "instrument/OPCAT.html", "instrument/CAT-art22.html",
    "instrument/IstanbulProtocol.html", "instruments", "compare", "compare?area=KAZ&area=UKR&indicator=prison-population&indicator=nothing",
)  # fmt: skip


@pytest.mark.check
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_pages_are_for_everybody(real: Served, invented: Served, page: Page, language: str, width: int) -> None:
    page.size(width, 900)
    for site, paths in ((real, REAL), (invented, INVENTED)):
        for path in paths:
            page.asked.clear()
            page.open(f"{site.address}{path}{'&' if '?' in path else '?'}lang={language}")
            for scheme in ("light", "dark"):
                page.media("", scheme)
                assert page.violations() == [], (path, scheme)
            page.media()
            assert not page.overflows(), path
            assert page.said == [], path
            assert all(one.startswith(site.address) for one in page.asked), page.asked


@pytest.mark.check
def test_words_open_in_the_document(real: Served, page: Page) -> None:
    page.open(f"{real.address}profile/antitorture/KAZ/2022.html?lang=ru")
    page.click("#said-prison-population a.quoted")
    page.wait("document.querySelector('mark')")
    assert page.run("document.querySelector('mark').textContent") == "40 842"
    assert page.run("document.documentElement.lang") == "ru"
    assert page.run("location.hash") == "#words"
    top, bottom = page.run(
        "(() => { const box = document.querySelector('mark').getBoundingClientRect(); return [box.top, box.bottom]; })()"
    )
    assert 0 <= top < bottom <= page.run("innerHeight")


@pytest.mark.check
def test_states_are_compared_by_the_form(invented: Served, page: Page) -> None:
    page.open(f"{invented.address}compare?lang=en")
    for value in ("KGZ", "UKR", "prison-population"):
        page.click(f"input[value='{value}']")
    page.click("button[type=submit]")
    page.wait("document.querySelector('table.compared')")
    assert "8,950" in page.run("document.querySelector('table.compared').textContent")
    assert page.run("document.documentElement.lang") == "en"


@pytest.mark.check
@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_printed_profile_holds_all_its_words(real: Served, page: Page, tmp_path: Path, language: str) -> None:
    page.open(f"{real.address}profile/antitorture/KAZ/2022.html?lang={language}")
    file = page.pdf(tmp_path / "profile.pdf")
    done = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, encoding="utf-8", check=True, timeout=60)
    printed = "".join(done.stdout.split())
    for row in real.facts():
        assert "".join(row["as_printed"].split()) in printed, row["statement"]
        if row["value"]:
            whole, point, rest = row["value"].partition(".")
            shown = f"{int(whole):,}" if language == "en" else whole
            assert shown + (("." if language == "en" else ",") + rest if point else "") in printed, row["statement"]
    assert "CON-04" in printed


@pytest.mark.check
def test_a_narrow_table_of_acts_is_still_a_table_for_who_cannot_see(invented: Served, page: Page) -> None:
    page.size(390, 900)
    page.open(f"{invented.address}instrument/OPCAT.html?lang=en")
    tree = page.ask("Accessibility.getFullAXTree")["nodes"]
    roles = [node.get("role", {}).get("value") for node in tree]
    assert {"table", "row", "cell", "rowheader"} <= set(roles)


_CUT = """[...document.querySelectorAll('.figure')].filter(one => {
  const box = one.getBoundingClientRect(), cell = one.closest('td, dd, p');
  return one.getClientRects().length > 1 || box.right > innerWidth || box.right > cell.getBoundingClientRect().right + 1;
}).map(one => one.textContent)"""
"""Numbers that break between digits, or run over their place or the screen."""


@pytest.mark.check
@pytest.mark.parametrize("language", ["en", "ru"])
def test_no_number_is_cut_on_a_narrow_screen(invented: Served, page: Page, language: str) -> None:
    page.size(390, 900)
    page.open(f"{invented.address}compare?area=UKR&area=KGZ&lang={language}")
    assert page.run("document.querySelectorAll('.figure').length") > 10
    assert page.run(_CUT) == []
    name = invented.labels(language)[f"{BASE}area/KGZ"]
    assert name in page.run("[...document.querySelectorAll('.compared td')].map(one => getComputedStyle(one, '::before').content).join()")
    assert page.run("[...document.querySelectorAll('.wide')].every(one => one.scrollWidth <= one.clientWidth)")


@pytest.mark.check
def test_print_has_the_address_of_every_statement_and_no_number_breaks(real: Served, page: Page, tmp_path: Path) -> None:
    page.open(f"{real.address}profile/antitorture/KAZ/2022.html?lang=ru")
    assert page.run("document.querySelector('.printed-address').offsetParent === null")
    file = page.pdf(tmp_path / "profile.pdf")
    done = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, encoding="utf-8", check=True, timeout=60)
    for sum_ in ("733 718 937 EUR", "1 238,14 EUR"):
        assert sum_ in done.stdout
    solid = "".join(done.stdout.split())
    for row in real.facts():
        assert f"KAZ/2022/{row['statement']}" in solid, row["statement"]
    page.media("print")
    assert page.run("[...document.querySelectorAll('h1, h2, h3')].every(one => getComputedStyle(one).breakInside === 'avoid')")
    assert page.run("[...document.querySelectorAll('h1, h2, h3')].every(one => getComputedStyle(one).breakAfter === 'avoid')")
