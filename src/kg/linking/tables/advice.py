"""What a person may write into the mapping next: the column, why, and the very line, for a mapping is JSON whose words are IRIs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kg.linking.tables import measures, wording
from kg.linking.tables.mapping import Column, dated
from kg.linking.tables.measures import RELATIONS, alike
from kg.linking.tables.naming import Naming
from kg.linking.tables.outcome import SETTLED
from kg.linking.tables.result import Result
from kg.linking.tables.row import Texts
from kg.linking.tables.wording import term
from kg.mapping.terms import BASE

_CLOSE = RELATIONS[1]
PLACE = "<IRI>"
"""Stands in a line for what only a person can say."""
OPEN = ("state-", "indicator-", "instrument-", "act-", "period-", "bad-period", "day-ambiguous")
"""How the names of causes begin that a decision mends; of one that was made nothing is advised."""
_YEAR = "YYYY"
_MOST = 10
"""Columns that are advised about."""


def steps(result: Result, naming: Naming) -> list[Texts]:
    """A sentence a column that is not settled. Of a mapping that a person has seen, what only looks alike is not proposed again."""
    found = [*_decisions(result), *(step for _, column in result.mapping.of("value") for step in _measure(column, result, naming))]
    return found[:_MOST]


def _measure(column: Column, result: Result, naming: Naming) -> Iterator[Texts]:
    title = column.title or column.name
    if dated(column):
        if not column.instrument and not result.mapping.of("instrument"):
            line = _line("instrument", f"{BASE}instrument/CAT")
            yield wording.TEXTS.say("next-instrument", column=title, key=column.name, line=line)
        return
    if column.asked:
        yield wording.TEXTS.say("next-null", column=title, key=column.name, line=_null(column), markers=" ".join(column.asked))
    if column.indicator and not column.unit:
        yield wording.TEXTS.say("next-unit", column=title, key=column.name, line=_line("unit", measures.usual(column) or PLACE))
    elif measures.doubtful(column):
        line = _line("unit", measures.usual(column) or PLACE)
        yield wording.TEXTS.say("next-unit-share", column=title, key=column.name, unit=column.unit, line=line)
    elif result.proposed and (likely := alike(column, naming)):
        iri, label = likely[0]
        line = f"{_line('indicator', iri)}, {_line('relation', _CLOSE)}"
        yield wording.TEXTS.say("next-measure", column=title, key=column.name, indicator=label, line=line)


def waits(why: str) -> bool:
    """Whether a cause is mended by a decision that nobody has made."""
    return why.startswith(OPEN) and not why.endswith("-decided") and why not in SETTLED


def _decisions(result: Result) -> Iterator[Texts]:
    """One a column: how the first written value that is open is decided about; the others go the same way."""
    told = set()
    for group in result.groups:
        why = group.issue.why
        if not waits(why) or group.column in told:
            continue
        told.add(group.column)
        column = result.mapping.columns[group.column - 1]
        written = group.issue.written
        if dated(column):
            line = json.dumps({"base": column.datatype, "format": "dd/MM/yyyy"})
            yield wording.TEXTS.say("next-day", column=group.title, key=column.name, written=written, line=line)
            continue
        year = column.role == "year"
        accepted = next(iter(group.issue.candidates), _YEAR if year else PLACE)
        said = {term("written"): written, term("accepted"): accepted if year else {"@id": accepted}}
        line = f'"{term("decision")}": [{json.dumps(said, ensure_ascii=False)}]'
        nothing = "" if year else f'"{term("nothing")}": true'
        name = "next-decision" if nothing else "next-year"
        yield wording.TEXTS.say(name, column=group.title, key=column.name, written=written, line=line, nothing=nothing)


def _null(column: Column) -> str:
    return f'"null": {json.dumps([*column.null, *column.asked], ensure_ascii=False)}'


def _line(name: str, iri: str) -> str:
    return f'"{term(name)}": {json.dumps({"@id": iri})}'
