"""What types, features and properties are called in the answers."""

from __future__ import annotations

from kg.errors import VocabularyError
from kg.linking.index import Index
from kg.linking.suggestion import Term
from kg.mapping.terms import HRM
from kg.serving import texts


def type_name(kind: str, index: Index, language: str) -> str:
    """The label of a type, or its id where it is none of ours."""
    return Term(kind, "", index.types.get(kind, {})).label(language)


def feature_name(feature: str, index: Index, language: str) -> str:
    """A feature in words: "equal to the official name", "property: area"."""
    head, _, rest = feature.partition(":")
    said = texts.head(f"reconcile-feature-{head}")[language]
    return f"{said}: {_of(rest, index, language)}" if rest else said


def _of(name: str, index: Index, language: str) -> str:
    try:
        return texts.head(f"reconcile-kind-{name}")[language]
    except VocabularyError:
        labels = index.graph.labels(HRM + name) if name.isalnum() else {}
        return labels.get(language) or labels.get("en") or name
