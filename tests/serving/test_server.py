"""``kg serve``: the line when it is ready, its end, and what holds it together."""

from __future__ import annotations

import concurrent.futures
import os
import re
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.check  # long runs

ENDLESS = """SELECT $this { $this a e:C . ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l .
    FILTER (STRLEN(CONCAT(STR(?c), STR(?f), STR(?i), STR(?l))) = 1) }"""
DATA = "@prefix e: <http://example.org/> . e:x a e:C .\n" + "".join(f"e:x{n} e:q {n} .\n" for n in range(3000))


def waiting(condition: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def test_without_a_build_there_is_nothing_to_serve(kg: Any, tmp_path: Path) -> None:
    done = kg("serve", tmp_path, "--port", "0")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("KG701 ")
    assert "make one with: kg build" in done.stderr


@pytest.mark.parametrize(
    "options",
    [("--only", "validate", "build"), ("--base-url", "example.org"), ("--row-limit", "0"), ("--workers", "0"), ("--scratch", "place")],
)
def test_options_that_do_not_go_together(kg: Any, options: tuple[str, ...]) -> None:
    done = kg("serve", "--port", "0", *(("--only", "validate") if options[0] != "--only" else ()), *options)
    assert (done.returncode, done.stdout, done.stderr.partition(":")[0]) == (2, "", "KG811")


@pytest.mark.parametrize("option", ["--time-limit", "--memory-limit", "--size-limit"])
@pytest.mark.parametrize("value", ["0", "-1"])
def test_limits_are_above_nothing(kg: Any, option: str, value: str) -> None:
    done = kg("serve", "--only", "validate", option, value)
    assert (done.returncode, done.stderr.partition(":")[0]) == (2, "KG811")


def test_a_port_that_is_taken(kg: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = kg("serve", "--only", "validate", "--port", taken.getsockname()[1])
    assert (done.returncode, done.stdout, done.stderr.partition(":")[0]) == (2, "", "KG810")
    assert kg("serve", "--only", "validate", "--port", "70000").stderr.startswith("KG810: ")
    assert kg("serve", "--only", "validate", "--host", "no.such.host.invalid").returncode == 2


def test_it_ends_while_it_works(serve: Any, end: Any) -> None:
    """A check that runs is ended with the server, and its client is told."""
    served = serve("--time-limit", "60")
    with concurrent.futures.ThreadPoolExecutor() as threads:
        running = threads.submit(served.ask, ENDLESS, DATA)
        assert waiting(lambda: len(served.below()) == 2)
        pids = [pid for pid, _ in served.below()]
        before = time.monotonic()
        served.process.send_signal(signal.SIGTERM)
        served.problem(running.result(), "KG804", 503)
    out, errors = served.process.communicate(timeout=20)
    assert time.monotonic() - before < 5
    assert (served.process.returncode, out) == (0, ""), errors
    assert "Traceback" not in errors
    assert waiting(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))


def test_sigint_ends_it_too(serve: Any) -> None:
    served = serve()
    served.process.send_signal(signal.SIGINT)
    out, errors = served.process.communicate(timeout=20)
    assert (served.process.returncode, out, errors) == (0, "", "")
    served.client.close()


def test_nothing_outlives_a_killed_server(serve: Any) -> None:
    served = serve("--time-limit", "60")
    with concurrent.futures.ThreadPoolExecutor() as threads:
        running = threads.submit(served.ask, ENDLESS, DATA)
        assert waiting(lambda: len(served.below()) == 2)
        pids = [pid for pid, _ in served.below()]
        served.process.kill()
        served.process.communicate()
        assert waiting(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))
        assert running.exception() is not None
    served.client.close()


def test_a_dead_nursery_is_replaced(serve: Any, end: Any) -> None:
    served = serve()
    served.alive()
    assert waiting(lambda: len(served.below()) == 1)
    ((nursery, _),) = served.below()
    os.kill(nursery, signal.SIGKILL)
    assert waiting(lambda: not Path(f"/proc/{nursery}").exists() or [pid for pid, _ in served.below()] != [nursery])
    served.alive()
    end(served)


def test_one_request_too_many_is_told_to_come_back(serve: Any, end: Any) -> None:
    served = serve("--time-limit", "4")
    count = 8 + max(2, os.cpu_count() or 2) + 6
    with concurrent.futures.ThreadPoolExecutor(count) as threads:
        answers = list(threads.map(lambda _: served.ask(ENDLESS, DATA), range(count)))
    codes = [answer.json()["code"] for answer in answers]
    assert set(codes) == {"KG802", "KG804"}
    for answer in answers:
        if answer.json()["code"] == "KG804":
            served.problem(answer, "KG804", 503)
            assert int(answer.headers["retry-after"]) > 0
    served.alive()
    end(served)


def test_many_requests_at_once(server: Any) -> None:
    with concurrent.futures.ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda _: server.post(format="json").status_code, range(60)))
    assert answers == [200] * 60


def test_who_asks_is_not_logged(serve: Any, end: Any) -> None:
    served = serve()
    served.alive()
    served.client.get("/nothing")
    with socket.create_connection(("127.0.0.1", int(served.address.rpartition(":")[2]))) as raw:
        raw.sendall(b"no http at all\r\n\r\n")
        raw.recv(1000)
    said = end(served)
    assert not re.search(r"127\.0\.0\.1|GET|POST|example\.org", said), said


def test_a_client_that_goes_away_does_no_harm(server: Any) -> None:
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", int(server.address.rpartition(":")[2]))) as raw:
            raw.sendall(b"POST /validate HTTP/1.1\r\nHost: x\r\nContent-Type: text/turtle\r\nContent-Length: 100000\r\n\r\n<a:a>")
    server.alive()
