"""The predicates that a query can see: what need not be loaded to answer it."""

from __future__ import annotations

from functools import lru_cache

from kg.validation import queries
from kg.validation.paths import RDF
from kg.validation.queries import Token

_BEFORE_SUBJECT = {"{", "}", ".", ")"}
_AFTER_HEAD = {"{", "}", "WHERE"}
_HEADS = {"SELECT", "BY"}
_OPENING = {"[", "("}
_LITERAL_WORDS = {"A", "TRUE", "FALSE"}


@lru_cache(maxsize=1024)
def predicates(query: str) -> frozenset[str] | None:
    """IRIs among which all predicates are that a query's patterns can match; None when it may match any, or in doubt.

    Any: a variable as predicate, a negated property set (SPARQL 1.1, section 9.1), a path of zero length at its beginning, which matches
    every node of the graph (section 18.1.7), GRAPH and SERVICE, DESCRIBE, a prefix that the query does not declare.
    """
    read = queries.tokens(query)
    if any(token.kind == "doubt" or token.word in ("GRAPH", "SERVICE", "DESCRIBE") for token in read):
        return None
    if not _declared(read) or _any(read):
        return None
    return frozenset(queries.iris(query)) | {RDF + "type"}


def _declared(read: list[Token]) -> bool:
    """Whether every prefix is declared and no IRI is relative."""
    declared, used = set[str](), set[str]()
    for before, token, after in zip([None, *read], read, [*read[1:], None], strict=False):
        if token.word == "BASE":
            return False
        if token.kind == "word" and ":" in token.text:
            prefix = token.text.partition(":")[0]
            ours = before is not None and before.word == "PREFIX" and after is not None and after.kind == "iri"
            (declared if ours else used).add(prefix)
            if not ours and "\\" in token.text:
                return False
    return used <= declared | {"_"}


def _any(read: list[Token]) -> bool:
    """Whether some predicate is open. Brackets of FILTER, BIND and functions hold no patterns, but for the groups in them."""
    brackets: list[list[int]] = [[]]
    """For each group that is open: where its open round brackets stand."""
    start, head = 0, False
    """Where the last path element began; whether variables are those of a SELECT or GROUP BY clause."""
    for number, token in enumerate(read):
        before = read[number - 1] if number else None
        after = read[number + 1] if number + 1 < len(read) else None
        if token.word == "{":
            brackets.append([])
        elif token.word == "}":
            brackets = brackets[:-1] or [[]]
        elif token.word == "(":
            if not brackets[-1] and before is not None and before.word in ("{", "}", "."):
                return True  # a list as subject
            brackets[-1].append(number)
        elif token.word == ")":
            start = brackets[-1].pop() if brackets[-1] else 0
        elif token.text in ("*", "?") and before is not None and _path_end(before):
            start = start if before.word == ")" else number - 1
            if start == 0 or read[start - 1].word != "/":
                return True
        elif token.word == "!" and after is not None and (after.kind == "iri" or after.word in ("(", "^", "A") or ":" in after.text):
            return True
        head = (head or token.word in _HEADS) and token.word not in _AFTER_HEAD
        if token.kind == "variable" and not brackets[-1] and len(brackets) > 1 and not head and _starts(after):
            if before is not None and (before.word in _BEFORE_SUBJECT or _keyword(before)):
                continue  # a subject
            return True
    return False


def _path_end(token: Token) -> bool:
    return token.kind == "iri" or token.word == ")" or (token.kind == "word" and (":" in token.text or token.text == "a"))


def _keyword(token: Token) -> bool:
    return token.kind == "word" and ":" not in token.text and token.word not in _LITERAL_WORDS and not token.text[0].isdigit()


def _starts(token: Token | None) -> bool:
    """Whether a term may begin here: then what stands before it is no object."""
    if token is None:
        return False
    return token.kind in ("variable", "iri", "string") or token.word in _OPENING or (token.kind == "word" and not _keyword(token))
