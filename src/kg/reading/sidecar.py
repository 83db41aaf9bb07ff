"""The sidecar ``about.toml``: what is declared beside a document. What neither says is unknown and stays so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.model import About
from kg.reading import day, unfinished, waiver
from kg.vocabulary import Vocabulary

NAME = "about.toml"
_REQUIRED = ("series", "state", "edition")
_TEXTS = ("publisher", "source", "rights")
_KNOWN = {*_REQUIRED, *_TEXTS, "language", "published", "period", "note", "waiver", unfinished.LIST}
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]*")


def read(path: Path, vocabulary: Vocabulary, shown: str | None = None) -> About:
    """The declarations in ``path``; raises as :func:`load` and :func:`parse`."""
    shown = shown or str(path)
    return parse(load(path, shown), vocabulary, shown)


def load(path: Path, shown: str) -> bytes:
    """The bytes of the file at ``path``. Raises :class:`InputError` KG301 when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(error, shown) from error


def parse(data: bytes, vocabulary: Vocabulary, shown: str) -> About:
    """The declarations in ``data``.

    Raises :class:`InputError`: KG301 not TOML, KG302 a field missing, KG303 a field unknown or ill-formed, KG304 unknown state,
    KG305 unknown language.
    """
    try:
        table = tomllib.loads(data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n"))
    except UnicodeDecodeError as error:
        raise _unreadable(error, shown) from error
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+), column (\d+)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (None, None)
        raise InputError("KG301", f"the sidecar is not TOML: {error}", file=shown, line=line, column=column) from error
    for name in _REQUIRED:
        if name not in table:
            raise InputError("KG302", f"the field {name!r} is missing", mend=f'add {name} = "..."', file=shown)
    for name in sorted(set(table) - _KNOWN):
        raise InputError("KG303", f"the field {name!r} is unknown", why=f"known are {', '.join(sorted(_KNOWN))}", file=shown)
    for name in (*_REQUIRED, *_TEXTS, "language"):
        if name in table and not (isinstance(table[name], str) and table[name].strip()):
            raise InputError("KG303", f"the field {name!r} must be a text that is not empty", file=shown)
    unfinished.checked(table, shown)
    return checked(
        vocabulary,
        shown,
        series=table["series"],
        state=table["state"],
        edition=table["edition"],
        language=table.get("language"),
        publisher=table.get("publisher"),
        published=_date(table, "published", shown),
        source=table.get("source"),
        rights=table.get("rights"),
        notes=_notes(table, shown),
        waivers=waiver.declared(table.get("waiver", []), data.decode("utf-8"), shown),
        **_period(table, shown),
    )


def _unreadable(error: Exception, shown: str) -> InputError:
    return InputError("KG301", "the sidecar cannot be read", why=str(error), mend="write about.toml beside it", file=shown)


def checked(
    vocabulary: Vocabulary,
    shown: str,
    *,
    series: str,
    state: str,
    edition: str,
    language: str | None = None,
    **rest: Any,
) -> About:
    """Declarations from a sidecar or from options, checked against the vocabulary; raises as :func:`read`."""
    for name, label in (("series", series), ("edition", edition)):
        if not _LABEL.fullmatch(label):
            raise InputError(
                "KG303",
                f"{name} {label!r} is not a label",
                mend="use Latin letters, digits, '.', '_', '~', '-'",
                file=shown,
            )
    if state not in vocabulary.areas:
        known = ", ".join(sorted(vocabulary.areas))
        raise InputError(
            "KG304",
            f"the state {state!r} is unknown",
            why=f"known are {known}",
            mend="add it to data/reference/areas.tsv",
            file=shown,
        )
    if language is not None and language not in vocabulary.languages:
        known = ", ".join(sorted(vocabulary.languages))
        raise InputError(
            "KG305",
            f"the language {language!r} is unknown",
            why=f"known are {known}",
            mend="add it to ontology/vocab/languages.ttl",
            file=shown,
        )
    return About(series, state, edition, language, **rest)


def _date(table: dict[str, Any], name: str, shown: str) -> str | None:
    if table.get(name) is None:
        return None
    date = day.iso(table[name])
    if date is None:
        raise InputError("KG303", f"the field {name!r} must be a date such as 2024-05-31", file=shown)
    return date


def _period(table: dict[str, Any], shown: str) -> dict[str, str | None]:
    period = table.get("period", {})
    if not isinstance(period, dict) or set(period) - {"start", "end", "basis"}:
        raise InputError("KG303", "the field 'period' must be a table of start, end and basis", file=shown)
    start, end = _date(period, "start", shown), _date(period, "end", shown)
    if start and end and start > end:
        raise InputError("KG303", f"the period starts on {start} after its end {end}", file=shown)
    basis = period.get("basis")
    if basis is not None and not isinstance(basis, str):
        raise InputError("KG303", "the field 'basis' of the period must be a text", file=shown)
    if (start or end) and not (basis and basis.strip()):
        raise InputError(
            "KG302",
            "the field 'basis' of the period is missing",
            why="a date nobody can trace is of no use",
            file=shown,
        )
    return {"period_start": start, "period_end": end, "period_basis": basis}


def _notes(table: dict[str, Any], shown: str) -> tuple[tuple[str, str], ...]:
    note = table.get("note", {})
    if not isinstance(note, dict) or not all(isinstance(text, str) for text in note.values()):
        raise InputError("KG303", "the field 'note' must be a table of language and text", file=shown)
    return tuple(sorted(note.items()))
