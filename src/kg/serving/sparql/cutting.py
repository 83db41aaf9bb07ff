"""A table that the store has serialised, cut at the row limit: nothing behind that row, the notice in its head.

The notice is the ``link`` of the head, which the results formats have for further information (SPARQL 1.1 Query Results JSON Format,
section 3.1.2; SPARQL Query Results XML Format, section 2.2); CSV and TSV have no place for one. A row too many is found by the forms of
the serialiser, and :mod:`kg.serving.sparql.asker` asks for one row more than it gives.
"""

from __future__ import annotations

import json
import re
from xml.sax.saxutils import quoteattr

_DEPTH = 8
"""Objects in objects: a row, its terms, and the triples that are terms (SPARQL 1.2)."""


def _object(depth: int) -> bytes:
    inner = rb"|" + _object(depth - 1) if depth else b""
    return rb'\{(?:[^"{}]|"(?:[^"\\]|\\.)*+"' + inner + rb")*+\}"


_ROW = {
    "json": re.compile(_object(_DEPTH), re.DOTALL),
    "xml": re.compile(rb"<result>.*?</result>", re.DOTALL),
    "csv": re.compile(rb'(?:[^"\r\n]|"[^"]*+")*+\r\n'),
    "tsv": re.compile(rb"[^\n]*+\n"),
}
_BEGIN = {"json": b'"bindings":[', "xml": b"<results>", "csv": b"\r\n", "tsv": b"\n"}
_END = {"json": b"]}}", "xml": b"</results></sparql>", "csv": b"", "tsv": b""}
_SIGN = {"json": b"{", "xml": b"<result>", "csv": b"\n", "tsv": b"\n"}
"""What every row has at least once."""


def cut(content: bytes, form: str, rows: int, notice: str) -> tuple[bytes, bool]:
    """The table with at most ``rows`` rows, and whether it had more; ``notice`` is an IRI for its head."""
    if content.count(_SIGN[form]) <= rows:
        return content, False
    start = content.index(_BEGIN[form]) + len(_BEGIN[form])
    at, row = start, _ROW[form]
    for number in range(rows + 1):
        found = row.search(content, at) if form in ("json", "xml") else row.match(content, at)
        if found is None or not found[0]:
            return content, False
        if number == rows:
            break
        at = found.end()
    return _marked(content[:start], form, notice) + content[start:at] + _END[form], True


def _marked(head: bytes, form: str, notice: str) -> bytes:
    if form == "json":
        return head.replace(b'{"head":{', b'{"head":{"link":[' + json.dumps(notice).encode("ascii") + b"],", 1)
    if form == "xml":
        return head.replace(b"</head>", b"<link href=" + quoteattr(notice).encode("utf-8") + b"/></head>", 1)
    return head
