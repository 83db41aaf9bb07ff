"""Where a field stands in a TOML file: ``tomllib`` tells what a file says and not where it says it.

A line is the field's only where everything above it is TOML of its own and does not hold the field yet, so that a line inside a text of
several lines is never taken for a field.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any, NamedTuple

_FIELD = r"[ \t]*(?P<quote>[\"']?){name}(?P=quote)[ \t]*=[ \t]*"
_DATE = re.compile(r"[^=]*=[ \t]*(?P<value>\d{1,4}[./-]\d{1,2}[./-]\d{1,4})(?=[ \t]*(?:#|$))")


class Place(NamedTuple):
    """Line and column (from 1) of a field's value; ``name`` is the column of its name."""

    line: int
    column: int
    name: int


def of(data: bytes, *names: str) -> Place | None:
    """The place of the field ``names[-1]`` of the table that the names before it lead to; None where no line begins with it.

    ``data`` is TOML in UTF-8. A field of an inline table has the place of the table.
    """
    lines = _lines(data)
    for depth in range(len(names), 0, -1):
        field = re.compile(_FIELD.format(name=re.escape(names[depth - 1])))
        for number, line in enumerate(lines):
            found = field.match(line)
            if found and _stands(lines, number, names[:depth]):
                return Place(number + 1, found.end() + 1, len(line) - len(line.lstrip(" \t")) + 1)
    return None


def ill_written_date(data: bytes, line: int | None) -> tuple[str, int] | None:
    """What stands on a line (from 1) of ``data``, which need not be TOML, like a date that TOML does not know, and its column (from 1)."""
    lines = _lines(data)
    found = _DATE.match(lines[line - 1]) if line is not None and line <= len(lines) else None
    return (found["value"], found.start("value") + 1) if found else None


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _stands(lines: list[str], number: int, names: tuple[str, ...]) -> bool:
    """Whether the line ``number`` (from 0) is the first to hold the field, and in the table of the names before it."""
    try:
        above = tomllib.loads("\n".join(lines[:number]))
    except tomllib.TOMLDecodeError:
        return False  # it is inside a text or list that is not closed yet
    try:
        with_it = tomllib.loads("\n".join(lines[: number + 1]))
    except tomllib.TOMLDecodeError:  # its value goes on below: an empty text stands for it
        head = re.match(r"[^=]*=", lines[number])
        with_it = tomllib.loads("\n".join([*lines[:number], f'{head[0] if head else ""} ""']))
    return not _holds(above, names) and _holds(with_it, names)


def _holds(table: Any, names: tuple[str, ...]) -> bool:
    for name in names:
        if not isinstance(table, dict) or name not in table:
            return False
        table = table[name]
    return True
