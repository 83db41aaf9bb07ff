"""What is found: the verdict, the culprits with their places, the parts with their rows, and queries that do give rows."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

Texts = dict[str, str]
"""Language → text."""

VERDICTS = ("rows", "unknown", "apart", "absent", "invalid", "open")
"""It has rows; it names what does not exist; each part has rows, together they have none; the data are absent; no SPARQL; not found out."""

UNKNOWN = (
    "prefix",
    "namespace",
    "name",
    "graph-name",
    "variable",
    "language",
    "datatype",
    "text-for-iri",
    "iri-for-text",
    "text",
    "case",
    "language-tag",
)
APART = (
    "direction",
    "class",
    "property",
    "path",
    "graph",
    "graphs",
    "dataset",
    "range",
    "type",
    "filter",
    "scope",
    "removed",
    "cut",
    "having",
    "join",
)
ABSENT = ("state", "partner", "gap", "value", "partial", "unused")
CAUSES = {cause: verdict for verdict, causes in (("unknown", UNKNOWN), ("apart", APART), ("absent", ABSENT)) for cause in causes}
"""What empties a query → the verdict that follows."""


@dataclass(frozen=True, slots=True)
class Place:
    """Offsets in the query (code points), and line and column of the first (from 1)."""

    start: int
    end: int
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Culprit:
    """A place that empties the query: one of :data:`CAUSES`, the words that stand there, and a sentence by language."""

    cause: str
    text: str
    place: Place
    sentence: Texts


@dataclass(frozen=True, slots=True)
class Pattern:
    """One of the parts of which the smallest empty set consists: its words, place and rows by itself (counted to 1000; None: not known)."""

    text: str
    place: Place
    rows: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """Words of the query replaced by others."""

    place: Place
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A query that gives rows: the changes, why, how many rows (``more``: at least so many), and its whole text."""

    sentence: Texts
    changes: tuple[Change, ...]
    rows: int
    more: bool
    query: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Why a query gives no rows. ``rows`` are those of the query itself; ``complete`` is False where a bound on probes or time ended it."""

    verdict: str
    sentence: Texts
    rows: int | None
    culprits: tuple[Culprit, ...]
    patterns: tuple[Pattern, ...]
    suggestions: tuple[Suggestion, ...]
    probes: int
    complete: bool

    def as_json(self, language: str | None = None) -> dict[str, Any]:
        """The same as dicts, lists, strings and numbers; texts by language, or only in one."""
        found: dict[str, Any] = _plain(asdict(self), language)
        return found


def place(text: str, start: int, end: int) -> Place:
    """The place of a span of a text."""
    return Place(start, end, text.count("\n", 0, start) + 1, start - (text.rfind("\n", 0, start) + 1) + 1)


def _plain(value: Any, language: str | None) -> Any:
    if isinstance(value, dict):
        if language is not None and language in value and all(isinstance(one, str) for one in value.values()):
            return value[language]
        return {key: _plain(one, language) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one, language) for one in value]
    return value
