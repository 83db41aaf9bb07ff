"""Turtle and TriG: where the tokens of each triple stand, in the order in which the parser gives the triples.

Nothing is resolved here. Only the structure is followed, as the parser's automaton does (Turtle 1.1, section 6.5; TriG 1.1, section 4.5):
a triple comes with the last token of its object, and those that come with one token come last first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NAME = rb"[A-Za-z0-9_\x80-\xff-]"
_PART = rb"(?:[A-Za-z0-9_:\x80-\xff-]|%[0-9A-Fa-f]{2}|\\[!-~])"
_TOKEN = re.compile(
    rb"(?:[ \t\r\n]++|#[^\r\n]*+)*+(?:"
    rb"(?P<name>(?:[A-Za-z\x80-\xff](?:" + _NAME + rb"|\.++(?=" + _NAME + rb"))*+)?:"
    rb"(?:(?:[A-Za-z0-9_:\x80-\xff]|%[0-9A-Fa-f]{2}|\\[!-~])(?:" + _PART + rb"|\.++(?=" + _PART + rb"))*+)?+)"
    rb"|(?P<mark>\^\^|\.(?![0-9])|[,;\[\](){}](?!\|))"
    rb"|(?P<iri><[^<>\s]*+>)"
    rb'|(?P<string>"""(?:[^"\\]++|\\.|"(?!""))*+"""|\'\'\'(?:[^\'\\]++|\\.|\'(?!\'\'))*+\'\'\''
    rb'|"(?:[^"\\\r\n]++|\\.)*+"|\'(?:[^\'\\\r\n]++|\\.)*+\')'
    rb"|(?P<tag>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?:--[A-Za-z]++)?)"
    rb"|(?P<number>[+-]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)[eE][+-]?[0-9]++|[+-]?[0-9]*+\.[0-9]++|[+-]?[0-9]++)"
    rb"|(?P<blank>_:[A-Za-z0-9_\x80-\xff](?:" + _NAME + rb"|\.++(?=" + _NAME + rb"))*+)"
    rb"|(?P<word>[A-Za-z][A-Za-z0-9]*+)"
    rb")",
    re.DOTALL,
)
_REST = re.compile(rb"(?:[ \t\r\n]++|#[^\r\n]*+)*+")


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its kind (``name``, ``mark``, ``iri``, ``string``, ``tag``, ``number``, ``blank``, ``word``) and its bytes.

    ``suffix`` are ``^^`` and the datatype after it.
    """

    kind: str
    start: int
    end: int

    def of(self, data: bytes) -> bytes:
        """Its text."""
        return data[self.start : self.end]


def tokens(data: bytes, at: int = 0) -> Iterator[Token]:
    """The tokens from a byte offset on, as far as the text has any: see :func:`blank`."""
    suffix = False
    while (match := _TOKEN.match(data, at)) is not None:
        kind = match.lastgroup or ""
        start, at = match.span(kind)
        typing = kind == "mark" and match[kind] == b"^^"
        yield Token("suffix" if typing or suffix else kind, start, at)
        suffix = typing


def blank(data: bytes, at: int) -> int:
    """Where the blanks and comments end that stand at an offset."""
    match = _REST.match(data, at)
    return match.end() if match is not None else at


Spans = tuple[int, int, int]
"""Where a triple stands, as byte offsets: its subject, the begin and the end of its object."""


@dataclass(frozen=True, slots=True)
class Directive:
    """Where a ``@prefix`` or ``@base`` stands."""

    begin: int
    end: int


class NotFollowed(Exception):
    """The structure cannot be followed; ``reason`` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Frame:
    """An open statement, bracketed node or list. ``subject`` is the last cell of a list, -1 where it is still to come."""

    __slots__ = ("as_object", "is_list", "members", "opened", "subject", "wants_object")

    def __init__(self, opened: int, *, is_list: bool = False, as_object: bool = True) -> None:
        self.opened = opened
        self.subject = -1 if is_list else opened
        self.wants_object = False
        self.is_list = is_list
        self.as_object = as_object
        self.members = 0


def spans(data: bytes) -> Iterator[Spans | Directive]:
    """The spans of each triple in the parser's order, and directives where they stand. Raises :class:`NotFollowed` for RDF 1.2."""
    walk = _Walk()
    position = 3 if data[:3] == b"\xef\xbb\xbf" else 0
    match, take, found = _TOKEN.match, walk.take, walk.found
    while (token := match(data, position)) is not None:
        kind = token.lastgroup or ""
        start, position = token.span(kind)
        take(kind, token[kind] if kind in ("mark", "word") else b"", start, position)
        if found:
            yield from found[::-1]
            found.clear()
    rest = _REST.match(data, position)
    if rest is None or rest.end() != len(data):
        star = data[rest.end() if rest else position :].startswith((b"<<", b"{|", b"~", b"|}"))
        raise NotFollowed("reason-rdf12" if star else "reason-order")


class _Walk:
    """The state between two tokens; ``found`` is what the last one completed."""

    def __init__(self) -> None:
        self.found: list[Spans | Directive] = []
        self._frames: list[_Frame] = []
        self._naming = False  # between GRAPH and its bracket
        self._directive = -1
        self._dotted = False
        self._literal: tuple[int, int] | None = None  # a string that may have a tag or datatype
        self._suffix = False

    def take(self, kind: str, mark: bytes, start: int, end: int) -> None:
        """The next token; ``mark`` is its text if it is punctuation or a word."""
        if self._literal is not None:
            begin, stop = self._literal
            if mark == b"^^":
                self._suffix = True
                return
            suffixed = self._suffix or kind == "tag"
            self._literal, self._suffix = None, False
            self._object(begin, end if suffixed else stop)
            if suffixed:
                return
        if self._directive >= 0:
            if (mark == b".") if self._dotted else (kind == "iri"):
                self.found.append(Directive(self._directive, end))
                self._directive = -1
        elif self._naming:
            self._naming = mark != b"{"
        elif kind == "mark":
            self._mark(mark, start, end)
        elif not self._frames and (kind == "tag" or mark.lower() in (b"prefix", b"base")):
            self._directive, self._dotted = start, kind == "tag"
        elif not self._frames and mark.lower() == b"graph":
            self._naming = True
        elif not self._frames:
            self._frames.append(_Frame(start, as_object=False))
        else:
            self._term(kind, start, end)

    def _term(self, kind: str, start: int, end: int) -> None:
        frame = self._frames[-1]
        if frame.is_list:
            self._member(frame, start)
        elif not frame.wants_object:
            frame.wants_object = True
            return
        if kind == "string":
            self._literal = (start, end)
        else:
            self._object(start, end)

    def _object(self, start: int, end: int) -> None:
        """An object is complete: the triple is."""
        frame = self._frames[-1]
        self.found.append((frame.subject, start, end))
        frame.wants_object = False

    def _member(self, frame: _Frame, start: int) -> None:
        """A member of a list begins, and with it a cell."""
        if frame.members:
            self.found.append((frame.subject, start, start))
        elif frame.as_object:
            above = self._frames[-2]
            self.found.append((above.subject, frame.opened, frame.opened + 1))
            above.wants_object = False
        frame.members += 1
        frame.subject = start

    def _mark(self, mark: bytes, start: int, end: int) -> None:
        frame = self._frames[-1] if self._frames else None
        if mark in (b"[", b"("):
            if frame is not None and frame.is_list:
                self._member(frame, start)
            self._frames.append(_Frame(start, is_list=mark == b"(", as_object=frame is not None))
        elif mark in (b".", b"{", b"}"):
            self._frames.clear()
        elif frame is None:
            raise NotFollowed("reason-order")
        elif mark == b",":
            frame.wants_object = True
        elif mark == b";":
            frame.wants_object = False
        else:
            self._close(frame, end)

    def _close(self, frame: _Frame, end: int) -> None:
        if frame.is_list and frame.members:
            self.found.append((frame.subject, end - 1, end))
        self._frames.pop()
        if not frame.as_object:
            self._frames.append(_Frame(frame.opened, as_object=False))
        elif not frame.is_list or not frame.members:
            self._object(frame.opened, end)
