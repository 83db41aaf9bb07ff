"""Requests to other servers: what leaves, where it leads, and every way in which an answer can fail."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import socket
import ssl
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from elsewhere import strange
from kg.querying.federation import errand
from kg.querying.federation.errand import Errand, Fetched, TooMuchError, UnansweredError

EMPTY = b'{"head":{"vars":["s"]},"results":{"bindings":[]}}'


def answered(status: str = "200 OK", media: str = "application/sparql-results+json", body: bytes = EMPTY, more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body


def run(where: str, seconds: float = 5, allowed: frozenset[str] | None = None) -> Fetched:
    return asyncio.run(Errand(frozenset({where}) if allowed is None else allowed, seconds).run(where, "SELECT * { ?s ?p ?o }"))


def failed(say: Any, error: type[UnansweredError] = UnansweredError, seconds: float = 5) -> str:
    with strange(say) as (where, _), pytest.raises(UnansweredError) as caught:
        run(where, seconds)
    assert type(caught.value) is error
    return str(caught.value)


def test_an_answer_is_taken() -> None:
    with strange(lambda connection: connection.sendall(answered(media="application/sparql-results+json; charset=utf-8"))) as (where, heard):
        assert run(where) == Fetched("json", EMPTY)
    head, _, body = heard[0].partition(b"\r\n\r\n")
    assert head.splitlines()[0] == b"POST /sparql HTTP/1.1"
    assert body == b"query=SELECT+%2A+%7B+%3Fs+%3Fp+%3Fo+%7D"
    named = {line.partition(b":")[0].lower() for line in head.splitlines()[1:]}
    assert named == {b"host", b"accept", b"accept-encoding", b"content-type", b"user-agent", b"connection", b"content-length"}


@pytest.mark.parametrize(("content", "why"), [
    (answered("500 Internal Server Error"), "it answers with status 500"),
    (answered("204 No Content", body=b""), "it answers with status 204"),
    (answered("401 Unauthorized", more="WWW-Authenticate: Basic\r\n"), "it answers with status 401"),
    (answered(media="text/html"), "it answers with 'text/html' and not with SPARQL results"),
    (answered(media=""), "it answers with 'no type' and not with SPARQL results"),
    (answered(more="Content-Encoding: gzip\r\n", body=gzip.compress(EMPTY)), "its answer is packed, which was not asked for"),
    (b"garbage\r\n\r\n", "it cannot be reached: "),
    (b"", "it cannot be reached: "),
    (b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nContent-Length: 100\r\n\r\n{", "it cannot be reached: "),
    (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 500_000 + b"\r\n\r\n", "it cannot be reached: "),
])  # fmt: skip
def test_what_is_no_answer(content: bytes, why: str) -> None:
    said = failed(lambda connection: connection.sendall(content))
    assert said.startswith(why), said
    assert "\n" not in said
    assert len(said) < 400


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:{port}/elsewhere", "/elsewhere", "http://169.254.169.254/latest", "file:///etc/passwd"]
)
def test_a_redirect_is_not_followed(status: int, target: str) -> None:
    with strange(lambda connection: connection.sendall(answered())) as (other, heard):
        to = target.format(port=other.rpartition(":")[2].partition("/")[0])
        said = failed(lambda connection: connection.sendall(answered(f"{status} Moved", more=f"Location: {to}\r\n")))
        assert said == f"it answers {status} and leads to {to!r}, and redirects are not followed"
        assert heard == []


def test_a_server_that_says_nothing_is_given_up() -> None:
    began = time.monotonic()
    assert failed(lambda connection: time.sleep(5), seconds=0.5) == "it does not answer within 0.5 seconds"
    assert time.monotonic() - began < 3


def test_a_server_that_drips_is_given_up() -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(100):
            connection.sendall(b" ")
            time.sleep(0.05)

    assert failed(drip, seconds=0.5) == "it does not answer within 0.5 seconds"


def test_endless_heads_before_the_head_are_given_up() -> None:
    def go_on(connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection.sendall(b"HTTP/1.1 102 Processing\r\n\r\n")

    assert failed(go_on, seconds=0.5) == "it does not answer within 0.5 seconds"


@pytest.mark.parametrize("chunked", [True, False])
def test_a_body_without_end_is_cut_off(chunked: bool) -> None:
    sent = [0]

    def pour(connection: socket.socket) -> None:
        piece = b"x" * 100_000
        encoding = "Transfer-Encoding: chunked" if chunked else "Content-Length: 99999999999"
        connection.sendall(f"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n{encoding}\r\n\r\n".encode())
        with contextlib.suppress(OSError):
            while True:
                connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece)
                sent[0] += len(piece)

    assert failed(pour, TooMuchError, seconds=20) == f"at most {errand.MOST_BYTES} bytes of other servers are taken for a query"
    assert sent[0] < errand.MOST_BYTES * 3


@pytest.mark.parametrize("head", ["X-KG-Truncated: limit=5", "X-SQL-State: S1TAT"])
def test_an_answer_that_says_it_is_cut_is_none(head: str) -> None:
    assert failed(lambda connection: connection.sendall(answered(more=f"{head}\r\n")), TooMuchError) == "it says that it cut its answer"


def test_a_limit_that_a_server_names_is_known() -> None:
    with strange(lambda connection: connection.sendall(answered(more="X-SPARQL-MaxRows: 10000\r\n"))) as (where, _):
        assert run(where).limit == 10000


def test_requests_are_counted() -> None:
    async def many() -> int:
        one = Errand(frozenset({where}), 10)
        for number in range(errand.MOST_REQUESTS + 5):
            try:
                await one.run(where, "x")
            except TooMuchError:
                return number
        return -1

    with strange(lambda connection: connection.sendall(answered())) as (where, heard):
        assert asyncio.run(many()) == errand.MOST_REQUESTS == len(heard)


def test_an_address_that_is_not_allowed_is_not_asked() -> None:
    with strange(lambda connection: connection.sendall(answered())) as (where, heard):
        with pytest.raises(UnansweredError, match="it is not allowed"):
            run(where, allowed=frozenset({where + "2"}))
        assert heard == []


def test_no_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        strange(lambda connection: connection.sendall(answered())) as (proxy, heard),
        strange(lambda connection: connection.sendall(answered())) as (where, _),
    ):
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.removesuffix("/sparql"))
        run(where)
        assert heard == []


# ---------------------------------------------------------------- names


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[list[str]]]:
    """Names and what a resolver says of them, one answer after the other; each is asked for once at most."""
    known: dict[str, list[list[str]]] = {}

    async def resolve(self: Any, host: Any, port: Any, **_: Any) -> Any:
        host = host.decode() if isinstance(host, bytes) else host
        if host not in known:
            assert host == "127.0.0.1", f"nobody asks for {host}"
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]
        places = known[host].pop(0)
        return [(socket.AF_INET6 if ":" in place else socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, port)) for place in places]

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", resolve)
    return known


@pytest.mark.parametrize(
    "places", [["127.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["::1"], ["::ffff:127.0.0.1"], ["10.1.2.3"], ["169.254.169.254"]]
)
def test_a_name_that_leads_into_this_network_is_refused(names: dict[str, list[list[str]]], places: list[str]) -> None:
    with strange(lambda connection: connection.sendall(answered())) as (local, heard):
        where = local.replace("127.0.0.1", "partner.example")
        names["partner.example"] = [places]
        with pytest.raises(UnansweredError, match="which is no public address"):
            run(where)
        assert heard == []


def test_a_name_is_resolved_once_and_connected_as_it_was_looked_at(
    names: dict[str, list[list[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second answer of the resolver would lead to the loopback: nobody asks for it."""
    tried: list[tuple[str, int]] = []

    async def connect(self: Any, host: str, port: int, *_: Any, **__: Any) -> Any:
        tried.append((host, port))
        raise errand.httpcore.ConnectError("not from a test")

    monkeypatch.setattr(errand.httpcore.AnyIOBackend, "connect_tcp", connect)
    names["partner.example"] = [["93.184.216.34"], ["127.0.0.1"]]
    with pytest.raises(UnansweredError):
        run("http://partner.example:8890/sparql")
    assert tried == [("93.184.216.34", 8890)]
    assert names["partner.example"] == [["127.0.0.1"]]


