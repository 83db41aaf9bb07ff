"""The pool of askers: each question gets a process and a deadline; a process that goes over it, or over its memory, is replaced.

Turns are fair: questions are answered in their order, but one asker is always kept for other clients than the one that holds all the rest,
and one client cannot fill the queue. Who a client is (its address) is known while its questions last, and written nowhere.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections import Counter, deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.serving.pool import OUT_OF_MEMORY, busy
from kg.serving.problem import ServingError, from_fields
from kg.serving.sparql import asker, frames
from kg.serving.sparql.nursery import Asker, Nursery
from kg.serving.sparql.refusal import refused

_PIECE = 1 << 18
_QUESTIONS = 500
"""After so many an asker is replaced, as memory that was used in pieces does not all come back."""
_LONG = 0.25
"""Seconds after which a question lets others go first; its asker is replaced after it."""
_AGAIN = (0.0, 0.2, 1.0, 5.0)
"""Seconds before each attempt to replace an asker; the last for ever."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a question may cost: seconds, megabytes beyond the asker's own, rows of a table or triples of a graph."""

    time: float = 20.0
    memory: int = 1024
    rows: int = 100_000
    askers: int = max(3, (os.cpu_count() or 2) + 1)
    waiting: int = 32
    """Questions that may wait; one more is told to come back."""
    patience: float = 10.0
    """Seconds that a question waits for its turn."""
    sending: float = 120.0
    """Seconds in which a client has to take an answer that is larger than :data:`kg.serving.sparql.responding.AT_ONCE`."""


@dataclass(slots=True)
class Answer:
    """An answer that is whole: its size in bytes, whether it was cut, and its bytes, to be read once."""

    size: int
    cut: bool
    reader: asyncio.StreamReader
    left: int = field(init=False)

    def __post_init__(self) -> None:
        self.left = self.size

    async def whole(self) -> bytes:
        """The bytes, all at once. Raises :class:`asyncio.IncompleteReadError` where they break off."""
        content = await self.reader.readexactly(self.left)
        self.left = 0
        return content

    async def pieces(self) -> AsyncIterator[bytes]:
        """The bytes. Raises :class:`asyncio.IncompleteReadError` where they break off."""
        while self.left:
            piece = await self.reader.read(min(_PIECE, self.left))
            if not piece:
                raise asyncio.IncompleteReadError(b"", self.left)
            self.left -= len(piece)
            yield piece


