"""Pre-bound variables (SHACL 1.0, sections 5.2.1 and 5.3.1): a query with ``$PATH`` replaced and with values for ``$this`` and its kin.

The outer group, and each that uses one itself, begins with their values. What is reckoned after grouping sees group keys and aggregates
alone (SPARQL 1.1, section 18.2.4.1): in HAVING, and in the expressions that an aggregate query projects, the values are written in place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import BlankNode

from kg.errors import ValidationError
from kg.validation.queries import AGGREGATES, Token, tokens

_CLAUSES = {"SELECT", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"}


def with_path(query: str, path: str) -> str:
    """The query with ``$PATH`` replaced by a property path (section 5.2.1)."""
    parts, last = [], 0
    for token in tokens(query):
        if token.kind == "variable" and token.text[1:] == "PATH":
            parts += [query[last : token.start], f"({path})"]
            last = token.start + len(token.text)
    return "".join(parts) + query[last:]


def bound(query: str, terms: Mapping[str, Any], blank: Callable[[str, Any], str] | None = None) -> str:
    """The query with variables pre-bound (section 5.3.1): the outer group, and each that itself uses one, begins with their values.

    A blank node cannot be written: ``blank`` gives a graph pattern that binds a variable (by its name) to it. A sub-SELECT is the whole of
    its group, so that its own WHERE clause gets the values, of the variables in its head and tail too.

    Raises :class:`ValidationError` KG605 for a blank node in what is reckoned after grouping.
    """
    query = _reckoned(query, terms)
    read = tokens(query)
    inserted: list[tuple[int, str]] = []
    opened = [_Group(-1, set())]
    everywhere = {token.text[1:] for token in read if token.kind == "variable"}
    listed = False
    for number, token in enumerate(read):
        in_list, listed = listed, token.word == "VALUES" or (listed and token.word not in ("{", "}"))
        if token.word == "{":
            after = read[number + 1].word if number + 1 < len(read) else ""
            # A sub-SELECT gets the values in its WHERE clause; ``{|`` opens an annotation, VALUES a list.
            start = -1 if after in ("SELECT", "|") or in_list else token.start + 1
            opened.append(_Group(start, set() if len(opened) > 1 else set(everywhere), select=after == "SELECT"))
        elif token.word == "}" and len(opened) > 1:
            group = opened.pop()
            if group.where is not None:
                group = _Group(group.where.start, group.where.used | group.used)
            elif opened[-1].select and opened[-1].where is None:
                opened[-1].where = group
                continue
            names = sorted(group.used & set(terms))
            if names and group.start >= 0:
                inserted.append((group.start, _values({name: terms[name] for name in names}, blank)))
        elif token.kind == "variable":
            opened[-1].used.add(token.text[1:])
    for start, words in sorted(inserted, reverse=True):
        query = query[:start] + words + query[start:]
    return query


@dataclass(slots=True)
class _Group:
    """A group of a query: where it begins (-1: takes no values), the variables directly in it; of a sub-SELECT also the WHERE clause."""

    start: int
    used: set[str]
    select: bool = False
    where: _Group | None = None


def _values(terms: Mapping[str, Any], blank: Callable[[str, Any], str] | None) -> str:
    words = [blank(name, term) for name, term in terms.items() if blank is not None and isinstance(term, BlankNode)]
    written = {name: str(term) for name, term in terms.items() if not isinstance(term, BlankNode)}
    if written:
        words.append(f"VALUES ({' '.join('$' + name for name in written)}) {{ ({' '.join(written.values())}) }}")
    return f" {' '.join(words)} " if words else ""


def _reckoned(query: str, terms: Mapping[str, Any]) -> str:
    """The query with values in place of variables where it reckons after grouping."""
    parts, last = [], 0
    for token in _after_grouping(tokens(query)):
        term = terms.get(token.text[1:])
        if isinstance(term, BlankNode):
            mend = "give the node an IRI, or add the variable to GROUP BY"
            raise ValidationError("KG605", f"{token.text} is a blank node and stands where the query reckons after grouping", mend=mend)
        if term is not None:
            parts += [query[last : token.start], str(term)]
            last = token.start + len(token.text)
    return "".join(parts) + query[last:]


def _after_grouping(read: Iterable[Token]) -> Iterator[Token]:
    """The variables that stand in HAVING, or in an expression that a grouping SELECT projects, and are no keys of its groups."""
    levels = [_Select()]
    for token in read:
        if token.word == "{":
            levels[-1].begin(token)
            levels.append(_Select())
        elif token.word == "}" and len(levels) > 1:
            yield from levels.pop().reckoned()
        else:
            levels[-1].take(token)
    yield from levels[0].reckoned()


class _Select:
    """The clauses of a SELECT around its groups, as far as they were read."""

    def __init__(self) -> None:
        self._clause, self._depth, self._grouped = "", 0, False
        self._before, self._last = "", ""
        self._keys = set[str]()
        self._found = list[Token]()

    def begin(self, token: Token) -> None:
        """A group begins: the WHERE clause, or that of an EXISTS in brackets."""
        if self._depth == 0:
            self._clause = ""
        self._before, self._last = self._last, token.word

    def take(self, token: Token) -> None:
        """The next token."""
        if self._depth == 0 and token.word in _CLAUSES:
            self._clause = token.word
        self._depth += (token.word == "(") - (token.word == ")")
        self._grouped |= token.word in AGGREGATES or token.word == "GROUP"
        if token.kind == "variable":
            expression = self._clause == "HAVING" or (self._clause == "SELECT" and self._depth > 0)
            if self._clause == "GROUP" and (self._depth == 0 or self._last == "AS"):
                self._keys.add(token.text[1:])
            elif expression and self._last != "AS" and self._before != "BOUND":
                self._found.append(token)
        self._before, self._last = self._last, token.word

    def reckoned(self) -> list[Token]:
        """The variables meant, once all is read."""
        return [token for token in self._found if token.text[1:] not in self._keys] if self._grouped else []
