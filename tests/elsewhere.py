"""Other servers: one that answers SPARQL on a graph of its own, and ones that answer anything else."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store

Say = Callable[[socket.socket], None]
PARTNER = """
@prefix e: <http://e/> . @prefix p: <http://partner/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
e:a p:value 40842.50 ; p:name "Тюрьмы «ё» \\"q\\" \\\\ \\n"@ru .
e:b p:value 0 ; p:of [ p:name "blank" ] .
e:c p:value "12345678901234567890.123456789"^^xsd:decimal .
"""


class Partner:
    """A SPARQL endpoint on a graph, and the queries that it got."""

    def __init__(self, address: str, store: Store) -> None:
        self.address = address
        self.store = store
        self.queries: list[str] = []
        self.heads: list[dict[str, str]] = []
        self.said: dict[str, str] = {}
        """Headers that it adds."""


def partner(data: str) -> contextlib.AbstractContextManager[Partner]:
    """Serves Turtle at an address of the loopback."""
    return _partner(data)


@contextlib.contextmanager
def _partner(data: str) -> Iterator[Partner]:
    store = Store()
    store.load(data.encode(), format=RdfFormat.TURTLE)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if self.headers["Content-Type"] != "application/sparql-query":
                query = parse_qs(query)["query"][0]
            one.queries.append(query)
            one.heads.append({name.lower(): value for name, value in self.headers.items()})
            try:
                found = store.query(query)
                assert not isinstance(found, QueryTriples)
                body = found.serialize(format=QueryResultsFormat.JSON) or b""
                self.send_response(200)
                self.send_header("Content-Type", "application/sparql-results+json")
            except SyntaxError as error:
                body = str(error).encode()
                self.send_response(400)
            for name, value in one.said.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        one = Partner(f"http://127.0.0.1:{server.server_port}/sparql", store)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield one
        server.shutdown()


def _request(connection: socket.socket) -> bytes:
    """A request, as long as it says that it is."""
    found = b""
    while b"\r\n\r\n" not in found and (piece := connection.recv(65536)):
        found += piece
    size = re.search(rb"(?i)content-length: (\d+)", found)
    while size and len(found.partition(b"\r\n\r\n")[2]) < int(size[1]) and (piece := connection.recv(65536)):
        found += piece
    return found


@contextlib.contextmanager
def strange(say: Say) -> Iterator[tuple[str, list[bytes]]]:
    """A server that takes a request and says what it likes; its address, and the requests it got."""
    heard: list[bytes] = []
    ended = threading.Event()

    def work(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(20)
            heard.append(_request(connection))
            say(connection)

    def serve() -> None:
        while not ended.is_set():
            with contextlib.suppress(OSError):  # nobody came, or it is over
                threading.Thread(target=work, args=(listening.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.1)
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/sparql", heard
        ended.set()
        thread.join(5)
