"""N-Quads that are plain lines, cut at their spaces: several times as fast as a parser that makes an object of every term.

Plain: each line is a triple or quad of IRIs without escapes, percent-encodings or characters beyond ASCII, of literals with the usual
escapes and language tags, of blank nodes with simple labels; no comment or odd white space. What our builds write is plain. The
expressions for terms accept a part of what the grammar does (N-Quads 1.1, section 5; RFC 3987): nothing passes that a parser would
refuse, and any other text is for the parser.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, compress

_PIECE = 1 << 18
"""Bytes that are read at once: their terms are thrown away while they are still in the cache."""
_PART = rb"[A-Za-z0-9._~!$&'()*+,;=:@/?-]*"
_IRI = rb"<[a-z][a-z0-9+.-]*:(?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?=[/?#>])|(?!//))" + _PART + rb"(?:#" + _PART + rb")?>"
_TAG = rb"@[a-z]{2,3}(?:-[A-Z]{2}|-[A-Z][a-z]{3})?"
_LITERAL = rb'"[^"\\\n\r]*(?:\\[tbnrf"\'\\][^"\\\n\r]*)*"(?:' + _TAG + rb"|\^\^" + _IRI + rb")?"
_NODE = _IRI + rb"|_:[A-Za-z0-9_]+"
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

    def index(self, only: Collection[bytes] = ()) -> Mapping[bytes, Sequence[bytes]]:
        """Subject → its objects; of all subjects, or only of those given."""
        found = defaultdict(list)
        for subject, value in compress(self.pairs(), map(only.__contains__, self.subjects)) if only else self.pairs():
            found[subject].append(value)
        return found


_NONE = Column()


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
    """Triples, terms written as in N-Triples. ``text``: what :meth:`turtle` joins."""

    text: list[bytes]
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
    runs: list[tuple[list[bytes], list[int]]]
    """Of each text the subjects, one for each run of lines that have it, and how many lines each run has."""
    expected: set[bytes] = field(default_factory=set)
    """Subjects that will be asked for in :meth:`objects`: an index of few subjects is made sooner than one of all."""
    _objects: dict[tuple[bytes, bool], Mapping[bytes, Sequence[bytes]]] = field(default_factory=dict)

    def turtle(self, more: str = "") -> str:
        """All triples as Turtle, and what is to stand behind them."""
        return b"".join([*self.text, more.encode("utf-8")]).decode("utf-8")

    def expect(self, subjects: Iterable[bytes]) -> None:
        """Prepares for questions about some subjects, which are many."""
        self.expected, self._objects = set(subjects), {}

    def named(self, predicate: bytes, pairs: Iterable[tuple[bytes, bytes]]) -> bytes:
        """Triples of a predicate as N-Triples, those with blank nodes left out."""
        between = b" %b " % predicate
        if any(predicate == one[1] for one in self.blank):
            pairs = ((s, o) for s, o in pairs if not _has_blank(s, o))
        return _text([s + between + o for s, o in pairs])

    def objects(self, subject: bytes, predicate: bytes) -> list[bytes]:
        """The objects of a subject and predicate, each once."""
        key = predicate, subject in self.expected
        if key not in self._objects:
            self._objects[key] = self.columns.get(predicate, _NONE).index(self.expected if key[1] else ())
        return list(dict.fromkeys(self._objects[key].get(subject, ())))

    def numbers(self, text: int, wanted: Collection[bytes]) -> Iterator[tuple[int, bytes]]:
        """The lines of a text (from 0, in order) whose subjects are wanted, each with its subject."""
        subjects, counts = self.runs[text]
        runs = zip(subjects, accumulate(counts, initial=0), counts, strict=False)
        for subject, first, count in compress(runs, map(wanted.__contains__, subjects)):
            yield from ((line, subject) for line in range(first, first + count))

    def typed(self) -> list[bytes]:
        """The different literals with a datatype."""
        return [value for value in self.ends if value[0] == _QUOTE and value.endswith(b">")]

    def unnamed(self) -> bytes:
        """The triples with blank nodes as N-Triples."""
        return _text([b" ".join(triple) for triple in self.blank])


def read(texts: Iterable[bytes], context: bytes = b"", *, triples: Collection[int] = ()) -> Lines | None:
    """The triples of texts together; None when one of them is not plain. ``triples``: numbers of texts that must not name graphs."""
    read = _Reading()
    try:
        for number, text in enumerate(texts):
            if read.text(text) and number in triples:
                return None
        subjects, predicates = set(read.subjects), set(read.columns)
        read.text(context)
        return read.lines(subjects, predicates)
    except ValueError:  # too few terms, or not UTF-8
        return None


class _Reading:
    """Lines cut at spaces, of which only a literal may hold more; what comes out is checked at the end, each term once."""

    def __init__(self) -> None:
        self.columns = _Columns()
        self.subjects = set[bytes]()
        self.graphs = set[bytes]()
        self.ends = dict[bytes, bytes]()
        self.written = list[bytes]()
        self.runs = list[tuple[list[bytes], list[int]]]()

    def text(self, text: bytes) -> set[bytes]:
        """Reads a text; the graphs that it names. Raises ValueError for a line of too few terms."""
        columns, same = self.columns, self.ends.setdefault  # each object is kept once: memory that is touched costs as much as reading
        last, said, tail, cut = b"\n", list[bytes](), b"\n", 0  # what no line holds
        graphs, subjects, counts = set[bytes](), list[bytes](), list[int]()
        for piece in _pieces(text):
            written = list[bytes]()
            for line in piece.split(b"\n")[:-1]:
                subject, predicate, value = line.split(b" ", 2)
                if value.endswith(tail):
                    value = value[:cut]
                else:
                    value, graph = _ends(value)
                    if graph:  # most lines are of the graph of the line before
                        graphs.add(graph)
                        tail, cut = b" %b ." % graph, -len(graph) - 3
                if subject != last:
                    if said:
                        written.append(b"%b %b.\n" % (last, b";".join(said)))
                        counts.append(len(said))
                        said = []
                    last = subject
                    subjects.append(subject)
                name, add_subject, add_object = columns[predicate]
                add_subject(last)
                value = same(value, value)
                add_object(value)
                said.append(name + value)
            self.written.append(b"".join(written))
        if said:
            self.written.append(b"%b %b.\n" % (last, b";".join(said)))
            counts.append(len(said))
        self.runs.append((subjects, counts))
        self.subjects.update(subjects)
        self.graphs |= graphs
        return graphs

    def lines(self, subjects: set[bytes], predicates: set[bytes]) -> Lines | None:
        """What was read, with the subjects and predicates that are not of the context; None where a term is not plain.

        Raises ValueError for bytes that are not UTF-8.
        """
        columns, ends = self.columns.columns, self.ends
        if not (_all(_IRIS, columns) and _all(_NODES, self.subjects | self.graphs) and _all(_TERMS, ends)):
            return None
        prefixes = (b"@prefix %b%b .\n" % (name, predicate) for predicate, (name, *_) in self.columns.items())
        unnamed = {node for node in (*self.subjects, *ends) if node[0] == _UNDERSCORE}
        blank = list(_blank(columns, unnamed)) if unnamed else []
        return Lines([*prefixes, *self.written], subjects, predicates, columns, ends.keys(), blank, self.runs)


def _ends(rest: bytes) -> tuple[bytes, bytes]:
    """Object and graph (empty for none) of what follows the predicate. Raises ValueError where no point ends it."""
    if not rest.endswith(b" ."):
        raise ValueError
    value, _, graph = rest[:-2].rpartition(b" ")
    return (value, graph) if value and graph.startswith((b"<", b"_:")) else (rest[:-2], b"")


def _blank(columns: dict[bytes, Column], unnamed: set[bytes]) -> Iterator[Triple]:
    for predicate, column in columns.items():
        if not (unnamed.isdisjoint(column.subjects) and unnamed.isdisjoint(column.objects)):
            yield from ((s, predicate, o) for s, o in column.pairs() if _has_blank(s, o))


def _all(pattern: re.Pattern[bytes], terms: Iterable[bytes]) -> bool:
    """Whether each term is as a pattern has it, and none an IRI that a parser of Turtle may change."""
    text = b"\n".join([*terms, b""])
    text.decode("utf-8")
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
