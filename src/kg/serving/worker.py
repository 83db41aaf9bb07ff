"""The nursery, warm once, and its children, one a job: ``python -m kg.serving.worker SECONDS MEGABYTES``.

The nursery imports and reads all that a job can need, says ``ready`` on standard output, and forks a child for each pair of descriptors
that comes through standard input (a Unix socket). It has no threads and sees no job. The child gives everything up (``sandbox``), writes
its process number, reads a :class:`kg.serving.job.Job` from the first descriptor, writes its reply there and ends; the second is its
standard error.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import pkgutil
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import RdfFormat, parse, serialize

from kg import interpreting, mapping, reading, validation
from kg.errors import KgError
from kg.serving import checking, document, fields, negotiation, sandbox
from kg.serving.job import Job, Part, Reply
from kg.vocabulary import vocabulary

READY = b"ready\n"
_DATA = b"""@prefix e: <urn:example:> .
e:a a e:Thing ; e:value "1"^^<http://www.w3.org/2001/XMLSchema#integer> , [] .
"""
_SHAPES = b"""@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix e: <urn:example:> .
e:Shape a sh:NodeShape ; sh:targetClass e:Thing ;
    sh:property [ sh:path e:value ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
    sh:sparql [ sh:message "{?value}" ; sh:select "SELECT $this ?value { $this <urn:example:value> ?value }" ] .
"""


_MISSPELT = b"""@prefix sh: <http://www.w3.org/ns/shacl#> .
[] a sh:NodeShap ; sh:targetClass <urn:example:Thing> ; sh:property [ sh:path <urn:example:p> ; sh:minCnt 1 ; sh:nodeKind sh:Iri ] .
"""
_STRANGE = b"<urn:example:a> a <BASEontology#Figure> ; <BASEontology#valeu> 1 ."  # a misspelt term, for which words are compared
_DECLARED = {"state": "KAZ", "edition": "1"}


def warm() -> None:
    """Imports and reads all that a job can need: nothing can be opened afterwards."""
    for room in (interpreting, mapping, reading, validation):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if not module.name.startswith("kg.validation.engines."):
                importlib.import_module(module.name)
    for name in negotiation.FORMS:
        for language in negotiation.LANGUAGES:
            data, shapes = Part("data", "ttl", _DATA), Part("shapes", "ttl", _SHAPES)
            checking.check(Job([data], [shapes], "", name, language, "violation", 0))
    with contextlib.suppress(KgError):  # whose faults are told with proposals, by a library that is imported late
        checking.check(Job([Part("data", "ttl", _DATA)], [Part("shapes", "ttl", _MISSPELT)], "", "text", "en", "violation", 0))
    for form in fields.FORMS:  # what is broken is explained by tables of its own
        for text in (b"<a:a> <", b"<a><b></a>", b"{", b'<a:a> a "'):
            checking.check(Job([Part("data", form, text)], [], "ours", "text", "en", "violation", 0))
    for form in ("nt", "rdf", "jsonld"):  # which are followed by readers of their own
        known = RdfFormat.from_extension(form)
        written = serialize((quad.triple for quad in parse(_DATA, format=RdfFormat.TURTLE)), format=known) or b""
        checking.check(Job([Part("data", form, written)], [Part("shapes", "ttl", _SHAPES)], "", "text", "en", "violation", 0))
    ours = Part("data", "ttl", _STRANGE.replace(b"BASE", vocabulary().base.encode()))
    checking.check(Job([ours], [], "ours", "text", "en", "violation", 0))
    for text in _documents():
        checking.check(Job([Part("data", document.FORM, text)], [], "ours", "text", "en", "violation", 0, declared=_DECLARED))


def _documents() -> Iterator[bytes]:
    """A document of each language with every section and row, for the words of a language are read when they are met."""
    names = vocabulary()
    for language in names.languages:
        lines = []
        for code, section in names.sections.items():
            lines.append(section.labels.get(language, ""))
            rows = [indicator.labels.get(language, "") for indicator in names.indicators.values() if indicator.section == code]
            lines += [f"{row}\t1" for row in rows] + ["x x x\t1"]
        yield "\n".join(lines).encode()


def work(stream: socket.socket, time: float, memory: int) -> None:
    """Does one job in this very process, which it locks in for good."""
    with stream.makefile("rwb") as pipe:
        pipe.write(b"%d\n" % os.getpid())
        pipe.flush()
        sandbox.enter(time, memory)
        try:
            reply = checking.check(Job.read(pipe))
        except BaseException as error:  # noqa: BLE001 - an engine's panic is no Exception; whatever it is, the client gets a problem
            broken = {
                "code": "KG812",
                "what": "the service made a mistake",
                "why": _where(error),
                "mend": "report it, with data and shapes",
            }
            reply = Reply(problem=broken)
        pipe.write(reply.write())
        pipe.flush()


def _where(error: BaseException) -> str:
    """The kind of an error and the line of ours in which it came up; nothing of what was sent."""
    trace, where = error.__traceback__, ""
    while trace is not None:
        where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__} at {where}"


def main(arguments: list[str]) -> None:
    """Runs the nursery until the server goes."""
    time, memory = float(arguments[0]), int(arguments[1])
    sandbox.die_with_parent()
    sys.set_int_max_str_digits(0)  # a number of any length is a number; the deadline bounds what it costs
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)  # the server says when
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no child stays as a zombie
    warm()
    gc.collect()
    gc.freeze()
    control = socket.socket(fileno=0)
    os.write(1, READY)
    while True:
        said, descriptors, _, _ = socket.recv_fds(control, 1, 2)
        if not said:
            os._exit(0)
        with contextlib.suppress(OSError):  # no more processes: the server sees the end of the stream
            if os.fork() == 0:
                _child(control, descriptors, time, memory)
        for descriptor in descriptors:
            os.close(descriptor)


def _child(control: socket.socket, descriptors: list[int], time: float, memory: int) -> None:
    try:
        sandbox.die_with_parent()
        control.close()
        os.dup2(descriptors[1], 2)
        os.dup2(descriptors[1], 1)
        work(socket.socket(fileno=descriptors[0]), time, memory)
    finally:
        os._exit(0)  # without the interpreter's tidying, which costs time and may fail


if __name__ == "__main__":
    main(sys.argv[1:])
