"""The usual slips in Turtle and TriG: what is probably missing, and where, from the parser's error and the text around it.

A parser stops where no statement can go on, which is a token or a line after the slip. What was meant is told by how many terms stand
between two signs (three in a statement, two after ``;``, one after ``,``: Turtle 1.1, section 6.5) and by where lines begin. Nothing is
told where that leaves it open. ``slips.tsv`` has the words.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from kg.validation.locating.turtle import Token, blank, tokens
from kg.validation.reports import signs

TABLE = Path(__file__).with_suffix(".tsv")
_LONGEST = 40
_TERMS = {b"": 3, b".": 3, b"{": 3, b"}": 3, b";": 2, b"[": 2, b",": 1}
_CLOSING = {b"[": b"]", b"(": b")"}
_NAMES = {"[": "no-bracket", "(": "no-parenthesis"}
_WORDS = (b"a", b"true", b"false")
_DIRECTIVES = (b"prefix", b"base", b"@prefix", b"@base", b"graph")
_AHEAD = 200


class Slip(NamedTuple):
    """A slip: the byte offset of its place, what it is, and how to mend it."""

    at: int
    what: str
    mend: str


class _Segment:
    """The terms since the last sign at one depth."""

    def __init__(self, opened: Token | None, sign: Token | None, begun: Token | None) -> None:
        self.opened = opened
        """The bracket that is open, None in a statement."""
        self.sign = sign
        """The sign before the terms; None at the very begin."""
        self.begun = begun
        """The first token of the statement; of the one before, while this has no sign yet."""
        self.terms: list[Token] = []


def slip(text: bytes, at: int, end: bool) -> Slip | None:
    """The slip that made a parser stop at a byte offset; ``end`` says that it stopped at the end of the text. None where none is seen."""
    found = _open(text, at) if end else None
    if found is not None:
        return found
    here, segments, last = None, [_Segment(None, None, None)], None
    for token in tokens(text):
        if token.start >= at and not end:
            here = token
            break
        _take(segments, token, text)
        last = token
    if last is not None and last.end > at and not end:
        return None  # it stopped inside a token
    reached = blank(text, last.end if last is not None else 0)
    if here is None and reached < len(text):
        return _open(text, reached)
    if here is None:
        return _unfinished(text, segments[-1], last) if last is not None else None
    return _within(text, here, segments[-1], last)


def _within(text: bytes, token: Token, here: _Segment, last: Token | None) -> Slip | None:
    """The slip at a token that cannot stand where it does."""
    sign = token.of(text)
    if last is not None and last.kind == "tag" and last.of(text) in _DIRECTIVES and here.terms and here.terms[-1].kind == "string":
        before = here.terms[-1]  # the parser has taken @prefix for the language of this text
        return _told("no-stop-declaration", before.end, before=_shown(before, text))
    if sign in (b"]", b")"):
        return _told("closes-nothing", token.start, sign=sign.decode()) if here.opened is None else None
    if here.opened is not None and (sign in (b".", b"{", b"}") or (here.opened.of(text) == b"(" and token.kind == "mark" and sign != b"[")):
        return _unclosed(text, here.opened, last)
    if last is None or (token.kind == "mark" and sign not in (b"[", b"(")):
        return None
    if token.kind == "word" and sign not in _WORDS and sign.lower() not in _DIRECTIVES:
        opening = text[token.end : token.end + 1]
        return _told("no-opening", token.start, after=_shown(token, text)) if opening in (b'"', b"'") else None
    return _counted(text, token, here, last)


def _counted(text: bytes, token: Token, here: _Segment, last: Token) -> Slip | None:
    """What the number of terms between two signs tells."""
    mark = here.sign.of(text) if here.sign is not None else b""
    declares = token.of(text).lower() in _DIRECTIVES
    following = [token, *_ahead(text, token)]
    every = [*here.terms, *following]
    expected, first = _TERMS.get(mark, 3), every[0]
    after = {"before": _shown(last, text), "after": _shown(token, text)}
    if mark in (b";", b",") and here.opened is None and here.sign is not None:
        if declares and not here.terms:
            return _told("stop-for-declaration", here.sign.start, sign=mark.decode())
        if len(every) >= 3 and _first_of_line(text, first) and here.begun is not None and _column(text, first) <= _column(text, here.begun):
            return _told("stop-for", here.sign.start, sign=mark.decode(), after=_shown(first, text))
    if mark == b"," and here.sign is not None and len(every) == 2 and _property(first, text) and _first_of_line(text, first):
        return _told("semicolon-for-comma", here.sign.start, after=_shown(first, text))
    if mark == b"." and here.sign is not None and len(every) == 2 and here.begun is not None and _property(first, text):
        if _column(text, first) > _column(text, here.begun):
            return _told("semicolon-for-stop", here.sign.start, after=_shown(first, text))
        return None
    if len(here.terms) != expected:
        return None
    if declares:
        return _told("no-stop-declaration", last.end, **after)
    if len(following) == 1:
        return _told("no-comma", last.end, **after)
    if len(following) == 2 or token.of(text) == b"a":
        return _told("no-semicolon", last.end, **after)
    if here.opened is not None:
        return _unclosed(text, here.opened, last)
    start = _start(here, text)
    further = start is not None and _column(text, token) > _column(text, start)
    return _told("no-semicolon" if further and len(following) % 2 == 0 else "no-stop", last.end, **after)


def _unfinished(text: bytes, here: _Segment, last: Token) -> Slip | None:
    """What is missing at the end of the text."""
    if here.opened is not None:
        return _unclosed(text, here.opened, last)
    if here.sign is not None and not here.terms and here.sign.of(text) in (b";", b","):
        return _told("stop-for-end", here.sign.start, sign=here.sign.of(text).decode())
    mark = here.sign.of(text) if here.sign is not None else b""
    complete = len(here.terms) == _TERMS.get(mark, 3)
    return _told("no-stop-end", last.end, before=_shown(last, text)) if complete else None


def _unclosed(text: bytes, opened: Token, last: Token | None) -> Slip:
    line = text.count(b"\n", 0, opened.start) + 1
    last = last or opened
    return _told(_NAMES[opened.of(text).decode()], last.end, line=str(line), before=_shown(last, text))


def _open(text: bytes, at: int) -> Slip | None:
    """A text or an IRI that is not closed: the parser says where it begins."""
    opening = text[at : at + 3]
    if opening[:1] == b"<":
        return _told("no-angle", at)
    if opening[:1] in (b'"', b"'"):
        return _told("no-quotation", at, sign=(opening if opening in (b'"""', b"'''") else opening[:1]).decode())
    return None


