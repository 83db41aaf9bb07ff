"""Rows of JSON: an array of objects (or an object with one such array), read one object at a time."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from pathlib import Path

from kg.errors import InputError
from kg.linking.tables.mapping import Dialect
from kg.linking.tables.row import Row

_PIECE = 1 << 16
_LONGEST = 1 << 20
_KEYS = 1000
_BLANK = " \t\r\n"


def rows(path: Path, dialect: Dialect) -> Iterator[Row]:
    """A row of the names of all members seen in the first thousand objects, then one an object; numbers keep their digits.

    Raises :class:`InputError` KG890 for what is no array of objects.
    """
    names = names_of(path, dialect)
    yield Row(0, names)
    known = set(names)
    for number, record in enumerate(_records(path, dialect.encoding), 1):
        faults = {} if known.issuperset(record) else {-1: "KG897"}
        yield Row(number, [_text(record.get(name)) for name in names], faults)


def names_of(path: Path, dialect: Dialect) -> list[str]:
    """The members of the first thousand objects, in the order in which they come."""
    found: dict[str, None] = {}
    for record, _ in zip(_records(path, dialect.encoding), range(_KEYS), strict=False):
        found |= dict.fromkeys(record)
    return list(found)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _records(path: Path, encoding: str) -> Iterator[dict[str, object]]:
    decoder = json.JSONDecoder(parse_float=str, parse_int=str)
    with codecs.open(str(path), encoding="utf-8-sig" if encoding == "utf-8" else encoding) as file:
        try:
            rest = file.read(_PIECE).lstrip(_BLANK)
            start = rest.find("[")
            if start < 0 or (start and not rest.startswith("{")):
                raise _wrong(path, "it holds no array")
            rest = rest[start + 1 :]
            yield from _objects(file, rest, decoder, path)
        except UnicodeDecodeError as error:
            raise _wrong(path, f"it is not {encoding}: {error.reason}") from error


def _objects(file: codecs.StreamReaderWriter, rest: str, decoder: json.JSONDecoder, path: Path) -> Iterator[dict[str, object]]:
    at = 0
    while True:
        while at < len(rest) and rest[at] in _BLANK + ",":
            at += 1
        if at < len(rest) and rest[at] == "]":
            return
        try:
            value, at = decoder.raw_decode(rest, at)
        except json.JSONDecodeError as error:
            piece = file.read(_PIECE)
            if not piece or len(rest) - at > _LONGEST:
                raise _wrong(path, str(error)) from error
            rest, at = rest[at:] + piece, 0
            continue
        if not isinstance(value, dict):
            raise _wrong(path, "the array holds something else than objects")
        yield value


def _wrong(path: Path, why: str) -> InputError:
    return InputError("KG890", "the JSON is no array of objects", why=why, mend="give an array with an object a row", file=path)
