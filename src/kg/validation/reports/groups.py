"""Results put together by shape, document or resource, and the short names by which reports call rules, places and nodes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.validation import naming
from kg.validation.report import Result, Spot, Term, Texts, Waiver, local_name
from kg.validation.reports import signs

GROUPINGS = ("shape", "document", "resource")
LONGEST = 300
"""Code points of a value that is shown; a literal may hold a whole document."""
_IRI = re.compile(r"<([^<>]*)>")
_STRING = "http://www.w3.org/2001/XMLSchema#string"


def rule(result: Result) -> str:
    """What a result is a result of: the requirement, else the shape; a blank shape by its name, which outlives its label."""
    if result.requirement:
        return result.requirement
    if not isinstance(result.finding.shape, BlankNode):
        return result.shape
    return result.name.get("en") or next((result.name[tag] for tag in sorted(result.name)), result.component)


def where(result: Result) -> str:
    """The document of a result, else the RDF file, else ''."""
    return result.place.document if result.place else result.spot.file if result.spot else ""


def key(result: Result, by: str) -> str:
    """The group of a result. Raises :class:`ValueError` for what is not one of :data:`GROUPINGS`."""
    if by == "shape":
        return rule(result)
    if by == "document":
        return where(result)
    if by == "resource":
        return result.focus
    raise ValueError(f"results are grouped by {', '.join(GROUPINGS)}, not by {by!r}")


def grouped(results: Iterable[Result], by: str) -> dict[str, list[Result]]:
    """Groups in the order of their first results."""
    found: dict[str, list[Result]] = {}
    for result in results:
        found.setdefault(key(result, by), []).append(result)
    return found


def path(result: Result) -> str:
    """The path with short names, '' without; of more than a predicate in the syntax of SPARQL, what has no short name in angle brackets."""
    if isinstance(result.finding.path, NamedNode):
        return naming.short(result.path)
    return _IRI.sub(lambda match: match[0] if naming.short(match[1]) == match[1] else naming.short(match[1]), result.path)


def node(term: Term | None) -> str:
    """A term for people, '' for none: short names for IRIs; literals in quotes with language or datatype, long ones cut."""
    if term is None:
        return ""
    if isinstance(term, Literal):
        text = f'"{signs.cut(term.value, LONGEST)}"'
        if term.language:
            return f"{text}@{term.language}"
        return text if term.datatype.value == _STRING else f"{text}^^{naming.short(term.datatype.value)}"
    return f"_:{term.value}" if isinstance(term, BlankNode) else naming.short(str(term.value))


def spot(found: Spot | None) -> str:
    """``file:line:column``, ``file`` where the whole file is meant, '' for none."""
    if found is None:
        return ""
    return found.file if found.what == "file" or found.line < 1 else f"{found.file}:{found.line}:{found.column}"


def place(result: Result) -> str:
    """``document:line``, '' without."""
    return f"{result.place.document}:{result.place.line}" if result.place else ""


def kept(waiver: Waiver) -> str:
    """Where a waiver stands: ``file:line``."""
    return f"{waiver.file}:{waiver.line}"


def name_of(iri: str) -> str:
    """The end of an IRI, for shapes without a name."""
    return local_name(iri) or iri


def name(result: Result) -> Texts:
    """The name of a result's rule; without one the end of its IRI, or the component."""
    return result.name or {"": result.component if isinstance(result.finding.shape, BlankNode) else name_of(result.shape)}
