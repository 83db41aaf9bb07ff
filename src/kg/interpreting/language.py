"""The language of a document, and the lexicon of a language."""

from __future__ import annotations

from functools import cache

from kg.errors import InputError
from kg.model import Document
from kg.reading.text import lines
from kg.vocabulary.lexicon import Lexicon
from kg.vocabulary.loading import Vocabulary, vocabulary


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of the installed vocabulary for a language, built once a process."""
    return Lexicon(vocabulary(), language)


def recognise_language(document: Document, words: Vocabulary | None = None) -> str:
    """The language whose headings and labels the document's lines match most; raises KG106 when none match."""
    languages = (words or vocabulary()).languages
    scores = {}
    for tag in languages:
        own = lexicon(tag) if words is None else Lexicon(words, tag)
        scores[tag] = 0
        for line in lines(document.text):
            label = line.text[line.lead : line.cuts[0][0]] if line.cuts else line.text[line.lead :]
            scores[tag] += own.words(label) in own.labels or own.words(line.text[line.lead :]) in own.headings
    best = max(scores, key=lambda tag: scores[tag])
    if not scores[best]:
        raise InputError(
            "KG106",
            "no heading and no label of the document is known in any language",
            why=f"the vocabulary knows {', '.join(sorted(languages))}",
            mend="give a profile of this family, or add its wordings to ontology/vocab",
            file=document.path,
        )
    return best
