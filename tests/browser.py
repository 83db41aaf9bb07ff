"""Pages in a real Chromium: opened, clicked, typed into, looked at, printed, and held against WCAG 2.2 AA by axe-core.

Chromium is Debian's (``.ci/packages``) and is spoken to over a pipe in its own DevTools protocol, so that nothing else need be installed
(https://chromedevtools.github.io/devtools-protocol/). axe-core lies in ``tests/vendor``. Only tests marked ``check`` may use this; where
Chromium is missing they fail. A module of tests, or the conftest of a folder, takes the two fixtures in, and a test asks for ``page``::

    from browser import browser as browser
    from browser import page as page

    @pytest.mark.check
    def test_it(page: Page) -> None:
        page.open("http://127.0.0.1:8080/")      # or a Path
        page.click("#send")                      # a real click, at the middle of the element
        page.wait("document.querySelector('h1')")
        assert page.violations() == []
        assert page.asked == ["http://127.0.0.1:8080/", ...]

Every page is a window of its own without memory of others. Names are not resolved and no proxy is used: only this machine can be reached.
"""

from __future__ import annotations

import base64
import contextlib
import itertools
import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

AXE = Path(__file__).with_name("vendor") / "axe-core" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
"""WCAG 2.2, levels A and AA."""
PATIENCE = 60
"""Seconds that anything may take."""
KEYS = {"Enter": 13, "Tab": 9, "Escape": 27, " ": 32, "ArrowUp": 38, "ArrowDown": 40, "Home": 36, "End": 35}
OPTIONS = (
    "--headless=new",
    "--remote-debugging-pipe",
    "--no-sandbox",  # root has none; the pages are ours, and nothing outside is reached
    "--disable-dev-shm-usage",  # /dev/shm is small in containers
    "--disable-gpu",
    "--no-first-run",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--lang=en-US",
)
LAUNCHER = """import fcntl, os, sys
into, out = (fcntl.fcntl(int(number), fcntl.F_DUPFD, 10) for number in sys.argv[1:3])
os.dup2(into, 3), os.dup2(out, 4)
os.execvp(sys.argv[3], sys.argv[3:])"""
"""Chromium reads commands from file 3 and writes answers to file 4."""


class BrowserError(Exception):
    """Chromium did not do what it was asked for."""


class Violation(NamedTuple):
    """A rule of axe that a page breaks, why, and the elements by their selectors."""

    rule: str
    impact: str
    why: str
    elements: tuple[str, ...]