def _take(segments: list[_Segment], token: Token, text: bytes) -> None:
    """Follows one token."""
    here, sign = segments[-1], token.of(text) if token.kind == "mark" else b""
    start = _start(here, text)
    if sign in (b"[", b"("):
        here.terms.append(token)
        segments.append(_Segment(token, token, start))
    elif sign in (b"]", b")"):
        if len(segments) > 1:
            segments.pop()
    elif sign in (b".", b"{", b"}"):
        segments[:] = [_Segment(None, token, start)]
    elif sign in (b";", b","):
        if sign == b"," or here.terms:  # several ; are one
            segments[-1] = _Segment(here.opened, token, start)
    elif not _belongs(here, token):
        here.terms.append(token)
        word = here.terms[0].of(text).lower() if here.terms[0].kind == "word" else b""
        if len(here.terms) == {b"prefix": 3, b"base": 2}.get(word):  # as in SPARQL: no full stop ends it
            segments[-1] = _Segment(None, None, start)


def _start(here: _Segment, text: bytes) -> Token | None:
    """The first token of the statement; of the one before, where none has begun."""
    if here.opened is None and here.terms and (here.sign is None or here.sign.of(text) in (b".", b"{", b"}")):
        return here.terms[0]
    return here.begun


def _belongs(here: _Segment, token: Token) -> bool:
    """Whether a token is a part of the term before it: a language tag, ``^^`` and the datatype."""
    return token.kind == "suffix" or (token.kind == "tag" and bool(here.terms) and here.terms[-1].kind == "string")


def _ahead(text: bytes, token: Token) -> list[Token]:
    """The terms after one up to the next sign of its depth; what stands in brackets is a part of the term."""
    depth = 0
    found: list[Token] = []
    for number, one in enumerate(islice(tokens(text, token.start), _AHEAD)):
        sign = one.of(text) if one.kind == "mark" else b""
        if sign in (b"[", b"("):
            if not depth and number:
                found.append(one)
            depth += 1
        elif sign in (b"]", b")"):
            depth -= 1
            if depth < 0:
                break
        elif not depth and sign in (b".", b";", b",", b"{", b"}"):
            break
        elif not depth and number and one.kind not in ("suffix", "tag"):
            found.append(one)
        elif one.kind == "tag" and one.of(text).lower() in _DIRECTIVES:
            break
    return found


def _property(token: Token, text: bytes) -> bool:
    return token.kind in ("name", "iri") or token.of(text) == b"a"


def _column(text: bytes, token: Token) -> int:
    return token.start - text.rfind(b"\n", 0, token.start)


def _first_of_line(text: bytes, token: Token) -> bool:
    return not text[text.rfind(b"\n", 0, token.start) + 1 : token.start].strip()


def _shown(token: Token, text: bytes) -> str:
    return signs.cut(signs.one_line(token.of(text).decode("utf-8", "replace")), _LONGEST)


@cache
def _words() -> dict[str, tuple[str, str]]:
    rows = (line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:])
    return {name: (what, mend) for name, what, mend in rows}


def _told(name: str, at: int, **fields: str) -> Slip:
    what, mend = (_filled(template, fields) for template in _words()[name])
    return Slip(at, what, mend)


def _filled(template: str, fields: dict[str, str]) -> str:
    for field, value in fields.items():
        template = template.replace(f"{{{field}}}", value)
    return template


def names() -> Iterator[str]:
    """The names of all slips that are told apart."""
    yield from _words()


def words(name: str) -> tuple[str, str]:
    """What is said of a slip and how it is mended, with places in braces."""
    return _words()[name]
