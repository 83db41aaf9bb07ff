"""JSON with the place of every key and value. Strings are read by the standard library; offsets are bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from json.decoder import scanstring  # type: ignore[attr-defined]

_SPACE = re.compile(r"[ \t\r\n]*")
_SCALAR = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null")


class Members(dict[str, "Value"]):
    """An object: of names that stand there twice the last, as JSON readers have it; ``pairs`` are all, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.pairs: list[tuple[str, Value]] = []


@dataclass(slots=True)
class Value:
    """A list of values, an object, a string, or a :class:`Scalar`, and its place."""

    content: list[Value] | Members | str | Scalar
    at: int
    end: int


@dataclass(slots=True, frozen=True)
class Scalar:
    """A number, ``true``, ``false`` or ``null``, as written."""

    text: str


def read(data: bytes) -> Value:
    """Raises ValueError where it is no JSON."""
    text = data.decode()
    value, end = _value(text, _skip(text, 0))
    if _skip(text, end) != len(text):
        raise ValueError("something follows the JSON")
    if not text.isascii():
        _to_bytes(value, _Offsets(text))
    return value


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    assert match is not None
    return match.end()


def _value(text: str, at: int) -> tuple[Value, int]:
    first = text[at : at + 1]
    if first == '"':
        string, end = scanstring(text, at + 1, True)
        return Value(string, at, end), end
    if first == "[":
        members: list[Value] = []
        end = _skip(text, at + 1)
        while text[end : end + 1] != "]":
            member, end = _value(text, end)
            members.append(member)
            end = _next(text, end, "]")
        return Value(members, at, end + 1), end + 1
    if first == "{":
        object = Members()
        end = _skip(text, at + 1)
        while text[end : end + 1] != "}":
            key, end = scanstring(text, end + 1, True)
            end = _skip(text, end)
            if text[end : end + 1] != ":":
                raise ValueError("a colon is missing")
            member, end = _value(text, _skip(text, end + 1))
            object[key] = member
            object.pairs.append((key, member))
            end = _next(text, end, "}")
        return Value(object, at, end + 1), end + 1
    match = _SCALAR.match(text, at)
    if match is None:
        raise ValueError("no JSON value")
    return Value(Scalar(match[0]), at, match.end()), match.end()


def _next(text: str, at: int, closing: str) -> int:
    """The begin of the next member, or the closing bracket."""
    at = _skip(text, at)
    if text[at : at + 1] == ",":
        return _skip(text, at + 1)
    if text[at : at + 1] != closing:
        raise ValueError("a comma or bracket is missing")
    return at


class _Offsets:
    """Code point offsets → byte offsets; asked in any order."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        for start in range(0, len(text), 1024):
            self._starts.append(self._starts[-1] + len(text[start : start + 1024].encode()))
        self._text = text

    def __call__(self, at: int) -> int:
        block = at // 1024
        return self._starts[block] + len(self._text[block * 1024 : at].encode())


def _to_bytes(value: Value, offsets: _Offsets) -> None:
    value.at, value.end = offsets(value.at), offsets(value.end)
    content = value.content
    inside = [member for _, member in content.pairs] if isinstance(content, Members) else content if isinstance(content, list) else ()
    for member in inside:
        _to_bytes(member, offsets)
