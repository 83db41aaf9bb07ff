"""A sidecar that somebody still has to fill in: what its list ``to_do`` names.

``kg new`` writes the list; a person takes a name off it when the field is written, or nobody knows what to write. Nothing is built before,
so that no field is unknown merely because nobody looked.
"""

from __future__ import annotations

import re
import tomllib

from kg.errors import InputError

LIST = "to_do"
_LINE = re.compile(rf"^[ \t]*{LIST}[ \t]*=", re.MULTILINE)


def refuse(data: bytes, shown: str) -> None:
    """Raises :class:`InputError` KG309 where the sidecar in ``data``, which is well-formed, still has something to do."""
    text = data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    names = tomllib.loads(text).get(LIST, [])
    if names:
        found = _LINE.search(text)
        raise InputError(
            "KG309",
            f"the sidecar is not filled in: {LIST} still lists {', '.join(names)}",
            why="what nobody looked for must not pass for unknown",
            mend=f"write each field, or leave it out where nobody knows, and take its name off {LIST}",
            file=shown,
            line=text.count("\n", 0, found.start()) + 1 if found else None,
        )


def checked(table: dict[str, object], shown: str) -> None:
    """Raises :class:`InputError` KG303 where the list is no list of names."""
    names = table.get(LIST, [])
    if not isinstance(names, list) or not all(isinstance(name, str) and name.strip() for name in names):
        raise InputError("KG303", f"the field {LIST!r} must be a list of names of fields", mend=f"such as {LIST} = []", file=shown)
