"""What a request to the page asks for: a text, a question of the library with its parameters, a form of the answer, the first row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

PARAMETER = "p-"
"""What stands before the name of a parameter of a question: it could be called as a field of the page."""
LONGEST = 6000
"""Characters of an address that is given to people: browsers, mail and proxies bear it. A longer query is sent by POST."""
_WORDS = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """The fields of a request. ``query`` is '' where only the page is asked for."""

    query: str = ""
    question: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    run: bool = False
    format: str = ""
    start: int = 0
    words: str = ""
    language: str = ""

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The fields that ask for the same, without form and language."""
        said = [("query", self.query), ("question", self.question), *((PARAMETER + name, value) for name, value in self.parameters)]
        said += [("run", "1" if self.run else ""), ("start", str(self.start) if self.start else ""), ("q", self.words)]
        return [(name, value) for name, value in said if value]


def read(pairs: Sequence[tuple[str, str]]) -> Asked:
    """The fields of a request; the first of several counts, but for parameters. Line ends are those of texts, and not of forms."""
    said = dict(reversed(pairs))
    start = said.get("start", "")
    return Asked(
        query=said.get("query", "").replace("\r\n", "\n"),
        question=said.get("question", ""),
        parameters=tuple((name.removeprefix(PARAMETER), value) for name, value in pairs if name.startswith(PARAMETER)),
        run=bool(said.get("run")),
        format=said.get("format", ""),
        start=int(start) if start.isascii() and start.isdecimal() and len(start) < 8 else 0,
        words=said.get("q", "")[:_WORDS],
        language=said.get("lang", ""),
    )


def address(path: str, pairs: Sequence[tuple[str, str]]) -> str:
    """An address; '' where it would be too long for one."""
    found = f"{path}?{urlencode(pairs, errors='replace', safe=',:')}"
    return found if len(found) <= LONGEST else ""
