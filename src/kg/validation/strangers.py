"""Terms of our own namespaces in data of others that our vocabulary does not have: ``hrm:valeu`` constrains nothing and says nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, parse

from kg.validation import wording
from kg.validation.data import Data
from kg.validation.locating import Sources
from kg.validation.paths import RDF, SH
from kg.validation.report import Finding, Result, local_name
from kg.vocabulary.prefixes import base

CODE = "KG622"
FEW = 3
"""Places that a message gives."""
_TYPE = NamedNode(RDF + "type")


def results(data: Data) -> list[Result]:
    """A Warning for each term that is not there, at its first place, with the nearest term that is, how often it is used, and where first.

    Data that hold the vocabulary themselves are left alone: the shapes look at it.
    """
    if not data.context:
        return []
    known = {quad.subject.value for quad in parse(data.context.encode("utf-8"), format=RdfFormat.N_QUADS) if _named(quad.subject)}
    own = [quad for _, content in data.own for quad in parse(content, format=RdfFormat.N_QUADS)]
    known |= {quad.subject.value for quad in own if _named(quad.subject)}
    sources = Sources(data)
    found: dict[str, tuple[NamedNode, list[Any]]] = {}
    for quad in own:
        for term in _used(quad):
            if term.value not in known:
                found.setdefault(term.value, (term, []))[1].append(quad)
    listed = sorted(known)
    return [_result(term, uses, listed, sources) for _, (term, uses) in sorted(found.items())]


def _named(node: Any) -> bool:
    return isinstance(node, NamedNode)


def _used(quad: Any) -> Iterator[NamedNode]:
    """The terms of ours that a triple uses as property, class or term of a closed list."""
    ours = base()
    if quad.predicate.value.startswith(f"{ours}ontology#"):
        yield quad.predicate
    if _named(quad.object) and quad.object.value.startswith((f"{ours}ontology#", f"{ours}vocab/")):
        yield quad.object


def _result(term: NamedNode, uses: list[Any], known: list[str], sources: Sources) -> Result:
    from rapidfuzz import fuzz, process  # only a term that is not there pays for it

    stem = term.value[: len(term.value) - len(local_name(term.value))]
    near = process.extractOne(term.value, [iri for iri in known if iri.startswith(stem)], scorer=fuzz.ratio, score_cutoff=60)
    name = "stranger-like" if near else "stranger"
    code = NamedNode(f"{base()}code/{CODE}")
    first = uses[0]
    spots = [sources.spot(quad.subject, quad.predicate, quad.object) for quad in uses[:FEW]]
    messages = wording.note(name, term=term.value, near=near[0] if near else "")
    if len(uses) > 1:
        places = ", ".join(f"{spot.file}:{spot.line}:{spot.column}" for spot in spots if spot is not None)
        more = wording.note("stranger-places" if places else "stranger-uses", count=len(uses), places=places)
        messages = {tag: f"{said} {more[tag]}" for tag, said in messages.items()}
    return Result(
        finding=Finding(first.subject, first.predicate, first.object, code.value, f"{SH}Warning", code),
        name=wording.note("stranger-name"),
        requirement=CODE,
        messages=messages,
        cause=wording.note("stranger-cause"),
        next_step=wording.note("stranger-step"),
        spot=spots[0],
    )
