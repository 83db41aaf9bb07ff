"""The SERVICE clauses of a query, read token by token: their target, their group, and what stands before them.

What stands before a clause in its group says which of the other server's solutions can matter. FILTERs are left out of it: they see the
whole group, the other server's solutions too (SPARQL 1.1 Query, section 5.2.2). For an OPTIONAL the group around it counts as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from kg.validation.queries import Token

_OPEN, _CLOSE = ("{", "("), ("}", ")")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: where it begins and ends in the text, where its group begins, its target, and the text before it.

    ``target`` is an IRI, or ``?name``. ``before`` are graph patterns whose join binds what the clause can be joined with. ``inner`` are the
    tokens of the group.
    """

    start: int
    group: int
    end: int
    silent: bool
    target: str
    before: tuple[tuple[int, int], ...]
    left_out: tuple[tuple[int, int], ...]
    graph: str
    inner: tuple[Token, ...]

    @property
    def variable(self) -> str:
        """The name of the variable that is the target; '' for an IRI."""
        return self.target[1:] if self.target[:1] in "?$" else ""


class UnreadableError(ValueError):
    """A clause that cannot be asked; the text says why."""


def clauses(text: str, read: Sequence[Token], prefixes: Mapping[str, str], base: str) -> list[Clause]:
    """The clauses in their order. Raises :class:`UnreadableError`; the query as a whole has to be SPARQL."""
    found: list[Clause] = []
    pairs, groups = _pairs(read)
    known, base = prologue(read, prefixes, base)
    past = -1
    for number, token in enumerate(read):
        if token.word != "SERVICE":
            continue
        if number < past:
            raise UnreadableError("a SERVICE stands in another")
        silent = _word(read, number + 1) == "SILENT"
        at = number + 1 + silent
        opened = at + 1
        if opened not in pairs:
            raise UnreadableError("a SERVICE has no group")
        past = pairs[opened]
        before, left_out, graph = _before(text, read, number, groups, pairs)
        found.append(
            Clause(
                token.start,
                read[opened].start,
                read[past].start + 1,
                silent,
                _target(read[at], known, base),
                before,
                left_out,
                graph,
                tuple(read[opened + 1 : past]),
            )
        )
    return found


def prologue(read: Sequence[Token], prefixes: Mapping[str, str], base: str) -> tuple[dict[str, str], str]:
    """The prefixes and the base that hold in a query: its own before those that are known."""
    known = dict(prefixes)
    for number, token in enumerate(read[:-1]):
        after = read[number + 1]
        if token.word in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "INSERT", "DELETE", "WITH"):
            break
        if token.word == "BASE" and after.kind == "iri":
            base = urljoin(base, after.text[1:-1])
        elif token.kind == "word" and token.text.endswith(":") and after.kind == "iri":
            known[token.text[:-1]] = urljoin(base, after.text[1:-1])
    return known, base


def _target(token: Token, known: Mapping[str, str], base: str) -> str:
    if token.kind == "variable":
        return "?" + token.text[1:]
    if token.kind == "iri":
        return urljoin(base, token.text[1:-1]) if ":" not in token.text else token.text[1:-1]
    prefix, sign, local = token.text.partition(":")
    if token.kind != "word" or not sign or prefix not in known or "\\" in local:
        raise UnreadableError("the address of a SERVICE cannot be read")
    return known[prefix] + local


def _pairs(read: Sequence[Token]) -> tuple[dict[int, int], list[int]]:
    """Of each bracket that opens, the number of the one that closes it; of each token, that of the innermost brace around it, or -1."""
    pairs: dict[int, int] = {}
    around: list[int] = []
    opened: list[int] = []
    for number, token in enumerate(read):
        if token.word in _CLOSE and opened:
            pairs[opened.pop()] = number
        around.append(next((one for one in reversed(opened) if read[one].word == "{"), -1))
        if token.word in _OPEN:
            opened.append(number)
    return pairs, around


def _before(
    text: str, read: Sequence[Token], number: int, around: Sequence[int], pairs: Mapping[int, int]
) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...], str]:
    """The stretches of text before a clause, the FILTERs in them, and the GRAPH that is around all of them ("GRAPH <g>")."""
    stretches: list[tuple[int, int]] = []
    filters: list[tuple[int, int]] = []
    while (brace := around[number]) >= 0:
        stretches.append((read[brace].start + 1, read[number].start))
        filters += _filters(read, brace + 1, number, pairs)
        if _word(read, brace - 1) != "OPTIONAL":
            break
        number = brace - 1
    graph = ""
    while brace >= 0 and not graph:
        if _word(read, brace - 2) == "GRAPH":
            graph = text[read[brace - 2].start : read[brace].start]
        brace = around[brace]
    return tuple(reversed(stretches)), tuple(filters), graph


def _filters(read: Sequence[Token], start: int, end: int, pairs: Mapping[int, int]) -> list[tuple[int, int]]:
    """The FILTERs directly between two tokens: FILTER, then words (NOT EXISTS, a function), then what is in brackets."""
    found = []
    at = start
    while at < end:
        if read[at].word == "FILTER":
            last = at + 1
            while last < end and last not in pairs:
                last += 1
            last = pairs.get(last, last)
            found.append((read[at].start, read[min(last, len(read) - 1)].start + 1))
            at = last + 1
        else:
            at = pairs.get(at, at) + 1
    return found


def _word(read: Sequence[Token], number: int) -> str:
    return read[number].word if 0 <= number < len(read) else ""
