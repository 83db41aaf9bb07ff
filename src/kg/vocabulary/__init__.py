"""The ontology and SKOS read once, as closed typed lookups; an unknown term raises. Knows nothing of documents.

``resources`` finds the folders, ``prefixes`` is the prefix map, ``terms`` are the typed terms, ``loading`` reads Turtle and TSV into a
:class:`Vocabulary`, ``words`` folds and splits text and expands wordings, ``lexicon`` turns the wordings of one language into lookups;
``texts`` reads the files of words that programs say.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.vocabulary.lexicon import Lexicon
    from kg.vocabulary.loading import Vocabulary, vocabulary

__all__ = ["Lexicon", "Vocabulary", "vocabulary"]


def __getattr__(name: str) -> Any:
    # Lazy, as the prefixes and the files of words do without the terms, and a validation of other shapes without all of them.
    if name not in __all__:
        raise AttributeError(f"module 'kg.vocabulary' has no attribute {name!r}")
    from kg.vocabulary import lexicon, loading

    return getattr(lexicon if name == "Lexicon" else loading, name)
