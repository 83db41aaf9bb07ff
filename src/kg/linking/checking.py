"""What is wrong in mapping sets, whoever wrote them: links that dangle, repeat, contradict one another, join two kinds or merge ours.

The conditions are those of SKOS (https://www.w3.org/TR/skos-reference/, S27 and S46), of OWL (individuals are the same, classes are
equivalent) and of this project: indicators measure safeguards and what profiles report, never how often torture occurs, so that nothing of
elsewhere is one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from kg.errors import VocabularyError
from kg.linking import resources
from kg.linking.mapping_set import Link, MappingSet, read
from kg.linking.subjects import BROAD, CLOSE, EXACT, NARROW, OWL, RELATED, SAME, Subjects

IDENTITY = frozenset({SAME, EXACT, OWL + "equivalentClass", OWL + "equivalentProperty"})
"""What says that two things are one."""
MEASURES = frozenset({"Indicator", "IndexScore"})
_EXCLUDED = [frozenset(pair) for one in IDENTITY for pair in ((one, BROAD), (one, NARROW), (one, RELATED))]
_EXCLUDED += [frozenset(pair) for pair in combinations((BROAD, NARROW, RELATED), 2)]
_TYPES = {SAME: "owl named individual", OWL + "equivalentClass": "owl class"}
"""What both ends of a relation of OWL are."""
_CLASS, _INDIVIDUAL = "owl class", "owl named individual"


class Finding(NamedTuple):
    """A fault: its code, what it is, and where it stands."""

    code: str
    what: str
    set: str
    line: int


class _Row(NamedTuple):
    set: str
    link: Link


def check(sets: Iterable[MappingSet], subjects: Subjects) -> list[Finding]:
    """All faults of some sets together, in the order of sets and lines."""
    rows = [_Row(one.name, link) for one in sets for link in one.mappings]
    found: list[Finding] = []
    rules: tuple[Callable[[list[_Row], Subjects], Iterator[Finding]], ...] = (_dangling, _twice, _contradicting, _of_another_kind, _merging)
    for rule in rules:
        found += rule(rows, subjects)
    return sorted(found, key=lambda one: (one.set, one.line, one.code))


def verified(root: Path) -> list[MappingSet]:
    """The sets of a checkout or an installation. Raises :class:`VocabularyError` KG880 … KG885 for the first fault."""
    sets = [read(file) for file in resources.files(root)]
    for one in check(sets, Subjects(root)):
        file = resources.folder(root) / f"{one.set}{resources.SUFFIX}"
        raise VocabularyError(one.code, one.what, mend="mend the link, or what it was derived from", file=file, line=one.line)
    return sets


def _dangling(rows: list[_Row], subjects: Subjects) -> Iterator[Finding]:
    for name, link in rows:
        if link.subject not in subjects.classes:
            yield Finding("KG881", f"nothing of ours is <{link.subject}>", name, link.line)


def _twice(rows: list[_Row], subjects: Subjects) -> Iterator[Finding]:
    seen: dict[tuple[str, str, str], _Row] = {}
    for row in rows:
        first = seen.setdefault((row.link.subject, row.link.predicate, row.link.object), row)
        if first is not row:
            yield Finding("KG882", f"the link stands in line {first.link.line} of {first.set} too", *_place(row))


def _contradicting(rows: list[_Row], subjects: Subjects) -> Iterator[Finding]:
    pairs: dict[tuple[str, str], list[_Row]] = {}
    same: dict[tuple[str, str], list[_Row]] = {}
    for row in rows:
        pairs.setdefault((row.link.subject, row.link.object), []).append(row)
        scheme = resources.scheme(row.link.object)
        if row.link.predicate in IDENTITY and scheme:
            same.setdefault((row.link.subject, scheme.code), []).append(row)
    for several in pairs.values():
        for one, other in combinations(several, 2):
            if frozenset((one.link.predicate, other.link.predicate)) in _EXCLUDED:
                said = f"{_local(other.link.predicate)} excludes {_local(one.link.predicate)} in line {one.link.line} of {one.set}"
                yield Finding("KG883", said, *_place(other))
    for (_, code), several in same.items():
        for other in several[1:]:
            if other.link.object != several[0].link.object:
                yield Finding("KG883", f"it is the same as <{several[0].link.object}> of {code} already", *_place(other))


def _of_another_kind(rows: list[_Row], subjects: Subjects) -> Iterator[Finding]:
    topics = subjects.topics()
    kinds: dict[str, tuple[set[str], _Row]] = {}
    for row in rows:
        link = row.link
        classes = subjects.classes.get(link.subject, set())
        scheme = resources.scheme(link.object)
        listed = {name for one in resources.schemes().values() for name in one.classes} & classes
        if scheme is None:
            yield Finding("KG884", f"no external list has <{link.object}>", *_place(row))
        elif classes and not classes & scheme.classes:
            yield Finding("KG884", f"{scheme.code} lists no {', '.join(sorted(listed)) or 'such thing'}", *_place(row))
        if classes & MEASURES and link.predicate not in (RELATED, CLOSE):
            yield Finding("KG884", "an indicator of safeguards is related or close to what others measure, never the same", *_place(row))
        if link.predicate in IDENTITY | {CLOSE} and link.object in topics and "Concept" not in {c.rpartition("#")[2] for c in classes}:
            yield Finding("KG884", f"<{link.object}> is a topic, and no single thing is a topic", *_place(row))
        if link.predicate in IDENTITY and {link.subject_type, link.object_type} == {_CLASS, _INDIVIDUAL}:
            yield Finding("KG884", "a class is no individual", *_place(row))
        wanted = _TYPES.get(link.predicate)
        if wanted and {link.subject_type, link.object_type} != {wanted}:
            yield Finding("KG884", f"{_local(link.predicate)} joins two of the type {wanted}", *_place(row))
        if link.predicate in IDENTITY and listed:
            first, where = kinds.setdefault(link.object, (listed, row))
            if not first & listed:
                what = f"<{link.object}> is of the kind {', '.join(sorted(first))} in line {where.link.line} of {where.set}"
                yield Finding("KG884", what, *_place(row))


def _merging(rows: list[_Row], subjects: Subjects) -> Iterator[Finding]:
    seen: dict[str, _Row] = {}
    for row in rows:
        if row.link.predicate in IDENTITY:
            first = seen.setdefault(row.link.object, row)
            if first.link.subject != row.link.subject:
                yield Finding("KG885", f"the link makes one of <{first.link.subject}> and <{row.link.subject}>", *_place(row))


def _place(row: _Row) -> tuple[str, int]:
    return row.set, row.link.line


def _local(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2]
