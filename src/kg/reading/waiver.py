"""Waivers: known and justified deviations from a requirement, declared as ``[[waiver]]`` in a sidecar (or a file of their own).

::

    [[waiver]]
    requirement = "CON-04"          # its number, or the IRI of a shape
    node = "sent-to-court"          # a statement's local name, or an IRI; without it, all of the document
    reason = "The two rows count different periods; the publisher confirmed it."
    date = 2026-11-01               # the day it was declared
    by = "Secretariat"              # a body or a role, never a person's name
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.model import Waived
from kg.reading import day

_NEEDED = ("requirement", "reason", "date", "by")
_HEAD = re.compile(r"""^[ \t]*\[\[[ \t]*(?:waiver|"waiver"|'waiver')[ \t]*\]\]""", re.MULTILINE)


def read(path: Path) -> tuple[Waived, ...]:
    """The waivers of a TOML file that holds nothing else. Raises :class:`InputError` KG301 not readable, KG308 ill-formed."""
    try:
        content = path.read_text(encoding="utf-8")
        table = tomllib.loads(content)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError("KG301", "the file of waivers cannot be read", why=str(error), file=path) from error
    if set(table) - {"waiver"}:
        raise InputError(
            "KG308",
            "a file of waivers holds [[waiver]] tables only",
            why=f"it also has {', '.join(sorted(set(table) - {'waiver'}))}",
            file=path,
        )
    return declared(table.get("waiver", []), content, str(path))


def declared(tables: Any, content: str, shown: str) -> tuple[Waived, ...]:
    """The waivers of parsed TOML; ``content`` gives their lines. Raises :class:`InputError` KG308 for one that does not say all it must."""
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise InputError("KG308", "waivers are tables", mend="write [[waiver]] above each", file=shown)
    lines = [content.count("\n", 0, match.start()) + 1 for match in _HEAD.finditer(content) if _ends(content[: match.start()])]
    return tuple(_one(table, lines[number] if number < len(lines) else 1, shown) for number, table in enumerate(tables))


def _ends(before: str) -> bool:
    """Whether a head may follow: it does not stand in a text of several lines."""
    try:
        tomllib.loads(before.replace("\r\n", "\n").replace("\r", "\n"))
    except tomllib.TOMLDecodeError:
        return False
    return True


def _one(table: dict[str, Any], line: int, shown: str) -> Waived:
    for name in sorted(set(table) - {*_NEEDED, "node"}):
        raise InputError(
            "KG308", f"the field {name!r} of a waiver is unknown", why=f"known are {', '.join((*_NEEDED, 'node'))}", file=shown, line=line
        )
    for name in _NEEDED:
        if name not in table:
            raise InputError(
                "KG308",
                f"a waiver has no {name!r}",
                why="a deviation is justified in words, with a date and who declared it",
                mend=f"add {name} = ...",
                file=shown,
                line=line,
            )
    date = day.iso(table["date"])
    if date is None:
        raise InputError("KG308", "the date of a waiver must be a date such as 2026-05-31", file=shown, line=line)
    texts = {name: table.get(name, "") for name in ("requirement", "node", "reason", "by")}
    for name, text in texts.items():
        if not isinstance(text, str) or (name != "node" and not text.strip()):
            raise InputError("KG308", f"the field {name!r} of a waiver must be a text that is not empty", file=shown, line=line)
    return Waived(texts["requirement"].strip(), texts["node"].strip(), texts["reason"].strip(), date, texts["by"].strip(), line)
