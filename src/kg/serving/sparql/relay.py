"""SERVICE between an asker, which has no network, and the server, which sends the requests: through the pipe, as frames.

The asker says ``F`` with an address and a query, the server answers ``B`` and the bytes of the other server's answer, or ``N`` and why
there are none; the asker says ``U`` of an address whose answer was of no use. What came from elsewhere is read in the asker only, under
its limits; the server looks at heads and counts.
"""

from __future__ import annotations

import asyncio
from typing import Any

from kg.querying.federation.errand import Errand, Fetched, TooMuchError, UnansweredError
from kg.serving.sparql import frames

FETCH, BROUGHT, NOT_BROUGHT, USELESS = b"F", b"B", b"N", b"U"
SHARE = 0.75
"""Of the time of a query, what other servers may take: the rest is for reading what they say, or for saying that they say nothing."""


class Relay:
    """The asker's end: its call sends a query to an address."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __call__(self, where: str, query: str) -> Fetched:
        """The answer. Raises :class:`UnansweredError`, :class:`TooMuchError`."""
        self._stream.write(frames.written(FETCH, {"where": where, "query": query}))
        self._stream.flush()
        frame = frames.read(self._stream)
        if frame is None:
            raise UnansweredError("the server ends")
        said = frame.said
        if frame.kind == NOT_BROUGHT:
            raise (TooMuchError if said["much"] else UnansweredError)(said["why"])
        return Fetched(said["form"], self._stream.read(said["size"]), said["limit"])

    def useless(self, where: str) -> None:
        """Says that what an address answered was of no use."""
        self._stream.write(frames.written(USELESS, {"where": where}))
        self._stream.flush()


async def served(errand: Errand, frame: frames.Frame, writer: asyncio.StreamWriter) -> bool:
    """The server's end: whether a frame was about other servers; then it was done what it says, and the asker goes on."""
    if frame.kind == FETCH:
        await _brought(errand, frame.said, writer)
    elif frame.kind == USELESS:
        errand.useless(frame.said["where"])
    return frame.kind in (FETCH, USELESS)


async def _brought(errand: Errand, asked: dict[str, Any], writer: asyncio.StreamWriter) -> None:
    """Runs an errand, and tells the asker what came of it."""
    try:
        fetched = await errand.run(asked["where"], asked["query"])
    except UnansweredError as error:
        writer.write(frames.written(NOT_BROUGHT, {"why": str(error), "much": isinstance(error, TooMuchError)}))
    else:
        said = {"form": fetched.form, "limit": fetched.limit, "size": len(fetched.content)}
        writer.write(frames.written(BROUGHT, said) + fetched.content)
    await writer.drain()
