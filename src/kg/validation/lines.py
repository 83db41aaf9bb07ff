"""N-Quads that are plain lines, read by one expression: several times as fast as a parser that makes an object of every term.

Plain: each line is a triple or quad of IRIs without escapes, percent-encodings or characters beyond ASCII, of literals with the usual
escapes and language tags, of blank nodes with simple labels; no comment or odd white space. What our builds write is plain. The
expression accepts a part of what the grammar does (N-Quads 1.1, section 5; RFC 3987): nothing passes that a parser would refuse, and any
other text is for the parser.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

_PIECE = 1 << 18
"""Bytes that are read at once: their terms are thrown away while they are still in the cache."""
_PART = rb"[A-Za-z0-9._~!$&'()*+,;=:@/?-]*"
_IRI = rb"<[a-z][a-z0-9+.-]*:(?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?=[/?#>])|(?!//))" + _PART + rb"(?:#" + _PART + rb")?>"
_TAG = rb"@[a-z]{2,3}(?:-[A-Z]{2}|-[A-Z][a-z]{3})?"
_LITERAL = rb'"[^"\\\n\r]*(?:\\[tbnrf"\'\\][^"\\\n\r]*)*"(?:' + _TAG + rb"|\^\^" + _IRI + rb")?"
_NODE = _IRI + rb"|_:[A-Za-z0-9_]+"
_SHAPE = re.compile(rb'^([^ ]+) ([^ ]+) (<[^ ]+|"[^"\\\n]*(?:\\.[^"\\\n]*)*"[^ ]*|_:[^ ]+)(?: ([^ ]+))? \.\n', re.MULTILINE)
"""A line's terms; a class of one character is many times as fast as others, so the terms are checked afterwards, each once."""
_IRIS = re.compile(b"(?:%b\n)*+" % _IRI)
_NODES = re.compile(b"(?:(?:%b)\n)*+" % _NODE)
_TERMS = re.compile(b"(?:(?:%b|%b)\n)*+" % (_NODE, _LITERAL))
_DOTTED = re.compile(rb"<[^<>\"\s]*/\.[^<>\"\s]*>")
"""What a parser of Turtle may shorten (RFC 3986, section 5.2.4)."""
_UNDERSCORE, _QUOTE = b'_"'
Triple = tuple[bytes, bytes, bytes]
_Append = Callable[[bytes], None]


@dataclass(slots=True)
class Column:
    """The triples of one predicate, in their order; one that stands in several graphs, several times."""

    subjects: list[bytes] = field(default_factory=list)
    objects: list[bytes] = field(default_factory=list)

    def pairs(self) -> Iterator[tuple[bytes, bytes]]:
        """Subject and object of each."""
        return zip(self.subjects, self.objects, strict=True)

    def index(self) -> Mapping[bytes, Sequence[bytes]]:
        """Subject → its objects."""
        one = dict(zip(self.subjects, zip(self.objects, strict=True), strict=True))
        if len(one) == len(self.subjects):
            return one
        found = defaultdict(list)
        for subject, value in self.pairs():
            found[subject].append(value)
        return found


class _Columns(dict[bytes, tuple[bytes, _Append, _Append]]):
    """Predicate → a prefix that stands for the whole of it, so that nothing has to be escaped; what adds to its column."""

    def __init__(self) -> None:
        self.columns: dict[bytes, Column] = {}

    def __missing__(self, predicate: bytes) -> tuple[bytes, _Append, _Append]:
        column = self.columns[predicate] = Column()
        made = self[predicate] = b"p%d: " % len(self), column.subjects.append, column.objects.append
        return made


