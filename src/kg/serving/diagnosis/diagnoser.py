"""Diagnoses: found in a thread, its probes answered by askers, each under a deadline; few at once, and remembered."""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from dataclasses import replace
from typing import Any

from pyoxigraph import QueryResultsFormat, parse_query_results

from kg.querying import emptiness
from kg.querying.emptiness import Diagnosis
from kg.querying.federation.federating import has_service
from kg.serving.pool import busy
from kg.serving.problem import ServingError
from kg.serving.sparql.endpoint import Endpoint
from kg.serving.sparql.question import question
from kg.serving.sparql.refusal import refused, said
from kg.vocabulary import vocabulary

PROBES, SECONDS, PROBE = 200, 10.0, 3.0
"""Probes of a diagnosis; seconds after which none is put; seconds of one."""
AT_ONCE, KEPT = 2, 200
"""Diagnoses that are looked for at once; those that are remembered."""

_WRONG = "KG820"
_PASSING = ("KG804", "KG823", "KG824", "KG825")
"""What keeps a probe from its answer though nothing is wrong with it."""


class Diagnoser:
    """Diagnoses of queries to a release, whose askers ``endpoint`` has."""

    def __init__(self, endpoint: Endpoint, probes: int = PROBES, seconds: float = SECONDS) -> None:
        self.endpoint = endpoint
        self.probes, self.seconds = probes, seconds
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._kept: OrderedDict[str, Diagnosis] = OrderedDict()

    async def diagnose(self, query: str, client: str) -> Diagnosis:
        """Why a query gives no rows; ``client`` is who asks, for fair turns.

        Raises :class:`ServingError` KG835 for a query that asks other servers, KG804 when too many ask, and whatever kept the askers from
        running the query itself: KG823 to KG825.
        """
        if self.endpoint.services and has_service(query):
            why, mend = "every attempt would ask the other server again", "look at each SERVICE by itself, and at the query without it"
            raise refused("KG835", "no cause is looked for in a query with SERVICE", why=why, mend=mend)
        if query in self._kept:
            self._kept.move_to_end(query)
            return self._kept[query]
        try:
            async with asyncio.timeout(self.endpoint.bounds.patience):
                await self._turns.acquire()
        except TimeoutError as error:
            raise busy() from error
        try:
            found, hindered = await self._searched(query, client)
        finally:
            self._turns.release()
        if hindered is not None and found.verdict == "invalid":
            raise hindered  # nothing is wrong with the query
        if hindered is not None:
            return replace(found, complete=False)
        if found.complete and question(query).lasting:
            self._kept[query] = found
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found

    async def _searched(self, query: str, client: str) -> tuple[Diagnosis, ServingError | None]:
        """The diagnosis, and what kept a probe from its answer, if that may be otherwise the next time."""
        loop = asyncio.get_running_loop()
        gone = threading.Event()
        hindered: list[ServingError] = []

        def ask(text: str) -> Any:
            if gone.is_set():
                raise OSError("the client has gone")
            try:
                content = asyncio.run_coroutine_threadsafe(self._asked(text, client), loop).result()
            except ServingError as error:
                hindered.extend([error] if error.code in _PASSING else [])
                if error.code == _WRONG and error.line:
                    raise SyntaxError(said(error)) from error  # as a store says it
                raise
            return parse_query_results(content, format=QueryResultsFormat.JSON)  # here, as it may not leave the thread

        try:
            found = await asyncio.to_thread(emptiness.why, query, ask, probes=self.probes, seconds=self.seconds)
        finally:
            gone.set()
        return found, next(iter(hindered), None)

    async def _asked(self, text: str, client: str) -> bytes:
        """The answer to a probe, as JSON. Raises :class:`ServingError` as the askers do, KG823 at its own deadline."""
        bounds = self.endpoint.bounds
        time = min(PROBE, bounds.time)
        asked = {
            "text": text,
            "kind": question(text).kind,
            "form": "json",
            "default_graphs": (),
            "named_graphs": (),
            "prefixes": dict(vocabulary().prefixes),
            "base": vocabulary().base,
            "union": True,
            "rows": bounds.rows,
            "notice": "",
        }
        try:
            async with asyncio.timeout(time), self.endpoint.askers.ask(asked, client) as answer:
                return b"".join([piece async for piece in answer.pieces()])
        except TimeoutError as error:
            why, mend = f"a query may take {time:g} seconds", "ask for less, or of fewer graphs; or ask a copy of the data"
            raise refused("KG823", "the query takes too long", why=why, mend=mend) from error
