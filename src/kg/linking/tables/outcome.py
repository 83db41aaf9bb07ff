"""What becomes of a row: linked, unmatched, ambiguous or bad; each row is exactly one of them, by the first of its keys that fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from kg.linking.tables import day, kinds, number, period, template
from kg.linking.tables.mapping import KEYS, Column, Decision, Mapping, dated
from kg.linking.tables.naming import Found, Naming
from kg.linking.tables.row import Row, Texts
from kg.mapping.terms import XSD

OUTCOMES = ("linked", "unmatched", "ambiguous", "bad")
_REMEMBERED = 50_000
_TWO_WAYS = "day-ambiguous"
OUTSIDE = "state-outside"
SETTLED = frozenset({OUTSIDE, "state-decided"})
"""Causes about which there is nothing left to decide."""
_WORSE = {name: rank for rank, name in enumerate(OUTCOMES)}


class Issue(NamedTuple):
    """Why a row is not linked. ``why`` names a sentence of ``ontology/tables/texts.ttl``; ``column`` -1: the whole row."""

    outcome: str
    code: str
    why: str
    column: int
    written: str
    candidates: tuple[str, ...] = ()
    meanings: Texts | None = None


class Key(NamedTuple):
    """A key as it was read: the IRI of the graph or '', the RDF term of the dimension ('' for none), how it was found."""

    iri: str
    literal: str
    how: str
    issue: Issue | None = None
    relation: str = ""
    """Of a kind of act: the relation (IRI) that its word has, '' for the usual one of its column."""


class Value(NamedTuple):
    """An observed value: position of its column, lexical form as a literal, what is written if it differs, period of a wide table."""

    column: int
    literal: str
    written: str
    period: str


class Judged(NamedTuple):
    """A row: ``keys`` by position of the key columns, in their order; ``values`` without the missing ones, and
    the positions of the columns of those; ``spoiled``: cells of values that cannot be read, beside which the others are kept."""

    outcome: str
    issue: Issue | None
    keys: Sequence[Key] = ()
    values: Sequence[Value] = ()
    missing: Sequence[int] = ()
    spoiled: Sequence[Issue] = ()


class Judge:
    """Reads rows as a mapping says."""

    def __init__(self, mapping: Mapping, naming: Naming) -> None:
        self.mapping, self._naming = mapping, naming
        self.names = {column.name: at for at, column in enumerate(mapping.columns)}
        self.keys = [one for role in KEYS for one in mapping.of(role)]
        self.values = [(at, column, _reader(column)) for at, column in mapping.of("value")]
        self._nothing = {
            at: {*column.null, *(one.written for one in column.decisions.values() if one.nothing)} for at, column, _ in self.values
        }
        self.about = {at: template.compiled(column.about or mapping.about, self.names) for at, column in mapping.of("value")}
        self._needed = {at for at, _ in self.keys} | {-1}
        self._strict = mapping.dialect.form == "delimited"
        self._read: list[dict[str, Key]] = [{} for _ in self.keys]
        self._readers = [_KEYS[column.role] for _, column in self.keys]

    def judge(self, row: Row) -> Judged:
        """What becomes of a row."""
        cells, width = row.cells, len(self.mapping.columns)
        if len(cells) != width:
            if (self._strict and len(cells) < width) or any(cells[width:]):
                return Judged("bad", Issue("bad", "KG897", "bad-width", -1, str(len(cells))))
            cells = (cells + [""] * width)[:width]
        if row.faults and (wrong := sorted(self._needed & set(row.faults))):
            return Judged("bad", self._faulty(row, cells, wrong[0]))
        keys, issue = [], None
        for number_, (at, column) in enumerate(self.keys):
            written = cells[at]
            read = self._read[number_]
            key = read.get(written)
            if key is None:
                if len(read) >= _REMEMBERED:
                    read.clear()
                key = read[written] = self._readers[number_](self, at, column, written)
            if key.issue is not None and (issue is None or _before(key.issue, issue)):
                issue = key.issue
            keys.append(key)
        values: list[Value] = []
        missing: list[int] = []
        spoiled: list[Issue] = []
        for at, column, read_value in self.values:
            written = cells[at]
            if written in self._nothing[at]:
                missing.append(at)
                continue
            if at in row.faults:
                spoiled.append(self._faulty(row, cells, at))
                continue
            literal, other = read_value(written)
            if not literal:
                spoiled.append(self._unread(at, column, written, other))
                continue
            values.append(Value(at, literal, other, column.period))
        if spoiled:
            worst = max(spoiled, key=lambda one: _WORSE[one.outcome])
            kept = bool(values) and issue is None
            return Judged(worst.outcome, worst, keys if kept else (), values if kept else (), missing if kept else (), spoiled)
        if issue is not None:
            return Judged(issue.outcome, issue)
        return Judged("linked", None, keys, values, missing)

    def _faulty(self, row: Row, cells: Sequence[str], at: int) -> Issue:
        why = "bad-member" if at < 0 else "bad-formula" if self.mapping.dialect.form == "workbook" else "bad-bytes"
        return Issue("bad", row.faults[at], why, at, cells[at] if at >= 0 else "")

    @staticmethod
    def _unread(at: int, column: Column, written: str, why: str) -> Issue:
        if why != _TWO_WAYS:
            return Issue("bad", "KG895", why, at, written)
        decision = column.decisions.get(written)
        candidates = tuple(one for one in day.parse(written).candidates if decision is None or one not in decision.rejected)
        return Issue("ambiguous", "KG894", why, at, written, candidates)

    def state(self, at: int, column: Column, written: str) -> Key:
        """A state as it is written in a column."""
        if written in column.null:
            return Key("", "", "", Issue("bad", "KG895", "bad-blank", at, written))
        decision = column.decisions.get(written)
        if decision is not None and decision.accepted is not None:
            return Key(decision.accepted, f"<{decision.accepted}>", "decided")
        found = _without(self._naming.state(written, column.codes), decision)
        if decision is not None and decision.nothing:
            return Key("", "", "", Issue("unmatched", "KG893", "state-decided", at, written))
        if found.outcome == "linked":
            return Key(found.iri, f"<{found.iri}>", found.how)
        if found.outside:
            return Key("", "", "", _open(found, OUTSIDE, at, written))
        why = "state-cow" if column.codes == "cow" else f"state-{found.outcome}"
        return Key("", "", "", _open(found, why, at, written))

    def indicator(self, at: int, column: Column, written: str) -> Key:
        """An indicator; one that was decided to be none of ours stays the partner's own."""
        return self._named(at, column, written, self._naming.indicator)

    def instrument(self, at: int, column: Column, written: str) -> Key:
        """An instrument; one that was decided to be none of ours stays the partner's own."""
        return self._named(at, column, written, self._naming.instrument)

    def act(self, at: int, column: Column, written: str) -> Key:
        """A kind of treaty act; one that was decided to be none of ours stays the partner's own."""
        return self._named(at, column, written, kinds.find)

    def _named(self, at: int, column: Column, written: str, find: Callable[[str], Found]) -> Key:
        if written in column.null:
            return Key("", "", "", Issue("bad", "KG895", "bad-blank", at, written))
        decision = column.decisions.get(written)
        if decision is not None and decision.accepted is not None:
            return Key(decision.accepted, "", "decided")
        found = _without(find(written), decision)
        if decision is not None and decision.nothing:
            return Key("", "", "own")
        if found.outcome == "linked":
            return Key(found.iri, "", found.how, relation=found.relation)
        return Key("", "", "", _open(found, f"{column.role}-{found.outcome}", at, written))

    def year(self, at: int, column: Column, written: str) -> Key:
        """A period as year or day."""
        if written in column.null:
            return Key("", "", "", Issue("bad", "KG895", "bad-blank", at, written))
        decision = column.decisions.get(written)
        found = period.parse(decision.accepted if decision is not None and decision.accepted is not None else written)
        if found.datatype:
            return Key("", f'"{found.value}"^^<{XSD}{found.datatype}>', "period")
        candidates = tuple(year for year in found.candidates if decision is None or year not in decision.rejected)
        if candidates:
            return Key("", "", "", Issue("ambiguous", "KG894", "period-ambiguous", at, written, candidates))
        return Key("", "", "", Issue("bad", "KG895", "bad-period", at, written))

    def dimension(self, at: int, column: Column, written: str) -> Key:
        """Another key: what is written, whatever it is."""
        if not written:
            return Key("", "", "", Issue("bad", "KG895", "bad-blank", at, written))
        return Key("", "", "own")


