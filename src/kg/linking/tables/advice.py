"""What a person may write into the mapping next: the column, why, and the very line, for a mapping is JSON whose words are IRIs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kg.linking.tables import wording
from kg.linking.tables.mapping import Column
from kg.linking.tables.measures import RELATIONS, alike
from kg.linking.tables.naming import Naming
from kg.linking.tables.result import Result
from kg.linking.tables.row import Texts
from kg.linking.tables.wording import term
from kg.vocabulary import vocabulary

_CLOSE = RELATIONS[1]
_OPEN = ("state-", "indicator-", "period-", "bad-period")
"""How the names of causes begin that a decision mends; of one that was made nothing is advised."""
_MOST = 10
"""Columns that are advised about."""


def steps(result: Result, naming: Naming) -> list[Texts]:
    """A sentence a column that is not settled. Of a mapping that a person has seen, what only looks alike is not proposed again."""
    found = [*_decisions(result, naming), *(step for _, column in result.mapping.of("value") for step in _measure(column, result, naming))]
    return found[:_MOST]


def _measure(column: Column, result: Result, naming: Naming) -> Iterator[Texts]:
    title = column.title or column.name
    if column.indicator and not column.unit:
        indicators = {one.iri: one for one in vocabulary().indicators.values()}
        usual = indicators[column.indicator].unit if column.indicator in indicators else None
        line = _line("unit", vocabulary().units[usual].iri if usual else next(iter(vocabulary().units.values())).iri)
        yield wording.TEXTS.say("next-unit", column=title, key=column.name, line=line)
    elif result.proposed and (likely := alike(column, naming)):
        iri, label = likely[0]
        line = f"{_line('indicator', iri)}, {_line('relation', _CLOSE)}"
        yield wording.TEXTS.say("next-measure", column=title, key=column.name, indicator=label, line=line)


def _decisions(result: Result, naming: Naming) -> Iterator[Texts]:
    """One a column: how the first written value that is open is decided about; the others go the same way."""
    told = set()
    for group in result.groups:
        why = group.issue.why
        if not why.startswith(_OPEN) or why.endswith("-decided") or group.column in told:
            continue
        told.add(group.column)
        column = result.mapping.columns[group.column - 1]
        written = group.issue.written
        year = column.role == "year"
        usual = "2022" if year else min(naming.states if column.role == "state" else naming.indicators)
        accepted = next(iter(group.issue.candidates), usual)
        said = {term("written"): written, term("accepted"): accepted if year else {"@id": accepted}}
        line = f'"{term("decision")}": [{json.dumps(said, ensure_ascii=False)}]'
        nothing = "" if year else f'"{term("nothing")}": true'
        name = "next-decision" if nothing else "next-year"
        yield wording.TEXTS.say(name, column=group.title, key=column.name, written=written, line=line, nothing=nothing)


def _line(name: str, iri: str) -> str:
    return f'"{term(name)}": {json.dumps({"@id": iri})}'
