"""Regular expressions in queries: constants that SPARQL's REGEX and REPLACE take, and our SPARQL engine reads as something else.

The engine hands them to Rust as they stand, where the values of ``sh:pattern`` are translated (:mod:`kg.validation.patterns`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.validation.escapes import UnfitError
from kg.validation.patterns import FLAGS, Expression, translated
from kg.validation.wellformed.sparql import Objection, Query, Token

_FLAGS_AT = {"REGEX": 2, "REPLACE": 3}
_PAIR = re.compile(r"\\(.)", re.DOTALL)
_WIDER, _HELD = frozenset("sSwW"), frozenset("pP")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_SIGNS = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_NOT_SPARQL = re.compile(r"\$(?!\d)|\$\d+[A-Za-z_]|\\")
KIND, NOTE = "query-regex", "query-regex-wider"
"""Kinds of objections: of one that would give wrong answers, and of one that differs in rare signs only."""


def objections(query: Query) -> Iterator[Objection]:
    """What constant expressions, flags and replacements of a query give rise to, from first to last; ``NOTE`` is not fatal."""
    for number, token in enumerate(query.tokens):
        name = token.text.upper() if token.sort == "word" else ""
        if name not in _FLAGS_AT:
            continue
        arguments = [_constant(one) for one in _arguments(query.tokens, number + 1)]
        at, line = _FLAGS_AT[name], query.line(token)
        if len(arguments) < 2:
            continue
        flags = arguments[at] if len(arguments) > at else ""
        if flags is not None and not set(flags) <= FLAGS:
            why, mend = "SPARQL knows the flags s, m, i, x and q only: it gives an error, and so no result", "leave the others out"
            yield Objection(KIND, f'{name} has the flags "{flags}"', why, mend, line)
            continue
        if arguments[1] is not None:
            yield from _pattern(name, arguments[1], flags or "", line)
        replacement = arguments[2] if name == "REPLACE" and len(arguments) > 2 else None
        if replacement is not None and _NOT_SPARQL.search(replacement):
            why = "the engine takes a backslash for itself, and $1a for the group 1a"
            yield Objection(
                KIND, f'REPLACE puts "{_shown(replacement)}"', why, "put it together with CONCAT, or without $ and backslash", line
            )


def _pattern(name: str, pattern: str, flags: str, line: int) -> Iterator[Objection]:
    what = f'{name} has the regular expression "{_shown(pattern)}"'
    try:
        meant = translated(pattern, flags)
    except UnfitError as error:
        yield Objection(KIND, what, f"the engine cannot run it: {error}", error.mend, line)
        return
    if not _differs(pattern, flags, meant):
        return
    plain = _PAIR.sub(lambda pair: r"\d" if pair[1] in _WIDER else pair[0], pattern)
    calm = "".join(flag for flag in flags if flag != "i")
    held = "i" in flags and any(pair in _HELD for pair in _PAIR.findall(pattern))
    if held or _differs(plain, calm, translated(plain, calm)):
        why = "the engine reads it as Rust does, and would give other results than SPARQL"
        yield Objection(KIND, what, why, "write it without what is XPath's alone, or as sh:pattern, which is translated", line)
    elif plain != pattern:
        why = r"in the engine \s is any white space and \w letters, digits and _; in SPARQL \s is four signs and \w takes symbols and no _"
        yield Objection(NOTE, what, why, "name the signs in brackets", line)


def _differs(pattern: str, flags: str, meant: Expression) -> bool:
    """Whether Rust reads an expression with its flags otherwise than it is meant."""
    if "q" in flags:
        return "x" in flags and any(sign.isspace() for sign in pattern)
    if "x" in flags:  # Rust leaves out white space in brackets too, and what follows a #
        return "#" in meant.text or any(sign.isspace() for sign in meant.text) or "".join(pattern.split()) != meant.text
    return meant.text != pattern


def _arguments(tokens: list[Token], at: int) -> Iterator[list[Token]]:
    """The arguments of a call, each as its tokens; ``at`` is its bracket."""
    depth, found = 0, list[Token]()
    for token in tokens[at:]:
        sign = token.text if token.sort == "sign" else ""
        if sign == "," and depth == 1:
            yield found
            found = []
            continue
        depth += (sign in ("(", "{", "[")) - (sign in (")", "}", "]"))
        if depth == 0:
            yield found
            return
        if depth > 1 or sign != "(":
            found.append(token)


def _constant(tokens: list[Token]) -> str | None:
    """The text of a plain string; None for anything else."""
    if len(tokens) != 1 or tokens[0].sort != "string":
        return None
    text = tokens[0].text
    cut = 3 if text[:3] in ('"""', "'''") else 1
    return _ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else _SIGNS.get(m[3], m[3]), text[cut:-cut])


def _shown(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"
