"""What comes of a question: an answer that is whole, or why there is none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from kg.serving.problem import ServingError, from_fields
from kg.serving.sparql.refusal import refused

_PIECE = 1 << 18


@dataclass(slots=True)
class Answer:
    """An answer that is whole: its size in bytes, whether it was cut, and its bytes: taken from the shelf, or to be read once."""

    size: int
    cut: bool
    content: bytes | None
    reader: asyncio.StreamReader
    services: dict[str, bool] = field(default_factory=dict)
    """Other servers that were asked, and whether each gave an answer."""
    left: int = field(init=False)
    """Bytes that are in the pipe."""

    def __post_init__(self) -> None:
        self.left = self.size if self.content is None else 0

    async def whole(self) -> bytes:
        """The bytes, all at once. Raises :class:`asyncio.IncompleteReadError` where they break off."""
        if self.content is None:
            self.content = await self.reader.readexactly(self.left)
            self.left = 0
        return self.content

    async def pieces(self) -> AsyncIterator[bytes]:
        """The bytes. Raises :class:`asyncio.IncompleteReadError` where they break off."""
        if self.content is not None:
            yield self.content
        while self.left:
            piece = await self.reader.read(min(_PIECE, self.left))
            if not piece:
                raise asyncio.IncompleteReadError(b"", self.left)
            self.left -= len(piece)
            yield piece


def told(said: dict[str, Any], megabytes: int) -> ServingError:
    """What an asker says instead of an answer."""
    if said["code"] == "KG824":
        return out_of_memory(megabytes)
    if said["code"] == "KG825":
        return broken()
    error = from_fields(said)
    error.status = refused(said["code"], "").status
    return error


def late(seconds: float) -> ServingError:
    """KG823: the deadline."""
    why, mend = f"a query may take {seconds:g} seconds", "ask for less, or of fewer graphs; or ask a copy of the data"
    return refused("KG823", "the query takes too long", why=why, mend=mend)


def out_of_memory(megabytes: int) -> ServingError:
    """KG824: the cap on memory."""
    why, mend = f"a query may take {megabytes} MB", "ask for less, without ORDER BY or DISTINCT of everything"
    return refused("KG824", "the query takes too much memory", why=why, mend=mend)


def broken() -> ServingError:
    """KG825: an asker that died of the question."""
    why, mend = "the engine gave up on it, perhaps because it is nested too deeply", "write it flatter"
    return refused("KG825", "the query broke off", why=why, mend=mend)
