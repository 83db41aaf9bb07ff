"""The SPARQL of ``sh:sparql``: which queries can be asked once for all focus nodes, and how they are rewritten.

SHACL 1.0, section 5.3, evaluates a SELECT for every focus node, ``$this`` pre-bound. Asked once, with the targets as a sub-select at the
start of its WHERE clause, it gives the same solutions when each of these holds, as seen by a tokeniser that knows IRIs, strings, comments,
variables, words and brackets (anything in doubt is asked node by node):

1. a SELECT that projects ``$this`` or ``*``, with no LIMIT, OFFSET or dataset clause, no sub-SELECT, MINUS, VALUES, SERVICE or GRAPH;
2. an aggregate, HAVING or GROUP BY only if GROUP BY names ``$this``;
3. no ``$PATH``, ``$shapesGraph`` or ``$currentShape``;
4. in a nested group that is no (NOT) EXISTS, ``$this`` stands either nowhere, or first, as the subject of a triple pattern directly in
   it; or it stands in an OPTIONAL directly in the WHERE clause and only in triple patterns and FILTERs;
5. an EXISTS with ``$this`` holds no BIND and no group but further EXISTS; no ``<`` of the query may be an IRI or an operator.

The sub-select joins first, so BIND and FILTER of the outer group see ``$this``. EXISTS is substituted into (SPARQL 1.1, section 18.6).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(
    r"""(?P<space>\s+|\#[^\n\r]*)
      | (?P<iri><[^<>"{}|^`\\\s]*>)
      | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
      | (?P<variable>[?$][\w\u00b7\u0300-\u036f\u203f\u2040]+)
      | (?P<word>[\w-]*:(?:[\w.:%-]|\\.)*(?:[\w:%-]|\\.)|[\w-]*:|\w+)
      | (?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
_HIDES = re.compile(r"&&|[?$]\w|^<(?![A-Za-z][A-Za-z0-9+.-]*:)")
_FORBIDDEN = {"LIMIT", "OFFSET", "FROM", "MINUS", "VALUES", "SERVICE", "GRAPH"}
AGGREGATES = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT", "HAVING"}
_KEYWORDS = {"IN", "AS", "DISTINCT", "SEPARATOR"}
_PREBOUND = {"PATH", "shapesGraph", "currentShape"}


class Token(NamedTuple):
    """A token: its kind (a group of the pattern above, or ``doubt``: a ``<`` that may begin an IRI), text and offset."""

    kind: str
    text: str
    start: int

    @property
    def word(self) -> str:
        """The word in capitals, or the sign."""
        return self.text.upper() if self.kind == "word" else self.text if self.kind == "sign" else ""

    @property
    def this(self) -> bool:
        """Whether it is ``$this``."""
        return self.kind == "variable" and self.text[1:] == "this"


def tokens(query: str) -> list[Token]:
    """The tokens of a query but white space and comments."""
    return list(_tokens(query))


@lru_cache(maxsize=512)
def _tokens(query: str) -> tuple[Token, ...]:
    found: list[Token] = []
    brackets, at = [0], 0
    while match := _TOKEN.match(query, at):
        token, at = Token(str(match.lastgroup), match[0], match.start()), match.end()
        if token.kind == "iri" and brackets[-1] and found and _operand(found[-1]) and _HIDES.search(token.text):
            token, at = Token("doubt", "<", token.start), token.start + 1  # ``?a<?b&&?c>?d`` names no IRI
        if token.word == "{":
            brackets.append(0)
        elif token.word == "}":
            brackets[-1:] = [] if len(brackets) > 1 else [0]
        brackets[-1] += (token.word == "(") - (token.word == ")")
        if token.kind != "space":
            found.append(token)
    return tuple(found)


def _operand(token: Token) -> bool:
    return token.kind in ("variable", "string", "iri") or token.word == ")" or (token.kind == "word" and token.word not in _KEYWORDS)


def variables(query: str) -> set[str]:
    """The names of all variables."""
    return {token.text[1:] for token in tokens(query) if token.kind == "variable"}


def iris(query: str, known: Mapping[str, str] | None = None) -> set[str]:
    """The IRIs that a query names, prefixed names written out by its own prefixes and those that are known."""
    prefixes = dict(known or {})
    found, read = set(), tokens(query)
    for before, token, after in zip([None, *read], read, [*read[1:], None], strict=False):
        if token.kind == "iri" and before is not None and before.kind == "word" and before.text.endswith(":"):
            prefixes[before.text[:-1]] = token.text[1:-1]
        elif token.kind == "iri":
            found.add(token.text[1:-1])
        elif token.kind == "word" and ":" in token.text and (after is None or after.kind != "iri" or not token.text.endswith(":")):
            prefix, _, local = token.text.partition(":")
            if prefix in prefixes:
                found.add(prefixes[prefix] + local)
    return found


@lru_cache(maxsize=1024)
def once(query: str, targets: str) -> str | None:
    """The query with the targets' graph pattern as a sub-select in front of its WHERE clause; None when it is not of the class above."""
    read = tokens(query)
    where = opening(read)
    if where is None or any(token.kind == "doubt" for token in read):
        return None
    head, body = read[: where + 1], read[where + 1 :]
    close = closing(body)
    if close is None or not _solution(head[:-1], body[close + 1 :]) or not _group(body[:close]):
        return None
    at = read[where].start + 1
    return f"{query[:at]} {{ SELECT DISTINCT $this WHERE {{ {targets} }} }} {query[at:]}"


def prefixes(read: list[Token]) -> dict[str, str]:
    """The prefixes that tokens declare."""
    lines = zip(read, read[1:], read[2:], strict=False)
    return {name.text[:-1]: iri.text[1:-1] for word, name, iri in lines if word.word == "PREFIX" and name.text.endswith(":")}


def opening(read: list[Token]) -> int | None:
    """The index of the bracket that opens the WHERE clause of the one SELECT."""
    selects = [number for number, token in enumerate(read) if token.word == "SELECT"]
    if len(selects) != 1 or any(token.word in ("ASK", "CONSTRUCT", "DESCRIBE") for token in read[: selects[0]]):
        return None
    depth = 0
    for number in range(selects[0], len(read)):
        sign = read[number].word
        depth += (sign == "(") - (sign == ")")
        if sign == "{":
            return number if depth == 0 else None
    return None


def closing(body: list[Token]) -> int | None:
    """The index of the bracket that closes a group whose opening one stands before."""
    depth = 1
    for number, token in enumerate(body):
        depth += (token.word == "{") - (token.word == "}")
        if depth == 0:
            return number
    return None


def _solution(head: list[Token], tail: list[Token]) -> bool:
    """Conditions 1 to 3 outside of the WHERE clause."""
    words = {token.word for token in (*head, *tail)}
    if words & _FORBIDDEN or any(token.kind == "variable" and token.text[1:] in _PREBOUND for token in (*head, *tail)):
        return False
    select = next(number for number, token in enumerate(head) if token.word == "SELECT")
    depth, projected = 0, False
    for token in head[select:]:
        depth += (token.word == "(") - (token.word == ")")
        projected |= depth == 0 and (token.this or token.text == "*")
    if not projected:
        return False
    if words & AGGREGATES or "GROUP" in words:
        by = next((number for number, token in enumerate(tail) if token.word == "BY"), None)
        return "GROUP" in words and by is not None and _grouped(tail[by + 1 :])
    return True


def _grouped(after: list[Token]) -> bool:
    """Whether ``$this`` is one of the plain variables of GROUP BY."""
    for token in after:
        if token.kind != "variable":
            return False
        if token.this:
            return True
    return False


def _group(body: list[Token]) -> bool:
    """Conditions 1, 3 and 4 in the WHERE clause."""
    if any(token.word in _FORBIDDEN or token.word == "SELECT" for token in body):
        return False
    if any(token.kind == "variable" and token.text[1:] in _PREBOUND for token in body):
        return False
    return all(_nested(before, inside, depth) for before, inside, depth in _groups(body, 0))


def _groups(body: list[Token], depth: int) -> Iterator[tuple[str, list[Token], int]]:
    """Nested groups that are no EXISTS: the word in front, what is in them, how deep they lie. What EXISTS holds is passed over."""
    number = 0
    while number < len(body):
        if body[number].word == "{":
            close = closing(body[number + 1 :])
            if close is None:
                yield "?", [], depth
                return
            inside = body[number + 1 : number + 1 + close]
            before = body[number - 1].word if number else ""
            if before != "EXISTS":
                yield before, inside, depth
                yield from _groups(inside, depth + 1)
            elif any(token.this for token in inside) and _compound(inside):
                yield "?", inside, depth
            number += close + 1
        number += 1


def _compound(inside: list[Token]) -> bool:
    """Whether BIND, or a group that is no EXISTS, stands at any depth."""
    return any(
        token.word == "BIND" or (token.word == "{" and (number == 0 or inside[number - 1].word != "EXISTS"))
        for number, token in enumerate(inside)
    )


def _nested(before: str, inside: list[Token], depth: int) -> bool:
    if not any(token.this for token in inside):
        return True
    if before == "?":
        return False
    outside = _without_exists(inside)
    if before == "OPTIONAL" and depth == 0:
        return not any(token.word in ("BIND", "{") for token in outside)
    return bool(outside) and outside[0].this and len(outside) > 1 and outside[1].kind in ("iri", "word", "variable", "sign")


def _without_exists(inside: list[Token]) -> list[Token]:
    kept, number = [], 0
    while number < len(inside):
        if inside[number].word == "{" and number and inside[number - 1].word == "EXISTS":
            number += (closing(inside[number + 1 :]) or 0) + 2
            continue
        kept.append(inside[number])
        number += 1
    return kept
