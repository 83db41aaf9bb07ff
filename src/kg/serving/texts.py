"""The words of the service's pages: headings and sentences of ``ontology/serving.ttl``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from pyoxigraph import Literal, RdfFormat, parse

from kg.errors import VocabularyError
from kg.mapping.terms import SKOS
from kg.vocabulary import resources, vocabulary

_PLACE = re.compile(r"\{(\w+)\}")
_KINDS = {SKOS + "prefLabel": "head", SKOS + "definition": "say"}


@cache
def _read() -> dict[tuple[str, str], dict[str, str]]:
    """(name, ``head`` or ``say``) → language → text."""
    base = f"{vocabulary().base}vocab/serving/"
    found: dict[tuple[str, str], dict[str, str]] = {}
    for triple in parse(path=str(resources.root() / "ontology" / "serving.ttl"), format=RdfFormat.TURTLE):
        name, kind = getattr(triple.subject, "value", "").removeprefix(base), _KINDS.get(triple.predicate.value)
        if kind and isinstance(triple.object, Literal):
            found.setdefault((name, kind), {})[triple.object.language or ""] = triple.object.value
    return found


def head(name: str) -> Mapping[str, str]:
    """A heading or label in every language. Raises :class:`VocabularyError` KG403 for one that is not there."""
    return _texts(name, "head")


def say(name: str, **values: object) -> Mapping[str, str]:
    """A sentence in every language, its places filled once. Raises KG403 for one that is not there, or a place without a value."""
    found = _texts(name, "say")
    missing = {place for text in found.values() for place in _PLACE.findall(text)} - set(values)
    if missing:
        raise VocabularyError("KG403", f"text:{name} of ontology/serving.ttl has an unknown place {{{min(missing)}}}")
    return {tag: _PLACE.sub(lambda match: str(values[match[1]]), text) for tag, text in found.items()}


def _texts(name: str, kind: str) -> dict[str, str]:
    found = _read().get((name, kind))
    if found is None:
        raise VocabularyError("KG403", f"ontology/serving.ttl has no text:{name}", mend="add it in both languages")
    return found
