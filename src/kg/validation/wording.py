"""The words of validation that belong to no shape (``ontology/constraints.ttl``): constraint components, and notes on reports."""

from __future__ import annotations

from functools import cache, lru_cache

from pyoxigraph import NamedNode, RdfFormat, parse

from kg.mapping.terms import SKOS
from kg.validation.report import Texts
from kg.validation.structure import Index
from kg.vocabulary import resources, vocabulary

_DEFINITION = NamedNode(SKOS + "definition")


@lru_cache(maxsize=1)
def _graph() -> Index:
    return Index(parse(path=str(resources.root() / "ontology" / "constraints.ttl"), format=RdfFormat.TURTLE))


@cache
def component(iri: str, predicate: NamedNode) -> dict[str, str]:
    """The texts of a constraint component by language, as templates; {} where it has none."""
    return {text.language or "": text.value for text in _graph().objects(NamedNode(iri), predicate)}


@cache
def family(requirement: str, predicate: NamedNode) -> dict[str, str]:
    """The texts of a family of requirements (``CON`` of ``CON-04``) by language; {} where it has none."""
    node = NamedNode(f"{vocabulary().base}vocab/validation/{requirement.partition('-')[0] or 'none'}")
    return {text.language or "": text.value for text in _graph().objects(node, predicate)}


def note(name: str, **fields: str) -> Texts:
    """A note by language, its fields filled in. Raises KeyError for one that is not there."""
    found = _graph().objects(NamedNode(f"{vocabulary().base}vocab/validation/{name}"), _DEFINITION)
    if not found:
        raise KeyError(name)
    return {text.language: text.value.format(**fields) for text in found}
