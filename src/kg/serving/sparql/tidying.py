"""The head of serialised RDF put in order: the serialiser takes prefixes as they fall, and an answer has the same bytes every time."""

from __future__ import annotations

import re

PREFIXED = ("ttl", "trig", "rdf")
"""Forms that have prefixes."""
_LINES = re.compile(rb"(?:@prefix [^\n]*+\n)*+")
_NAMES = re.compile(rb'(<rdf:RDF)((?: xmlns:[^=\s>]++="[^"]*+")++)')
_NAME = re.compile(rb' xmlns:([^=]++)="[^"]*+"')


def tidy(content: bytes, form: str) -> bytes:
    """The same RDF, its prefixes sorted, without those that nothing uses."""
    if form == "rdf":
        return _NAMES.sub(lambda found: found[1] + b"".join(_used(content, found[2])), content, count=1)
    found = _LINES.match(content)
    if form not in PREFIXED or found is None:
        return content
    body = memoryview(content)[found.end() :]
    rest = bytes(body)
    lines = sorted(line for line in found[0].splitlines(keepends=True) if line.split(b" ")[1] in rest)
    return b"".join(lines) + rest


def _used(content: bytes, names: bytes) -> list[bytes]:
    return sorted(name[0] for name in _NAME.finditer(names) if name[1] == b"rdf" or b"<" + name[1] + b":" in content)