_KEYS: dict[str, Callable[[Judge, int, Column, str], Key]] = {
    "state": Judge.state,
    "year": Judge.year,
    "instrument": Judge.instrument,
    "act": Judge.act,
    "indicator": Judge.indicator,
    "dimension": Judge.dimension,
}


def _before(other: Issue, issue: Issue) -> bool:
    """Whether another key's issue is told for the row: the worse one, but for a row about which nothing is left to decide."""
    return _WORSE[other.outcome] > _WORSE[issue.outcome] and issue.why not in SETTLED


def _without(found: Found, decision: Decision | None) -> Found:
    """What is found, but for what a person has rejected."""
    if decision is None or not decision.rejected:
        return found
    left = tuple(one for one in found.candidates if one[0] not in decision.rejected)
    return Found("unmatched", candidates=left) if found.iri in decision.rejected else found._replace(candidates=left)


def _open(found: Found, why: str, at: int, written: str) -> Issue:
    code = "KG894" if found.outcome == "ambiguous" else "KG893"
    return Issue(found.outcome, code, why, at, written, tuple(iri for iri, _ in found.candidates), found.meanings)


def _reader(column: Column) -> Callable[[str], tuple[str, str]]:
    """Written value → literal and, where it differs, what is written; ('', name of a sentence) for what cannot be read."""
    from kg.mapping.terms import text

    if dated(column):
        return _dated(column)
    if column.datatype == "string":
        return lambda written: (text(written), "")
    style, whole = number.Style(column.decimal, column.group), column.datatype == "integer"
    low, high = (Decimal(bound) if bound else None for bound in (column.minimum, column.maximum))
    end = f'"^^<{XSD}{column.datatype}>'

    def read(written: str) -> tuple[str, str]:
        found = number.parse(written, style)
        if found is None:
            return "", "bad-number"
        if whole and "." in found:
            return "", "bad-whole"
        if (low is not None and Decimal(found) < low) or (high is not None and Decimal(found) > high):
            return "", "bad-range"
        return f'"{found}{end}', "" if found == written else written

    return read


def _dated(column: Column) -> Callable[[str], tuple[str, str]]:
    accepted = {one.written: one.accepted for one in column.decisions.values() if one.accepted is not None}

    def read(written: str) -> tuple[str, str]:
        decided = accepted.get(written)
        found = day.parse(written, column.form) if decided is None else day.parse(decided)
        if not found.datatype:
            return "", _TWO_WAYS if found.candidates else "bad-day"
        return f'"{found.value}"^^<{XSD}{found.datatype}>', "" if found.value == written else written

    return read
