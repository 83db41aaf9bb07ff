"""``kg serve BUILD`` on the network: what is no HTTP, or two requests in one, paths that lead elsewhere, hosts that are none; its end."""

from __future__ import annotations

import re
import signal
import socket
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import httpx
import pytest

from kg.storage.snapshot import snapshot
from live import Live, gone, live, waiting

TOKEN = "a-token-that-nobody-may-read"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
SMUGGLED = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
QUERY = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
EVIL = "evil.example"


@pytest.fixture(scope="module")
def server(build: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """One server for all tests that leave it as it was; what it says at its end concerns all of them."""
    scratch = tmp_path_factory.mktemp("scratch") / "store"
    with live(build, "--time-limit", 5, "--scratch", scratch, KG_TOKEN=TOKEN) as served:
        yield served
        pids = served.tree()
        ended = served.end()
        assert (ended.code, ended.out) == (0, ""), ended.errors
        assert gone(pids)
        assert served.snapshots() == []
        assert not re.search(rf"Traceback|127\.0\.0\.\d|{TOKEN}|{EVIL}|SELECT|GET ", ended.errors), ended.errors


def statuses(said: bytes) -> list[int]:
    """The statuses of all answers in what came back."""
    return [int(status) for status in re.findall(rb"^HTTP/1\.1 ([0-9]{3}) ", said, re.MULTILINE)]


# ---------------------------------------------------------------- requests


@pytest.mark.parametrize("content", [
    b"GET /\r\n\r\n",
    b"\x16\x03\x01\x02\x00garbage\r\n\r\n",
    b"GET /health HTTP/1.1\r\n\r\n",
    b"GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / a b HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /health HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n",
    QUERY + b"Content-Length: 6\r\nContent-Length: 7\r\n\r\nASK {}",
    QUERY + b"Content-Length: +6\r\n\r\nASK {}",
    QUERY + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nASK {}\r\n0\r\n\r\n",
    QUERY + b"Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n",
    QUERY + b"Transfer-Encoding: xchunked\r\n\r\nASK {}",
    QUERY + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\nASK {}",
    QUERY + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    QUERY + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nASK {}",
    QUERY + b"Transfer-Encoding: chunked\r\n\r\n6;\nx\r\nASK {}\r\n0\r\n\r\n",
])  # fmt: skip
def test_what_two_servers_could_read_in_two_ways_ends_the_connection(server: Live, content: bytes) -> None:
    said = server.raw(content + SMUGGLED)
    assert statuses(said) == [400]
    assert not said.endswith((b"ok\n", b"open"))


def test_garbage_behind_a_request_ends_the_connection(server: Live) -> None:
    assert statuses(server.raw(SMUGGLED * 3 + b"\0garbage\r\n\r\n")) == [200, 200, 200, 400]


@pytest.mark.parametrize("host", ["[", "a b", "<script>", "x@y", "x/y", "x:y", "a,b", "x:999999"])
def test_a_host_that_is_none(server: Live, host: str) -> None:
    said = server.raw(f"GET /validate HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    assert statuses(said) == [400]
    assert b"KG807" in said
    assert not said.endswith(b"open")


def test_a_head_has_limits(server: Live) -> None:
    few = b"".join(b"X-%d: y\r\n" % number for number in range(99))
    close = b"Connection: close\r\n"
    assert statuses(server.raw(b"GET /health HTTP/1.1\r\nHost: x\r\n" + few[: few.index(b"X-90")] + close + b"\r\n")) == [200]
    assert statuses(server.raw(b"GET /health HTTP/1.1\r\nHost: x\r\n" + few + close + b"\r\n")) == [431]
    assert statuses(server.raw(b"GET /health HTTP/1.1\r\nHost: x\r\n" + close + b"X: " + b"y" * 40_000 + b"\r\n\r\n")) == [431]
    assert statuses(server.raw(b"GET /health HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 1_000_000 + b"\r\n\r\n")) in ([400], [])  # reset
    for path in ("/" + "a" * 20_000, "/sparql?query=" + "a" * 60_000, "/queries?x=" + "a" * 60_000, "/health?" + "a" * 70_000):
        status = statuses(server.raw(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()))
        assert status
        assert 400 <= status[0] < 500


def test_an_upgrade_is_not_done(server: Live) -> None:
    said = server.raw(b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n")
    assert statuses(said) == [200]


@pytest.mark.parametrize("target", ["http://evil.example/", "*", "evil.example:443", "//evil.example/"])
@pytest.mark.parametrize("method", ["GET", "CONNECT", "TRACE", "OPTIONS", "BREW"])
def test_it_is_no_proxy(server: Live, method: str, target: str) -> None:
    said = server.raw(f"{method} {target} HTTP/1.1\r\nHost: {EVIL}\r\nCookie: a=b\r\nConnection: close\r\n\r\n".encode())
    (status,) = statuses(said)
    assert 400 <= status < 500 or (method, status) == ("OPTIONS", 204)
    assert b"a=b" not in said
    assert not re.search(rb"(?mi)^location:", said)


@pytest.mark.parametrize("path", [
    "/..%2f..%2fetc/passwd",
    "/../../../../etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/%252e%252e%252fetc%252fpasswd",
    "/..%5c..%5cetc%5cpasswd",
    "/..\\..\\etc\\passwd",
    "/.%00./etc/passwd",
    "/%00",
    "/etc/passwd",
    "//etc/passwd",
    "/queries/..%2f..%2fpyproject.toml",
    "/queries/%2fetc%2fpasswd",
    "/explain/..%2f..%2fetc%2fpasswd",
    "/assets/..%2f..%2f..%2fpyproject.toml",
    "/static/../../pyproject.toml",
    "/source/..%2f..%2fetc/0-9",
    "/source/x/0-99999999999999999999999999",
    "/manifest.json/../../etc/passwd",
    "/%ff%fe",
    "/%ed%a0%80",
    "/%E2%80%AE",
    "/%0d%0aSet-Cookie:%20a=b",
    "/" + "%2e%2e%2f" * 200 + "etc/passwd",
])  # fmt: skip
def test_no_path_leads_elsewhere(server: Live, path: str) -> None:
    said = server.raw(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    (status,) = statuses(said)
    assert 400 <= status < 500
    assert b"root:" not in said
    assert b"[project]" not in said
    assert not re.search(rb"(?mi)^(?:set-cookie|location):", said)


PATHS = (
    "/",
    "/validate",
    "/validate/",
    "/sparql",
    "/sparql/",
    "/queries",
    "/openapi.json",
    "/explain/KG807",
    "/nothing",
    "/profile/antitorture/KAZ/2022",
    "/doc/profile/antitorture/KAZ/2022",
    "/catalogue",
    "/search?q=KAZ",
    "/search",
    "/reconcile",
)


@pytest.mark.parametrize("path", PATHS)
def test_what_a_client_calls_the_host_is_seen_nowhere(server: Live, path: str) -> None:
    for accept in ("text/html", "*/*"):
        headers = {"Host": EVIL, "X-Forwarded-Host": EVIL, "Forwarded": f"host={EVIL}", "Accept": accept, "X-Forwarded-Proto": "gopher"}
        with server.client() as client:
            answer = client.get(path, headers=headers)
        assert answer.status_code < 500
        assert EVIL not in answer.text + str(answer.headers)


@pytest.mark.parametrize("path", PATHS)
def test_no_parameter_gets_into_a_header(server: Live, path: str) -> None:
    names = ("lang", "format", "query", "q", "graph", "area", "name", "page", "kind", "state")
    evil = "x\r\nSet-Cookie: a=b\r\n\r\n<script>alert(1)</script>"
    with server.client() as client:
        for name in names:
            for accept in ("text/html", "*/*"):
                answer = client.get(path, params={name: evil}, headers={"Accept": accept, "Accept-Language": "ru"})
                assert answer.status_code < 500, name
                assert "set-cookie" not in answer.headers
                assert "<script>alert" not in answer.text or answer.headers["content-type"].startswith("application/"), name


# ---------------------------------------------------------------- the scratch store


def test_the_token_is_said_to_nobody(server: Live) -> None:
    with server.client() as client:
        for said in ("x", TOKEN[:-1], TOKEN + "x", TOKEN.upper()):
            answer = client.get("/scratch/sparql", params={"query": "ASK {}"}, headers={"Authorization": f"Bearer {said}"})
            assert (answer.status_code, answer.json()["code"]) == (401, "KG830")
            assert TOKEN not in answer.text + str(answer.headers)
        headers = {"Authorization": f"Bearer {TOKEN}"}
        assert client.get("/scratch/sparql", params={"query": "ASK {}"}, headers=headers).status_code == 200
        assert client.get("/scratch/sparql", params={"query": "ASK {", "lang": TOKEN}, headers=headers).status_code == 400
    for pid in server.tree():  # what anybody on the machine can see of a process
        assert TOKEN.encode() not in Path(f"/proc/{pid}/cmdline").read_bytes()


# ---------------------------------------------------------------- slow clients


@pytest.mark.check
def test_slow_clients_are_dropped_and_others_answered(server: Live) -> None:
    """A head that never ends, byte by byte, on half of all connections."""
    slow = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(100)]
    began = time.monotonic()
    for connection in slow:
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n")
    dropped = 0
    with server.client("127.0.0.2") as other:
        while len(slow) > dropped and time.monotonic() - began < 20:
            assert other.get("/health").text == "ok\n"
            time.sleep(0.5)
            dropped = sum(not _sent(connection, b"X") for connection in slow)
    assert dropped == 100
    assert time.monotonic() - began > 9
    for connection in slow:
        connection.close()


def _sent(connection: socket.socket, content: bytes) -> bool:
    try:
        connection.sendall(content)
        connection.settimeout(0)
        return connection.recv(1) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


# ---------------------------------------------------------------- pages


class Page(HTMLParser):
    """What a page leads to, what it loads by itself, and whatever a careful policy would not allow."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.loads: set[str] = set()
        self.inline: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Looks at a tag."""
        said = {name: value or "" for name, value in attrs}
        self.inline += [f"{tag} {name}" for name in said if name == "style" or name.startswith("on")]
        if tag in ("a", "area") and "href" in said:
            self.links.add(said["href"])
        elif tag == "link" and set(said.get("rel", "").split()) & {
            "stylesheet",
            "icon",
            "preload",
            "modulepreload",
            "manifest",
            "prefetch",
        }:
            self.loads.add(said.get("href", ""))
        self.loads |= {said[name] for name in ("src", "srcset", "poster", "data") if name in said and tag != "a"}


def test_every_page_is_careful_and_leads_somewhere(server: Live) -> None:
    """From the first page on, breadth first."""
    home = f"{server.address}/"
    waiting, seen, wrong, pages = deque([(home, "")]), {home}, [], 0
    with server.client() as client:
        while waiting and pages < 300:
            address, source = waiting.popleft()
            answer = client.get(address, headers={"Accept": "text/html"}, follow_redirects=True)
            if answer.status_code != 200:
                wrong.append(f"{address} is {answer.status_code}, linked by {source}")
                continue
            if not answer.headers["content-type"].startswith("text/html"):
                continue
            pages += 1
            page = Page(answer.text)
            wrong += [f"{address}: {problem}" for problem in careless(answer, page, home)]
            for link in sorted(page.links):
                target = urldefrag(urljoin(str(answer.url), link)).url
                if target.startswith(home) and target not in seen:
                    seen.add(target)
                    waiting.append((target, address))
    assert "\n".join(wrong) == ""
    assert pages > 50


def careless(answer: httpx.Response, page: Page, home: str) -> Iterator[str]:
    """What is wrong with the headers of a page, or what it loads."""
    policy = dict(part.strip().partition(" ")[::2] for part in answer.headers["content-security-policy"].split(";"))
    if policy.get("default-src") != "'none'" or policy.get("frame-ancestors") != "'none'" or policy.get("base-uri") != "'none'":
        yield f"policy {policy}"
    if "unsafe" in str(policy) or re.search(r"https?:|\*", str(policy)):
        yield f"policy {policy}"
    if answer.headers["x-content-type-options"] != "nosniff" or answer.headers["referrer-policy"] != "no-referrer":
        yield "headers"
    if page.inline:
        yield f"inline {page.inline[:3]}"
    for target in page.loads:
        if not urljoin(str(answer.url), target).startswith((home, "data:")):
            yield f"loads {target}"


# ---------------------------------------------------------------- the end


def test_it_ends_while_queries_run(build: Path) -> None:
    with live(build, "--time-limit", 60, "--workers", 3) as served, served.client() as client, ThreadPoolExecutor() as threads:
        running = [threads.submit(client.get, "/sparql", params={"query": f"{ENDLESS} # {number}"}) for number in range(4)]
        assert waiting(lambda: busy(served) >= 2)
        pids = served.tree()
        assert len(served.snapshots()) == 1
        ended = served.end()
        assert (ended.code, ended.out, ended.errors) == (0, "", "")
        assert ended.seconds < 8
        assert gone(pids)
        assert served.snapshots() == []
        for answer in running:
            assert (answer.result().status_code, answer.result().json()["code"]) == (503, "KG804")


def busy(served: Live) -> int:
    """How many processes below the server run just now."""
    return sum(_state(pid) == "R" for pid in served.tree()[1:])


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


def test_what_a_killed_server_leaves_is_removed_by_the_next(build: Path) -> None:
    with live(build) as killed:
        pids = killed.tree()
        killed.end(signal.SIGKILL)
        assert gone(pids)
        left = killed.snapshots()
        assert len(left) == 1
        with snapshot(killed.folder) as one, snapshot(killed.folder) as other:
            assert one.is_dir()  # the second did not take the first for one that was left
            assert killed.snapshots() == sorted([one.name, other.name])
        assert killed.snapshots() == []
