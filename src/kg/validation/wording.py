"""The words of validation that belong to no shape (``ontology/constraints.ttl``, ``repairs.ttl``): components, notes, repairs."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.errors import VocabularyError
from kg.validation.report import Texts
from kg.vocabulary import texts
from kg.vocabulary.prefixes import base

FILE = "constraints.ttl"
NOTES = (texts.Wording(FILE, "validation"), texts.Wording("repairs.ttl", "repair"))


def component(iri: str, predicate: NamedNode) -> Texts:
    """The texts of a constraint component by language, as templates; {} where it has none."""
    return texts.literals(FILE).get((iri, predicate.value), {})


def family(requirement: str, predicate: NamedNode) -> Texts:
    """The texts of a family of requirements (``CON`` of ``CON-04``) by language; {} where it has none."""
    return component(f"{base()}vocab/validation/{requirement.partition('-')[0] or 'none'}", predicate)


def note(name: str, **fields: object) -> Texts:
    """A note by language, its fields filled in. Raises :class:`VocabularyError` KG403 for one that is not there, or lacks a field."""
    for notes in NOTES:
        if notes.has(name, texts.SAY):
            return notes.say(name, **fields)
    raise VocabularyError("KG403", f"the words {name} of validation are not there", mend="add them to ontology/constraints.ttl")
