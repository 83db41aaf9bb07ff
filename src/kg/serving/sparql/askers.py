"""The pool of askers: each question gets a process and a deadline; a process that goes over it, or over its memory, is replaced.

Turns are fair: questions are answered in their order, but one asker is always kept for other clients than the one that holds all the rest,
and one client cannot fill the queue. Who a client is (its address) is known while its questions last, after a long one for some seconds
more, and written nowhere.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections import Counter, deque
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.querying.federation.errand import Errand
from kg.serving.pool import OUT_OF_MEMORY, busy
from kg.serving.problem import ServingError
from kg.serving.sparql import asker, frames, relay
from kg.serving.sparql.nursery import Asker, Nursery
from kg.serving.sparql.outcome import Answer, broken, late, out_of_memory, told

_QUESTIONS = 2000
"""After so many an asker is replaced, as memory that was used in pieces does not all come back."""
_LONG, _ANOTHER = 0.25, 0.01
"""Seconds after which a question lets others go first, and one of a client of whom another does so or lately did; its asker is replaced
after it."""
_LATELY = 10.0
"""Seconds for which it is known that a client asked a long question."""
_DYING = 0.05
"""Seconds in which an asker that is killed gives its memory back, before the client that had it killed gets the next one anyway."""
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


class Askers:
    """Askers on the store in a folder; ``services`` are the addresses that SERVICE may ask, ``module`` is their program."""

    def __init__(self, store: Path, bounds: Bounds, services: frozenset[str] = frozenset(), module: str = asker.__name__) -> None:
        self.bounds = bounds
        self._nursery = Nursery(module, [str(store), str(bounds.memory), *sorted(services)])
        self._services = services
        self._free: list[Asker] = []
        self._all: set[Asker] = set()
        self._held: Counter[str] = Counter()
        self._queue: deque[tuple[str, asyncio.Future[Asker]]] = deque()
        self._births: set[asyncio.Task[None]] = set()
        self._lately: dict[str, float] = {}
        """Clients that asked a long question, and until when that is known."""
        self._owed = 0
        """Askers that are being replaced, and held until then by those who asked them."""
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
        that died, and whatever it replies (KG820, KG826, KG827, KG834 to KG836).
        """
        one = await self._turn(client)
        one.client = client
        answer = None
        try:
            answer = await self._asked(one, asked)
            if isinstance(answer, ServingError):
                raise answer
            yield answer
        except asyncio.IncompleteReadError as error:
            raise (busy() if self._closed else broken()) from error
        finally:
            if one.back:
                self._lately[client] = asyncio.get_running_loop().time() + _LATELY
            one.client = ""
            one.asked += 1
            whole = isinstance(answer, ServingError) or (isinstance(answer, Answer) and not answer.left)
            if whole and not self._closed and not one.back and one.asked < _QUESTIONS:
                self._returned(client)
                self._free.append(one)
            else:
                self._replace(one, client)
            self._deal()

    async def _asked(self, one: Asker, asked: dict[str, Any]) -> Answer | ServingError:
        # The only asker has nobody to let go first.
        patience = _ANOTHER if self._asks_long(one.client) else _LONG
        back = asyncio.get_running_loop().call_later(patience, one.step_back) if self.bounds.askers > 1 else None
        errand = Errand(self._services, self.bounds.time * relay.SHARE) if self._services else None
        try:
            async with asyncio.timeout(self.bounds.time):
                one.writer.write(frames.written(b"Q", asked))
                await one.writer.drain()
                frame = await frames.received(one.reader)
                while errand is not None and await relay.served(errand, frame, one.writer):
                    frame = await frames.received(one.reader)
        except TimeoutError as error:
            raise late(self.bounds.time) from error
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            if self._closed:
                raise busy() from error
            said = one.last_words()
            raise (out_of_memory(self.bounds.memory) if any(words in said for words in OUT_OF_MEMORY) else broken()) from error
        finally:
            if back is not None:
                back.cancel()
        if frame.kind == frames.ERROR:
            return told(frame.said, self.bounds.memory)
        size = frame.said["size"]
        content = one.shelf.take(size) if frame.kind == frames.LAID else None
        return Answer(size, frame.said["cut"], content, one.reader, errand.asked if errand is not None else {})

    def _asks_long(self, client: str) -> bool:
        """Whether a client asks a long question now, or did lately."""
        now = asyncio.get_running_loop().time()
        for known in [known for known, until in self._lately.items() if until < now]:
            del self._lately[known]
        return client in self._lately or any(other.back and other.client == client for other in self._all)

    async def _turn(self, client: str) -> Asker:
        """A free asker when it is the client's turn."""
        at_once = self._taken(client)
        if at_once is not None:
            return at_once
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
                self._returned(client)
                self._free.append(waiting.result())
                self._deal()
            elif (client, waiting) in self._queue:
                self._queue.remove((client, waiting))
            if isinstance(error, TimeoutError):
                raise busy() from error
            raise

    def _taken(self, client: str) -> Asker | None:
        """A free asker at once, where nobody waits for one and it is not the one that is kept for others."""
        while self._free and not self._queue and not self._closed and self._held[client] < self._share:
            one = self._free.pop()
            if not one.dead:
                self._held[client] += 1
                return one
            self._replace(one)
        return None

    def _returned(self, client: str) -> None:
        self._held[client] -= 1
        if not self._held[client]:
            del self._held[client]  # who holds none is forgotten

    @property
    def _share(self) -> int:
        """Askers that one client may hold: all but one, of those that live and those that somebody holds until they are replaced."""
        return max(1, len(self._all) + self._owed - 1)

    def _deal(self) -> None:
        """Gives free askers to those who wait, in their order, but for one kept from who holds all the others."""
        for one in [one for one in self._free if one.dead]:
            self._free.remove(one)
            self._replace(one)
        for entry in list(self._queue):
            if not self._free:
                return
            client, waiting = entry
            if self._held[client] < self._share and not waiting.done():
                self._queue.remove(entry)
                self._held[client] += 1
                waiting.set_result(self._free.pop())

    def _replace(self, one: Asker, client: str | None = None) -> None:
        """Kills an asker; the client that had it killed holds it until the next one is there, so that it costs nobody else a turn."""
        self._all.discard(one)
        one.kill()
        if self._closed:
            one.close()
            return
        self._owed += client is not None
        task = asyncio.get_running_loop().create_task(self._succeed(one, client))
        self._births.add(task)
        task.add_done_callback(self._births.discard)

    async def _succeed(self, one: Asker, client: str | None) -> None:
        try:
            await asyncio.gather(self._buried(one), self._birth())
        finally:
            if client is not None:
                self._owed -= 1
                self._returned(client)
        self._deal()

    async def _buried(self, one: Asker) -> None:
        try:
            await one.ended(_DYING)
        finally:
            one.close()

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
