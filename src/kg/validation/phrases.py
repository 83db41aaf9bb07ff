"""The sentences of ``ontology/repairs.ttl`` in every language: what a repair does, and why a place in a source cannot be told."""

from __future__ import annotations

import re
from functools import cache

from pyoxigraph import Literal, RdfFormat, parse

from kg.errors import VocabularyError
from kg.mapping.terms import SKOS
from kg.validation.report import Texts, local_name
from kg.vocabulary import resources

_PLACE = re.compile(r"\{(\w+)\}")


@cache
def _read() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for triple in parse(path=str(resources.root() / "ontology" / "repairs.ttl"), format=RdfFormat.TURTLE):
        if triple.predicate.value == SKOS + "definition" and isinstance(triple.object, Literal):
            found.setdefault(local_name(triple.subject.value), {})[triple.object.language or ""] = triple.object.value
    return found


def phrase(name: str, **values: object) -> Texts:
    """A sentence by language, its places filled. Raises :class:`VocabularyError` KG403 for an unknown one."""
    texts = _read().get(name)
    if texts is None:
        raise VocabularyError("KG403", f"ontology/repairs.ttl has no text:{name}", mend="add it in both languages")
    return {language: _PLACE.sub(lambda match: str(values[match[1]]), text) for language, text in texts.items()}
