"""SERVICE at the endpoint: what is asked, what is said when it fails, and that its answers are none of the release."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from pyoxigraph import RdfFormat, Store

from elsewhere import Partner, strange
from kg.serving import texts
from live import Live, live

pytestmark = pytest.mark.check  # long runs

P = "PREFIX e: <http://e/> PREFIX p: <http://partner/> "
LIMIT = 3.0


@pytest.fixture(scope="module")
def server(ours: Path, other: Partner) -> Iterator[Live]:
    """The other server is allowed, written otherwise than queries do."""
    with live(ours, "--allow-service", other.address.replace("http", "HTTP"), "--workers", 2, "--time-limit", LIMIT) as served:
        yield served
        ended = served.end()
        assert (ended.code, ended.errors) == (0, "")


def ask(server: Live, query: str, **more: Any) -> httpx.Response:
    with server.client() as client:
        return client.get("/sparql", params={"query": P + query} | more.pop("params", {}), **more)


def rows_of(answer: httpx.Response) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["results"]["bindings"]
    return rows


def said(answer: httpx.Response, code: str, status: int) -> dict[str, Any]:
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    found: dict[str, Any] = answer.json()
    assert (found["code"], answer.status_code) == (code, status), found
    assert "Traceback" not in answer.text
    assert answer.headers["cache-control"] == "no-store" or "etag" not in answer.headers
    for clause in ("what", "why", "mend"):
        assert texts.clause(code, found[clause], "ru"), f"not in Russian: {found[clause]}"
    return found


@contextlib.contextmanager
def beside(ours: Path, *addresses: str, **options: object) -> Iterator[Live]:
    given = [part for address in addresses for part in ("--allow-service", address)]
    with live(ours, *given, "--workers", 2, "--time-limit", options.get("time", LIMIT)) as served:
        yield served
        ended = served.end()
        assert (ended.code, ended.errors) == (0, "")


# ---------------------------------------------------------------- what is right


def test_both_are_asked_together(server: Live, other: Partner) -> None:
    answer = ask(
        server, f"SELECT ?s ?o ?v {{ ?s e:ours ?o SERVICE <{other.address}> {{ ?s p:value ?v }} }} ORDER BY ?s", params={"format": "csv"}
    )
    assert answer.text == "s,o,v\r\nhttp://e/a,1,40842.5\r\nhttp://e/b,2,0\r\n"


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_such_an_answer_is_none_of_the_release(server: Live, other: Partner, form: str) -> None:
    query = f"SELECT ?s ?v {{ SERVICE <{other.address}> {{ ?s p:value ?v }} }}"
    before = len(other.queries)
    for _ in range(2):
        answer = ask(server, query, params={"format": form}, headers={"If-None-Match": "*"})
        assert answer.status_code == 200
        assert "etag" not in answer.headers
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-kg-services"] == f"<{other.address}>"
        assert "X-KG-Services" in answer.headers["access-control-expose-headers"]
        assert "/explain/KG837>" in answer.headers["link"]
    assert len(other.queries) == before + 2
    plain = ask(server, "SELECT * { ?s e:ours ?o }")
    assert "x-kg-services" not in plain.headers
    assert plain.headers["etag"]


def test_ask_and_construct(server: Live, other: Partner) -> None:
    assert ask(server, f"ASK {{ SERVICE <{other.address}> {{ e:b p:value 0 }} }}").json()["boolean"] is True
    graph = ask(
        server, f"CONSTRUCT {{ ?s e:v ?v }} {{ ?s e:ours ?o SERVICE <{other.address}> {{ ?s p:value ?v }} }}", params={"format": "nt"}
    )
    assert graph.text.count("\n") == 2
    assert graph.headers["x-kg-services"] == f"<{other.address}>"


def test_words_and_exact_numbers_come_unharmed(server: Live, other: Partner) -> None:
    rows = ask(server, f"SELECT ?s ?v ?n {{ SERVICE <{other.address}> {{ ?s p:value ?v OPTIONAL {{ ?s p:name ?n }} }} }}").json()[
        "results"
    ]["bindings"]
    found = {row["s"]["value"]: row for row in rows}
    assert found["http://e/c"]["v"] == {
        "type": "literal", "value": "12345678901234567890.123456789", "datatype": "http://www.w3.org/2001/XMLSchema#decimal",
    }  # fmt: skip
    assert found["http://e/a"]["n"] == {"type": "literal", "value": 'Тюрьмы «ё» "q" \\ \n', "xml:lang": "ru"}


def test_a_dataset_of_the_request_holds(server: Live, other: Partner) -> None:
    query = f"SELECT ?s {{ ?s e:ours ?o OPTIONAL {{ SERVICE <{other.address}> {{ ?s p:value ?v }} }} }}"
    rows = ask(server, query, params={"default-graph-uri": "http://g/2"}).json()["results"]["bindings"]
    assert [row["s"]["value"] for row in rows] == ["http://e/d"]
    assert other.queries[-1].count("(<http://e/") == 1


def test_a_variable_names_the_server(server: Live, other: Partner) -> None:
    rows = ask(server, f"SELECT * {{ VALUES ?w {{ <{other.address}> }} ?s e:ours ?o SERVICE ?w {{ ?s p:value ?v }} }}").json()["results"][
        "bindings"
    ]
    assert len(rows) == 2


def test_the_description_says_what_can_be_asked(server: Live) -> None:
    with server.client() as client:
        assert "BasicFederatedQuery" in client.get("/sparql").text


# ---------------------------------------------------------------- what is refused


def test_addresses_are_compared_whole(server: Live, other: Partner) -> None:
    before = len(other.queries)
    for address in (
        other.address + "/",
        other.address + "?x=1",
        other.address.replace("127.0.0.1", "localhost"),
        other.address.replace("127.0.0.1", "127.1"),
        other.address.replace("127.0.0.1", "2130706433"),
        other.address.replace("127.0.0.1", "[::ffff:127.0.0.1]"),
        other.address.replace("http:", "https:"),
        other.address.replace("http://", "http://x@"),
        other.address.replace("http://127.0.0.1", "http://127.0.0.1@evil.example"),
        other.address.replace("/sparql", "/x/../sparql"),
        other.address + "#x",
        other.address.rpartition(":")[0] + ":1/sparql",
    ):
        found = said(ask(server, f"SELECT * {{ SERVICE SILENT <{address}> {{ ?s p:value ?v }} }}"), "KG826", 403)
        assert address[:60] in found["what"]
        said(ask(server, f"SELECT * {{ VALUES ?w {{ <{address}> }} SERVICE ?w {{ ?s p:value ?v }} }}"), "KG826", 403)
    assert len(other.queries) == before


@pytest.mark.parametrize(("query", "code", "status"), [
    ("SELECT * { SERVICE ?w { ?s p:value ?v } }", "KG826", 403),
    ("SELECT * { SERVICE <@> { SERVICE <@> { ?s p:value ?v } } }", "KG835", 422),
    ("SELECT * { " + "SERVICE <@> { ?s p:value ?v } " * 21 + "}", "KG835", 422),
    ("SELECT * { VALUES ?w { <@> <e:1> <e:2> <e:3> <e:4> <e:5> } SERVICE ?w { ?s p:value ?v } }", "KG835", 422),
])  # fmt: skip
def test_what_cannot_be_asked_is_not_sent(server: Live, other: Partner, query: str, code: str, status: int) -> None:
    before = len(other.queries)
    said(ask(server, query.replace("@", other.address)), code, status)
    assert len(other.queries) == before


def test_a_query_that_is_broken_is_not_sent(server: Live, other: Partner) -> None:
    before = len(other.queries)
    found = ask(server, f"SELECT * {{ SERVICE <{other.address}> {{ ?s p:value ?v }} ?x }}").json()
    assert (found["code"], found["line"]) == ("KG820", 1)
    assert len(other.queries) == before


def test_a_join_in_a_loop_sends_few_requests(tmp_path: Path, other: Partner) -> None:
    """The engine by itself would send a request for each row that EXISTS looks at."""
    store = tmp_path / "many"
    store.mkdir()
    made = Store(str(store / "store"))
    made.bulk_load(
        "".join(f"<http://e/n{n}> <http://e/ours> <http://e/a> <http://g/1> .\n" for n in range(3000)).encode(), format=RdfFormat.N_QUADS
    )
    made.flush()
    del made
    (store / "manifest.json").write_text('{"outputs": {}}', encoding="utf-8")
    with beside(store, other.address, time=10) as server:
        for pattern in (
            "FILTER EXISTS { SERVICE <@> { ?o p:value ?v } }",
            "OPTIONAL { SERVICE <@> { ?s p:value ?v } }",
            "SERVICE <@> { ?o p:value ?v }",
        ):
            before = len(other.queries)
            rows = rows_of(ask(server, f"SELECT * {{ ?s e:ours ?o {pattern.replace('@', other.address)} }}"))
            assert len(rows) == 3000
            assert len(other.queries) == before + 1


# ---------------------------------------------------------------- servers that fail


def pour(connection: socket.socket) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nContent-Length: 99999999999\r\n\r\n"
    connection.sendall(head)
    with contextlib.suppress(OSError):
        while True:
            connection.sendall(b" " * 100_000)


def reply(media: str, body: bytes, status: str = "200 OK", more: str = "") -> Any:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{more}Content-Length: {len(body)}\r\n\r\n"
    return lambda connection: connection.sendall(head.encode() + body)


JSON = "application/sparql-results+json"
ONE = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"http://e/a"}}]}}'
ENTITIES = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="s"/></head>'
    b'<results><result><binding name="s"><literal>&b;</literal></binding></result></results></sparql>'
)
FAILURES = {
    "hangs": (lambda connection: time.sleep(LIMIT * 3), "KG834", "it does not answer within 2.25 seconds"),
    "pours": (pour, "KG836", "at most 16777216 bytes of other servers are taken for a query"),
    "closes": (lambda connection: None, "KG834", "it cannot be reached: "),
    "garbage": (reply(JSON, b"\xff\x00garbage"), "KG834", "what it answers is no table of SPARQL results"),
    "half": (reply(JSON, ONE[:-4]), "KG834", "what it"),
    "deep": (reply(JSON, b"[" * 1_000_000), "KG834", "what it answers is no table of SPARQL results"),
    "boolean": (reply(JSON, b'{"head":{},"boolean":true}'), "KG834", "what it answers is no table of SPARQL results"),
    "page": (reply("text/html", b"<p>hello"), "KG834", "it answers with 'text/html' and not with SPARQL results"),
    "broken": (reply("text/plain", b"oops", "500 Oops"), "KG834", "it answers with status 500"),
    "redirect": (reply(JSON, b"", "302 Found", "Location: http://127.0.0.1:1/x\r\n"), "KG834", "it answers 302 and leads to 'http://127.0.0.1:1/x'"),
    "cut": (reply(JSON, ONE, more="X-KG-Truncated: limit=1\r\n"), "KG836", "it says that it cut"),
    "limit": (
        reply(JSON, ONE, more="X-SPARQL-MaxRows: 1\r\n"),
        "KG836", "it says that it gives 1 rows at most, and that many came",
    ),
    "entities": (
        reply("application/sparql-results+xml", ENTITIES),
        "KG834", "what it answers is no table of SPARQL results",
    ),
}  # fmt: skip


class Failing(NamedTuple):
    """A server whose other server says what a test puts into ``say``."""

    server: Live
    address: str
    heard: list[bytes]
    say: list[Any]


@pytest.fixture(scope="module")
def failing(ours: Path) -> Iterator[Failing]:
    say: list[Any] = [None]
    with strange(lambda connection: say[0](connection)) as (address, heard), beside(ours, address) as server:
        yield Failing(server, address, heard, say)


@pytest.mark.parametrize("name", FAILURES)
def test_a_server_that_fails(failing: Failing, name: str) -> None:
    failing.say[0], code, why = FAILURES[name]
    server, address, _, _ = failing
    began = time.monotonic()
    found = said(ask(server, f"SELECT * {{ ?s e:ours ?o SERVICE <{address}> {{ ?s p:value ?v }} }}"), code, 502)
    assert time.monotonic() - began < LIMIT + 3
    assert address in found["what"]
    assert found["why"].startswith(why), found["why"]
    silent = ask(server, f"SELECT ?s ?v {{ ?s e:ours ?o SERVICE SILENT <{address}> {{ ?s p:value ?v }} }} ORDER BY ?s")
    assert [set(row) for row in silent.json()["results"]["bindings"]] == [{"s"}] * 3
    assert silent.headers["x-kg-services"] == f"<{address}>; failed"
    assert "etag" not in silent.headers
    assert ask(server, "SELECT * { ?s e:ours ?o }").status_code == 200


def test_an_error_is_in_the_format_of_the_client(failing: Failing) -> None:
    failing.say[0] = lambda connection: None
    query = f"SELECT * {{ SERVICE <{failing.address}> {{ ?s p:value ?v }} }}"
    table = ask(failing.server, query, headers={"Accept": "text/csv"})
    assert said(table, "KG834", 502)["detail"].startswith(f"KG834: the server <{failing.address}> gives no answer; it cannot be reached: ")
    page = ask(failing.server, query, headers={"Accept": "text/html, */*;q=0.1", "Accept-Language": "ru"})
    assert "сервер" in page.text


def test_a_client_that_goes_frees_the_asker(failing: Failing) -> None:
    failing.say[0] = lambda connection: time.sleep(LIMIT * 2)
    before = len(failing.heard)
    for _ in range(3):
        with failing.server.client() as client, pytest.raises(httpx.TimeoutException):
            client.get("/sparql", params={"query": f"{P}SELECT * {{ SERVICE <{failing.address}> {{ ?s p:value ?v }} }}"}, timeout=0.5)
    assert len(failing.heard) == before + 3
    assert ask(failing.server, "SELECT * { ?s e:ours ?o }").status_code == 200


def test_others_are_answered_while_a_server_hangs(failing: Failing) -> None:
    failing.say[0] = lambda connection: time.sleep(LIMIT * 2)
    query = f"SELECT * {{ SERVICE <{failing.address}> {{ ?s p:value ?v }} }}"
    waiting = [threading.Thread(target=ask, args=(failing.server, query)) for _ in range(3)]
    for one in waiting:
        one.start()
    time.sleep(0.3)
    with failing.server.client("127.0.0.2") as client:
        began = time.monotonic()
        assert client.get("/sparql", params={"query": P + "SELECT * { ?s e:ours ?o } # while it hangs"}).status_code == 200
        assert time.monotonic() - began < LIMIT * 0.5
    for one in waiting:
        one.join()


@pytest.mark.parametrize(
    "address", ["http://x@127.0.0.1/sparql", "127.0.0.1/sparql", "http://2130706433/", "file:///etc/passwd", "http://e/#x"]
)
def test_an_address_that_cannot_be_allowed_is_said_at_the_start(kg: Any, ours: Path, address: str) -> None:
    done = kg("serve", ours, "--port", "0", "--allow-service", address)
    assert done.returncode == 2
    assert done.stderr.startswith(f"KG838: {address!r} cannot be allowed")


def test_a_scratch_store_asks_too(ours: Path, other: Partner, tmp_path: Path) -> None:
    with live(ours, "--allow-service", other.address, "--scratch", tmp_path / "scratch", KG_TOKEN="t") as server, server.client() as client:
        headers = {"Authorization": "Bearer t"}
        update = P + f"INSERT {{ ?s e:copied ?v }} WHERE {{ SERVICE <{other.address}> {{ ?s p:value ?v }} }}"
        assert client.post("/scratch/update", data={"update": update}, headers=headers).status_code in (200, 204)
        query = P + f"SELECT * {{ ?s e:copied ?v SERVICE <{other.address}> {{ ?s p:value ?v }} }}"
        assert len(client.get("/scratch/sparql", params={"query": query}, headers=headers).json()["results"]["bindings"]) == 3
        bad = P + "INSERT { ?s e:copied ?v } WHERE { SERVICE <http://127.0.0.1:9/> { ?s p:value ?v } }"
        said(client.post("/scratch/update", data={"update": bad}, headers=headers), "KG826", 403)


def test_a_server_of_ours_is_asked_by_another(ours: Path, server: Live) -> None:
    """What we serve is an endpoint as any."""
    with beside(ours, f"{server.address}/sparql") as second:
        rows = rows_of(ask(second, f"SELECT * {{ ?s e:ours ?o SERVICE <{server.address}/sparql> {{ ?s e:ours ?theirs }} }}"))
        assert len(rows) == 3