class Askers:
    """Askers on the store in a folder; ``services`` are the addresses that SERVICE may ask, ``module`` is their program."""

    def __init__(self, store: Path, bounds: Bounds, services: frozenset[str] = frozenset(), module: str = asker.__name__) -> None:
        self.bounds = bounds
        self._nursery = Nursery(module, [str(store), str(bounds.memory), *sorted(services)])
        self._free: list[Asker] = []
        self._all: set[Asker] = set()
        self._held: Counter[str] = Counter()
        self._queue: deque[tuple[str, asyncio.Future[Asker]]] = deque()
        self._births: set[asyncio.Task[None]] = set()
        self._closed = False

    async def open(self) -> None:
        """Starts all askers. Raises :class:`ServingError` KG812 when one does not start."""
        for one in await asyncio.gather(*(self._nursery.born() for _ in range(self.bounds.askers))):
            self._all.add(one)
            self._free.append(one)

    async def close(self) -> None:
        """Kills all askers and waits for the end of the process that forks them."""
        self.kill()
        for task in self._births:
            task.cancel()
        await asyncio.gather(*self._births, return_exceptions=True)
        for one in self._all:
            one.close()
        self._all.clear()
        await self._nursery.close()

    def kill(self) -> None:
        """Kills all askers at once; whoever waits for one gets KG804."""
        self._closed = True
        for one in self._all:
            one.kill()
        while self._queue:
            _, waiting = self._queue.popleft()
            if not waiting.done():
                waiting.set_exception(busy())

    @contextlib.asynccontextmanager
    async def ask(self, asked: dict[str, Any], client: str) -> AsyncIterator[Answer]:
        """The answer to a question; its asker is free again when the block ends, or dead when not all of the answer was read.

        Raises :class:`ServingError` KG804 when there are too many questions, KG823 at the deadline, KG824 for memory, KG825 for an asker
        that died, and whatever it replies (KG820, KG826, KG827).
        """
        one = await self._turn(client)
        answer = None
        try:
            answer = await self._asked(one, asked)
            if isinstance(answer, ServingError):
                raise answer
            yield answer
        except asyncio.IncompleteReadError as error:
            raise (busy() if self._closed else _broken()) from error
        finally:
            self._held[client] -= 1
            self._held += Counter()  # forgets who holds none
            one.asked += 1
            whole = isinstance(answer, ServingError) or (isinstance(answer, Answer) and not answer.left)
            if whole and not self._closed and not one.back and one.asked < _QUESTIONS:
                self._free.append(one)
            else:
                self._replace(one)
            self._deal()

    async def _asked(self, one: Asker, asked: dict[str, Any]) -> Answer | ServingError:
        # The only asker has nobody to let go first.
        back = asyncio.get_running_loop().call_later(_LONG, one.step_back) if self.bounds.askers > 1 else None
        try:
            async with asyncio.timeout(self.bounds.time):
                one.writer.write(frames.written(b"Q", asked))
                await one.writer.drain()
                frame = await frames.received(one.reader)
        except TimeoutError as error:
            raise self._late() from error
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            if self._closed:
                raise busy() from error
            said = one.last_words()
            raise (self._memory() if any(words in said for words in OUT_OF_MEMORY) else _broken()) from error
        finally:
            if back is not None:
                back.cancel()
        if frame.kind == frames.ANSWER:
            return Answer(frame.said["size"], frame.said["cut"], one.reader)
        return self._told(frame.said)

    def _told(self, said: dict[str, Any]) -> ServingError:
        if said["code"] == "KG824":
            return self._memory()
        if said["code"] == "KG825":
            return _broken()
        error = from_fields(said)
        error.status = refused(said["code"], "").status
        return error

    async def _turn(self, client: str) -> Asker:
        """A free asker when it is the client's turn."""
        mine = sum(known == client for known, _ in self._queue)
        if self._closed or len(self._queue) >= self.bounds.waiting or mine >= max(1, self.bounds.waiting // 2):
            raise busy()
        waiting: asyncio.Future[Asker] = asyncio.get_running_loop().create_future()
        self._queue.append((client, waiting))
        self._deal()
        try:
            async with asyncio.timeout(self.bounds.patience):
                return await waiting
        except BaseException as error:
            if waiting.done() and not waiting.cancelled() and waiting.exception() is None:  # dealt to who has just stopped waiting
                self._held[client] -= 1
                self._free.append(waiting.result())
                self._deal()
            elif (client, waiting) in self._queue:
                self._queue.remove((client, waiting))
            if isinstance(error, TimeoutError):
                raise busy() from error
            raise

    def _deal(self) -> None:
        """Gives free askers to those who wait, in their order, but for one kept from who holds all the others."""
        for one in [one for one in self._free if one.dead]:
            self._free.remove(one)
            self._replace(one)
        share = max(1, len(self._all) - 1)  # of those that live: one that is being replaced is kept for nobody
        for entry in list(self._queue):
            if not self._free:
                return
            client, waiting = entry
            if self._held[client] < share and not waiting.done():
                self._queue.remove(entry)
                self._held[client] += 1
                waiting.set_result(self._free.pop())

    def _replace(self, one: Asker) -> None:
        self._all.discard(one)
        one.kill()
        one.close()
        if not self._closed:
            task = asyncio.get_running_loop().create_task(self._birth())
            self._births.add(task)
            task.add_done_callback(self._births.discard)

    async def _birth(self) -> None:
        attempt = 0
        while not self._closed:
            await asyncio.sleep(_AGAIN[min(attempt, len(_AGAIN) - 1)])
            attempt += 1
            try:
                one = await self._nursery.born()
            except (ServingError, OSError):
                continue
            self._all.add(one)
            if self._closed:
                one.kill()
                return
            self._free.append(one)
            self._deal()
            return

    def _late(self) -> ServingError:
        why, mend = f"a query may take {self.bounds.time:g} seconds", "ask for less, or of fewer graphs; or ask a copy of the data"
        return refused("KG823", "the query takes too long", why=why, mend=mend)

    def _memory(self) -> ServingError:
        why, mend = f"a query may take {self.bounds.memory} MB", "ask for less, without ORDER BY or DISTINCT of everything"
        return refused("KG824", "the query takes too much memory", why=why, mend=mend)


def _broken() -> ServingError:
    why, mend = "the engine gave up on it, perhaps because it is nested too deeply", "write it flatter"
    return refused("KG825", "the query broke off", why=why, mend=mend)
