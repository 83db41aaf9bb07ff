"""What is wrong with a text that is no SPARQL, in plain words: what parsers say is for who knows the grammar."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.querying.emptiness.cursor import Unreadable
from kg.querying.emptiness.reader import read
from kg.serving.sparql.refusal import quoted
from kg.vocabulary import vocabulary

_AROUND = 2
"""Lines of an excerpt before and behind the one that is meant."""
_WIDEST = 400
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<long>\"{3}(?:[^\\]|\\.)*?\"{3}|'{3}(?:[^\\]|\\.)*?'{3})
    |(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<open>["'])
    |(?P<iri><[^<>"{}|^`\\\s]*>)
    |(?P<bracket>[{}()\[\]])
    |(?P<other>[^\s"'<>{}()\[\]\#]+|.)""",
    re.VERBOSE | re.DOTALL,
)
_PAIRS = {"}": "{", ")": "(", "]": "["}
_UNGROUPED = "unbound"
_MODIFIER = re.compile(r"\s*(?:ORDER|GROUP|LIMIT|OFFSET|HAVING)\b", re.IGNORECASE)
"""What stands behind the last bracket."""
_MODIFIED = re.compile(r"\b(?:(?:ORDER|GROUP)\s+BY|LIMIT|OFFSET|HAVING)\s*\Z", re.IGNORECASE)


class Mistake(NamedTuple):
    """What is wrong: the name of its sentence (``text:editor-wrong-NAME``), the words that are meant, and line and column from 1."""

    name: str
    words: str
    line: int
    column: int


def find(text: str, said: str, line: int, column: int) -> Mistake:
    """The mistake in a text; ``said`` and the place are those of the parser, which may stop well behind the cause."""
    at = _offset(text, line, column)
    with contextlib.suppress(RecursionError):
        at = min(at, _unread(text))
    rest = text[at:]
    behind = not rest.strip() or _MODIFIER.match(rest) or _MODIFIED.search(text[:at])
    for name, words, place in _misplaced(text):
        if place <= at and (behind or name != "unclosed"):
            return Mistake(name, words, *_place(text, place))
    if _UNGROUPED in said:
        return Mistake("ungrouped", "", line, column)
    if not rest.strip():
        return Mistake("end", "", line, column)
    found = re.match(r"\s*(\S{1,40})", rest)
    place = at + len(rest) - len(rest.lstrip())
    return Mistake("here", quoted(found[1]) if found else "", *_place(text, place))


def _unread(text: str) -> int:
    """Where the reader of diagnoses stops, which may be before the parser does; the end of the text where it does not."""
    try:
        read(text, vocabulary().prefixes)
    except Unreadable as error:
        return int(error.args[0])
    return len(text)


def excerpt(text: str, line: int) -> tuple[tuple[int, str, bool], ...]:
    """The lines around one: number, text, whether it is this."""
    lines = text.split("\n")
    first, last = max(line - _AROUND, 1), min(line + _AROUND, len(lines))
    return tuple((number, lines[number - 1][:_WIDEST], number == line) for number in range(first, last + 1))


def _misplaced(text: str) -> Iterator[tuple[str, str, int]]:
    """Quotes that are not closed, and brackets that have no other half."""
    waiting: list[tuple[str, int]] = []
    for token in _TOKEN.finditer(text):
        if token.lastgroup == "open":
            yield "quote", token[0], token.start()
            return  # everything behind it may be text
        if token.lastgroup != "bracket":
            continue
        if token[0] not in _PAIRS:
            waiting.append((token[0], token.start()))
        elif waiting and waiting[-1][0] == _PAIRS[token[0]]:
            waiting.pop()
        else:
            yield "unopened", token[0], token.start()
            return
    for bracket, place in reversed(waiting):
        yield "unclosed", bracket, place


def _offset(text: str, line: int, column: int) -> int:
    start = sum(len(one) + 1 for one in text.split("\n")[: line - 1])
    return min(start + column - 1, len(text))


def _place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
