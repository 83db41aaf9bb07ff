"""N-Quads that are plain lines, read by one expression: several times as fast as a parser that makes an object of every term.

Plain: each line is a triple or quad of IRIs without escapes, percent-encodings or characters beyond ASCII, of literals with the usual
escapes and language tags, of blank nodes with simple labels; no comment or odd white space. What our builds write is plain. The
expression accepts a part of what the grammar does (N-Quads 1.1, section 5; RFC 3987): nothing passes that a parser would refuse, and any
other text is for the parser.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, filterfalse, groupby
from operator import itemgetter

_PIECE = 8 << 20
"""Bytes that are read at once, so that only so much stands in memory twice."""
_PART = rb"[A-Za-z0-9._~!$&'()*+,;=:@/?-]*"
_IRI = rb"<[a-z][a-z0-9+.-]*:(?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?=[/?#>])|(?!//))" + _PART + rb"(?:#" + _PART + rb")?>"
_TAG = rb"@[a-z]{2,3}(?:-[A-Z]{2}|-[A-Z][a-z]{3})?"
_LITERAL = rb'"[^"\\\n\r]*(?:\\[tbnrf"\'\\][^"\\\n\r]*)*"(?:' + _TAG + rb"|\^\^" + _IRI + rb")?"
_NODE = _IRI + rb"|_:[A-Za-z0-9_]+"
_LINE = re.compile(b"^(%b) (%b) (%b|%b)(?: (?:%b))? \\.\n" % (_NODE, _IRI, _NODE, _LITERAL, _NODE), re.MULTILINE)
_DOTTED = re.compile(rb"<[^<>\"\s]*/\.[^<>\"\s]*>")
"""What a parser of Turtle may shorten (RFC 3986, section 5.2.4)."""
Triple = tuple[bytes, bytes, bytes]


class _Names(dict[bytes, bytes]):
    """Predicate → a prefix that stands for the whole of it, so that nothing has to be escaped."""

    def __missing__(self, predicate: bytes) -> bytes:
        name = self[predicate] = b"p%d: " % len(self)
        return name


@dataclass(slots=True)
class Lines:
    """Triples, terms written as in N-Triples."""

    turtle: str = ""
    subjects: set[bytes] = field(default_factory=set)
    """Subjects of the texts that are not context."""
    predicates: set[bytes] = field(default_factory=set)
    """Their predicates."""
    triples: dict[bytes, list[Triple]] = field(default_factory=lambda: defaultdict(list))
    """Triples by predicate, in their order; one that stands in several graphs, several times."""
    blank: list[Triple] = field(default_factory=list)
    """Triples with blank nodes."""
    _objects: dict[bytes, dict[bytes, dict[bytes, None]]] = field(default_factory=dict)

    def select(self, predicates: Iterable[bytes]) -> bytes:
        """The triples of predicates as N-Triples, those with blank nodes apart."""
        mixed = {predicate for _, predicate, _ in self.blank}
        groups = (
            filterfalse(_has_blank, self.triples.get(predicate, ())) if predicate in mixed else self.triples.get(predicate, ())
            for predicate in predicates
        )
        return _text(chain.from_iterable(groups))

    def objects(self, subject: bytes, predicate: bytes) -> list[bytes]:
        """The objects of a subject and predicate, each once."""
        if predicate not in self._objects:
            found = self._objects[predicate] = defaultdict(dict)
            for one, _, value in self.triples.get(predicate, ()):
                found[one][value] = None
        return list(self._objects[predicate].get(subject, ()))

    def typed(self) -> set[bytes]:
        """The literals with a datatype."""
        ends = set().union(*({value for _, _, value in group if value.endswith(b">")} for group in self.triples.values()))
        return {value for value in ends if value.startswith(b'"')}

    def unnamed(self) -> bytes:
        """The triples with blank nodes as N-Triples."""
        return _text(self.blank)


def read(texts: Iterable[bytes], context: bytes = b"") -> Lines | None:
    """The triples of texts together; None when one of them is not plain."""
    found, names, written = Lines(), _Names(), list[bytes]()
    for text, own in [*((text, True) for text in texts), (context, False)]:
        for piece in _pieces(text):
            triples = _LINE.findall(piece)
            if len(triples) != piece.count(b"\n"):
                return None
            by_predicate = found.triples
            for triple in triples:
                by_predicate[triple[1]].append(triple)
            blocks = [(subject, list(group)) for subject, group in groupby(triples, itemgetter(0))]
            if own:
                found.subjects.update([subject for subject, _ in blocks])
            words = b"".join(
                [
                    b"%b %b.\n" % (subject, b";".join([names[predicate] + value for _, predicate, value in block]))
                    for subject, block in blocks
                ]
            )
            if b"_:" in words:
                found.blank += filter(_has_blank, triples)
            written.append(words)
        if own:
            found.predicates.update(names)
    turtle = b"".join([*(b"@prefix %b%b .\n" % (name, predicate) for predicate, name in names.items()), *written])
    if b"/." in turtle and _DOTTED.search(turtle):
        return None
    try:
        found.turtle = turtle.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return found


def _has_blank(triple: Triple) -> bool:
    return triple[0].startswith(b"_") or triple[2].startswith(b"_")


def _text(triples: Iterable[Triple]) -> bytes:
    lines = b" .\n".join(map(b" ".join, triples))
    return lines + b" .\n" if lines else b""


def _pieces(text: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(text):
        end = text.find(b"\n", min(start + _PIECE, len(text))) + 1 or len(text)
        piece = text[start:end]
        yield piece if piece.endswith(b"\n") else piece + b"\n"
        start = end
