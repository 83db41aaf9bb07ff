"""Jobs handed to workers, a process each, forked from a warm nursery and killed at the deadline.

A worker ends in one of these ways: it replies; it is killed by us (KG802); memory ran out, which libraries answer by aborting (KG803); or
something else broke it (KG808).
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from typing import NamedTuple

from kg.serving import worker
from kg.serving.job import Job, Reply
from kg.serving.limits import Limits
from kg.serving.problem import ServingError, from_fields

_WARMING = 120.0
"""Seconds in which the nursery has to be ready."""
_BIRTH = 10.0
"""Seconds in which a child has to say its number."""
OUT_OF_MEMORY = ("memory allocation", "out of memory", "bad_alloc", "Cannot allocate memory", "MemoryError")
ENVIRONMENT = {"MALLOC_ARENA_MAX": "2", "PYTHONDONTWRITEBYTECODE": "1"}
_ERRORS = 10_000
_OWN = "or check it on your own machine with kg validate"


class Nursery(NamedTuple):
    """The process that forks workers, and the socket through which it is asked to."""

    process: Process
    control: socket.socket


class Pool:
    """At most so many workers at once as ``limits`` say."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._slots = asyncio.Semaphore(limits.workers)
        self._starting = asyncio.Lock()
        self._nursery: Nursery | None = None
        self._running: set[int] = set()
        self._closed = False

    async def open(self) -> None:
        """Starts the nursery and waits until it is ready. Raises :class:`ServingError` KG812 when it does not start."""
        await self._warm()

    async def close(self) -> None:
        """Kills all workers and the nursery, and waits for its end."""
        self.kill()
        if self._nursery is not None:
            nursery, self._nursery = self._nursery, None
            with contextlib.suppress(ProcessLookupError):
                nursery.process.kill()
            nursery.control.close()  # afterwards: at its end the nursery goes by itself, and kill() would take its exit code away
            await nursery.process.wait()

    def kill(self) -> None:
        """Kills all workers at once; whoever waits for one gets KG804."""
        self._closed = True
        for number in self._running:
            _kill(number)

    async def run(self, job: Job) -> Reply:
        """The reply to a job. Raises :class:`ServingError` for what went wrong, KG802 to KG804 and KG808 among others."""
        try:
            await asyncio.wait_for(self._slots.acquire(), self.limits.time)
        except TimeoutError as error:
            raise busy() from error
        try:
            said, errors = await self._work(job)
        finally:
            self._slots.release()
        if self._closed:
            raise busy()
        reply = self._reply(said, errors)
        if reply.problem:
            raise self._memory() if reply.problem["code"] == "KG803" else from_fields(reply.problem)
        return reply

    async def _warm(self) -> Nursery:
        """The nursery; a new one where it has died."""
        async with self._starting:
            if self._nursery is not None and self._nursery.process.returncode is None:
                return self._nursery
            if self._closed:
                raise busy()
            ours, theirs = socket.socketpair()
            command = [sys.executable, "-P", "-m", worker.__name__, str(self.limits.time), str(self.limits.memory)]
            with theirs:
                process = await asyncio.create_subprocess_exec(
                    *command, stdin=theirs.fileno(), stdout=PIPE, env=os.environ | ENVIRONMENT, start_new_session=True
                )
            self._nursery = Nursery(process, ours)
            assert process.stdout is not None
            said = await asyncio.wait_for(process.stdout.readline(), _WARMING)
            if said != worker.READY:
                raise ServingError("KG812", "the workers do not start", why="see what they say on standard error")
            return self._nursery

    async def _work(self, job: Job) -> tuple[bytes, str]:
        """What a worker writes, and what it says on standard error. Raises :class:`ServingError` KG802 at the deadline."""
        nursery = await self._warm()
        ours, theirs = socket.socketpair()
        hearing, speaking = socket.socketpair()
        with ours, hearing:
            with theirs, speaking:
                socket.send_fds(nursery.control, [b"j"], [theirs.fileno(), speaking.fileno()])
            reader, writer = await asyncio.open_connection(sock=ours)
            hearing.setblocking(False)
            try:
                return await self._asked(reader, writer, job), _heard(hearing)
            finally:
                writer.close()

    async def _asked(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, job: Job) -> bytes:
        number, handle = 0, None
        try:
            number = int(await asyncio.wait_for(reader.readline(), _BIRTH) or 0)
            if not number:
                return b""
            handle = _handle(number)
            self._running.add(number)
            async with asyncio.timeout(self.limits.time):
                with contextlib.suppress(ConnectionError):  # it has died; its last words say why
                    writer.write(job.write())
                    await writer.drain()
                    return await reader.read()
                return b""
        except TimeoutError as error:
            why, mend = f"a check may take {self.limits.time:g} seconds", f"send less, {_OWN}"
            raise ServingError("KG802", "the time is up", why=why, mend=mend) from error
        finally:
            self._running.discard(number)
            if handle is not None:
                with contextlib.suppress(ProcessLookupError):
                    signal.pidfd_send_signal(handle, signal.SIGKILL)
                os.close(handle)

    def _reply(self, said: bytes, errors: str) -> Reply:
        with contextlib.suppress(ValueError):
            return Reply.parse(said)
        if any(words in errors for words in OUT_OF_MEMORY):
            raise self._memory()
        why, mend = "an engine or parser gave up on it, perhaps because it is nested too deeply", f"send less, or flatter, {_OWN}"
        raise ServingError("KG808", "the check broke off", why=why, mend=mend)

    def _memory(self) -> ServingError:
        why, mend = f"a check may take {self.limits.memory} MB", f"send less, {_OWN}"
        return ServingError("KG803", "the memory is used up", why=why, mend=mend)


def busy() -> ServingError:
    """The answer to one request too many."""
    return ServingError("KG804", "the service is busy", mend="try again in a few seconds", headers={"Retry-After": "5"})


def _handle(number: int) -> int | None:
    """A handle that means this process for ever, also when its number is used again; None where it has ended."""
    with contextlib.suppress(ProcessLookupError):
        return os.pidfd_open(number)
    return None


def _kill(number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(number, signal.SIGKILL)


def _heard(hearing: socket.socket) -> str:
    """The first words of standard error; what was more is lost."""
    with contextlib.suppress(OSError):
        return hearing.recv(_ERRORS).decode("utf-8", "replace")
    return ""
