"""Short names of terms for people: with the prefixes that the sources declare themselves, then with ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.validation.paths import AnyPath
from kg.validation.source import Source
from kg.vocabulary.prefixes import base, prefixes

HEAD = 1 << 16
"""Bytes of a source that are looked through for prefixes: they stand at its head."""
LONGEST = 90
"""Code points of a literal that is shown."""
_DECLARED = re.compile(
    rb"""(?:@prefix|\bPREFIX)\s+([^\s:<>"']*):\s*<([^<>"\s]*)>|\bxmlns:([^\s:=<>"']+)\s*=\s*["']([^"'<>]*)["']""", re.IGNORECASE
)
_LOCAL = re.compile(r"\w(?:[\w.-]*[\w-])?")
_IRI = re.compile(r"<([^<>]*)>")
_STRING = "http://www.w3.org/2001/XMLSchema#string"


@lru_cache(4096)
def short(iri: str) -> str:
    """An IRI with a prefix of ours where one fits and the rest is a plain name."""
    spaces = {space: prefix for prefix, space in prefixes().items() if iri.startswith(space)}
    space = max(spaces, key=len, default="")
    rest = iri.removeprefix(space)
    return f"{spaces[space]}:{rest}" if space and _LOCAL.fullmatch(rest) else iri


class Names:
    """Names by the prefixes of some sources. A prefix that two sources use for two namespaces stands for the first."""

    def __init__(self, sources: Iterable[Source] = ()) -> None:
        spaces: dict[str, str] = {}
        own = prefixes()
        for prefix, space in (*(pair for given in sources for pair in _declared(given)), *own.items()):
            if ":" in space and prefix not in spaces.values():
                spaces.setdefault(space, prefix)
        self._spaces = sorted(spaces.items(), key=lambda pair: -len(pair[0]))
        self._base = base()

    def iri(self, iri: str) -> str:
        """An IRI with a prefix, or in angle brackets, where ours stand relative to our base."""
        for space, prefix in self._spaces:
            if iri.startswith(space) and _LOCAL.fullmatch(iri[len(space) :]):
                return f"{prefix}:{iri[len(space) :]}"
        return f"<{iri.removeprefix(self._base)}>"

    def path(self, path: AnyPath) -> str:
        """A path in the syntax of SPARQL, with short names."""
        return self.iri(path.value) if isinstance(path, NamedNode) else _IRI.sub(lambda match: self.iri(match[1]), str(path))

    def term(self, term: Any) -> str:
        """Any term as in Turtle; of a long text the middle is left out."""
        if isinstance(term, NamedNode):
            return self.iri(term.value)
        if isinstance(term, BlankNode) or not isinstance(term, Literal):
            return str(term)
        words = term.value if len(term.value) <= LONGEST else f"{term.value[: LONGEST - 30]}…{term.value[-29:]}"
        if term.language:
            return f'"{words}"@{term.language}'
        return f'"{words}"' if term.datatype.value == _STRING else f'"{words}"^^{self.iri(term.datatype.value)}'


def _declared(given: Source) -> Iterator[tuple[str, str]]:
    for match in _DECLARED.finditer(given.content, 0, HEAD):
        prefix, space = (match[1], match[2]) if match[2] is not None else (match[3], match[4])
        yield prefix.decode("utf-8", "replace"), space.decode("utf-8", "replace")
