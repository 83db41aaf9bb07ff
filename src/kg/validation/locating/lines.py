"""N-Triples and N-Quads: a line is searched for by the bytes of a term and read by the parser. No index, so large files stay cheap."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from heapq import merge
from itertools import groupby, tee
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from kg.validation.literals import XSD, normal, same, typed
from kg.validation.locating.source import MANY, Hit, Source

_TOKEN = re.compile(
    rb'[ \t]*+(<<\(|<[^>]*+>|_:(?:[^\s<>"@.]|\.(?=\.*+[^\s<>"@.]))++|"(?:[^"\\]|\\.)*+"(?:@[A-Za-z0-9-]++|[ \t]*+\^\^[ \t]*+<[^>]*+>)?)'
)
_TYPED = re.compile(rb'"((?:[^"\\\r\n]|\\.)*+)"\^\^<(' + XSD.encode() + rb"[^>]*+)>")
_ESCAPE = re.compile(rb"\\[uU]([0-9A-Fa-f]{4}(?:(?<=U....)[0-9A-Fa-f]{4})?)")
_ODD = re.compile(rb"\\(?:U0000|u00[0-7])")
_SUBJECT = re.compile(rb'^(?:<[^>\n]*+>|_:[^\s<>"]++)', re.MULTILINE)


class Lines(Source):
    """A source of which each line is a triple or quad."""

    plain: Callable[[Collection[bytes]], Iterable[tuple[int, bytes]]] | None = None
    """For what was read as plain lines (:mod:`kg.validation.lines`; no white space in front, no escapes but the usual few): the numbers
    of the lines of some subjects, in order, with these."""
    _expected: Mapping[Any, list[int]] = {}
    _asked: Any = None
    _starts: Iterator[int] = iter(())
    """The subject that was asked for last, and the offsets of its lines."""

    def find(self, subject: Any = None, predicate: NamedNode | None = None, object: Any = None, *, exact: bool = False) -> Iterator[Hit]:
        """See :meth:`Source.find`."""
        if subject is not None:
            if self._asked != subject:
                self._asked, self._starts = subject, self._subjects(subject)
            self._starts, starts = tee(self._starts)  # what is asked again of one subject is searched for once
        elif typed(object) and not exact:
            starts = _merged(*(starts for form in same(self.literals(), object) for starts in self._holding(form)))
        else:
            starts = _merged(*self._holding(object))
        for at in starts:
            quad = self._read(at)
            if quad is None or (subject is not None and quad.subject != subject) or (predicate is not None and quad.predicate != predicate):
                continue
            if object is None or quad.object == object or (not exact and typed(object) and normal(quad.object) == normal(object)):
                hit = self._tokens(at, quad.object)
                if hit is not None:
                    yield hit

    def expect(self, subjects: Collection[Any]) -> None:
        """See :meth:`Source.expect`."""
        if len(subjects) < MANY or self._indented:
            return
        at: dict[bytes, list[int]] = {key: [] for subject in subjects for key in self._keys(subject)}
        if self.plain is not None:
            before, start = -2, 0
            for line, key in self.plain(at):
                start = self.data.index(b"\n", start) + 1 if line == before + 1 else self.start(line)
                before = line
                at[key].append(start)
        else:
            for match in _SUBJECT.finditer(self.data):
                if (found := at.get(match[0])) is not None:
                    found.append(match.start())
        self._expected = {
            subject: sorted(
                {start for starts in (*(at[key] for key in self._keys(subject)), self._odd[0].get(subject, [])) for start in starts}
            )
            for subject in subjects
        }

    def blank(self, number: int) -> BlankNode | None:
        """See :meth:`Source.blank`."""
        return self._blanks[number] if number < len(self._blanks) else None

    def written(self, term: Any, start: int, end: int) -> str | None:
        """See :meth:`Source.written`."""
        return str(term)

    def literals(self) -> Iterable[Literal]:
        """See :meth:`Source.literals`."""
        return self._literals

    @cached_property
    def _blanks(self) -> list[BlankNode]:
        quads = parse(self.data, self.form)
        return list(dict.fromkeys(t for quad in quads for t in (quad.subject, quad.object, quad.graph_name) if isinstance(t, BlankNode)))

    @cached_property
    def _literals(self) -> list[Literal]:
        pairs = dict.fromkeys(match.groups() for match in _TYPED.finditer(self.data))
        found: dict[Literal, None] = {}
        for lexical, datatype in pairs:
            line = b'<x:x> <x:x> "' + lexical + b'"^^<' + datatype + b"> ."
            try:
                found.update((quad.object, None) for quad in parse(line, RdfFormat.N_TRIPLES))
            except SyntaxError:  # quotation marks inside a comment
                continue
        return list(found)

    def _subjects(self, subject: Any) -> Iterator[int]:
        """Offsets at which a line may begin with a subject, in order."""
        if subject in self._expected:
            return iter(self._expected[subject])
        keys = self._keys(subject)
        odd = iter(self._odd[0].get(subject, []))
        return _merged(*map(self._beginning, keys), *map(self._behind, keys if self._indented else []), odd)

    def _holding(self, term: Any) -> list[Iterator[int]]:
        """Offsets of lines that hold a term, for each way in which it is written."""
        return [*map(self._anywhere, self._keys(term)), iter(self._odd[1].get(term, []))]

    def _beginning(self, key: bytes) -> Iterator[int]:
        """Offsets of lines that begin with some bytes."""
        if self.data[: len(key)] == key:
            yield 0
        at = self.data.find(b"\n" + key)
        while at >= 0:
            yield at + 1
            at = self.data.find(b"\n" + key, at + 1)

    def _behind(self, key: bytes) -> Iterator[int]:
        """Offsets at which some bytes stand first in a line behind blanks, or behind a mere carriage return."""
        for match in re.finditer(rb"(?:(?:\A|[\r\n])[ \t]+|\r)(?=" + re.escape(key) + rb")", self.data):
            yield match.end()

    def _anywhere(self, key: bytes) -> Iterator[int]:
        """Offsets of lines that hold some bytes."""
        at = self.data.find(key)
        while at >= 0:
            end = self.data.find(b"\n", at)
            line = self.data[self.data.rfind(b"\n", 0, at) + 1 : at]
            yield at - len(line) + line.rfind(b"\r") + 1
            at = self.data.find(key, end) if end >= 0 else -1

    def _keys(self, term: Any) -> list[bytes]:
        """The bytes of a term: as they are, and with escapes where there are any in the file (the two usual ways)."""
        plain = str(term)
        keys = [plain.encode()]
        if not plain.isascii() and self._escaped:
            keys += [
                "".join(c if c.isascii() else f"\\u{ord(c):04X}" if ord(c) < 0x10000 else f"\\U{ord(c):08X}" for c in plain).encode(),
                "".join(c if c.isascii() else f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}" for c in plain).encode(),
            ]
        return keys

    @cached_property
    def _odd(self) -> tuple[dict[Any, list[int]], dict[Any, list[int]]]:
        """Subjects, and objects, of lines with escapes in no usual way (eight digits where four do, ASCII escaped, plain beside escaped).

        Each with the offsets of its lines in order.
        """
        subjects: dict[Any, list[int]] = {}
        objects: dict[Any, list[int]] = {}
        match = _ESCAPE.search(self.data) if self._escaped else None
        while match is not None:
            start = self.data.rfind(b"\n", 0, match.start()) + 1
            start += self.data[start : match.start()].rfind(b"\r") + 1
            line = self._line(start)
            digits = b"".join(_ESCAPE.findall(line))
            if not line.isascii() or _ODD.search(line) or (digits != digits.upper() and digits != digits.lower()):
                quad = self._read(start)
                if quad is not None:
                    subjects.setdefault(quad.subject, []).append(start + len(line) - len(line.lstrip(b" \t")))
                    objects.setdefault(quad.object, []).append(start)
            match = _ESCAPE.search(self.data, start + len(line))
        return subjects, objects

    @cached_property
    def _indented(self) -> bool:
        return not self.plain and (self.data[:1] in (b" ", b"\t") or b"\r" in self.data or b"\n " in self.data or b"\n\t" in self.data)

    @cached_property
    def _escaped(self) -> bool:
        return not self.plain and (self.data.find(b"\\u") >= 0 or self.data.find(b"\\U") >= 0)

    def _line(self, at: int) -> bytes:
        end = self.data.find(b"\n", at)
        return self.data[at : end if end >= 0 else len(self.data)].split(b"\r", 1)[0]

    def _read(self, at: int) -> Any:
        try:
            return next(iter(parse(self._line(at), self.form)), None)
        except SyntaxError:  # inside a comment
            return None

    def _tokens(self, at: int, term: Any) -> Hit | None:
        line = self._line(at)
        spans = []
        position = 0
        for _ in range(3):
            match = _TOKEN.match(line, position)
            if match is None:
                return None
            spans.append(match.span(1))
            position = match.end()
        if line[slice(*spans[2])] == b"<<(":
            return None
        return Hit(at + spans[0][0], at + spans[2][0], at + spans[2][1], term if typed(term) else None)


def _merged(*offsets: Iterator[int]) -> Iterator[int]:
    """Ordered offsets as one, in order, each once."""
    return (at for at, _ in groupby(merge(*offsets)))
