"""What a request asks of the search."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import NamedTuple

from kg.errors import QueryError
from kg.serving.problem import ServingError

PATH = "search"
PAGE = 20
"""Hits of a page."""
OVERVIEW = 5
"""Hits of each kind where all kinds are shown."""
_DIGITS = 6


class Asked(NamedTuple):
    """A request: words, kind, state (as given), number of the page (from 1), hits of a page."""

    words: str
    kind: str
    area: str
    page: int
    limit: int

    @property
    def offset(self) -> int:
        """Hits before the page."""
        return (self.page - 1) * self.limit

    def fields(self, **other: object) -> list[tuple[str, str]]:
        """The fields of the address that asks the same, or something else of it; what is as usual is left out."""
        given = {"q": self.words, "kind": self.kind, "area": self.area, "page": self.page, "limit": self.limit} | other
        usual = {"q": "", "kind": "", "area": "", "page": 1, "limit": PAGE}
        return [(name, str(value)) for name, value in given.items() if value != usual.get(name)]


def read(said: Mapping[str, str]) -> Asked:
    """The fields of a request. Raises :class:`ServingError` KG872 (400) for a page that is no number from 1."""
    return Asked(said.get("q", ""), said.get("kind", ""), said.get("area", ""), _number(said, "page", 1), _number(said, "limit", PAGE))


def _number(said: Mapping[str, str], name: str, usual: int) -> int:
    given = said.get(name, "") or str(usual)
    if not (given.isascii() and given.isdecimal() and len(given) <= _DIGITS and int(given) >= 1):
        raise ServingError("KG872", f"{name} is no number from 1", mend="leave it out", status=HTTPStatus.BAD_REQUEST)
    return int(given)


def refused(error: QueryError) -> ServingError:
    """The error of a search as the answer to a request (400)."""
    return ServingError(error.code, error.what, why=error.why, mend=error.mend, status=HTTPStatus.BAD_REQUEST)
