"""The process that owns the scratch store: ``python -m kg.serving.scratch.writer STORE MEGABYTES [SERVICE ...]``.

It does what it is told, one after the other: queries, updates, graphs read, replaced, added to and dropped, each in one transaction. Killed
in the middle of one, it leaves what was before; the next one opens the store anew.
"""

from __future__ import annotations

import io
import os
import socket
import sys
import time
from base64 import b64decode
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store, parse

from kg.serving import sandbox
from kg.serving.scratch import updating
from kg.serving.sparql import asker, tidying
from kg.serving.sparql.joining import joined
from kg.serving.sparql.refusal import quoted, refused, syntax
from kg.serving.sparql.relay import Relay
from kg.serving.sparql.shelf import Shelf

_OPENING = 10.0
"""Seconds in which a writer that was killed lets go of the store."""
Done = tuple[bytes, bool]
"""Bytes, and for graphs whether the graph was there before."""


def update(store: Store, services: tuple[str, ...], strict: bool, fetch: Relay, asked: dict[str, Any]) -> Done:
    """A SPARQL update. Raises :class:`ServingError` KG820 to KG822, KG826, KG831, KG834 to KG836."""
    text = updating.prepared(asked["text"], asked["using"], asked["using_named"], services, strict=strict)
    text = joined(text, asked["text"], asked, services, fetch, None)
    _run(store, text, prefixes=asked["prefixes"], base_iri=asked["base"])
    return b"", False


def _run(store: Store, text: str, **options: Any) -> None:
    try:
        store.update(text, **options)
    except SyntaxError as error:
        raise syntax(str(error.msg), "the update is not SPARQL 1.1") from error
    except (ValueError, RuntimeError, OSError) as error:
        raise refused("KG831", "the update failed", why=quoted(str(error), 300)) from error


def read(store: Store, asked: dict[str, Any]) -> Done:
    """A graph in a form. Raises :class:`ServingError` KG832."""
    _there(store, asked["graph"])
    form = asked["form"]
    prefixes = asked["prefixes"] if form in tidying.PREFIXED else None
    content = store.dump(format=asker.TRIPLES[form], from_graph=_graph(asked["graph"]), prefixes=prefixes) or b""
    return tidying.tidy(content, form), True


def write(store: Store, asked: dict[str, Any]) -> Done:
    """A graph replaced (``replace``) or added to. Raises :class:`ServingError` KG833 for what is not RDF."""
    name = asked["graph"]
    triples = [triple for part in asked["parts"] for triple in _triples(part, asked["base"])]
    before = _exists(store, name)
    into = f"GRAPH <{name}>" if name else "DEFAULT"
    steps = [f"DROP SILENT {into}"] if asked["replace"] else []
    steps += [f"CREATE SILENT {into}"] if name else []
    data = " .\n".join(triples)
    steps.append(f"INSERT DATA {{ {into} {{ {data} }} }}" if name else f"INSERT DATA {{ {data} }}")
    _run(store, " ;\n".join(steps))
    return b"", before


def _triples(part: dict[str, str], base: str) -> list[str]:
    """The triples of a part of a body as N-Triples, each part with blank nodes of its own."""
    form = RdfFormat.from_media_type(part["media"])
    assert form is not None
    content = b64decode(part["content"])
    try:
        return [str(quad.triple) for quad in parse(content, format=form, base_iri=base, without_named_graphs=True, rename_blank_nodes=True)]
    except SyntaxError as error:
        place = {"line": error.lineno or None, "column": error.offset or None}
        why, mend = quoted(str(error.msg), 300), "mend it at the line and column named"
        raise refused("KG833", "the data cannot be read", why=why, mend=mend, **place) from error
    except (ValueError, OSError) as error:
        raise refused("KG833", "the data cannot be read", why=quoted(str(error), 300)) from error


def drop(store: Store, asked: dict[str, Any]) -> Done:
    """A graph dropped. Raises :class:`ServingError` KG832."""
    name = asked["graph"]
    _there(store, name)
    _run(store, f"DROP GRAPH <{name}>" if name else "CLEAR DEFAULT")
    return b"", True


def _exists(store: Store, name: str) -> bool:
    return not name or store.contains_named_graph(NamedNode(name))


def _there(store: Store, name: str) -> None:
    if not _exists(store, name):
        raise refused("KG832", f"there is no graph {quoted(f'<{name}>')}", mend="see which graphs there are by a query")


def _graph(name: str) -> Any:
    return NamedNode(name) if name else DefaultGraph()


def work(folder: Path, memory: int, services: tuple[str, ...], stream: socket.socket, shelf: Shelf) -> None:
    """The writer, until its stream ends."""
    strict = not sandbox.isolate()
    store = _opened(folder)
    asker.cap(memory, files=True)
    pipe = stream.makefile("rwb", buffering=io.DEFAULT_BUFFER_SIZE)
    relay = Relay(pipe)
    tasks: dict[str, Callable[[dict[str, Any]], Done]] = {
        "query": lambda asked: asker.answer(store, asked, services, strict=strict, fetch=relay),
        "update": partial(update, store, services, strict, relay),
        "read": partial(read, store),
        "write": partial(write, store),
        "drop": partial(drop, store),
    }
    with pipe:
        pipe.write(b"%d\n" % os.getpid())
        pipe.flush()
        asker.serve(pipe, shelf, lambda asked: tasks[asked.get("task", "query")](asked))


def _opened(folder: Path) -> Store:
    deadline = time.monotonic() + _OPENING
    while True:
        try:
            return Store(str(folder))
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def main(arguments: list[str]) -> None:
    """The process that forks the writer."""
    folder, memory, services = Path(arguments[0]), int(arguments[1]), tuple(arguments[2:])
    asker.nursery(lambda stream, shelf: work(folder, memory, services, stream, shelf))


if __name__ == "__main__":
    main(sys.argv[1:])
