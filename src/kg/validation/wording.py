"""The words of validation that belong to no shape (``ontology/constraints.ttl``, ``repairs.ttl``): components, notes, repairs."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pyoxigraph import NamedNode, RdfFormat, parse

from kg.errors import VocabularyError
from kg.mapping.terms import SKOS
from kg.validation.report import Texts
from kg.validation.structure import Index
from kg.vocabulary import resources, vocabulary

_FIELD = re.compile(r"\{(\w+)\}")
_DEFINITION = NamedNode(SKOS + "definition")


@lru_cache(maxsize=1)
def _graph() -> Index:
    files = (resources.root() / "ontology" / name for name in ("constraints.ttl", "repairs.ttl"))
    return Index(quad for file in files for quad in parse(path=str(file), format=RdfFormat.TURTLE))


@cache
def component(iri: str, predicate: NamedNode) -> dict[str, str]:
    """The texts of a constraint component by language, as templates; {} where it has none."""
    return {text.language or "": text.value for text in _graph().objects(NamedNode(iri), predicate)}


@cache
def family(requirement: str, predicate: NamedNode) -> dict[str, str]:
    """The texts of a family of requirements (``CON`` of ``CON-04``) by language; {} where it has none."""
    node = NamedNode(f"{vocabulary().base}vocab/validation/{requirement.partition('-')[0] or 'none'}")
    return {text.language or "": text.value for text in _graph().objects(node, predicate)}


def note(name: str, **fields: object) -> Texts:
    """A note by language, its fields filled in. Raises :class:`VocabularyError` KG403 for one that is not there."""
    lists = (f"{vocabulary().base}vocab/{kind}/{name}" for kind in ("validation", "repair"))
    found = [text for iri in lists for text in _graph().objects(NamedNode(iri), _DEFINITION)]
    if not found:
        raise VocabularyError("KG403", f"the words {name} of validation are not there", mend="add them to ontology/constraints.ttl")
    return {text.language: _FIELD.sub(lambda match: str(fields[match[1]]), text.value) for text in found}
