"""A body within its limit: counted while it comes in, unpacked only as far as the limit goes, never written to a disk."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator
from http import HTTPStatus

from starlette.requests import ClientDisconnect, Request

from kg.serving.limits import MEGABYTE, Limits
from kg.serving.problem import ServingError

_DRAINED = 512 * MEGABYTE
"""Bytes of a body too large that are still taken and thrown away, for most clients read no answer before they have sent it all."""
_GZIP = 31
_MEND = "send less, or check it on your own machine with kg validate"


async def body(request: Request, limits: Limits) -> bytes:
    """The whole body, unpacked. Raises :class:`ServingError`: KG801 too large, KG802 too slow, KG805 packed otherwise than by gzip."""
    try:
        async with asyncio.timeout(limits.upload):
            return await _read(request, limits)
    except TimeoutError as error:
        why = f"a body has {limits.upload:g} seconds to arrive"
        raise ServingError("KG802", "the upload takes too long", why=why, mend=_MEND, status=HTTPStatus.REQUEST_TIMEOUT) from error
    except ClientDisconnect as error:
        raise ServingError("KG807", "the client has gone") from error


async def _read(request: Request, limits: Limits) -> bytes:
    stream = request.stream()
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip"):
        await _drain(stream)
        raise ServingError("KG805", f"the encoding {encoding[:40]!r} is not taken", mend="send it plain or with gzip")
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limits.bytes:
        if "expect" not in request.headers:  # who asks before sending need not send
            await _drain(stream)
        raise too_large(limits)
    unpacker = zlib.decompressobj(_GZIP) if encoding != "identity" else None
    parts, size = [], 0
    async for piece in stream:
        try:
            part = unpacker.decompress(piece, limits.bytes - size + 1) if unpacker else piece
        except zlib.error as error:
            await _drain(stream)
            raise ServingError("KG807", "the body is not gzip", mend="leave Content-Encoding out for a plain body") from error
        parts.append(part)
        size += len(part)
        if size > limits.bytes:
            await _drain(stream)
            raise too_large(limits)
    if unpacker and not unpacker.eof and size:
        raise ServingError("KG807", "the gzip body ends too early", mend="send all of it")
    return b"".join(parts)


async def _drain(stream: AsyncIterator[bytes]) -> None:
    left = _DRAINED
    async for piece in stream:
        left -= len(piece)
        if left < 0:
            return


def too_large(limits: Limits) -> ServingError:
    """The answer to a body beyond the limit."""
    return ServingError("KG801", "the upload is too large", why=f"at most {limits.size} MB are taken, unpacked", mend=_MEND)
