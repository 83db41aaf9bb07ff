"""Stems of words: what their inflected forms share. The Snowball stemmers of the two languages (https://snowballstem.org/)."""

from __future__ import annotations

from functools import cache, lru_cache

import snowballstemmer

from kg.searching.letters import is_cyrillic, settled

_SHORTEST = 4
"""Letters of a word that is inflected: codes and abbreviations are shorter."""
_CACHED = 1 << 17


@lru_cache(_CACHED)
def stem(word: str) -> str:
    """The stem of a folded word, Russian in Cyrillic letters and English in Latin ones."""
    if len(word) < _SHORTEST or not word[0].isalpha():
        return word
    if is_cyrillic(word):
        return settled(_stemmer("russian").stemWord(word))
    found: str = _stemmer("english").stemWord(word)
    return found


@cache
def _stemmer(language: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(language)
