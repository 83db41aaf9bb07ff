"""Processes that answer queries on a store: ``python -m kg.serving.sparql.asker STORE MEGABYTES [SERVICE ...]``.

The process that is started imports what is needed, says ``ready`` on standard output and forks an asker for each three descriptors that
come through standard input (a Unix socket). An asker gives up the network (what SERVICE asks is sent by the server, see ``relay``), opens
the store read-only, caps its memory (RLIMIT_DATA), says its process number, and answers questions from the first descriptor one after the
other; the second is its standard error, the third the shelf on which it lays answers. Whoever waits for it kills it at the deadline. An
answer is made whole before its first byte is sent: a query that fails or is killed half way is an error and never a table that looks
complete.
"""

from __future__ import annotations

import gc
import io
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, Store, Triple, serialize

from kg.serving import problem, sandbox
from kg.serving.limits import MEGABYTE
from kg.serving.problem import ServingError
from kg.serving.sparql import bounding, cutting, frames, tidying
from kg.serving.sparql.joining import joined
from kg.serving.sparql.nursery import READY
from kg.serving.sparql.refusal import quoted, refused, syntax
from kg.serving.sparql.relay import Relay
from kg.serving.sparql.shelf import Shelf

RESULTS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
TRIPLES = {
    "ttl": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
}
_WHY = 300


def answer(
    store: Store, asked: dict[str, Any], services: tuple[str, ...], *, strict: bool, fetch: Relay | None = None
) -> tuple[bytes, bool]:
    """The answer's bytes, and whether it was cut at the row limit. ``fetch`` sends queries to ``services``.

    Raises :class:`ServingError` KG820, KG826, KG827, KG834 to KG836.
    """
    known = bounding.bounded(
        asked["text"], asked["kind"], asked["rows"], services, strict=strict, later=fetch is not None and bool(services)
    )
    options: dict[str, Any] = {"prefixes": asked["prefixes"], "base_iri": asked["base"]}
    if asked["default_graphs"] or asked["named_graphs"]:
        options["default_graph"] = [NamedNode(iri) for iri in asked["default_graphs"]]
        options["named_graphs"] = [NamedNode(iri) for iri in asked["named_graphs"]]
    elif asked["union"] and not known.dataset:
        options["use_default_graph_as_union"] = True  # which would go before FROM
    try:
        text = known.text
        if fetch is not None and services:
            text = joined(text, asked["text"], asked, services, fetch, lambda query: store.query(query, **options))
        found = _found(store, text, asked["text"], options)
        if isinstance(found, QueryTriples):
            return _graph(found, asked)
        assert isinstance(found, QueryBoolean | QuerySolutions)
        content = found.serialize(format=RESULTS[asked["form"]]) or b""
    except SyntaxError as error:
        raise syntax(str(error.msg)) from error
    except (ValueError, RuntimeError, OSError) as error:
        raise refused("KG827", "the query failed", why=quoted(str(error), _WHY)) from error
    return cutting.cut(content, asked["form"], asked["rows"], asked["notice"]) if known.open else (content, False)


def _found(store: Store, text: str, original: str, options: dict[str, Any]) -> Any:
    try:
        return store.query(text, **options)
    except SyntaxError:
        if text != original:
            store.query(original, **options)  # says the place in the client's own words
        raise


def _graph(found: QueryTriples, asked: dict[str, Any]) -> tuple[bytes, bool]:
    """At most as many triples as rows, and whether there are more."""
    rows, form = asked["rows"], asked["form"]

    def given() -> Iterator[Triple]:
        yield from islice(found, rows)

    prefixes = asked["prefixes"] if form in tidying.PREFIXED else None
    content = serialize(given(), format=TRIPLES[form], prefixes=prefixes) or b""
    return tidying.tidy(content, form), next(iter(found), None) is not None


def serve(stream: Any, shelf: Shelf, answered: Callable[[dict[str, Any]], tuple[bytes, bool]]) -> None:
    """Answers questions until the stream ends; an answer that is too large for the shelf goes through the stream."""
    while (frame := frames.read(stream)) is not None:
        content = b""
        try:
            content, cut = answered(frame.said)
            said = {"size": len(content), "cut": cut}
            if shelf.lay(content):
                head, content = frames.written(frames.LAID, said), b""
            else:
                head = frames.written(frames.ANSWER, said)
        except ServingError as error:
            head = frames.written(frames.ERROR, problem.fields(error))
        except MemoryError:
            head = frames.written(frames.ERROR, {"code": "KG824", "what": ""})
        except RecursionError:
            head = frames.written(frames.ERROR, {"code": "KG825", "what": ""})
        stream.write(head)
        stream.write(content)
        stream.flush()


def cap(memory: int, *, files: bool = False) -> None:
    """At most ``memory`` megabytes of data beyond what is in use, no core file; no file is written but with ``files``."""
    data, _ = sandbox.in_use()
    sandbox.limit(resource.RLIMIT_DATA, data + memory * MEGABYTE)
    sandbox.limit(resource.RLIMIT_CORE, 0)
    if not files:
        sandbox.limit(resource.RLIMIT_FSIZE, 0)


def work(folder: Path, memory: int, services: tuple[str, ...], stream: socket.socket, shelf: Shelf) -> None:
    """An asker, until its stream ends."""
    strict = not sandbox.isolate()
    store = Store.read_only(str(folder))
    next(iter(store.quads_for_pattern(None, None, None, None)), None)  # warm
    cap(memory)
    with stream.makefile("rwb", buffering=io.DEFAULT_BUFFER_SIZE) as pipe:
        pipe.write(b"%d\n" % os.getpid())
        pipe.flush()
        relay = Relay(pipe)
        serve(pipe, shelf, lambda asked: answer(store, asked, services, strict=strict, fetch=relay))


def nursery(born: Callable[[socket.socket, Shelf], None]) -> None:
    """Forks a child for each three descriptors until the server goes; ``born`` gets the first as a socket, the last as a shelf."""
    sandbox.die_with_parent()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)  # the server says when
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no child stays as a zombie
    gc.collect()
    gc.freeze()
    control = socket.socket(fileno=0)
    os.write(1, READY)
    while True:
        said, descriptors, _, _ = socket.recv_fds(control, 1, 3)
        if not said:
            os._exit(0)
        try:
            if os.fork() == 0:
                _child(control, descriptors, born)
        except OSError:
            pass  # no more processes: the server sees the end of the stream
        for descriptor in descriptors:
            os.close(descriptor)


def _child(control: socket.socket, descriptors: list[int], born: Callable[[socket.socket, Shelf], None]) -> None:
    try:
        sandbox.die_with_parent()
        control.close()
        os.dup2(descriptors[1], 2)
        os.dup2(descriptors[1], 1)
        os.close(descriptors[1])
        shelf = Shelf(descriptors[2], writing=True)
        os.close(descriptors[2])
        born(socket.socket(fileno=descriptors[0]), shelf)
    except Exception as error:  # noqa: BLE001 - last words for whoever started it
        os.write(2, f"{type(error).__name__}: {error}"[:_WHY].encode("utf-8", "replace"))
    finally:
        os._exit(0)  # without the interpreter's tidying, which costs time and may fail


def main(arguments: list[str]) -> None:
    """The process that forks askers."""
    folder, memory, services = Path(arguments[0]), int(arguments[1]), tuple(arguments[2:])
    nursery(lambda stream, shelf: work(folder, memory, services, stream, shelf))


if __name__ == "__main__":
    main(sys.argv[1:])
