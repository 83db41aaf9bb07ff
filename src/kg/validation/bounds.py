"""What is looked at before a parser sees a text: entities of XML, which grow without end in few bytes, and how deep its parts are nested.

A parser that runs out of stack or memory ends the process without a word; what is refused here is refused in one sentence. Brackets and
lists of Turtle, TriG and N3 need no bound: their parser (oxttl) keeps them on the heap, 100 000 in one another take it half a second.
"""

from __future__ import annotations

import re
from itertools import accumulate

from pyoxigraph import RdfFormat

from kg.errors import ValidationError

DEEPEST = 500
"""Objects and lists of JSON in one another: far beyond any graph that was written to be read, far below what parsers can take."""
ELEMENTS = 10_000
"""Elements of RDF/XML in one another: the parser's time grows with the square of them, half a second here and a minute at 100 000.
A list written out as ``rdf:rest`` in ``rdf:rest`` has two a member."""
TERMS = 100
"""Triple terms of RDF 1.2 in one another (``<<( … )>>``): parsers follow them on the stack."""
GROWTH, LEAST = 8, 1 << 26
"""What the entities of a file may stand for, in bytes: so many times its length, and always 64 MiB."""
BEGINNING = 512
"""Bytes by which a packed file is known."""
_PACKED = {
    (0, b"PK\x03\x04"): "zip",
    (0, b"PK\x05\x06"): "zip",
    (0, b"\x1f\x8b"): "gzip",
    (0, b"\x1f\x9d"): "compress",
    (0, b"BZh"): "bzip2",
    (0, b"\xfd7zXZ\x00"): "xz",
    (0, b"\x28\xb5\x2f\xfd"): "zstd",
    (0, b"\x04\x22\x4d\x18"): "lz4",
    (0, b"7z\xbc\xaf\x27\x1c"): "7z",
    (0, b"Rar!\x1a\x07"): "rar",
    (257, b"ustar"): "tar",
}
"""Where signs stand by which archives and packed files are known (file(1), magic numbers); a spreadsheet of Excel is a zip too."""
_ENTITY = re.compile(rb"<!ENTITY\s+(%?)\s*([^\s\"'<>&;]*)\s*(\"[^\"]*\"|'[^']*'|[^\s>]*)")
_REFERENCE = re.compile(rb"&(?!#|amp;|lt;|gt;|quot;|apos;)|%[^\s;&%\"'<>]+;")
_MEND = "write the values out"
_NOT_NESTING = re.compile(rb'"(?:[^"\\]+|\\.)*"?|[^"\[\]{}]+', re.DOTALL)
_STEPS = dict.fromkeys(b"[{", 1) | dict.fromkeys(b"]}", -1)
_TERM = re.compile(
    rb"""\x22{3}(?:[^\x22\\]|\\.|\x22(?!\x22\x22))*\x22{3} | \x27{3}(?:[^\x27\\]|\\.|\x27(?!\x27\x27))*\x27{3}
      | \x22(?:[^\x22\\\n]|\\.)*\x22 | \x27(?:[^\x27\\\n]|\\.)*\x27
      | <[^<>\x22{}|^`\\\s]*> | \\. | \#[^\n]* | (?P<open><<\() | (?P<close>\)>>)""",
    re.DOTALL | re.VERBOSE,
)
"""The marks of triple terms, and what may hide them: strings, IRIs, escapes, comments."""

LINES = (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS)


def check(content: bytes, form: RdfFormat, name: str) -> None:
    """Looks at a file of RDF before it is parsed. Raises :class:`ValidationError` as :func:`packed`, :func:`entities` and :func:`depth`."""
    packed(content, name)
    if form == RdfFormat.RDF_XML:
        entities(content, name, limit=max(LEAST, GROWTH * len(content)))
    depth(content, form, name)


def depth(content: bytes, form: RdfFormat, name: str) -> None:
    """Raises :class:`ValidationError` KG623, with its place, for a text whose parts stand in one another too deeply for its parser.

    N-Triples and N-Quads are looked at by who gives them to a parser (:func:`terms`): plain lines come to none.
    """
    if form == RdfFormat.RDF_XML:
        elements(content, name)
    elif form == RdfFormat.JSON_LD:
        nesting(content, name)
    elif form not in LINES:
        terms(content, name)


def archive(content: bytes) -> str:
    """What kind of archive or packed file begins so; '' for none."""
    return next((kind for (at, sign), kind in _PACKED.items() if content.startswith(sign, at)), "")


def packed(content: bytes, name: str) -> None:
    """Raises :class:`ValidationError` KG805 for an archive or a packed file, by its beginning."""
    if kind := archive(content):
        mend = "unpack it and give what is in it"
        raise ValidationError("KG805", f"this is an archive ({kind}), not RDF", why="archives are not unpacked", mend=mend, file=name)


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
    raise _deep(f"objects and lists are nested more than {DEEPEST} deep", content, end, name)


def elements(content: bytes, name: str) -> None:
    """Raises :class:`ValidationError` KG623, with its place, for XML whose elements stand in one another too deeply.

    What is no XML from some place on is looked at up to there: its parser says what is wrong with it.
    """
    if content.count(b"<") <= ELEMENTS:
        return
    from xml.parsers import expat  # only RDF/XML pays for it

    parser = expat.ParserCreate()
    parser.DefaultHandler = lambda _: None  # with it, entities of the document's own are not expanded
    inside = 0

    def start(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal inside
        inside += 1
        if inside > ELEMENTS:
            raise _deep(f"elements are nested more than {ELEMENTS} deep", content, parser.CurrentByteIndex, name)

    def end(_name: str) -> None:
        nonlocal inside
        inside -= 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        return


def terms(content: bytes, name: str) -> None:
    """Raises :class:`ValidationError` KG623, with its place, for triple terms that stand in one another too deeply (RDF 1.2 Turtle)."""
    if content.count(b"<<(") <= TERMS:
        return
    inside = 0
    for match in _TERM.finditer(content):
        inside = max(inside + (match["open"] is not None) - (match["close"] is not None), 0)
        if inside > TERMS:
            raise _deep(f"triple terms are nested more than {TERMS} deep", content, match.start(), name)


def _deep(what: str, content: bytes, at: int, name: str) -> ValidationError:
    """KG623 at an offset."""
    line = content.count(b"\n", 0, at) + 1
    column = len(content[content.rfind(b"\n", 0, at) + 1 : at].decode("utf-8", "replace")) + 1
    return ValidationError("KG623", what, why="no parser follows them safely", mend="give nodes names", file=name, line=line, column=column)