def test_a_name_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    async def resolve(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", resolve)
    with pytest.raises(UnansweredError, match=r"nobody knows the host 'partner\.example'"):
        run("http://partner.example/sparql")


# ---------------------------------------------------------------- certificates


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate that nobody signed but its own key, for 127.0.0.1."""
    file = tmp_path_factory.mktemp("certificate") / "own.pem"
    made = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
    subprocess.run(["openssl", *made.split(), "-keyout", file, "-out", file.with_suffix(".crt")], check=True, capture_output=True)
    with file.open("ab") as together:
        together.write(file.with_suffix(".crt").read_bytes())
    return file


@pytest.mark.check
def test_a_certificate_that_is_not_trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    heard: list[bytes] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with contextlib.suppress(OSError), connection, context.wrap_socket(connection, server_side=True) as wrapped:
                heard.append(wrapped.recv(65536))
                wrapped.sendall(answered())

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, daemon=True).start()
        where = f"https://127.0.0.1:{listening.getsockname()[1]}/sparql"
        with pytest.raises(UnansweredError, match="its certificate is not trusted: self-signed certificate"):
            run(where)
        assert heard == []
        trusting = ssl.create_default_context(cafile=str(certificate))
        monkeypatch.setattr(errand, "_trusted", lambda: trusting)
        assert run(where) == Fetched("json", EMPTY)
        with pytest.raises(UnansweredError, match=r"its certificate is not trusted: .*mismatch"):
            run(where.replace("127.0.0.1", "localhost"))
        assert len(heard) == 1
        listening.shutdown(socket.SHUT_RDWR)