class Browser:
    """A running Chromium."""

    def __init__(self, program: str, folder: Path) -> None:
        """Starts ``program``; its profile and what it says are put into ``folder``."""
        self.log = folder / "chromium.log"
        ours, theirs = os.pipe(), os.pipe()  # commands; answers
        self.into, self.out = ours[1], theirs[0]
        environment = os.environ | {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_CACHE_HOME": str(folder)}
        command = [sys.executable, "-c", LAUNCHER, str(ours[0]), str(theirs[1]), program, *OPTIONS, f"--user-data-dir={folder / 'profile'}"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, pass_fds=(ours[0], theirs[1]), stdout=log, stderr=log, env=environment)
        os.close(ours[0])
        os.close(theirs[1])
        self.pages: dict[str, Page] = {}
        self._numbers = itertools.count(1)
        self._rest = b""
        self.ask("Browser.getVersion")

    def page(self) -> Page:
        """A new window, empty."""
        context = self.ask("Target.createBrowserContext")["browserContextId"]
        target = self.ask("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.pages[session] = found = Page(self, session, context)
        found.ready()
        return found

    def ask(self, method: str, session: str = "", **values: Any) -> dict[str, Any]:
        """A command and its answer. Events that come meanwhile are kept by their pages."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": values} | ({"sessionId": session} if session else {})
        rest = memoryview(json.dumps(message).encode() + b"\0")
        while rest:
            rest = rest[os.write(self.into, rest) :]
        until = time.monotonic() + PATIENCE
        while True:
            answer = self._read(until, method)
            if answer.get("id") == number:
                if "error" in answer:
                    raise BrowserError(f"{method}: {answer['error']['message']}")
                found: dict[str, Any] = answer["result"]
                return found
            if page := self.pages.get(answer.get("sessionId", "")):
                page.happened(answer["method"], answer["params"])

    def _read(self, until: float, method: str) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self.out], [], [], max(until - time.monotonic(), 0))
            part = os.read(self.out, 1 << 20) if ready else b""
            if not part:
                why = "ended" if ready else f"gave no answer in {PATIENCE} s"
                said = self.log.read_text(encoding="utf-8", errors="replace")[-2000:]
                raise BrowserError(f"Chromium {why} at {method}; it said:\n{said}")
            self._rest += part
        message, _, self._rest = self._rest.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found

    def close(self) -> None:
        """Ends Chromium."""
        with contextlib.suppress(BrowserError, OSError):
            self.ask("Browser.close")
        os.close(self.into)
        os.close(self.out)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Page:
    """A window of the browser. ``asked`` are the addresses that it asked for, in order; ``said`` errors of scripts and of its policy."""

    def __init__(self, browser: Browser, session: str, context: str) -> None:
        self.browser, self.session, self.context = browser, session, context
        self.asked: list[str] = []
        self.said: list[str] = []

    def ask(self, method: str, **values: Any) -> dict[str, Any]:
        """A command of the protocol to this page."""
        return self.browser.ask(method, self.session, **values)

    def ready(self) -> None:
        """Turns on what is recorded."""
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.ask(f"{domain}.enable")
        self.size(1280, 900)

    def happened(self, method: str, values: dict[str, Any]) -> None:
        """Keeps what is of interest of an event."""
        if method == "Network.requestWillBeSent":
            self.asked.append(values["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.said.append(values["exceptionDetails"].get("exception", {}).get("description", "") or values["exceptionDetails"]["text"])
        elif method == "Log.entryAdded" and values["entry"]["level"] == "error":
            self.said.append(values["entry"]["text"])

    def open(self, what: Path | str) -> None:
        """Goes to a file or an address, and waits until it is loaded."""
        address = what.resolve().as_uri() if isinstance(what, Path) else what
        if error := self.ask("Page.navigate", url=address).get("errorText"):
            raise BrowserError(f"{address}: {error}")
        self.wait("document.readyState === 'complete'")

    def size(self, width: int, height: int) -> None:
        """The size of the window in CSS pixels."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def media(self, kind: str = "", scheme: str = "light") -> None:
        """``screen`` or ``print``, '' for what the page is shown on; ``light`` or ``dark``."""
        self.ask("Emulation.setEmulatedMedia", media=kind, features=[{"name": "prefers-color-scheme", "value": scheme}])

    def run(self, script: str) -> Any:
        """The value of an expression of JavaScript (JSON); a promise is awaited."""
        answer = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if error := answer.get("exceptionDetails"):
            raise BrowserError(error.get("exception", {}).get("description", error["text"]))
        return answer["result"].get("value")

    def wait(self, script: str) -> None:
        """Until an expression is true; a page that is just being left is borne."""
        until = time.monotonic() + PATIENCE
        while True:
            with contextlib.suppress(BrowserError):
                if self.run(f"Boolean({script})"):
                    return
            if time.monotonic() > until:
                raise BrowserError(f"not so within {PATIENCE} s: {script}")
            time.sleep(0.02)

    def click(self, selector: str) -> None:
        """Scrolls to the first element and clicks at its middle, as a mouse does; an error where something else would be hit."""
        where = self.run(f"""(() => {{
            const found = document.querySelector({json.dumps(selector)});
            if (!found) return "there is no such element";
            found.scrollIntoView({{block: "center", behavior: "instant"}});
            const box = found.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2;
            const hit = document.elementFromPoint(x, y);
            return hit && (found.contains(hit) || hit.contains(found)) ? {{x, y}} : "it is covered or not visible";
        }})()""")
        if isinstance(where, str):
            raise BrowserError(f"{selector}: {where}")
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **where)

    def write(self, text: str) -> None:
        """Types into what has the focus."""
        self.ask("Input.insertText", text=text)

    def press(self, key: str) -> None:
        """A key by its name in :data:`KEYS`, or a sign."""
        code = KEYS.get(key, ord(key[0].upper()))
        text = {"text": "\r" if key == "Enter" else key} if len(key) == 1 or key == "Enter" else {}
        self.ask("Input.dispatchKeyEvent", type="keyDown", key=key, windowsVirtualKeyCode=code, **text)
        self.ask("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def violations(self, *, unsure: bool = False) -> list[Violation]:
        """What axe-core finds against WCAG 2.2 A and AA in the page as it is shown now; ``unsure``: what it could not decide instead."""
        if not self.run("'axe' in window"):
            self.run(AXE.read_text(encoding="utf-8") + ";undefined")
        options = {"runOnly": {"type": "tag", "values": TAGS}, "rules": {"target-size": {"enabled": True}}}
        found = self.run(f"axe.run(document, {json.dumps(options)})")
        assert len(found["passes"]) > 5, "axe looked at nothing"
        return [
            Violation(rule["id"], rule["impact"], rule["help"], tuple(" ".join(map(str, node["target"])) for node in rule["nodes"]))
            for rule in found["incomplete" if unsure else "violations"]
        ]

    def overflows(self) -> bool:
        """Whether the page must be scrolled sideways."""
        return bool(self.run("document.documentElement.scrollWidth > innerWidth"))

    def screenshot(self, file: Path, *, whole: bool = True) -> Path:
        """The page as PNG; not ``whole``: only what fits the window."""
        size = self.ask("Page.getLayoutMetrics")["cssContentSize"] if whole else None
        more = {"clip": {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}} if size else {}
        picture = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=whole, **more)
        file.write_bytes(base64.b64decode(picture["data"]))
        return file

    def pdf(self, file: Path) -> Path:
        """The page as printed on A4, as it is now: filters stay set."""
        self.media()
        printed = self.ask("Page.printToPDF", paperWidth=8.27, paperHeight=11.69, printBackground=False)
        file.write_bytes(base64.b64decode(printed["data"]))
        return file

    def close(self) -> None:
        """Closes the window and forgets what it knew."""
        self.browser.ask("Target.disposeBrowserContext", browserContextId=self.context)
        del self.browser.pages[self.session]


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium, started once."""
    program = shutil.which("chromium")
    if program is None:
        pytest.fail("there is no chromium here; `bash .ci/run packages` installs it (.ci/packages)")
    found = Browser(program, tmp_path_factory.mktemp("chromium"))
    yield found
    found.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window for one test."""
    found = browser.page()
    yield found
    found.close()
