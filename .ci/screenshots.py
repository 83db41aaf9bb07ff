"""Pictures of the pages of a running server, to be looked at: wide, narrow, dark and printed, in English and Russian.

    .venv/bin/kg serve build/ --port 8080 &
    .venv/bin/python .ci/screenshots.py http://127.0.0.1:8080/ pictures/ [PATH ...]

Pages are found: all that head and foot of the first page lead to, and one of each kind that these lead to (a kind is how an address begins
and how many parts it has). With PATHs only these. Says what is wider than a narrow window, and ends with 1 where anything is.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from browser import Browser, Page

LANGUAGES = ("en", "ru")
VIEWS = {
    "wide": (1280, "screen", "light"),
    "narrow": (390, "screen", "light"),
    "dark": (1280, "screen", "dark"),
    "print": (794, "print", "light"),
}
"""Width in CSS pixels (794 is A4), medium and scheme of each picture."""
HEIGHT = 900
LONGEST = 12000
"""Pixels of a page that are pictured from its top."""
ABSENT = "no-such-page"
_FILE = re.compile(r"\.(ttl|jsonld|nt|rdf|nq|trig|json|csv|txt|xml|svg|md|rq|bib|ris|cff)$")
_LINKS = "[...document.querySelectorAll('%s a[href]')].map(one => one.href)"


def kind(path: str) -> tuple[str, ...]:
    """What an address is one of: its first two parts, or its first where more than two follow or none, and how many there are."""
    parts = path.strip("/").split("/")
    return (parts[0], parts[1] if parts[0] in ("vocab", "graph") and len(parts) > 1 else "", str(len(parts)))


def found(page: Page, address: str) -> list[str]:
    """The paths of the pages: navigation first, then one of each kind."""
    page.open(f"{address}?lang=en")
    listed = list(paths(page.run(_LINKS % "header.site") + page.run(_LINKS % "footer.site"), address))
    known = {kind(path) for path in listed}
    waiting = [*listed]
    while waiting and len(listed) < 60:
        page.open(f"{address}{waiting.pop(0)}")
        if page.run("document.contentType") != "text/html":
            continue
        for path in paths(page.run(_LINKS % "main"), address):
            if kind(path) not in known and not _FILE.search(path):
                known.add(kind(path))
                listed.append(path)
                waiting.append(path)
    return [*listed, ABSENT]


def paths(links: Iterable[str], address: str) -> Iterator[str]:
    """Addresses of this server as paths, each once."""
    seen = set()
    for link in links:
        path = urlsplit(link).path.lstrip("/").removesuffix(".html")
        if link.startswith(address) and path not in seen:
            seen.add(path)
            yield path


def pictures(page: Page, address: str, path: str, folder: Path) -> Iterator[str]:
    """Takes the pictures of a page; yields what is too wide."""
    name = re.sub(r"[^A-Za-z0-9.-]+", "-", path).strip("-")[:60] or "home"
    for language in LANGUAGES:
        for view, (width, medium, scheme) in VIEWS.items():
            page.media(medium, scheme)
            page.size(width, HEIGHT)
            page.open(f"{address}{path}?lang={language}")
            if page.overflows():
                yield f"{path} is wider than {width} pixels ({language}, {view})"
            height = min(int(page.run("document.documentElement.scrollHeight")), LONGEST)
            page.size(width, max(height, HEIGHT))
            page.screenshot(folder / f"{name}.{language}.{view}.png", whole=False)


def main() -> int:
    reader = argparse.ArgumentParser(description="pictures of the pages of a running server")
    reader.add_argument("address", help="where the server is, as it prints it")
    reader.add_argument("folder", type=Path, help="where the pictures are put")
    reader.add_argument("paths", nargs="*", help="only these pages")
    asked = reader.parse_args()
    program = shutil.which("chromium")
    if program is None:
        print("there is no chromium here; `bash .ci/run packages` installs it", file=sys.stderr)
        return 2
    asked.folder.mkdir(parents=True, exist_ok=True)
    address = asked.address.rstrip("/") + "/"
    with tempfile.TemporaryDirectory() as place:
        browser = Browser(program, Path(place))
        try:
            page = browser.page()
            shown = asked.paths or found(page, address)
            wide = [one for path in shown for one in pictures(page, address, path, asked.folder)]
        finally:
            browser.close()
    for one in wide:
        print(one)
    print(f"{len(shown)} pages, {len(shown) * len(LANGUAGES) * len(VIEWS)} pictures in {asked.folder}")
    return 1 if wide else 0


if __name__ == "__main__":
    sys.exit(main())
