"""The process that forks others for a store, and what the server holds of each of those."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from dataclasses import dataclass

from kg.serving.pool import ENVIRONMENT, busy
from kg.serving.problem import ServingError
from kg.serving.sparql.shelf import Shelf, built

READY = b"ready\n"
_WARMING, _BIRTH = 60.0, 15.0
_WORDS = 10_000
_KEEPING = {"MALLOC_MMAP_THRESHOLD_": str(8 << 20), "MALLOC_TRIM_THRESHOLD_": str(64 << 20)}
"""Memory that glibc (mallopt(3)) keeps for the next answer; what goes back to the system is a page fault for every 4 kB when it is needed
again, a millisecond for a megabyte. The cap counts it either way."""
_PIECES = 1 << 20
"""Bytes of an answer that are read ahead."""


@dataclass(slots=True, eq=False)
class Asker:
    """A process: a handle that means it for ever, also when its number is used again, the pipe to it, its standard error, its shelf."""

    number: int
    handle: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    hearing: socket.socket
    shelf: Shelf
    asked: int = 0
    client: str = ""
    """Whose question it answers now."""
    back: bool = False
    """Whether it lets others go first."""

    @property
    def dead(self) -> bool:
        """Whether its end was heard of."""
        return self.reader.at_eof() or self.reader.exception() is not None

    def kill(self) -> None:
        """Ends it at once (SIGKILL)."""
        with contextlib.suppress(ProcessLookupError, OSError):
            signal.pidfd_send_signal(self.handle, signal.SIGKILL)

    def step_back(self) -> None:
        """Lets others go first, for good: whoever else has work takes the processor from it at once (SCHED_IDLE, sched(7)).

        A high nice value is not enough: who has a slice keeps it for milliseconds, and a request wakes a process four times. It works
        among the processes of one session only, by which Linux shares processors out first: askers are in the server's. One processor is
        left to others altogether: who is interrupted by a third on its own may find itself behind the question for a tick of the system.
        """
        with contextlib.suppress(OSError):
            signal.pidfd_send_signal(self.handle, 0)  # its number means another process when it has ended
            os.sched_setscheduler(self.number, os.SCHED_IDLE, os.sched_param(0))
            os.sched_setaffinity(self.number, sorted(os.sched_getaffinity(0))[1:] or os.sched_getaffinity(0))
            self.back = True

    async def ended(self, seconds: float) -> None:
        """Waits at most so long until its memory is free again: a pidfd is readable at the end of all its threads (pidfd_open(2))."""
        loop, over = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self.handle, over.set)
        try:
            with contextlib.suppress(TimeoutError):  # where others take all processors, it dies later
                await asyncio.wait_for(over.wait(), seconds)
        finally:
            loop.remove_reader(self.handle)

    def close(self) -> None:
        """Lets go of it. Once."""
        if self.handle >= 0:
            os.close(self.handle)
            self.handle = -1
            self.writer.close()
            self.hearing.close()
            self.shelf.close()

    def last_words(self) -> str:
        """What it said on standard error, from the beginning."""
        with contextlib.suppress(OSError):
            return self.hearing.recv(_WORDS).decode("utf-8", "replace")
        return ""


class Nursery:
    """The process of a module that forks others, started when it is needed; ``arguments`` are those of its command line."""

    def __init__(self, module: str, arguments: Sequence[str]) -> None:
        self._command = [sys.executable, "-P", "-m", module, *arguments]
        self._starting = asyncio.Lock()
        self._process: Process | None = None
        self._control: socket.socket | None = None
        self._closed = False

    async def born(self) -> Asker:
        """A new process. Raises :class:`ServingError` KG812 where it does not start, KG804 at the end of the server."""
        control = await self._warm()
        ours, theirs = socket.socketpair()
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _PIECES)  # as much as the system gives: fewer turns for a large answer
        hearing, speaking = socket.socketpair()
        with contextlib.ExitStack() as stack:
            stack.callback(ours.close)
            stack.callback(hearing.close)
            with theirs, speaking, built() as (laid, shelf):
                socket.send_fds(control, [b"j"], [theirs.fileno(), speaking.fileno(), laid])
            hearing.setblocking(False)
            reader, writer = await asyncio.open_connection(sock=ours, limit=_PIECES)
            stack.callback(writer.close)
            number = 0
            try:
                number = int(await asyncio.wait_for(reader.readline(), _BIRTH) or 0)
                handle = os.pidfd_open(number) if number else -1
            except (TimeoutError, ValueError, OSError, ConnectionError):
                handle = -1
            one = Asker(number, handle, reader, writer, hearing, shelf)
            if handle < 0:
                raise ServingError("KG812", "the askers do not start", why=one.last_words()[:200])
            stack.pop_all()
        return one

    async def close(self) -> None:
        """Kills it, and waits for its end."""
        self._closed = True
        if self._process is not None and self._control is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            self._control.close()  # afterwards, as at its end the process goes by itself, and kill() would take its exit code away
            await self._process.wait()
            self._process = None

    async def _warm(self) -> socket.socket:
        async with self._starting:
            if self._closed:
                raise busy()
            if self._process is not None and self._control is not None:
                if self._process.returncode is None:
                    return self._control
                self._control.close()
            ours, theirs = socket.socketpair()
            with theirs:
                process = await asyncio.create_subprocess_exec(
                    *self._command, stdin=theirs.fileno(), stdout=PIPE, env=os.environ | ENVIRONMENT | _KEEPING
                )
            self._process, self._control = process, ours
            assert process.stdout is not None
            said = await asyncio.wait_for(process.stdout.readline(), _WARMING)
            if said != READY:
                raise ServingError("KG812", "the askers do not start", why="see what they say on standard error")
            return ours
