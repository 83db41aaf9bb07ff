"""Forms of Markdown (CommonMark with the tables of GFM): plain text in, lines out.

Text of the vocabulary goes through :func:`plain` once; what the other functions take is inline Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"[\\`*_\[\]<>]")
_OPEN_PIPE = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_TICKS = re.compile(r"`+")


def plain(text: str) -> str:
    """Text with the characters escaped that Markdown would take for markup; white space squeezed."""
    return _SPECIAL.sub(lambda match: "\\" + match.group(), " ".join(text.split()))


def code(text: str) -> str:
    """A code span; its fence is longer than any run of ticks inside."""
    fence = "`" * (1 + max((len(run) for run in _TICKS.findall(text)), default=0))
    space = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{fence}{space}{text}{space}{fence}"


def strong(text: str) -> str:
    """Bold text."""
    return f"**{text}**"


def address(iri: str) -> str:
    """An IRI as an autolink."""
    return f"<{iri}>"


def link(text: str, anchor: str) -> str:
    """A link to an anchor of the same file."""
    return f"[{text}](#{anchor})"


def heading(level: int, text: str, anchor: str = "") -> list[str]:
    """A heading with a blank line after it, and an anchor that does not depend on its words before it."""
    return [*([f'<a id="{anchor}"></a>', ""] if anchor else []), f"{'#' * level} {text}", ""]


def paragraph(*sentences: str) -> list[str]:
    """A paragraph and a blank line; nothing where there are no sentences."""
    text = " ".join(filter(None, sentences))
    return [text, ""] if text else []


def bullets(items: Iterable[str], depth: int = 0) -> list[str]:
    """A list without a blank line after it."""
    return [f"{'  ' * depth}- {item}" for item in items]


def table(head: Sequence[str], rows: Iterable[Sequence[str]], numeric: Sequence[int] = ()) -> list[str]:
    """A table and a blank line; columns of ``numeric`` are set flush right. Nothing where there are no rows."""
    body = [_row(row) for row in rows]
    if not body:
        return []
    rule = ["---:" if n in numeric else "---" for n in range(len(head))]
    return [_row(head), _row(rule), *body, ""]


def _row(cells: Sequence[str]) -> str:
    # GFM splits cells before it reads code spans: a pipe inside one is escaped too.
    return "| " + " | ".join(_OPEN_PIPE.sub(r"\1\\|", " ".join(cell.split())) for cell in cells) + " |"
