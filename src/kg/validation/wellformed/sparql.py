"""One query of a shapes graph: parsed, and held against the restrictions on pre-bound variables (SHACL 1.0, appendix A).

The parser is pyoxigraph's, over an empty store. It shows no syntax tree, so that the restrictions are read from the tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from pyoxigraph import QueryBoolean, QuerySolutions, Store

from kg.validation.wellformed import grouping

_TOKEN = re.compile(
    r"""(?P<skip>\s+|\#[^\n]*)
    |(?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<iri><[^<>"{}|^`\\\s]*>)
    |(?P<variable>[?$]\w+)
    |(?P<name>(?:[^\W\d_][\w.\-]*)?:(?:[\w:.\-%]|\\.)*|_:[\w.\-]+)
    |(?P<word>@?[^\W\d]\w*)
    |(?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
_FORBIDDEN = {
    "MINUS": "write FILTER NOT EXISTS { … }",
    "SERVICE": "put the data into the data graph",
    "VALUES": "write FILTER (?x IN (…))",
    "FROM": "leave it out: the query is asked of the data graph, and GRAPH $shapesGraph of the shapes",
}
_WHY = {"FROM": "a shape is held against the data graph that is given, and nothing else may be fetched: the query would find nothing"}
_UPDATES = frozenset({"LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "INSERT", "DELETE", "WITH"})
_PATH = "(^<urn:x:a>/<urn:x:b>)"
_DEEPEST, _LONGEST = 100, 1000
"""Brackets in one another, and operators and groups one after the other: the parser follows both on the stack, which holds at least 800
and 3000 of them."""
_OPEN, _CLOSE = frozenset("({["), frozenset(")}]")
_CHAINED = frozenset("!*/|&{")
_CHAINED_WORDS = frozenset({"AS", "FILTER"})
_EMPTY = Store()


class Token(NamedTuple):
    """A token with its sort (a group of the pattern above) and where it begins."""

    sort: str
    text: str
    start: int


class Objection(NamedTuple):
    """What is wrong with a query: the kind of fault, clauses, and the line of the query's text."""

    kind: str
    what: str
    why: str
    mend: str
    line: int


@dataclass(slots=True)
class Query:
    """A query's text with its prefixes; ``tokens`` without white space and comments."""

    text: str
    prefixes: dict[str, str]
    tokens: list[Token]
    variables: tuple[str, ...] | None = None
    """What a SELECT projects; None for an ASK and for what does not parse."""
    form: str = ""
    """``SELECT``, ``ASK``, another form, or '' for what does not parse."""

    @classmethod
    def of(cls, text: str, prefixes: dict[str, str]) -> Query:
        """A query, taken apart and not parsed yet."""
        found = [Token(str(m.lastgroup), m.group(), m.start()) for m in _TOKEN.finditer(text) if m.lastgroup != "skip"]
        return cls(text, prefixes, found)

    def line(self, token: Token) -> int:
        """The line of a token, from 1."""
        return self.text.count("\n", 0, token.start) + 1

    def nesting(self) -> Objection | None:
        """What stands in one another too deeply, or one after the other too long, for a parser that works on the stack.

        What looks like an IRI may be an expression between ``<`` and ``>``: its brackets count, and its operators by themselves.
        """
        depth = chained = 0
        operand = False
        for token in self.tokens:
            within, run = (_depth(token.text), _chain(token.text)) if token.sort == "iri" else (0, 0)
            if token.sort == "sign":
                depth = max(depth + (token.text in _OPEN) - (token.text in _CLOSE), 0)
                chained += token.text in _CHAINED or (operand and token.text in "+-")
            elif token.sort == "word":
                chained += token.text.upper() in _CHAINED_WORDS
            operand = token.sort != "sign" or token.text in _CLOSE or token.text.isdigit()
            if depth + within > _DEEPEST:
                what = f"brackets are nested more than {_DEEPEST} deep"
                return Objection("nesting", what, "no parser follows them safely", "write it flatter", self.line(token))
            if max(chained, run) > _LONGEST:
                what = f"it has more than {_LONGEST} operators and groups"
                mend = "write several queries, or a list: ?x IN (…)"
                return Objection("nesting", what, "no parser follows them safely", mend, self.line(token))
        return None

    def parse(self) -> Objection | None:
        """Parses the text; sets ``form`` and ``variables``. A query with SERVICE is refused before: nothing may be fetched."""
        try:
            answer = _EMPTY.query(self.text, prefixes=self.prefixes)
        except (SyntaxError, ValueError) as error:
            return self._refused(str(error))
        if isinstance(answer, QuerySolutions):
            self.form, self.variables = "SELECT", tuple(variable.value for variable in answer.variables)
        else:
            self.form = "ASK" if isinstance(answer, QueryBoolean) else "CONSTRUCT or DESCRIBE"
        return None

    def _refused(self, said: str) -> Objection:
        first = next((t for t in self.tokens if t.sort == "word" and t.text.upper() not in ("PREFIX", "BASE")), None)
        if first and first.text.upper() in _UPDATES:
            why = "a query of a shape only asks, and changes nothing"
            return Objection("select-query-valid", f"it is an update: {first.text}", why, "write SELECT or ASK", self.line(first))
        if bare := grouping.ungrouped(self.tokens):
            why = f"its SELECT has GROUP BY, HAVING or an aggregate, and {bare.text} is in none of them"
            return Objection("select-query-valid", "it is not SPARQL", why, f"write GROUP BY {bare.text}", self.line(bare))
        place = re.search(r"error at (\d+):(\d+): ", said)
        if not place:
            return Objection("select-query-valid", "it is not SPARQL", said.splitlines()[0][:120], "mend it", 1)
        line, column = int(place[1]), int(place[2])
        lines = self.text.split("\n")
        words = lines[line - 1].strip() if line <= len(lines) else ""
        start = sum(len(one) + 1 for one in lines[: line - 1]) + column - 1
        prefix = next((t.text.split(":")[0] for t in self.tokens if t.sort == "name" and t.start <= start <= t.start + len(t.text)), None)
        declared = re.findall(r"\bPREFIX\s+([\w.\-]*):", self.text, re.IGNORECASE)
        if "Prefix not found" in said and prefix is not None and prefix != "_" and prefix not in (*self.prefixes, *declared):
            why = "no sh:declare that its sh:prefixes leads to has it"
            from kg.vocabulary import vocabulary  # only a query with a fault pays for it

            namespace = vocabulary().prefixes.get(prefix, "…")
            row = f'sh:declare [ sh:prefix "{prefix}" ; sh:namespace "{namespace}"^^xsd:anyURI ]'
            mend = f"write PREFIX {prefix}: <{namespace}> before the query's SELECT or ASK, or add sh:prefixes and {row}"
            return Objection("prefix-undeclared", f"the prefix {prefix}: is not declared", why, mend, line)
        why = f"it ends too early: {words}" if start >= len(self.text.rstrip()) else f"column {column} of: {words}"
        return Objection("select-query-valid", "it is not SPARQL", why, "mend the query there", line)

    def restrictions(self, bound: frozenset[str], projected: tuple[str, ...]) -> Iterator[Objection]:
        """What appendix A forbids: MINUS, SERVICE, VALUES, ``AS ?bound``, and sub-SELECTs that do not project what is pre-bound; and FROM.

        ``bound`` are all variables that may be pre-bound, ``projected`` those that a sub-SELECT must give.
        """
        selects = [number for number, token in enumerate(self.tokens) if token.sort == "word" and token.text.upper() == "SELECT"]
        for number, token in enumerate(self.tokens):
            word = token.text.upper() if token.sort == "word" else ""
            if word in _FORBIDDEN:
                why = _WHY.get(word, "it has no defined meaning beside pre-bound variables")
                yield Objection(f"query-{word.lower()}", f"it uses {word}", why, _FORBIDDEN[word], self.line(token))
            elif word == "AS" and number + 1 < len(self.tokens):
                after = self.tokens[number + 1]
                if after.sort == "variable" and after.text[1:] in bound:
                    why = f"{after.text} has its value from the shape already"
                    yield Objection("query-as", f"it assigns {after.text}", why, "use another variable", self.line(token))
        for number in selects if self.form == "ASK" else selects[1:]:
            missing = [name for name in projected if name not in self._projection(number)]
            if missing:
                what = "a sub-SELECT does not give " + ", ".join("$" + name for name in missing)
                why = "pre-bound variables reach it only through its projection"
                mend = "name it after SELECT (and in GROUP BY)"
                yield Objection("query-subselect", what, why, mend, self.line(self.tokens[number]))

    def _projection(self, number: int) -> tuple[str, ...]:
        """The variables that a sub-SELECT gives, which ``SELECT *`` leaves to the parser."""
        depth, end = 0, len(self.text)
        for token in self.tokens[number:]:
            depth += {"{": 1, "}": -1}.get(token.text, 0) if token.sort == "sign" else 0
            if depth < 0:
                end = token.start
                break
        inner = Query(self.text[self.tokens[number].start : end], self.prefixes | _declared(self.tokens), [])
        return () if inner.parse() else inner.variables or ()

    def uses(self, name: str) -> Token | None:
        """The first place of a variable."""
        return next((t for t in self.tokens if t.sort == "variable" and t.text[1:] == name), None)

    def path_misplaced(self) -> bool:
        """Rule PATH-position: whether $PATH stands elsewhere than as a predicate. A compound path is put in its place and must parse."""
        pieces, after = [], 0
        for token in self.tokens:
            if token.sort == "variable" and token.text[1:] == "PATH":
                pieces += [self.text[after : token.start], _PATH]
                after = token.start + len(token.text)
        return Query("".join(pieces) + self.text[after:], self.prefixes, []).parse() is not None

    def names(self, namespace: str) -> Iterator[tuple[str, int]]:
        """The IRIs of a namespace that the query names, with their lines."""
        short = [prefix for prefix, iri in (self.prefixes | _declared(self.tokens)).items() if iri == namespace]
        for token in self.tokens:
            if token.sort == "iri" and token.text.startswith("<" + namespace):
                yield token.text[1:-1], self.line(token)
            elif token.sort == "name" and short and token.text.split(":")[0] in short:
                yield namespace + token.text.split(":", 1)[1].rstrip("."), self.line(token)


def _depth(text: str) -> int:
    """How deep brackets of a text go."""
    return max(accumulate((sign in _OPEN) - (sign in _CLOSE) for sign in text), default=0)


def _chain(text: str) -> int:
    """How many operators a text may hold."""
    return sum(sign in _CHAINED or sign in "+-" for sign in text)


def _declared(tokens: list[Token]) -> dict[str, str]:
    """The prefixes that a query declares itself."""
    return {
        tokens[n + 1].text[:-1]: tokens[n + 2].text[1:-1]
        for n, token in enumerate(tokens[:-2])
        if token.sort == "word" and token.text.upper() == "PREFIX" and tokens[n + 1].sort == "name" and tokens[n + 2].sort == "iri"
    }
