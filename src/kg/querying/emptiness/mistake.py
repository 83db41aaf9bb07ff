"""What is wrong with a text that is no SPARQL, in plain words: what parsers say is for who knows the grammar.

``mistake`` is asked by everything that refuses a query: ``kg query``, the endpoint, the editor, and the diagnosis of such a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kg.querying.emptiness import nearness, words
from kg.querying.emptiness.cursor import Unreadable
from kg.querying.emptiness.reader import read, undeclared
from kg.vocabulary import vocabulary

_AROUND = 2
"""Lines of an excerpt before and behind the one that is meant."""
_WIDEST = 400
_LONGEST = 40
"""Characters of the text that are repeated."""
_PLACED = re.compile(r"error at ([0-9]{1,9}):([0-9]{1,9}): ")
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
    """What is wrong: its kind, the words that are meant, line and column from 1, and by language what to say and how to mend it.

    Kinds: ``prefix`` (nothing declares it), ``quote``, ``unopened``, ``unclosed``, ``ungrouped``, ``end``, ``here``. Clause and mending
    have neither a capital nor a full stop (``text:mistake-KIND`` and ``text:mend-...`` of ``ontology/emptiness.ttl``).
    """

    kind: str
    words: str
    line: int
    column: int
    clause: dict[str, str]
    mend: dict[str, str]


def mistake(text: str, said: str, known: Mapping[str, str]) -> Mistake:
    """The mistake in a text. ``known`` are the prefixes that need no declaration.

    ``said`` are the words of the parser (``error at LINE:COLUMN: ...``), which may stop well behind the cause; if they name no place,
    the end of the text is meant.
    """
    found = _PLACED.search(said)
    line, column = (int(found[1]), int(found[2])) if found else _place(text, len(text))
    at = _offset(text, line, column)
    try:
        read(text, known)
    except Unreadable as error:
        at = min(at, int(error.args[0]))  # it may stop before the parser does
    rest = text[at:]
    behind = not rest.strip() or _MODIFIER.match(rest) or _MODIFIED.search(text[:at])
    unread = next((term for term in undeclared(text, known) if term.start <= at), None)
    for kind, sign, place in _misplaced(text):
        if place <= at and (kind != "unclosed" or (behind and unread is None)) and (unread is None or place < unread.start):
            return _told(kind, sign, *_place(text, place))
    if unread is not None:
        return _prefix(unread.value, _place(text, unread.start), known)
    if _UNGROUPED in said:
        return _told("ungrouped", "", line, column)
    if not rest.strip():
        return _told("end", "", *_place(text, at))
    word = re.match(r"\s*(\S+)", rest)
    place = at + len(rest) - len(rest.lstrip())
    return _told("here", _quoted(word[1]) if word else "", *_place(text, place))


def _told(kind: str, sign: str, line: int, column: int) -> Mistake:
    return Mistake(kind, sign, line, column, words.line(f"mistake-{kind}", words=sign), words.line("mend-place"))


def _prefix(prefix: str, place: tuple[int, int], known: Mapping[str, str]) -> Mistake:
    """A prefix that nothing declares, with the line that declares it; one of ours that is written alike is named."""
    ours = vocabulary().prefixes
    named = f"{prefix}:"
    clause = words.line("mistake-prefix", words=_quoted(named))
    if prefix in ours:
        return Mistake("prefix", named, *place, clause, words.line("mend-declare", line=f"PREFIX {named} <{ours[prefix]}>"))
    near = nearness.texts(prefix, {*ours, *known})
    line = f"PREFIX {_quoted(named)} <https://…>"
    mend = words.line("mend-near", near=f"{near[0][1]}:", line=line) if near else words.line("mend-unknown", line=line)
    return Mistake("prefix", named, *place, clause, mend)


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


def _quoted(found: str) -> str:
    clean = "".join(letter if letter.isprintable() else " " for letter in found[: _LONGEST + 1])
    return clean if len(found) <= _LONGEST else clean[:_LONGEST] + "…"