@dataclass(slots=True)
class Lines:
    """Triples, terms written as in N-Triples."""

    turtle: str
    subjects: set[bytes]
    """Subjects of the texts that are not context."""
    predicates: set[bytes]
    """Their predicates."""
    columns: dict[bytes, Column]
    """Triples by predicate."""
    ends: Collection[bytes]
    """All objects."""
    blank: list[Triple]
    """Triples with blank nodes."""
    _objects: dict[bytes, Mapping[bytes, Sequence[bytes]]] = field(default_factory=dict)

    def named(self, predicate: bytes, pairs: Iterable[tuple[bytes, bytes]]) -> bytes:
        """Triples of a predicate as N-Triples, those with blank nodes left out."""
        between = b" %b " % predicate
        if any(predicate == one[1] for one in self.blank):
            pairs = ((s, o) for s, o in pairs if not _has_blank(s, o))
        return _text([s + between + o for s, o in pairs])

    def objects(self, subject: bytes, predicate: bytes) -> list[bytes]:
        """The objects of a subject and predicate, each once."""
        if predicate not in self._objects:
            self._objects[predicate] = self.columns[predicate].index() if predicate in self.columns else {}
        return list(dict.fromkeys(self._objects[predicate].get(subject, ())))

    def typed(self) -> list[bytes]:
        """The literals with a datatype, in order."""
        return sorted(value for value in self.ends if value[0] == _QUOTE and value.endswith(b">"))

    def unnamed(self) -> bytes:
        """The triples with blank nodes as N-Triples."""
        return _text([b" ".join(triple) for triple in self.blank])


def read(texts: Iterable[bytes], context: bytes = b"") -> Lines | None:
    """The triples of texts together; None when one of them is not plain."""
    columns, written = _Columns(), list[bytes]()
    nodes, graphs, ends, own = set[bytes](), {b""}, dict[bytes, bytes](), (set[bytes](), set[bytes]())
    same = ends.setdefault  # each object is kept once: memory that is touched costs as much as reading
    for text, told in [*((text, True) for text in texts), (context, False)]:
        subjects = set[bytes]()
        for piece in _pieces(text):
            lines = _SHAPE.findall(piece)
            if len(lines) != piece.count(b"\n"):  # then no term has a line break in it either
                return None
            graphs.update([line[3] for line in lines])
            for subject, block in groupby(lines, itemgetter(0)):
                subjects.add(subject)
                said = []
                for _, predicate, value, _ in block:
                    name, add_subject, add_object = columns[predicate]
                    add_subject(subject)
                    add_object(same(value, value))
                    said.append(name + value)
                written.append(b"%b %b.\n" % (subject, b";".join(said)))
        nodes |= subjects
        if told:
            own[0].update(subjects)
            own[1].update(columns)
    if not (_all(_IRIS, columns) and _all(_NODES, nodes | graphs - {b""}) and _all(_TERMS, ends)):
        return None
    try:
        prefixes = (b"@prefix %b%b .\n" % (name, predicate) for predicate, (name, *_) in columns.items())
        turtle = b"".join([*prefixes, *written]).decode("utf-8")
    except UnicodeDecodeError:
        return None
    unnamed = {node for node in (*nodes, *ends) if node[0] == _UNDERSCORE}
    return Lines(turtle, *own, columns.columns, ends.keys(), list(_blank(columns.columns, unnamed)) if unnamed else [])


def _blank(columns: dict[bytes, Column], unnamed: set[bytes]) -> Iterator[Triple]:
    for predicate, column in columns.items():
        if not (unnamed.isdisjoint(column.subjects) and unnamed.isdisjoint(column.objects)):
            yield from ((s, predicate, o) for s, o in column.pairs() if _has_blank(s, o))


def _all(pattern: re.Pattern[bytes], terms: Iterable[bytes]) -> bool:
    """Whether each term is as a pattern has it, and none an IRI that a parser of Turtle may change."""
    text = b"".join([term + b"\n" for term in terms])
    match = pattern.match(text)
    return match is not None and match.end() == len(text) and not (b"/." in text and _DOTTED.search(text))


def _has_blank(subject: bytes, value: bytes) -> bool:
    return subject[0] == _UNDERSCORE or value[0] == _UNDERSCORE


def _text(triples: list[bytes]) -> bytes:
    return b" .\n".join(triples) + b" .\n" if triples else b""


def _pieces(text: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(text):
        end = text.find(b"\n", min(start + _PIECE, len(text))) + 1 or len(text)
        piece = text[start:end]
        yield piece if piece.endswith(b"\n") else piece + b"\n"
        start = end
