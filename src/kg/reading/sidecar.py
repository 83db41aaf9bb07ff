"""The sidecar ``about.toml``: what is declared beside a document. What neither says is unknown and stays so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.model import About
from kg.reading import day, place, unfinished, waiver
from kg.vocabulary import Vocabulary

NAME = "about.toml"
_REQUIRED = ("series", "state", "edition")
_TEXTS = ("publisher", "source", "rights")
FIELDS = (*_REQUIRED, *_TEXTS, "language", "published", "period", "note")
"""The fields that say something about the document."""
_KNOWN = {*FIELDS, "waiver", unfinished.LIST}
_AS_DATE = "write dates as 2024-05-31"
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
    KG305 unknown language, KG313 published before the end of the period it reports on.
    """
    try:
        table = tomllib.loads(data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n"))
    except UnicodeDecodeError as error:
        raise _unreadable(error, shown) from error
    except tomllib.TOMLDecodeError as error:
        said = re.search(r"at line (\d+), column (\d+)", str(error))
        line, column = (int(said[1]), int(said[2])) if said else (None, None)
        written = place.ill_written_date(data, line)
        if written:
            what = f"the sidecar is not TOML: {written[0]} is no date"
            raise InputError("KG301", what, mend=_AS_DATE, file=shown, line=line, column=written[1]) from error
        raise InputError("KG301", f"the sidecar is not TOML: {error}", file=shown, line=line, column=column) from error
    for name in _REQUIRED:
        if name not in table:
            raise InputError("KG302", f"the field {name!r} is missing", mend=f'add {name} = "..."', file=shown)
    for name in sorted(set(table) - _KNOWN):
        known = f"known are {', '.join(sorted(_KNOWN))}"
        raise InputError(
            "KG303", f"the field {name!r} is unknown", why=known, mend=unfinished.meant(name, _KNOWN), file=shown, **_at(data, name)
        )
    for name in (*_REQUIRED, *_TEXTS, "language"):
        if name in table and not (isinstance(table[name], str) and table[name].strip()):
            raise InputError("KG303", f"the field {name!r} must be a text that is not empty", file=shown, **_at(data, name))
    unfinished.checked(table, data, FIELDS, shown)
    period = _period(table, data, shown)
    published = _date(table, data, shown, "published")
    end = period["period_end"]
    if published and end and published < end:
        raise InputError(
            "KG313",
            f"the document was published on {published}, before the end {end} of the period it reports on",
            why="nobody can report on days that are still to come, so one of the two dates is wrong",
            mend="correct the wrong one, or leave out what is not certain",
            file=shown,
            **_at(data, "published"),
        )
    return checked(
        vocabulary,
        shown,
        series=table["series"],
        state=table["state"],
        edition=table["edition"],
        language=table.get("language"),
        publisher=table.get("publisher"),
        published=published,
        source=table.get("source"),
        rights=table.get("rights"),
        notes=_notes(table, shown),
        waivers=waiver.declared(table.get("waiver", []), data.decode("utf-8"), shown),
        **period,
    )


def _at(data: bytes, *names: str) -> dict[str, Any]:
    """Line and column of a field, as far as they are known, for an :class:`InputError`."""
    found = place.of(data, *names)
    return {"line": found.line, "column": found.column} if found else {}


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


def _date(table: dict[str, Any], data: bytes, shown: str, *names: str) -> str | None:
    name = names[-1]
    if table.get(name) is None:
        return None
    date = day.iso(table[name])
    if date is None:
        what = f"the field {name!r} must be a date such as 2024-05-31"
        raise InputError("KG303", what, mend=_AS_DATE, file=shown, **_at(data, *names))
    return date


def _period(table: dict[str, Any], data: bytes, shown: str) -> dict[str, str | None]:
    period = table.get("period", {})
    if not isinstance(period, dict) or set(period) - {"start", "end", "basis"}:
        raise InputError("KG303", "the field 'period' must be a table of start, end and basis", file=shown)
    start, end = (_date(period, data, shown, "period", name) for name in ("start", "end"))
    if start and end and start > end:
        what = f"the period starts on {start} after its end {end}"
        raise InputError("KG303", what, file=shown, **_at(data, "period", "start"))
    basis = period.get("basis")
    if basis is not None and not isinstance(basis, str):
        raise InputError("KG303", "the field 'basis' of the period must be a text", file=shown, **_at(data, "period", "basis"))
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
