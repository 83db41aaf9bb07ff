"""Columns of dates of treaty acts: which act their titles name, and of which instrument, which the title of the table may name too.

An act is the measure and its date the value; the instrument is a dimension: a column, or one for the whole column. The words of titles are
those of ``ontology/tables/headers.tsv``, whose kinds ``act:KIND`` and ``act:KIND:RELATION`` name kinds of acts of the vocabulary. Where
a column names the kind of act row by row, that is a dimension too, and one column of dates the measure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from kg.linking.tables import day, recognition, wording
from kg.linking.tables.kinds import ACT, KINDS, relation
from kg.linking.tables.mapping import DAYS, Column, Mapping
from kg.linking.tables.naming import Naming
from kg.linking.tables.row import Texts
from kg.linking.tables.sample import Seen
from kg.linking.words import folded
from kg.mapping.terms import BASE
from kg.vocabulary import vocabulary

_DAYS_ENOUGH = 0.8
_MOST_WORDS = 60
_LONGEST = 24
"""Words of a title that are looked at, and of a name of an instrument."""


class Title(NamedTuple):
    """What a title says: the kind of act and its relation (IRIs), the instrument (IRI); ``rest``: words that say something else."""

    act: str = ""
    relation: str = ""
    instrument: str = ""
    rest: bool = False


class Days(NamedTuple):
    """A column read as days and years: its datatype, the form of days, markers of missing values; ``read`` ``of`` so many can be read."""

    datatype: str
    form: str
    null: tuple[str, ...]
    read: int
    of: int


def title(text: str, naming: Naming) -> Title:
    """Reads a title. Two kinds of acts, or two instruments, are none: which is meant is for a person to say."""
    pieces, kinds = _acts(folded(text).split()[:_MOST_WORDS])
    found = [one for piece in pieces for one in _instruments(piece, naming)]
    instruments = {iri for iri, _ in found}
    rest = sum(map(len, pieces)) - sum(size for _, size in found)
    plain = sum(word in wording.joining() for piece in pieces for word in piece)
    act, _, how = next(iter(kinds)).partition(":") if len(kinds) == 1 else ("", "", "")
    return Title(
        f"{KINDS}{act}" if act else "",
        relation(how) if act else "",
        next(iter(instruments)) if len(instruments) == 1 else "",
        rest > plain or len(kinds) > 1 or len(instruments) > 1,
    )


def propose(columns: list[Column], seen: Sequence[Seen], left: set[int], naming: Naming, above: Sequence[str] | None) -> None:
    """Gives columns of dates their act and instrument; ``above`` are the titles of the table, None where a column names instruments."""
    table = title(" ".join(above or ()), naming) if above else Title()
    for at in sorted(left):
        days = _days(seen[at])
        if days is None:
            continue
        own = title(seen[at].title, naming)
        act, how = (own.act, own.relation) if own.act else (table.act, table.relation)
        instrument = "" if above is None else own.instrument or table.instrument
        if not act or not (own.act or own.instrument) or own.rest:
            continue
        columns[at] = replace(
            columns[at],
            role="value",
            datatype=days.datatype,
            form=days.form,
            null=days.null,
            act=act,
            relation=how,
            instrument=instrument,
            reasons=tuple(_reasons(seen[at], days, act, instrument, own)),
        )
        left.discard(at)


def beside(columns: list[Column], seen: Sequence[Seen], left: set[int], naming: Naming, above: Sequence[str] | None) -> None:
    """Gives the role ``act`` to a column of kinds of acts that stands beside columns of dates, and to one of these the dates of the acts.

    That one is the only one whose title says nothing but that it has dates: others may be those of a report. Years alone are taken for
    such dates only where no column of numbers is left that they may be the years of.
    """
    kinds = {at: one for at in sorted(left) if (one := recognition.act(seen[at])) is not None}
    days = {at: read for at in sorted(left - set(kinds)) if seen[at].kind != "none" and (read := _days(seen[at])) is not None}
    if not kinds or not days:
        return
    counted = any(_counted(seen[at]) for at in sorted(left - set(kinds) - set(days)))
    chosen = [at for at in days if _plain(seen[at], naming) and not (counted and days[at].datatype == "gYear")]
    if len(chosen) != 1 and counted:
        return
    kind = max(kinds, key=lambda at: (kinds[at][0], -at))
    columns[kind] = replace(columns[kind], role="act", reasons=kinds[kind][1])
    left -= {kind, *days}
    for at, read in days.items():
        if chosen == [at]:
            columns[at] = _of_kinds(columns[at], seen[at], read, seen[kind].title, naming, above)
        else:
            told = wording.TEXTS.say("reason-days-unsaid", column=seen[at].title, act=seen[kind].title)
            columns[at] = replace(columns[at], reasons=(told,))


def _plain(seen: Seen, naming: Naming) -> bool:
    """Whether a title says dates of acts, alone or beside the name of an instrument, and no other word."""
    words = folded(seen.title).split()[:_MOST_WORDS]
    for at in range(len(words) + 1):
        for said, other in ((words[:at], words[at:]), (words[at:], words[:at])):
            if " ".join(said) in wording.act_dates() and (not other or naming.instrument(" ".join(other)).outcome == "linked"):
                return True
    return False


def _of_kinds(column: Column, seen: Seen, days: Days, kinds: str, naming: Naming, above: Sequence[str] | None) -> Column:
    """The column as the dates of the acts that another (``kinds``: its title) names."""
    own, table = title(seen.title, naming), title(" ".join(above or ()), naming) if above else Title()
    instrument = "" if above is None else own.instrument or table.instrument
    told = wording.TEXTS.say("reason-days-act", column=seen.title, act=kinds, count=days.read, of=days.of)
    reasons = (told, *_named(seen, days, instrument, own))
    return replace(column, role="value", datatype=days.datatype, form=days.form, null=days.null, instrument=instrument, reasons=reasons)


def dimension(space: str) -> str:
    """The property by which an observation names its instrument."""
    return f"{space}property/instrument"


def concept(column: Column, space: str) -> str:
    """The partner's concept of the instrument that a whole column is about."""
    return f"{space}instrument/{column.instrument.rpartition('/')[2]}"


