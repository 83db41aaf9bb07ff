"""The browser that other tests use finds what it is there to find."""

from __future__ import annotations

from pathlib import Path

import pytest

from browser import BrowserError, Page
from browser import browser as browser
from browser import page as page

pytestmark = pytest.mark.check

BAD = """<!DOCTYPE html><html><head><meta http-equiv="Content-Security-Policy" content="script-src 'none'"><title>t</title></head>
<body><img src="gone.png"><p style="color: #999; background: #fff">pale</p><button>a</button><div style="width: 2000px">wide</div>
<script>alert(1)</script><iframe title="i" src="other.html"></iframe></body></html>"""
GOOD = """<!DOCTYPE html><html lang="en"><head><title>t</title><style>@media (prefers-color-scheme: dark) {{ h1 {{ display: none; }} }}
@media print {{ p {{ display: none; }} }}</style></head><body><main><h1>Head</h1><p>Text</p><label>Word <input id="word"></label>
<button id="go" onclick="document.title = document.getElementById('word').value">Go</button>
<button id="under" style="position: absolute; top: 200px">u</button>
<div
id="over" style="position: absolute; top: 200px; left: 0; width: 300px; height: 50px; background: white">over</div></main></body></html>"""


def test_it_finds_what_is_wrong(page: Page, tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text(BAD)
    (tmp_path / "other.html").write_text("<!DOCTYPE html><html lang=en><title>o</title><p>other")
    page.open(tmp_path / "bad.html")
    assert {found.rule for found in page.violations()} >= {"image-alt", "color-contrast", "html-has-lang"}
    assert [address.rpartition("/")[2] for address in page.asked] == ["bad.html", "gone.png", "other.html"]
    assert any("Content Security Policy" in said for said in page.said)
    assert page.overflows()


def test_it_acts_as_a_person_does(page: Page, tmp_path: Path) -> None:
    (tmp_path / "good.html").write_text(GOOD.replace("{{", "{").replace("}}", "}"))
    page.open(tmp_path / "good.html")
    assert page.violations() == []
    page.click("#word")
    page.write("typed")
    page.click("#go")
    page.wait("document.title === 'typed'")
    for missing in ("#none", "#under"):
        with pytest.raises(BrowserError, match=missing):
            page.click(missing)
    with pytest.raises(BrowserError, match="nonsense"):
        page.run("nonsense")
    shown = "getComputedStyle(document.querySelector('{}')).display"
    page.media(scheme="dark")
    assert page.run(shown.format("h1")) == "none"
    page.media("print")
    assert [page.run(shown.format(name)) for name in ("h1", "p")] == ["block", "none"]
    page.size(390, 800)
    assert page.run("innerWidth") == 390
    assert page.screenshot(tmp_path / "good.png").read_bytes().startswith(b"\x89PNG")
    assert page.pdf(tmp_path / "good.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("address", ["https://example.org/", "http://192.0.2.1:9/", "file:///nowhere/at/all.html"])
def test_nothing_outside_this_machine_is_reached(page: Page, address: str) -> None:
    with pytest.raises(BrowserError, match="ERR_"):
        page.open(address)
