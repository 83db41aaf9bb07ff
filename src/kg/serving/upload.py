"""A body within its limit: counted while it comes in, unpacked only as far as the limit goes, never written to a disk."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator
from http import HTTPStatus

from starlette.requests import ClientDisconnect, Request

from kg.serving import form
from kg.serving.limits import MEGABYTE, Limits
from kg.serving.problem import ServingError

_DRAINED = 512 * MEGABYTE
"""Bytes of a body too large that are still taken and thrown away, for most clients read no answer before they have sent it all."""
_GLIMPSED = 65_536
"""Bytes at the beginning and at the end of a body too large that are looked at for the form of the answer."""
_GZIP = 31
_MEND = "send less, or check it on your own machine with kg validate"


class TooLarge(ServingError):
    """KG801: a body beyond the limit. ``seen`` is how it begins and ends, as far as it was taken."""

    def __init__(self, limits: Limits, seen: bytes = b"") -> None:
        super().__init__("KG801", "the upload is too large", why=f"at most {limits.size} MB are taken, unpacked", mend=_MEND)
        self.seen = seen


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
        # Who asks before sending need not send, but for a form that may say how to answer where Accept does not.
        told = "expect" not in request.headers or (_is_form(request) and request.headers.get("accept", "*/*") == "*/*")
        raise TooLarge(limits, await _drain(stream) if told else b"")
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
            raise TooLarge(limits, b"".join(parts)[:_GLIMPSED] + await _drain(stream) if unpacker is None else b"")
    if unpacker and not unpacker.eof and size:
        raise ServingError("KG807", "the gzip body ends too early", mend="send all of it")
    return b"".join(parts)


def _is_form(request: Request) -> bool:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() in (form.MULTIPART, form.URLENCODED)


async def _drain(stream: AsyncIterator[bytes]) -> bytes:
    """Takes the rest of a body; gives how that begins and ends."""
    left, first, last = _DRAINED, b"", b""
    async for piece in stream:
        left -= len(piece)
        if len(first) < _GLIMPSED:
            first += piece[:_GLIMPSED]
        last = (last + piece)[-_GLIMPSED:]
        if left < 0:
            break
    return first + b"\r\n" + last
