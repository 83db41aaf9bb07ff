"""A connection that waits for nobody without end: a head has seconds to arrive, an answer has seconds to be taken.

One client (its address) cannot hold all connections; who it is, is kept nowhere else.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.serving.forwarding import Networks, trusted

HEAD, BODY, LINGER = 10.0, 150.0, 5.0
"""Seconds for the head of a request; for its body, which those who read it may shorten; for the rest of it when the answer is given."""
TAKING = 60.0
"""Seconds for a client to take what is written to it."""
HEAD_SIZE = 65_536
"""Bytes of a head, with the address."""


class Connection(H11Protocol):
    """HTTP/1.1 (RFC 9112), with deadlines and a share of all connections for each client; ``proxies`` share theirs out themselves."""

    def __init__(self, *arguments: Any, proxies: Networks = (), **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._proxies = proxies
        self._waiting: float | None = None
        self._reading: asyncio.TimerHandle | None = None
        self._writing: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Takes a connection, unless its client has its share of them."""
        super().connection_made(transport)
        transport.set_write_buffer_limits(0)  # so that whatever is not taken yet has a deadline
        host = self.client[0] if self.client else ""
        mine = sum(1 for one in self.connections if isinstance(one, Connection) and one.client is not None and one.client[0] == host)
        if self.limit_concurrency is not None and mine > max(1, self.limit_concurrency // 2) and not trusted(host, self._proxies):
            self._drop()
        else:
            self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forgets the deadlines."""
        self._unset_keepalive_if_required()  # uvicorn leaves it running where the connection broke
        _stop(self._reading)
        _stop(self._writing)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Reads on."""
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """After an answer, the rest of a body is not waited for."""
        super().on_response_complete()
        self._watch()

    def pause_writing(self) -> None:
        """Something is not taken yet."""
        super().pause_writing()
        _stop(self._writing)
        self._writing = self.loop.call_later(TAKING, self._drop)

    def resume_writing(self) -> None:
        """All is taken."""
        super().resume_writing()
        _stop(self._writing)

    def _unsupported_upgrade_warning(self) -> None:
        """Nothing: an upgrade that is not done is no news (RFC 9110, section 7.8)."""

    def _drop(self) -> None:
        """Ends the connection; the system forgets what it still had to send, too."""
        self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()

    def _watch(self) -> None:
        """Sets the deadline of what is waited for now; one that runs goes on."""
        wanted = None
        if self.conn.their_state is h11.IDLE and self.timeout_keep_alive_task is None:
            wanted = HEAD
        elif self.conn.their_state is h11.SEND_BODY:
            wanted = LINGER if self.cycle.response_complete else BODY
        if wanted != self._waiting:
            _stop(self._reading)
            self._reading = self.loop.call_later(wanted, self._drop) if wanted is not None else None
            self._waiting = wanted


def _stop(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
