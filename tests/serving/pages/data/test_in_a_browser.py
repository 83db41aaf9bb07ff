"""The pages in Chromium: nobody is shut out, nothing runs over, nothing else is asked for, and what is printed is whole."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from pages_served import Served

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
