"""What is looked at before a parser sees a text: entities of XML and the nesting of JSON, which grow without end in few bytes.

A parser that runs out of stack or memory ends the process without a word; what is refused here is refused in one sentence.
"""

from __future__ import annotations

import re
from itertools import accumulate

from pyoxigraph import RdfFormat

from kg.errors import ValidationError

DEEPEST = 500
"""Objects and lists of JSON in one another: far beyond any graph that was written to be read, far below what parsers can take."""
GROWTH, LEAST = 8, 1 << 26
"""What the entities of a file may stand for, in bytes: so many times its length, and always 64 MiB."""
_ENTITY = re.compile(rb"<!ENTITY\s+(%?)\s*([^\s\"'<>&;]*)\s*(\"[^\"]*\"|'[^']*'|[^\s>]*)")
_REFERENCE = re.compile(rb"&(?!#|amp;|lt;|gt;|quot;|apos;)|%[^\s;&%\"'<>]+;")
_MEND = "write the values out"
_NOT_NESTING = re.compile(rb'"(?:[^"\\]+|\\.)*"?|[^"\[\]{}]+', re.DOTALL)
_STEPS = dict.fromkeys(b"[{", 1) | dict.fromkeys(b"]}", -1)


def check(content: bytes, form: RdfFormat, name: str) -> None:
    """Looks at a file of RDF before it is parsed. Raises :class:`ValidationError` as :func:`entities` and :func:`nesting`."""
    if form == RdfFormat.RDF_XML:
        entities(content, name, limit=max(LEAST, GROWTH * len(content)))
    elif form == RdfFormat.JSON_LD:
        nesting(content, name)


def entities(content: bytes, name: str, *, limit: int, longest: int | None = None, most: int | None = None) -> None:
    """Looks at the entities that an RDF/XML document declares; those for namespaces, as editors of ontologies write them, are taken.

    ``limit``: bytes of all that they stand for; ``longest``: bytes of one, ``most``: how many, where these are bounded too. Raises
    :class:`ValidationError`: KG809 external ones and ones that hold others, KG801 large ones.
    """
    if b"<!ENTITY" not in content:
        return
    grown = 0
    found = list(_ENTITY.finditer(content))
    for match in found:
        parameter, entity, value = match.groups()
        line = content.count(b"\n", 0, match.start()) + 1
        known = entity.decode("utf-8", "replace")[:40]
        if parameter or value[:1] not in (b'"', b"'"):
            raise ValidationError("KG809", f"the entity {known!r} is external", why="nothing is fetched", mend=_MEND, file=name, line=line)
        if _REFERENCE.search(value):
            what = f"the entity {known!r} holds others"
            raise ValidationError("KG809", what, why="entities in entities grow without end", mend=_MEND, file=name, line=line)
        grown += content.count(b"&" + entity + b";") * len(value)
        if grown > limit or (longest is not None and len(value) > longest) or (most is not None and len(found) > most):
            counted = f"{most} entities of at most {longest} bytes are taken, and " if longest is not None and most is not None else ""
            why = f"at most {counted}{limit} bytes of what they stand for"
            raise ValidationError("KG801", "the entities are too large", why=why, mend=_MEND, file=name, line=line)


def nesting(content: bytes, name: str) -> None:
    """Raises :class:`ValidationError` KG623, with its place, for JSON whose objects and lists stand in one another too deeply."""
    if content.count(b"{") + content.count(b"[") <= DEEPEST:
        return
    brackets = _NOT_NESTING.sub(b"", content)
    if max(accumulate(map(_STEPS.__getitem__, brackets)), default=0) <= DEEPEST:
        return
    depth = end = 0
    for match in re.finditer(rb"[\[\]{}]", _NOT_NESTING.sub(lambda other: b" " * len(other[0]), content)):
        depth += _STEPS[match[0][0]]
        if depth > DEEPEST:
            end = match.start()
            break
    line = content.count(b"\n", 0, end) + 1
    column = len(content[content.rfind(b"\n", 0, end) + 1 : end].decode("utf-8", "replace")) + 1
    what = f"objects and lists are nested more than {DEEPEST} deep"
    raise ValidationError("KG623", what, why="no parser follows them safely", mend="give nodes names", file=name, line=line, column=column)
