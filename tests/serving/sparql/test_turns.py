"""Who goes first: a question that takes long lets others pass, and what a client had killed it holds until the next one is there."""

from __future__ import annotations

import asyncio
import concurrent.futures
import os
import threading
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from kg.serving.sparql import askers

ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . FILTER(STRLEN(STR(?a)) + STRLEN(STR(?l)) = 1) }"


def waiting(condition: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def test_what_takes_long_lets_others_go_first(serve: Any) -> None:
    served = serve(askers=2, time=3)
    before = {one.number for one in served.endpoint.askers._all}

    def ranks() -> list[int]:
        """The policy of each."""
        return sorted(os.sched_getscheduler(one.number) for one in list(served.endpoint.askers._all))

    processors = sorted(os.sched_getaffinity(0))
    allowed = set(processors[1:] or processors)
    # Linux looks at these policies among the processes of one session only.
    assert {os.getsid(one.number) for one in served.endpoint.askers._all} == {os.getsid(0)}
    with concurrent.futures.ThreadPoolExecutor() as threads:
        running = threads.submit(served.get, ENDLESS)
        assert waiting(lambda: ranks() == [os.SCHED_OTHER, os.SCHED_IDLE])
        (back,) = (one for one in served.endpoint.askers._all if os.sched_getscheduler(one.number) == os.SCHED_IDLE)
        assert waiting(lambda: os.sched_getaffinity(back.number) == allowed), "one processor is left to others"
        served.problem(running.result(), "KG823", 504)
    assert waiting(lambda: len(served.endpoint.askers._free) == 2)
    assert ranks() == [os.SCHED_OTHER] * 2  # who stepped back cannot come forward again, and is replaced
    assert len(before & {one.number for one in served.endpoint.askers._all}) == 1


@pytest.mark.parametrize("long_ago", [False, True])
def test_who_asked_a_long_question_lately_steps_back_soon(serve: Any, monkeypatch: pytest.MonkeyPatch, long_ago: bool) -> None:
    served = serve(askers=3, time=20)
    monkeypatch.setattr(askers, "_LONG", 5.0)
    pool = served.endpoint.askers
    loop_time = time.monotonic()  # asyncio's clock
    pool._lately["127.0.0.1"] = loop_time - 1 if long_ago else loop_time + 5
    with concurrent.futures.ThreadPoolExecutor() as threads:
        running = threads.submit(httpx.get, f"{served.address}/sparql", params={"query": ENDLESS}, timeout=2, trust_env=False)
        assert waiting(lambda: any(one.client for one in pool._all))
        time.sleep(0.5)
        assert [one.back for one in pool._all if one.client] == [not long_ago]
        assert ("127.0.0.1" in pool._lately) != long_ago, "what is long ago is forgotten"
        assert isinstance(running.exception(), httpx.TimeoutException)


def test_who_asked_a_long_question_is_known_for_a_while(serve: Any) -> None:
    served = serve(askers=2, time=1)
    served.problem(served.get(ENDLESS), "KG823", 504)
    (known,) = served.endpoint.askers._lately.items()
    assert known[0] == "127.0.0.1"
    assert 5 < known[1] - time.monotonic() <= askers._LATELY


@pytest.mark.parametrize("same", [True, False])
def test_another_question_of_who_has_a_long_one_steps_back_soon(serve: Any, monkeypatch: pytest.MonkeyPatch, same: bool) -> None:
    served = serve(askers=4, time=20)
    monkeypatch.setattr(askers, "_LONG", 5.0)
    (first, *others) = served.endpoint.askers._all
    first.back, first.client = True, "127.0.0.1" if same else "127.0.0.2"
    served.endpoint.askers._free.remove(first)
    with concurrent.futures.ThreadPoolExecutor() as threads:
        running = threads.submit(httpx.get, f"{served.address}/sparql", params={"query": ENDLESS}, timeout=2, trust_env=False)
        assert waiting(lambda: any(one.client for one in others))
        time.sleep(0.5)
        assert [one.back for one in others if one.client] == [same]
        assert isinstance(running.exception(), httpx.TimeoutException)


def test_a_client_holds_what_it_had_killed_until_it_is_replaced(serve: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    served = serve(askers=3, time=1)
    pool, ready = served.endpoint.askers, threading.Event()
    born = pool._birth

    async def late() -> None:
        while not ready.is_set():
            await asyncio.sleep(0.01)
        await born()

    monkeypatch.setattr(pool, "_birth", late)
    for _ in range(2):
        served.problem(served.get(ENDLESS), "KG823", 504)
    assert dict(pool._held) == {"127.0.0.1": 2}
    with concurrent.futures.ThreadPoolExecutor() as threads:
        third = threads.submit(served.get, "ASK {}")
        assert waiting(lambda: len(pool._queue) == 1)
        assert len(pool._free) == 1  # for others
        with httpx.Client(base_url=served.address, transport=httpx.HTTPTransport(local_address="127.0.0.2"), timeout=10) as client:
            assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
        ready.set()
        assert third.result().status_code == 200
    assert waiting(lambda: len(pool._free) == 3 and not pool._held and not pool._owed)
