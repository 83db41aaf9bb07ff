"""The words of the service: headings and sentences of its pages, and the clauses of its messages (``ontology/serving.ttl``)."""

from __future__ import annotations

from collections.abc import Mapping

from kg.vocabulary.clauses import WORDS as _WORDS
from kg.vocabulary.clauses import clause

__all__ = ["clause", "head", "say"]


def head(name: str) -> Mapping[str, str]:
    """A heading or label in every language. Raises :class:`VocabularyError` KG403 for one that is not there."""
    return _WORDS.head(name)


def say(name: str, **values: object) -> Mapping[str, str]:
    """A sentence in every language, its places filled once. Raises KG403 for one that is not there, or a place without a value."""
    return _WORDS.say(name, **values)
