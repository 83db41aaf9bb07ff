"""A sidecar that somebody still has to fill in: what its list ``to_do`` names.

``kg new`` writes the list; a person takes a name off it when the field is written, or nobody knows what to write. Nothing is built before,
so that no field is unknown merely because nobody looked.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from typing import Any

from kg.errors import InputError
from kg.reading import place

LIST = "to_do"
_ALIKE = 75
"""From which score (0-100) the name of a field is proposed for one that is none."""


def refuse(data: bytes, shown: str) -> None:
    """Raises :class:`InputError` KG309 where the sidecar in ``data``, which is well-formed, still has something to do."""
    text = data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    names = tomllib.loads(text).get(LIST, [])
    if names:
        found = place.of(data, LIST)
        raise InputError(
            "KG309",
            f"the sidecar is not filled in: {LIST} still lists {', '.join(names)}",
            why="what nobody looked for must not pass for unknown",
            mend=f"write each field, or leave it out where nobody knows, and take its name off {LIST}",
            file=shown,
            line=found.line if found else None,
        )


def checked(table: dict[str, object], data: bytes, fields: Iterable[str], shown: str) -> None:
    """Raises :class:`InputError` KG303 where the list of the table in ``data`` is no list of names of ``fields``."""
    names = table.get(LIST, [])
    found = place.of(data, LIST)
    at: dict[str, Any] = {"line": found.line, "column": found.column} if found else {}
    if not isinstance(names, list) or not all(isinstance(name, str) and name.strip() for name in names):
        raise InputError("KG303", f"the field {LIST!r} must be a list of names of fields", mend=f"such as {LIST} = []", file=shown, **at)
    known = sorted(fields)
    for name in names:
        if name not in known:
            raise InputError(
                "KG303",
                f"{LIST} names {name!r}, and there is no such field",
                why=f"known are {', '.join(known)}",
                mend=meant(name, known),
                file=shown,
                **at,
            )


def meant(name: str, known: Iterable[str]) -> str:
    """What a name that is no field was perhaps meant to be, as a question; '' where nothing is alike."""
    from rapidfuzz import fuzz, process  # only a name that is wrong pays for it

    hit = process.extractOne(name, sorted(known), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return f"did you mean {hit[0]!r}?" if hit else ""
