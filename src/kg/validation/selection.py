"""The triples of plain lines that the uses of queries admit: what a store has to hold for them (see :mod:`kg.validation.needed`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import compress

from kg.validation.lines import Column
from kg.validation.needed import Condition, Use

_FEW = 2
"""A condition is worth its price where it leaves less than one in so many."""


class Selection:
    """The triples of columns that uses admit."""

    def __init__(self, columns: Mapping[bytes, Column]) -> None:
        self.columns = columns
        self._meeting: dict[Condition, set[bytes]] = {}

    def pairs(self, predicate: str, wanted: Iterable[Use]) -> tuple[Iterable[tuple[bytes, bytes]], bool]:
        """Subject and object of the triples of a predicate that uses admit, some twice; whether they are all there are."""
        column, given = self.columns.get(_written(predicate), _EMPTY), list(wanted)
        found: list[tuple[bytes, bytes]] = []
        objects = {_written(use.object) for use in given if use.object is not None and not use.conditions}
        if objects:
            found += compress(column.pairs(), map(objects.__contains__, column.objects))
        for use in given:
            if use.object is not None and not use.conditions:
                continue
            subjects = self._subjects(use.conditions, len(column.subjects))
            if subjects is None and use.object is None:
                return column.pairs(), True
            pairs: Iterable[tuple[bytes, bytes]] = column.pairs()
            if subjects is not None:
                pairs = compress(pairs, map(subjects.__contains__, column.subjects))
            value = None if use.object is None else _written(use.object)
            found += pairs if value is None else [pair for pair in pairs if pair[1] == value]
        return (column.pairs(), True) if _FEW * len(found) > len(column.subjects) else (found, False)

    def _subjects(self, conditions: Iterable[Condition], size: int) -> set[bytes] | None:
        """The subjects that meet the conditions which leave few; None where none does."""
        few = [self._met(one) for one in conditions if one[1] is not None or _FEW * self._size(one[0]) < size]
        return set.intersection(*few) if few else None

    def _size(self, predicate: str) -> int:
        return len(self.columns.get(_written(predicate), _EMPTY).subjects)

    def _met(self, condition: Condition) -> set[bytes]:
        if condition not in self._meeting:
            predicate, fixed = condition
            column = self.columns.get(_written(predicate), _EMPTY)
            if fixed is None:
                self._meeting[condition] = set(column.subjects)
            else:
                self._meeting[condition] = set(compress(column.subjects, map({_written(fixed)}.__contains__, column.objects)))
        return self._meeting[condition]


_EMPTY = Column()


def _written(iri: str) -> bytes:
    return f"<{iri}>".encode()
