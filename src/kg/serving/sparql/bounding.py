"""A query as it is run: with the row limit written into it, and refused where it asks a server that is not allowed.

Runs in an asker: what a client wrote may take any time to look through.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise
from typing import NamedTuple

from kg.querying.federation.address import same
from kg.serving.sparql.refusal import quoted, refused
from kg.validation.queries import Token, tokens


class Bounded(NamedTuple):
    """A query as it is run; whether its rows may be more than were asked for; whether it names its dataset itself (FROM)."""

    text: str
    open: bool
    dataset: bool


def bounded(text: str, kind: str, rows: int, services: Collection[str], *, strict: bool, later: bool = False) -> Bounded:
    """The query with at most ``rows`` solutions and one more; a LIMIT of its own that is smaller stays, those of sub-selects too.

    ``strict`` refuses a query in which a SERVICE could be hidden, where the network is not out of reach anyway; ``later`` leaves addresses
    that are variables or prefixed names to whoever asks them (:mod:`kg.querying.federation`). Raises
    :class:`ServingError` KG826 for SERVICE to an address that is not among ``services``.
    """
    read = tokens(text)
    look(read, services, strict=strict, later=later)
    outside = outer(read)
    dataset = any(token.word == "FROM" for token in outside)
    if kind != "SELECT":
        return Bounded(text, False, dataset)
    return Bounded(*_limited(text, outside, read, rows), dataset)


def outer(read: list[Token]) -> list[Token]:
    """The tokens outside of all braces: head and tail of the query itself, where LIMIT and VALUES are its own."""
    found, depth = [], 0
    for token in read:
        depth += token.word == "{"
        if not depth:
            found.append(token)
        depth -= token.word == "}" and depth > 0
    return found


def _limited(text: str, outside: list[Token], read: list[Token], rows: int) -> tuple[str, bool]:
    if not any(token.word == "{" for token in read):
        return text, False  # no query; the parser says so
    for number, token in enumerate(outside):
        if token.word != "LIMIT":
            continue
        size = outside[number + 1] if number + 1 < len(outside) else token
        if not (size.text.isascii() and size.text.isdigit()):
            return text, False
        digits = size.text.lstrip("0") or "0"
        if len(digits) <= len(str(rows)) and int(digits) <= rows:
            return text, False
        return f"{text[: size.start]}{rows + 1}{text[size.start + len(size.text) :]}", True
    values = next((token.start for token in outside if token.word == "VALUES"), None)
    if values is not None:
        return f"{text[:values]} LIMIT {rows + 1} {text[values:]}", True
    return f"{text}\nLIMIT {rows + 1}", True


def look(read: list[Token], services: Collection[str], *, strict: bool, later: bool = False) -> None:
    """Looks for SERVICE. Raises :class:`ServingError` KG826 for one to an address that is not among ``services``; see :func:`bounded`.

    ``services`` are in normal form.
    """
    for number, token in enumerate(read):
        if token.word != "SERVICE":
            continue
        after = [after for after in read[number + 1 : number + 3] if after.word != "SILENT"]
        if later and after and (after[0].kind == "variable" or (after[0].kind == "word" and ":" in after[0].text)):
            continue
        target = after[0].text[1:-1] if after and after[0].kind == "iri" else ""
        if same(target) not in services:
            known = f"allowed are {', '.join(sorted(services))}" if services else "no other server is asked from here"
            what = f"SERVICE {quoted(f'<{target}>')} is not allowed" if target else "SERVICE without a written out address is not allowed"
            raise refused("KG826", what, why=known, mend="ask that server yourself")
    if strict and any(_reaching(token) for token in read) and _doubtful(read):
        what, why = (
            "the query cannot be understood beyond doubt",
            "a '<' behind a value begins an IRI or compares, and it names SERVICE or LOAD",
        )
        raise refused("KG826", what, why=why, mend="write spaces around '<'")


def _reaching(token: Token) -> bool:
    """Whether a token could hide a word that reaches for another server."""
    words = token.text.lower()
    return token.word not in ("SERVICE", "LOAD") and ("service" in words or "load" in words)


def _doubtful(read: list[Token]) -> bool:
    """Whether a ``<...>`` stands behind a value in brackets: IRI or comparison, after which strings begin and end elsewhere.

    Nor is it beyond doubt where an IRI with escapes ends: they may stand for what ends it.
    """
    depth = 0
    for before, token in pairwise(read):
        depth += (before.word == "(") - (before.word == ")")
        value = before.kind in ("variable", "string", "iri", "word") or before.word == ")"
        if token.kind == "doubt" or token.word == "\\" or (token.kind == "iri" and value and depth > 0):
            return True
    return False
