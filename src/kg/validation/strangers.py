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
_TYPE = NamedNode(RDF + "type")


def results(data: Data) -> list[Result]:
    """A Warning for each term that is not there, at its first place, with the nearest term that is.

    Data that hold the vocabulary themselves are left alone: the shapes look at it.
    """
    if not data.context:
        return []
    known = {quad.subject.value for quad in parse(data.context.encode("utf-8"), format=RdfFormat.N_QUADS) if _named(quad.subject)}
    own = [quad for _, content in data.own for quad in parse(content, format=RdfFormat.N_QUADS)]
    known |= {quad.subject.value for quad in own if _named(quad.subject)}
    sources = Sources(data)
    found: dict[str, Result] = {}
    for quad in own:
        for term in _used(quad):
            if term.value not in known and term.value not in found:
                found[term.value] = _result(term, quad, sorted(known), sources)
    return [found[iri] for iri in sorted(found)]


def _named(node: Any) -> bool:
    return isinstance(node, NamedNode)


def _used(quad: Any) -> Iterator[NamedNode]:
    """The terms of ours that a triple uses as property, class or term of a closed list."""
    ours = base()
    if quad.predicate.value.startswith(f"{ours}ontology#"):
        yield quad.predicate
    if _named(quad.object) and quad.object.value.startswith((f"{ours}ontology#", f"{ours}vocab/")):
        yield quad.object


def _result(term: NamedNode, quad: Any, known: list[str], sources: Sources) -> Result:
    from rapidfuzz import fuzz, process  # only a term that is not there pays for it

    stem = term.value[: len(term.value) - len(local_name(term.value))]
    near = process.extractOne(term.value, [iri for iri in known if iri.startswith(stem)], scorer=fuzz.ratio, score_cutoff=60)
    name = "stranger-like" if near else "stranger"
    code = NamedNode(f"{base()}code/{CODE}")
    as_property = term == quad.predicate
    value = quad.object if as_property else term
    return Result(
        finding=Finding(quad.subject, quad.predicate, value, code.value, f"{SH}Warning", code),
        name=wording.note("stranger-name"),
        requirement=CODE,
        messages=wording.note(name, term=term.value, near=near[0] if near else ""),
        cause=wording.note("stranger-cause"),
        next_step=wording.note("stranger-step"),
        spot=sources.spot(quad.subject, quad.predicate, value),
    )
