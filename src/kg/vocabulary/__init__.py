"""The ontology and SKOS read once, as closed typed lookups; an unknown term raises. Knows nothing of documents.

``resources`` finds the folders, ``terms`` are the typed terms, ``loading`` reads Turtle and TSV into a :class:`Vocabulary`, ``words``
folds and splits text and expands wordings, ``lexicon`` turns the wordings of one language into lookups; ``texts`` reads the files of words
that programs say.
"""

from kg.vocabulary.lexicon import Lexicon
from kg.vocabulary.loading import Vocabulary, vocabulary

__all__ = ["Lexicon", "Vocabulary", "vocabulary"]
