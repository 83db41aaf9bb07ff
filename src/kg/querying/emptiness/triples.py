"""Terms and triple patterns read from the tokens of a query."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urljoin

from kg.querying.emptiness import expression
from kg.querying.emptiness.anatomy import Path, Statement, Triple
from kg.querying.emptiness.cursor import Cursor, Unreadable
from kg.querying.emptiness.term import RDF_TYPE, Term, literal
from kg.validation.queries import Token, tokens

_AFTER = (".", "}", "]", "{", "", "OPTIONAL", "FILTER", "BIND", "VALUES", "MINUS", "GRAPH", "SERVICE")
"""What may stand behind the triple patterns of one subject."""


class TripleReader(Cursor):
    """Reads terms, with the prefixes met so far, and triple patterns."""

    def __init__(self, text: str, known: Mapping[str, str]) -> None:
        super().__init__(text, tokens(text))
        self.prefixes = dict(known)
        self.base = ""
        self.made = 0

    def statement(self) -> list[Triple]:
        """The triple patterns of one subject, those in its brackets included."""
        start = self.here
        statement = Statement(start, start)
        extra: list[Triple] = []
        subject = self._node(extra)
        if self.word not in (".", "}") or not extra:
            self._properties(subject, statement, extra)
        statement.end = self.last
        for triple in statement.triples:
            triple.statement = statement
        return [*statement.triples, *extra]

    def _properties(self, subject: Term, statement: Statement, extra: list[Triple]) -> None:
        while True:
            begin = self.here
            path = self._path()
            while True:
                node = self._node(extra)
                statement.triples.append(Triple(begin, self.last, subject, path, node))
                if self.word != ",":
                    break
                self.take()
                begin = self.here
            while self.word == ";":
                self.take()
            goes_on = self.read[self.at - 1].word == ";"
            # A variable or an IRI is no word: behind a semicolon it is the next property.
            if self.word in _AFTER and not (goes_on and self.more and not self.word):
                return
            if not goes_on:
                raise Unreadable(self.here)

    def _node(self, extra: list[Triple]) -> Term:
        if self.word == "[":
            self.take()
            self.made += 1
            node = Term("blank", f"?kg_b{self.made}", self.here, self.here, f"kg_b{self.made}")
            if self.word != "]":
                inner = Statement(self.here, self.here)
                self._properties(node, inner, extra)
                extra += inner.triples
            self.expect("]")
            return node
        if self.word == "(":
            start = self.here
            self.balanced()
            return Term("list", self.text[start : self.last], start, self.last)
        return self.term()

    def _path(self) -> Path:
        start, first = self.here, self.at
        if self.more and self.read[self.at].kind == "variable":
            term = self.term()
            return Path(start, self.last, [], term, [])
        steps, found = expression.path(self, self.term)
        plain = found[0] if len(found) == 1 and self.at == first + 1 else None
        return Path(start, self.last, [term for term in found if term.kind == "iri"], plain, steps)

    def term(self) -> Term:
        """A variable, IRI, literal or blank node. Raises :class:`Unreadable` for anything else."""
        start, token = self.here, self.take()
        if token.kind == "variable":
            return Term("variable", token.text, start, self.last, token.text[1:])
        if token.kind == "iri":
            value = urljoin(self.base, token.text[1:-1]) if self.base else token.text[1:-1]
            return Term("iri", token.text, start, self.last, value)
        if token.kind == "string" or token.text in "+-" or token.text[0].isdigit() or token.text in ("true", "false"):
            self.rest_of_literal(token)
            text = self.text[start : self.last]
            held = literal(text, self.prefixes)
            if held is None:
                return Term("none", text, start, self.last)
            return Term("literal", text, start, self.last, held.value, held.language or "", held.datatype.value)
        if token.text == "a":
            return Term("iri", "a", start, self.last, RDF_TYPE)
        if token.text.startswith("_:"):
            made = f"kg_n{token.text[2:]}"
            return Term("blank", f"?{made}", start, start, made)
        if token.kind == "word" and ":" in token.text:
            prefix, _, rest = token.text.partition(":")
            if prefix in self.prefixes:
                return Term("iri", token.text, start, self.last, self.prefixes[prefix] + rest.replace("\\", ""))
            return Term("none", token.text, start, self.last, prefix)
        if token.word == "UNDEF":
            return Term("undefined", token.text, start, self.last)
        raise Unreadable(start)

    def balanced(self) -> list[Token]:
        """The tokens of a pair of brackets, with them."""
        first, depth = self.at, 0
        while self.more:
            word = self.take().word
            depth += (word in ("(", "{")) - (word in (")", "}"))
            if not depth:
                return self.read[first : self.at]
        raise Unreadable(self.here)
