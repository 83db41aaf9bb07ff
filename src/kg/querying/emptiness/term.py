"""Terms of a query: as written, where, and what they stand for; and terms of an answer, written for a query."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
NUMERIC = {
    XSD + name for name in ("integer", "decimal", "double", "float", "int", "long", "short", "nonNegativeInteger", "positiveInteger")
}
_LOCAL = re.compile(r"[\w](?:[\w.-]*[\w-])?")
_BARE = re.compile(r"[+-]?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Term:
    """A term: ``kind`` is variable, iri, literal, blank, list, or none (an IRI with an undeclared prefix); ``value`` is name, IRI or words.

    Offsets are those of the query; a term with ``start == end`` was made for ``[...]`` and does not stand in it.
    """

    kind: str
    text: str
    start: int
    end: int
    value: str = ""
    language: str = ""
    datatype: str = ""

    @property
    def constant(self) -> bool:
        """Whether it is an IRI or a literal."""
        return self.kind in ("iri", "literal")


def literal(text: str, prefixes: Mapping[str, str]) -> Literal | None:
    """A literal of SPARQL as a term; None for what is none, or has an unknown prefix."""
    if text in ("true", "false") or _BARE.fullmatch(text) or text[:1] in "\"'" or text[:1].isdigit():
        declared = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in prefixes.items())
        try:
            held = next(parse(f"{declared}<a:s> <a:p> {text} .", format=RdfFormat.TURTLE)).object
        except (SyntaxError, StopIteration):
            return None
        return held if isinstance(held, Literal) else None
    return None


def written(found: Any, prefixes: Mapping[str, str]) -> str:
    """A term of an answer as SPARQL, with the prefixes of the query where one fits."""
    if isinstance(found, NamedNode):
        best = max(
            ((iri, prefix) for prefix, iri in prefixes.items() if found.value.startswith(iri)), key=lambda p: len(p[0]), default=None
        )
        if best and _LOCAL.fullmatch(found.value[len(best[0]) :]):
            return f"{best[1]}:{found.value[len(best[0]) :]}"
        return f"<{found.value}>"
    if isinstance(found, Literal):
        kind = found.datatype.value
        whole = kind == XSD + "integer" and _BARE.fullmatch(found.value)
        if whole or kind == XSD + "boolean" or (kind == XSD + "decimal" and "." in found.value):
            return found.value
        if not found.language and kind != XSD + "string":
            return f"{Literal(found.value)!s}^^{written(NamedNode(kind), prefixes)}"
    return str(found)


def local(iri: str) -> str:
    """The last part of an IRI: behind its last ``#`` or ``/`` that is not its end."""
    return re.split(r"[#/]", iri.rstrip("/#"))[-1]


def space(iri: str) -> str:
    """What stands before :func:`local`."""
    stem = iri.rstrip("/#")
    return stem[: len(stem) - len(local(stem))]
