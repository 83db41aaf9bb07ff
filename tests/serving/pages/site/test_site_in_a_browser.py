"""One page of every kind in Chromium, in both languages: nobody is shut out, nothing runs over, nothing else is asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from site_served import Site
from test_site_frame import KINDS

from browser import Page


@pytest.mark.check
@pytest.mark.parametrize("path", KINDS)
def test_pages_are_for_everybody(many_site: Site, page: Page, path: str) -> None:
    for language in ("en", "ru"):
        address = f"{many_site.address}{path}?lang={language}"
        for width, scheme in ((1280, "light"), (390, "dark")):
            page.media("", scheme)
            page.size(width, 900)
            page.open(address)
            assert page.violations() == [], (language, scheme)
            assert not page.overflows(), (language, width)
        assert [said for said in page.said if "404" not in said] == []
        assert all(one.startswith(many_site.address) for one in page.asked), page.asked


@pytest.mark.check
def test_a_page_is_printed_without_navigation_and_within_the_sheet(many_site: Site, page: Page) -> None:
    for path in ("", "quality", "licences", "queries/treaty-acts"):
        page.size(794, 1100)
        page.media("print")
        page.open(f"{many_site.address}{path}?lang=ru")
        assert not page.overflows(), path
        assert page.run("[...document.querySelectorAll('nav')].every(one => one.offsetParent === null || one.closest('aside'))"), path
        assert page.run("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.check
def test_pictures_are_taken_by_one_command(real_site: Site, root: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(root / ".ci" / "screenshots.py"), real_site.address, str(tmp_path / "pictures"), "about", "no-such-page"]
    ended = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stdout
    assert ended.stdout == f"2 pages, 16 pictures in {tmp_path / 'pictures'}\n"
    names = sorted(file.name for file in (tmp_path / "pictures").iterdir())
    assert len(names) == 16
    assert "about.ru.narrow.png" in names
    assert all(file.read_bytes().startswith(b"\x89PNG") for file in (tmp_path / "pictures").iterdir())
