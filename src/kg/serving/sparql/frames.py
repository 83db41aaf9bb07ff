"""What goes through the pipe to an asker: a kind, a length, JSON; an answer that is on no shelf is followed by its bytes.

Nothing is unpickled.
"""

from __future__ import annotations

import asyncio
import json
import struct
from typing import IO, Any, NamedTuple

ANSWER, LAID, ERROR = b"A", b"L", b"X"
"""An answer in the pipe, one on the shelf (:mod:`kg.serving.sparql.shelf`), none."""
_HEAD = struct.Struct("!cI")


class Frame(NamedTuple):
    """A frame: its kind and what it says."""

    kind: bytes
    said: dict[str, Any]


def written(kind: bytes, said: dict[str, Any]) -> bytes:
    """A frame as bytes."""
    content = json.dumps(said).encode("ascii")
    return _HEAD.pack(kind, len(content)) + content


def read(stream: IO[bytes] | Any) -> Frame | None:
    """The next frame of a file; None at its end."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, size = _HEAD.unpack(head)
    return Frame(kind, json.loads(stream.read(size)))


async def received(reader: asyncio.StreamReader) -> Frame:
    """The next frame. Raises :class:`asyncio.IncompleteReadError` where it breaks off."""
    kind, size = _HEAD.unpack(await reader.readexactly(_HEAD.size))
    return Frame(kind, json.loads(await reader.readexactly(size)))
