"""Requests to allowed servers for one query: sent from here and nowhere else, bounded in number, bytes and time.

An address is resolved once, looked at, and connected to as the IP address that was looked at. Redirects are not followed, no proxy, cookie
or password is known, nothing packed is taken, and certificates are checked against those the system trusts.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

import httpcore

from kg.querying.federation import address
from kg.release import __version__

MOST_REQUESTS, MOST_BYTES = 20, 16 << 20
"""What a query may send, and take, in all."""
_TYPES = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
}
_ACCEPT = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_TRIED = 3
"""IP addresses of a name that are tried."""
_SAID = 200


class UnansweredError(Exception):
    """A server gave no answer that can be used; the text is a clause that says why."""


class TooMuchError(UnansweredError):
    """A server gave, or would have given, more than is taken."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: its form (``json`` or ``xml``), its bytes, and the number of rows at which its server says it cuts answers (0: none)."""

    form: str
    content: bytes
    limit: int = 0


class Errand:
    """The requests of one query; ``asked`` are the addresses, in order, and whether each last gave an answer."""

    def __init__(self, allowed: frozenset[str], seconds: float) -> None:
        self.allowed = allowed
        self.asked: dict[str, bool] = {}
        self.seconds = seconds
        self._until = time.monotonic() + seconds
        self._requests = 0
        self._bytes = 0

    async def run(self, where: str, query: str) -> Fetched:
        """The answer of the server at an address to a query. Raises :class:`UnansweredError`, :class:`TooMuchError`."""
        if where not in self.allowed:
            raise UnansweredError("it is not allowed")
        self._requests += 1
        if self._requests > MOST_REQUESTS:
            raise TooMuchError(f"a query may send {MOST_REQUESTS} requests to other servers")
        self.asked[where] = False
        left = self._until - time.monotonic()
        try:
            async with asyncio.timeout(max(left, 0)):
                fetched = await self._sent(where, query)
        except TimeoutError as error:
            raise UnansweredError(f"it does not answer within {self.seconds:g} seconds") from error
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            raise UnansweredError(_reason(error)) from error
        self.asked[where] = True
        return fetched

    def useless(self, where: str) -> None:
        """Notes that what an address answered was of no use."""
        if where in self.asked:
            self.asked[where] = False

    async def _sent(self, where: str, query: str) -> Fetched:
        headers: dict[bytes | str, bytes | str] = {
            "Accept": _ACCEPT,
            "Accept-Encoding": "identity",
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": f"hrmkg/{__version__}",
            "Connection": "close",
        }
        body = urlencode({"query": query}).encode("ascii")
        trusted = _trusted() if where.startswith("https:") else None
        async with (
            httpcore.AsyncConnectionPool(ssl_context=trusted, network_backend=_Pinned(), max_connections=1) as pool,
            pool.stream("POST", where, headers=headers, content=body) as response,
        ):
            said = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            form = _form(response.status, said)
            content = bytearray()
            async for piece in response.aiter_stream():
                content += piece
                self._bytes += len(piece)
                if self._bytes > MOST_BYTES:
                    raise TooMuchError(f"at most {MOST_BYTES} bytes of other servers are taken for a query")
        return Fetched(form, bytes(content), _limit(said))


def _form(status: int, said: dict[str, str]) -> str:
    """The form of an answer, from its head. Raises :class:`UnansweredError` for one that is none."""
    if 300 <= status < 400:
        raise UnansweredError(f"it answers {status} and leads to {_clean(said.get('location', ''))!r}, and redirects are not followed")
    if status != 200:
        raise UnansweredError(f"it answers with status {status}")
    if said.get("content-encoding", "identity").strip().lower() not in ("identity", ""):
        raise UnansweredError("its answer is packed, which was not asked for")
    media = said.get("content-type", "").partition(";")[0].strip().lower()
    if media not in _TYPES:
        raise UnansweredError(f"it answers with {_clean(media) or 'no type'!r} and not with SPARQL results")
    for name in ("x-kg-truncated", "x-sql-state"):  # ours; Virtuoso's, of a query that it ended before it was through
        if name in said:
            raise TooMuchError("it says that it cut its answer")
    return _TYPES[media]


def _limit(said: dict[str, str]) -> int:
    """The number of rows at which Virtuoso says that it cuts."""
    number = said.get("x-sparql-maxrows", "").strip()
    return int(number) if number.isascii() and number.isdigit() and len(number) < 12 else 0


def _clean(words: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in words[:_SAID])


def _reason(error: BaseException) -> str:
    """Why a connection failed: what caused all other exceptions says it best."""
    chain = [error]
    while (before := chain[-1].__cause__ or chain[-1].__context__) is not None:
        chain.append(before)
    for one in chain:
        if isinstance(one, ssl.SSLCertVerificationError):
            return f"its certificate is not trusted: {_clean(one.verify_message)}"
        if isinstance(one, _LeadsElsewhereError):
            return str(one)
    return f"it cannot be reached: {_clean(str(error)) or type(error).__name__}"


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()


class _LeadsElsewhereError(OSError):
    """A name leads to an IP address that it must not lead to."""


class _Pinned(httpcore.AsyncNetworkBackend):
    """Connections to the IP addresses that were looked at: the name is resolved once, here."""

    def __init__(self) -> None:
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        last: Exception = _LeadsElsewhereError(f"{host!r} has no address")
        for place in (await _resolved(host, port))[:_TRIED]:
            try:
                return await self._inner.connect_tcp(place, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last


async def _resolved(host: str, port: int) -> list[str]:
    """The IP addresses of a host, all of which it may lead to."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        raise _LeadsElsewhereError(f"nobody knows the host {host!r}") from error
    places = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for place in places:
        if not address.reachable(host, ipaddress.ip_address(place)):
            raise _LeadsElsewhereError(f"the host {host!r} leads to {place}, which is no public address")
    return places
