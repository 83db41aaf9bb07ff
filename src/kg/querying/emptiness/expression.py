"""Expressions: conditions joined by ``&&``, property paths, and comparisons of something with a constant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.querying.emptiness.cursor import Cursor, Unreadable
from kg.querying.emptiness.term import Term
from kg.validation.queries import Token

SEARCHES = ("REGEX", "CONTAINS", "STRSTARTS", "STRENDS")
_FUNCTIONS = (*SEARCHES, "LANGMATCHES")
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}


@dataclass(frozen=True, slots=True)
class Comparison:
    """``left operator constant``, with the spans of left side and operator; ``turned``: the constant stands first.

    The operator is that as if the constant stood last; of REGEX and the like it is the function's name, of a list IN.
    """

    left: tuple[int, int]
    operator: str
    place: tuple[int, int]
    constant: Term
    turned: bool = False


def conditions(read: list[Token], first: int, last: int) -> list[tuple[int, int]]:
    """Token ranges of what ``&&`` joins in the outermost brackets; the whole where nothing is joined, or ``||`` stands beside."""
    if read[first].word != "(":
        return [(first, last)]
    cuts, depth = [first], 0
    for number in range(first, last):
        depth += (read[number].word in ("(", "{")) - (read[number].word in (")", "}"))
        pair = number + 1 < last and read[number + 1].start == read[number].start + 1
        if depth == 1 and pair and read[number].word == read[number + 1].word == "|":
            return [(first, last)]
        if depth == 1 and pair and read[number].word == read[number + 1].word == "&":
            cuts.append(number + 1)
    if len(cuts) == 1:
        return [(first, last)]
    ends = [*(cut - 1 for cut in cuts[1:]), last - 1]
    return [(cut + 1, end) for cut, end in zip(cuts, ends, strict=True)]


def path(cursor: Cursor, term: Callable[[], Term]) -> tuple[list[tuple[int, int]], list[Term]]:
    """The spans of the steps of a sequence (none where there are alternatives) and the terms of a path (SPARQL 1.1, section 9.1)."""
    found: list[Term] = []
    steps = _sequence(cursor, term, found)
    while cursor.word == "|":
        cursor.take()
        _sequence(cursor, term, found)
        steps = []
    return steps, found


def _sequence(cursor: Cursor, term: Callable[[], Term], found: list[Term]) -> list[tuple[int, int]]:
    steps = [_step(cursor, term, found)]
    while cursor.word == "/":
        cursor.take()
        steps.append(_step(cursor, term, found))
    return steps


def _step(cursor: Cursor, term: Callable[[], Term], found: list[Term]) -> tuple[int, int]:
    start = cursor.here
    while cursor.word in ("^", "!"):
        cursor.take()
    if cursor.word == "(":
        cursor.take()
        found += path(cursor, term)[1]
        cursor.expect(")")
    else:
        one = term()
        if one.kind not in ("iri", "none"):
            raise Unreadable(start)
        found.append(one)
    while cursor.word in ("?", "*", "+") and cursor.adjacent():
        cursor.take()
    return start, cursor.last


def comparisons(read: list[Token], constants: list[Term]) -> list[Comparison]:
    """What is compared with each of the constants, in tokens of one condition."""
    starts = {token.start: number for number, token in enumerate(read)}
    found = []
    for constant in constants:
        if constant.start not in starts:
            continue
        one = _before(read, starts[constant.start], constant) or _after(read, constant)
        if one is not None:
            found.append(one)
    return found


def _before(read: list[Token], number: int, constant: Term) -> Comparison | None:
    """The comparison of a constant that stands last, in a list, or in a function."""
    operator, at = _operator(read, number - 1)
    if operator:
        left = _operand(read, at - 1)
        return left and Comparison(left, operator, (read[at].start, _end(read[number - 1])), constant)
    depth = 0
    for back in range(number - 1, -1, -1):
        word = read[back].word
        depth += (word == ")") - (word == "(")
        if depth < 0:
            opener = read[back - 1] if back else None
            if opener is None:
                return None
            if opener.word == "IN" and read[back - 2].word != "NOT":
                left = _operand(read, back - 2)
                return left and Comparison(left, "IN", (opener.start, _end(opener)), constant)
            if opener.word in _FUNCTIONS and number - 2 > back:
                return Comparison((read[back + 1].start, _end(read[number - 2])), opener.word, (opener.start, _end(opener)), constant)
            return None
    return None


def _after(read: list[Token], constant: Term) -> Comparison | None:
    """The comparison of a constant that stands first."""
    number = next((n for n, token in enumerate(read) if token.start >= constant.end), len(read))
    size = 2 if number + 1 < len(read) and _joined(read, number) else 1
    operator = "".join(token.word for token in read[number : number + size])
    if operator not in _TURNED or number + size >= len(read):
        return None
    start, depth, last = number + size, 0, number + size
    while last < len(read):
        word = read[last].word
        depth += (word == "(") - (word == ")")
        follows = read[last + 1].word if last + 1 < len(read) else ")"
        if not depth and follows != "(":
            break
        last += 1
    if last >= len(read):
        return None
    return Comparison((read[start].start, _end(read[last])), _TURNED[operator], (read[number].start, _end(read[start - 1])), constant, True)


def _operator(read: list[Token], number: int) -> tuple[str, int]:
    """The operator that ends at a token, and the number of its first one."""
    if number < 1:
        return "", number
    if _joined(read, number - 1):
        return read[number - 1].word + read[number].word, number - 1
    word = read[number].word or ("<" if read[number].kind == "doubt" else "")
    return (word if word in _TURNED else ""), number


def _joined(read: list[Token], number: int) -> bool:
    pair = read[number].text + read[number + 1].text
    return pair in ("<=", ">=", "!=") and read[number + 1].start == read[number].start + 1


def _operand(read: list[Token], number: int) -> tuple[int, int] | None:
    """The span of the operand that ends at a token."""
    if number < 0:
        return None
    end, first, depth = _end(read[number]), number, 0
    while first >= 0:
        depth += (read[first].word == ")") - (read[first].word == "(")
        if not depth:
            break
        first -= 1
    if first < 0:
        return None
    if first != number and first and read[first - 1].kind in ("word", "iri") and read[first - 1].word not in ("IN", "FILTER", "HAVING"):
        first -= 1
    return read[first].start, end


def _end(token: Token) -> int:
    return token.start + len(token.text)
