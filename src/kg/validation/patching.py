"""A repair as text: a unified diff of one token of a source, or a SPARQL Update."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Any

from kg.validation.locating import Token

_CONTEXT = 3
_HUNK = re.compile(r"@@ -(\d+)((?:,\d+)?) \+(\d+)((?:,\d+)?) @@")


def diff(token: Token, new: Any) -> str | None:
    """A diff for ``patch -p1`` and ``git apply`` that writes ``new`` in place of a token; None where it does not stand alone.

    A file's name is relative to the working folder, or to the root of the file system if it is outside.
    """
    source, data = token.source, token.source.data
    written = source.written(new, token.start, token.end)
    if written is None or re.search(r'[\n\t"\\]', source.name):
        return None
    start, end = token.start, token.end
    for _ in range(_CONTEXT + 1):
        start = data.rfind(b"\n", 0, start)
        if start < 0:
            break
    start += 1
    for _ in range(_CONTEXT + 1):
        end = data.find(b"\n", end) + 1
        if end == 0:
            end = len(data)
            break
    before, after = data[start : token.start].decode(), data[token.end : end].decode()
    old_lines = _lines(before + data[token.start : token.end].decode() + after)
    new_lines = _lines(before + written + after)
    name = _name(source.name)
    first = data.count(b"\n", 0, start)
    text = ""
    for line in difflib.unified_diff(old_lines, new_lines, f"a/{name}", f"b/{name}", n=_CONTEXT):
        if line.startswith("@@"):
            line = _HUNK.sub(lambda match: f"@@ -{int(match[1]) + first}{match[2]} +{int(match[3]) + first}{match[4]} @@", line)
        elif " " in name and line.startswith(("--- ", "+++ ")):
            line = line.rstrip("\n") + "\t\n"
        text += line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"
    return text


def update(subject: Any, predicate: Any, old: Any, new: Any) -> str:
    """An update of the default graph; it does nothing where the old triple is missing."""
    triple = f"{subject} {predicate} {old}"
    return f"DELETE {{ {triple} }}\nINSERT {{ {subject} {predicate} {new} }}\nWHERE {{ {triple} }}\n"


def _lines(text: str) -> list[str]:
    """Lines as patch sees them: they end with a line feed and nothing else."""
    return [line for line in re.split(r"(?<=\n)", text) if line]


def _name(name: str) -> str:
    path = Path(name)
    if path.is_absolute():
        folder = Path.cwd()
        path = path.relative_to(folder) if path.is_relative_to(folder) else path.relative_to(path.anchor)
    return path.as_posix()
