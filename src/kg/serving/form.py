"""The fields of a form as bytes: kept in memory, never on a disk, and never in another encoding than they came in."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header

from kg.serving.problem import ServingError

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MULTIPART, URLENCODED = "multipart/form-data", "application/x-www-form-urlencoded"
_FOREIGN = re.compile(rb"[\s<>{}\"\x00-\x1f\x7f-\xff]")
"""What a form that is encoded as it should be has nowhere."""
_SHORT = re.compile(
    rb'name="?([A-Za-z_-]{1,40})"?(?:\r\n[^\r\n]+)*\r\n\r\n([A-Za-z-]{1,40})\r\n|(?:^|&)([A-Za-z_-]{1,40})=([A-Za-z-]{1,40})(?=&|$)'
)
_NAMED = re.compile(rb"[A-Za-z_-]{1,40}=")
logging.getLogger("python_multipart").addHandler(logging.NullHandler())  # nothing of what is sent is logged
MOST = 40
"""Fields of a form, files among them."""


@dataclass(slots=True)
class Field:
    """A field: its name, its bytes, and for files the name and media type that the client gives."""

    name: str = ""
    filename: str = ""
    media: str = ""
    content: bytearray = field(default_factory=bytearray)

    @property
    def text(self) -> str:
        """The content as text."""
        return self.content.decode("utf-8", "replace").strip()


def fields(content: bytes, media: str) -> list[Field]:
    """The fields in order. Raises :class:`ServingError` KG807 for a form that cannot be read."""
    if media.partition(";")[0].strip().lower() == URLENCODED:
        try:
            pairs = parse_qsl(content.decode("ascii"), keep_blank_values=True, max_num_fields=MOST, errors="surrogateescape")
        except ValueError as error:
            raise _unreadable(str(error)) from error
        return [Field(name, content=bytearray(value.encode("utf-8", "surrogateescape"))) for name, value in pairs]
    _, options = parse_options_header(media)
    boundary = options.get(b"boundary")
    if not boundary:
        raise _unreadable("there is no boundary in its Content-Type")
    reader = _Reader()
    try:
        parser = MultipartParser(boundary, reader.callbacks())
        parser.write(content)
        parser.finalize()
    except (FormParserError, ValueError) as error:
        raise _unreadable(str(error)) from error
    if not reader.ended:
        raise _unreadable("it ends too early")
    return reader.found


def glimpsed(content: bytes) -> dict[str, str]:
    """Short fields that are seen in pieces of a form that is not taken as a whole; the first of each name."""
    found: dict[str, str] = {}
    for match in _SHORT.finditer(content):
        name, value = (match[1], match[2]) if match[1] else (match[3], match[4])
        found.setdefault(name.decode("ascii"), value.decode("ascii"))
    return found


def is_encoded(content: bytes) -> bool:
    """Whether a body is a form of fields as its Content-Type says, and not a file that ``curl --data-binary`` sent under that name."""
    return _NAMED.match(content) is not None or not _FOREIGN.search(content.strip())


def _unreadable(why: str) -> ServingError:
    return ServingError("KG807", "the form cannot be read", why=why[:120], mend="send multipart/form-data as browsers and curl -F do")


class _Reader:
    """Takes what the parser calls out."""

    def __init__(self) -> None:
        self.found: list[Field] = []
        self.ended = False
        self._name, self._value = bytearray(), bytearray()

    def callbacks(self) -> MultipartCallbacks:
        """What the parser calls, by its names."""
        return {
            "on_part_begin": self._begin,
            "on_part_data": lambda data, start, end: self.found[-1].content.extend(data[start:end]),
            "on_header_field": lambda data, start, end: self._name.extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
            "on_header_end": self._header,
            "on_end": self._end,
        }

    def _begin(self) -> None:
        if len(self.found) >= MOST:
            raise ValueError(f"it has more than {MOST} fields")
        self.found.append(Field())

    def _header(self) -> None:
        name, value = bytes(self._name).lower(), bytes(self._value)
        self._name.clear()
        self._value.clear()
        if name == b"content-disposition":
            _, options = parse_options_header(value)
            self.found[-1].name = options.get(b"name", b"").decode("utf-8", "replace")
            self.found[-1].filename = options.get(b"filename", b"").decode("utf-8", "replace")
        elif name == b"content-type":
            self.found[-1].media = value.decode("latin-1")

    def _end(self) -> None:
        self.ended = True
