"""Groups read from the tokens of a query: what stands in braces, and the conditions and data in it."""

from __future__ import annotations

from abc import abstractmethod

from kg.querying.emptiness import expression
from kg.querying.emptiness.anatomy import Binding, Filter, Group, Nested, Part, Query, Select, Union, Values
from kg.querying.emptiness.cursor import Unreadable
from kg.querying.emptiness.term import Term
from kg.querying.emptiness.triples import TripleReader


class GroupReader(TripleReader):
    """Reads groups; ``query`` reads a sub-select."""

    @abstractmethod
    def query(self, depth: int) -> Query:
        """A sub-select up to its closing brace."""

    def group(self) -> Group:
        """A group with its braces."""
        start = self.expect("{")
        parts: list[Part] = []
        if self.word == "SELECT":
            at = self.here
            parts.append(Select(at, at, self.query(1)))
            parts[-1].end = self.last
        while self.word != "}":
            if not self.more:
                raise Unreadable(self.here)
            parts += self._part()
        self.take()
        return Group(start, self.last, parts)

    def _part(self) -> list[Part]:
        word, start = self.word, self.here
        if word == ".":
            self.take()
            return []
        if word in ("OPTIONAL", "MINUS"):
            self.take()
            return [self._nested(start, word, None)]
        if word in ("GRAPH", "SERVICE"):
            self.take()
            if self.word == "SILENT":
                self.take()
            return [self._nested(start, word, self.term())]
        if word == "FILTER":
            self.take()
            return list(self._filter(start))
        if word == "BIND":
            self.take()
            read = self.balanced()
            names = [token.text[1:] for token in read if token.kind == "variable"]
            constants = list(self.constants_of(list(range(self.at - len(read), self.at))))
            return [Binding(start, self.last, names[-1] if names else "", set(names[:-1]), constants)]
        if word == "VALUES":
            return [self.values()]
        if word == "{":
            groups = [self.group()]
            while self.word == "UNION":
                self.take()
                groups.append(self.group())
            return [Union(start, self.last, groups) if len(groups) > 1 else Nested(start, self.last, "", groups[0])]
        return list(self.statement())

    def _nested(self, start: int, kind: str, name: Term | None) -> Nested:
        group = self.group()
        return Nested(start, self.last, kind, group, name)

    def values(self) -> Values:
        """A data block."""
        start = self.here
        self.take()
        several = self.word == "("
        names = [token.text[1:] for token in (self.balanced() if several else [self.take()]) if token.kind == "variable"]
        self.expect("{")
        rows = []
        while self.word != "}":
            if several:
                self.expect("(")
                row = []
                while self.word != ")":
                    row.append(self.term())
                self.take()
            else:
                row = [self.term()]
            rows.append(row)
        self.take()
        return Values(start, self.last, names, rows)

    def _filter(self, start: int) -> list[Filter]:
        """The conditions of a FILTER: those joined by ``&&`` outside of further brackets count as several."""
        first = self.at
        groups: list[Group] = []
        depth = 0
        while True:
            if self.word == "{":
                groups.append(self.group())
            else:
                word = self.take().word
                depth += (word == "(") - (word == ")")
            if not depth and (self.read[self.at - 1].word in (")", "}")):
                break
        whole = Part(start, self.last)
        ranges = expression.conditions(self.read, first, self.at)
        return [self._condition(whole, a, b, groups, len(ranges) == 1) for a, b in ranges]

    def _condition(self, whole: Part, a: int, b: int, groups: list[Group], only: bool) -> Filter:
        start, end = self.read[a].start, self.read[b - 1].start + len(self.read[b - 1].text)
        inner = [group for group in groups if start <= group.start and group.end <= end]
        outside = [n for n in range(a, b) if not any(group.start <= self.read[n].start < group.end for group in inner)]
        names = {self.read[n].text[1:] for n in outside if self.read[n].kind == "variable"}
        negated = bool(inner) and any(self.read[n].word in ("NOT", "!") for n in outside)
        return Filter(start, end, whole, only, names, list(self.constants_of(outside)), inner, negated)

    def constants_of(self, numbers: list[int]) -> list[Term]:
        """The IRIs and literals among tokens; names of functions aside."""
        kept, found = self.at, []
        skip = -1
        for number in numbers:
            token = self.read[number]
            after = self.read[number + 1].word if number + 1 < len(self.read) else ""
            name = token.kind == "iri" or (token.kind == "word" and ":" in token.text)
            if number <= skip or not (name or token.kind == "string" or (token.kind == "word" and token.text[0].isdigit())):
                continue
            if name and after == "(":
                continue
            self.at = number
            term = self.term()
            skip = self.at - 1
            if term.constant:
                found.append(term)
        self.at = kept
        return found
