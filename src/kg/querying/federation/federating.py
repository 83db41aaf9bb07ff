"""A query with SERVICE becomes a query without: every clause is answered by its server and replaced by the solutions that came.

``SERVICE <a> { P }`` is one request, or a few where our side knows the IRIs it is joined with (see ``request``); the number is bounded,
whatever the query. ``SERVICE ?a`` asks the servers that what stands before it binds ``?a`` to. ``SERVICE SILENT`` gives one solution
without bindings for a server that fails (SPARQL 1.1 Federated Query, section 2.2); one that is not allowed is an error all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import urljoin

from pyoxigraph import NamedNode, Store

from kg.errors import QueryError
from kg.querying.federation import address, answer, request
from kg.querying.federation.clause import Clause, UnreadableError, clauses, prologue
from kg.querying.federation.errand import MOST_REQUESTS, Fetched, TooMuchError, UnansweredError
from kg.validation.queries import Token, tokens

Fetch = Callable[[str, str], Fetched]
"""Sends a query to an address; raises :class:`UnansweredError`."""
Ask = Callable[[str], Any]
"""Answers a SELECT on our side."""
MOST_SERVERS = 5
"""Servers that a clause may ask."""
_XSD = "http://www.w3.org/2001/XMLSchema#"
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


@dataclass(frozen=True, slots=True)
class Side:
    """Our side: how other servers are asked and who is told of one whose answer was of no use, how our store is asked, which addresses are
    allowed, and what is known in every query.

    ``ask`` None is for an update, whose patterns cannot be asked before it is run: nothing is handed over then.
    """

    fetch: Fetch
    useless: Callable[[str], None]
    ask: Ask | None
    allowed: frozenset[str]
    prefixes: Mapping[str, str]
    base: str


def has_service(text: str) -> bool:
    """Whether a query has a SERVICE clause."""
    return any(token.word == "SERVICE" for token in tokens(text))


def local(text: str) -> str:
    """The query without the words SERVICE and their targets, every other character where it was: what a parser can look at."""
    read = tokens(text)
    for number, token in enumerate(read):
        if token.word == "SERVICE":
            for part in read[number : number + 2 + (number + 1 < len(read) and read[number + 1].word == "SILENT")]:
                if part.word != "{":
                    text = text[: part.start] + " " * len(part.text) + text[part.start + len(part.text) :]
    return text


def parsed(text: str, prefixes: Mapping[str, str], base: str) -> Any:
    """The answer of an empty store to a query whose SERVICE words are left out: nothing is sent, and functions of other servers are taken.

    Raises SyntaxError for what is no SPARQL, at its place in the text.
    """
    read = tokens(text)
    known, _ = prologue(read, prefixes, base)
    called: dict[NamedNode, Callable[..., Any]] = {}
    for token, after in pairwise(read):
        prefix, sign, name = token.text.partition(":")
        if after.word == "(" and token.kind == "iri":
            called[NamedNode(urljoin(base, token.text[1:-1]))] = _nothing
        elif after.word == "(" and token.kind == "word" and sign and prefix in known and not known[prefix].startswith(_XSD):
            called[NamedNode(known[prefix] + name)] = _nothing
    return Store().query(local(text), prefixes=dict(prefixes), base_iri=base, custom_functions=called)


def _nothing(*_: Any) -> None:
    """What a function of another server gives on our side."""


def federated(text: str, side: Side) -> str:
    """The query with all its clauses answered; it has to be SPARQL.

    Raises :class:`QueryError`: KG826 for an address that is not allowed, KG834 where a server gives no answer, KG835 for a clause that
    cannot be asked, KG836 for an answer that is too large or cut.
    """
    read = tokens(text)
    try:
        found = clauses(text, read, side.prefixes, side.base)
    except UnreadableError as error:
        raise _unasked(str(error), "ask each server in a SERVICE of its own, with its address written out") from error
    for clause in found:
        if not clause.variable:
            permit(clause.target, side.allowed)
    servers = sum(MOST_SERVERS if clause.variable else 1 for clause in found)
    if servers > MOST_REQUESTS:
        raise _unasked(f"the query could send more than {MOST_REQUESTS} requests to other servers", "ask in parts")
    most = MOST_REQUESTS // max(servers, 1) * request.PORTION
    parts: list[tuple[int, int, str]] = []
    for clause in found:
        parts.append((clause.start, clause.end, _Asking(text, read, clause, side, tuple(parts), most).block()))
    # A line stays on its line, for those who are told of one.
    lines = [(first, last, block + "\n" * text.count("\n", first, last)) for first, last, block in parts]
    return _replaced(text, 0, len(text), lines)


def permit(target: str, allowed: frozenset[str]) -> str:
    """The normal form of an address. Raises :class:`QueryError` KG826 where it is not allowed."""
    found = address.same(target)
    if found not in allowed:
        known = f"allowed are {', '.join(sorted(allowed))}" if allowed else "no other server is asked from here"
        raise QueryError("KG826", f"SERVICE <{target}> is not allowed", why=known, mend="ask that server yourself")
    return found


def _unasked(why: str, mend: str) -> QueryError:
    return QueryError("KG835", "a SERVICE cannot be asked", why=why, mend=mend)


def _replaced(text: str, start: int, end: int, parts: Sequence[tuple[int, int, str]]) -> str:
    """A stretch of text, with parts of it replaced."""
    found, at = [], start
    for first, last, words in sorted(parts):
        if at <= first and last <= end:
            found += [text[at:first], words]
            at = last
    return "".join([*found, text[at:end]])


class _Asking:
    """A clause that is being asked; ``done`` are the clauses before it, answered; ``most`` bindings are handed over, else none."""

    def __init__(self, text: str, read: list[Token], clause: Clause, side: Side, done: Sequence[tuple[int, int, str]], most: int) -> None:
        self.text = text
        self.read = read
        self.clause = clause
        self.side = side
        self.done = done
        self.most = most
        self.known, self.base = prologue(read, side.prefixes, side.base)
        self.variables = self._variables()

    def block(self) -> str:
        """What takes the place of the clause."""
        names, bindings = self._bindings()
        target = self.clause.variable
        if target:
            servers = self._servers(target)
            others = [name for name in self.variables if name != target]
            asked = [target, *others] if target in self.variables else others
            rows = []
            for server in servers:
                here = NamedNode(server)
                for row in self._rows(server, asked, names, bindings):
                    if len(row) == len(others) or row[0] in (None, here):
                        rows.append((here, *row[len(row) - len(others) :]))
            return f"{{ {answer.written([target, *others], rows)} }}"
        return f"{{ {answer.written(self.variables, self._rows(self.clause.target, self.variables, names, bindings))} }}"

    def _rows(self, target: str, variables: Sequence[str], names: Sequence[str], bindings: request.Bindings) -> list[answer.Row]:
        where = permit(target, self.side.allowed)
        found: list[answer.Row] = []
        try:
            for query in request.requests(self.text, self.clause, self.variables, self.known, self.base, names, bindings):
                found += answer.rows(self.side.fetch(where, query), variables, self.side.base)
                if len(found) > answer.MOST_ROWS:
                    raise TooMuchError(f"at most {answer.MOST_ROWS} rows of another server are taken")
        except UnansweredError as error:
            self.side.useless(where)
            if self.clause.silent:
                return [(None,) * len(variables)]
            raise _failed(where, error) from error
        return found

    def _variables(self) -> list[str]:
        """The variables that the clause can bind, as the engine sees them."""
        group = self.text[self.clause.group : self.clause.end]
        try:
            found = parsed(f"SELECT * WHERE {group}", self.known, self.base)
        except SyntaxError:  # no variable at all
            return []
        return [variable.value for variable in found.variables]

    def _bindings(self) -> tuple[list[str], request.Bindings]:
        """Variables of the clause that our side binds to IRIs in all its solutions, and these IRIs; nothing where there are too many."""
        inner = {token.text[1:] for token in self.clause.inner if token.kind == "variable"}
        shared = sorted(inner & self._mentioned() & set(self.variables))
        if not shared or self.side.ask is None:
            return [], []
        rows = self._before(shared, self.most)
        if rows is None:
            return [], []
        kept = [number for number in range(len(shared)) if all(isinstance(row[number], NamedNode) for row in rows)]
        found = sorted({tuple(row[number] for number in kept) for row in rows}, key=lambda row: [term.value for term in row])
        return [shared[number] for number in kept], found

    def _servers(self, target: str) -> list[str]:
        if target not in self._mentioned() or self.side.ask is None:
            raise self._unbound(target)
        rows = self._before([target], MOST_SERVERS)
        if rows is None:
            raise _unasked(f"?{target} has more than {MOST_SERVERS} values", "ask for fewer servers")
        if any(not isinstance(term, NamedNode) for (term,) in rows):
            raise self._unbound(target)
        servers = sorted(term.value for (term,) in rows)
        for server in servers:
            permit(server, self.side.allowed)
        return servers

    def _unbound(self, target: str) -> QueryError:
        mend = f"put the addresses before it: VALUES ?{target} {{ <https://example.org/sparql> }}"
        why = f"nothing before it in its group binds ?{target} to one"
        return QueryError("KG826", f"SERVICE ?{target} has no address", why=why, mend=mend)

    def _mentioned(self) -> set[str]:
        spans = self.clause.before
        return {t.text[1:] for t in self.read if t.kind == "variable" and any(first <= t.start < last for first, last in spans)}

    def _before(self, names: Sequence[str], most: int) -> list[tuple[Any, ...]] | None:
        """The different values that what stands before the clause gives to variables; None for more than ``most``."""
        assert self.side.ask is not None
        begin = next(token.start for token in self.read if token.word in _FORMS)
        dropped = [*self.done, *((first, last, " ") for first, last in self.clause.left_out)]
        dropped = [one for one in dropped if not any(one is not other and other[0] <= one[0] and one[1] <= other[1] for other in dropped)]
        # A group for each but the first: what they bind is joined, and a BIND in one is none in the other.
        pattern = "\n} {".join(_replaced(self.text, first, last, dropped) for first, last in self.clause.before)
        if self.clause.graph:
            pattern = f"{self.clause.graph} {{ {{ {pattern}\n}} }}"
        query = f"{self.text[:begin]} SELECT DISTINCT {' '.join(f'?{name}' for name in names)} {self._dataset()} "
        found = self.side.ask(f"{query} WHERE {{ {{ {pattern}\n}} }} LIMIT {most + 1}")
        rows = [tuple(solution[name] for name in names) for solution in found]
        return rows if len(rows) <= most else None

    def _dataset(self) -> str:
        """FROM and FROM NAMED of the query."""
        found, depth = [], 0
        for number, token in enumerate(self.read):
            depth += (token.word == "{") - (token.word == "}")
            if token.word == "FROM" and not depth:
                last = number + 1 + (self.read[number + 1].word == "NAMED")
                found.append(" ".join(part.text for part in self.read[number : last + 1]))
        return " ".join(found)


def _failed(where: str, error: UnansweredError) -> QueryError:
    if isinstance(error, TooMuchError):
        mend = "ask for less in that SERVICE, or put patterns before it that bind what it is joined with"
        return QueryError("KG836", f"the answer of <{where}> cannot be used whole", why=str(error), mend=mend)
    mend = "try again later, or write SERVICE SILENT to do without it"
    return QueryError("KG834", f"the server <{where}> gives no answer", why=str(error), mend=mend)