def faults(column: Column, mapping: Mapping, naming: Naming) -> Iterator[tuple[str, str]]:
    """What a column says wrongly of its act or instrument, and how to mend it."""
    where = f"column {column.name!r}"
    if column.act and column.indicator:
        yield f"{where} names an act and an indicator", "keep one of both"
    if column.instrument and not column.act and not mapping.of("act"):
        yield f"{where} names an instrument and no act", f"name the act, such as {KINDS}ratification"
    if column.act and column.act not in wording.kinds_of_acts():
        yield f"{where} has dates of {column.act}, which is no kind of act of the vocabulary", f"such as {KINDS}ratification"
    if column.instrument and column.instrument not in naming.instruments:
        yield f"{where} is about {column.instrument}, which is no instrument of the graph", f"such as {BASE}instrument/CAT"
    if column.instrument and mapping.of("instrument"):
        yield f"{where} names an instrument, and a column of instruments does too", "keep one of both"
    if column.datatype in DAYS and not column.act and not mapping.of("act"):
        yield f"{where} has dates and no act", f"name it, such as {KINDS}ratification"


def _acts(words: Sequence[str]) -> tuple[list[list[str]], set[str]]:
    """The words between the names of acts, and the kinds that these name (``KIND`` or ``KIND:RELATION``)."""
    pieces: list[list[str]] = [[]]
    kinds = set()
    at = 0
    while at < len(words):
        for size in range(min(_LONGEST, len(words) - at), 0, -1):
            kind = wording.headers().get(" ".join(words[at : at + size]), "")
            if kind.startswith(ACT):
                kinds.add(kind.removeprefix(ACT))
                pieces.append([])
                at += size
                break
        else:
            pieces[-1].append(words[at])
            at += 1
    return [piece for piece in pieces if piece], kinds


def _instruments(words: Sequence[str], naming: Naming) -> Iterator[tuple[str, int]]:
    """The instruments that words name, the longest names first, each with the number of its words."""
    for size in range(min(_LONGEST, len(words)), 0, -1):
        for at in range(len(words) - size + 1):
            part = words[at : at + size]
            found = naming.instrument(" ".join(part))
            if found.outcome == "linked":
                yield found.iri, size
                yield from _instruments(words[:at], naming)
                yield from _instruments(words[at + size :], naming)
                return


def _counted(seen: Seen) -> bool:
    """Whether a column holds numbers that a year may be the year of."""
    found = recognition.values(seen, ".") if seen.kind not in ("none", "instrument", "indicator", "act") else None
    return found is not None and found.datatype != "string"


def _days(seen: Seen) -> Days | None:
    words = [value for value in seen.distinct if value in wording.missing("word")]
    present = [value for value in seen.distinct if value not in wording.missing("word")]
    read = [day.parse(value) for value in present]
    kinds = {one.datatype or "date" for one in read if one.datatype or one.candidates}
    count = sum(bool(one.datatype or one.candidates) for one in read)
    # A day that does not exist is written as a day: it is for the rows to tell.
    written = count + sum(not (one.datatype or one.candidates) and day.written(value) for value, one in zip(present, read, strict=True))
    if not count or written < _DAYS_ENOUGH * len(present):
        return None
    datatype = kinds.pop() if len(kinds) == 1 else "any"
    pointed = datatype == "date" and all(value.replace(".", "").isdigit() for value in present)
    return Days(datatype, "d.M.yyyy" if pointed else "", ("", *words), count, len(present))


def _reasons(seen: Seen, days: Days, act: str, instrument: str, own: Title) -> Iterator[Texts]:
    say = wording.TEXTS.say
    kind = wording.kinds_of_acts()[act]
    yield {tag: say("reason-days", column=seen.title, act=label, count=days.read, of=days.of)[tag] for tag, label in kind.items()}
    yield from _named(seen, days, instrument, own)


def _named(seen: Seen, days: Days, instrument: str, own: Title) -> Iterator[Texts]:
    """Reasons of the markers of missing values and of the instrument."""
    say = wording.TEXTS.say
    if len(days.null) > 1:
        yield say("reason-null-words", column=seen.title, markers=" ".join(days.null[1:]))
    if instrument:
        name = "reason-instrument-title" if own.instrument else "reason-instrument-above"
        labels = next(one.labels for one in vocabulary().instruments.values() if one.iri == instrument)
        yield {tag: say(name, instrument=labels.get(tag, labels["en"]))[tag] for tag in say(name, instrument="")}
