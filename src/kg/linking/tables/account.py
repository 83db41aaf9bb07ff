"""What a run says: how the file was read, what each column is and why, the counts, what was not linked and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator

from kg.linking.tables import wording
from kg.linking.tables.mapping import Column
from kg.linking.tables.remainder import candidates
from kg.linking.tables.result import Request, Result

_MOST = 20
"""Causes that are told; the file has all."""


def text(result: Result, request: Request) -> str:
    """The account in the language asked for."""
    return "\n".join(_lines(result, request)) + "\n"


def _lines(result: Result, request: Request) -> Iterator[str]:
    tag = request.language
    say = wording.TEXTS.say
    yield f"{request.path}: {say('line-proposed' if result.proposed else 'line-obeyed')[tag]}"
    for note in (*result.notes, *result.counted):
        yield f"  {note[tag]}"
    for column in result.mapping.columns:
        yield from _column(column, tag)
    if request.only_mapping:
        yield f"  {result.files[-1]}"
        yield from _next(result, request)
        return
    counts = {name: result.counts[name] for name in ("linked", "unmatched", "ambiguous", "bad")}
    yield say("line-rows", rows=result.rows, **counts)[tag]
    if result.settled:
        yield f"  {say('line-settled', count=result.settled)[tag]}"
    sets = len({column.dataset for _, column in result.mapping.of("value")})
    yield say("line-values", values=result.values, sets=sets, links=result.links)[tag]
    for group in result.groups[:_MOST]:
        place = f"{request.path}:{group.line}" + (f":{group.column}" if group.column else "")
        said = say("line-group", count=group.count, place=place, why=group.why()[tag], mend=group.mend()[tag])[tag]
        yield f"  {group.issue.code} {said}"
        if meant := candidates(group.issue, tag):
            yield f"      {say('line-candidates', candidates=meant)[tag]}"
    if len(result.groups) > _MOST or result.more:
        yield f"  {say('line-more', count=len(result.groups) - _MOST + result.more, file=result.files[2].name)[tag]}"
    if result.checked is not None:
        found = result.checked
        counted = {name: getattr(found, name) for name in ("statements", "constraints", "observations", "nodes")}
        yield say("line-checked", results=len(found.results), **counted)[tag]
        yield from (f"  {one}" for one in found.results[:_MOST])
    for path in result.files:
        yield f"  {path}"
    yield from _next(result, request)


def _next(result: Result, request: Request) -> Iterator[str]:
    """What to write into which file; nothing where all is settled."""
    if not result.steps:
        return
    yield wording.TEXTS.say("line-next", file=result.files[-1], table=request.path.name)[request.language]
    for step in result.steps:
        yield f"  {step[request.language]}"


def _column(column: Column, tag: str) -> Iterator[str]:
    role = wording.TEXTS.head(f"role-{column.role}")[tag]
    said = "; ".join(texts[tag] for texts in column.reasons)
    yield f"  {column.title or column.name}: {role}{f' ({column.codes})' if column.codes and column.role == 'state' else ''}" + (
        f": {said}" if said else ""
    )
