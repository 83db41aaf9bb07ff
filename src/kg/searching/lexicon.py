"""The words that an index holds, and which of them a typed word may mean."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from kg.searching.letters import cyrillic, is_cyrillic, key
from kg.searching.stems import stem

_CACHED = 4096
_MOST = 300
"""Words that one beginning in the other alphabet may stand for."""
_SHORTEST = 3
"""Letters of the sound of such a beginning."""
_LETTERS = ((4, 0), (7, 1), (13, 2))
"""Shorter than so many letters: so many slips."""
_SLIPS = 3


class Lexicon:
    """The distinct words of an index by stem and by sound."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted(words)
        self._known = frozenset(self.words)
        self._stems = _by(self.words, stem)
        self._keys = _by(self.words, key)
        self._sorted_keys = sorted(self._keys)
        self._lengths: dict[int, list[str]] = {}
        for one in self._sorted_keys:
            if not one.isdigit():
                self._lengths.setdefault(len(one), []).append(one)
        self._stem_keys = _by(self._stems, key)
        self._hits = lru_cache(_CACHED)(self._likely)
        self._stem_lengths: dict[int, list[str]] = {}
        for one in sorted(self._stem_keys):
            self._stem_lengths.setdefault(len(one), []).append(one)

    def forms(self, word: str) -> frozenset[str]:
        """The word and its other forms, as far as they are in the index.

        A word may look like a form of a shorter one and lose its end twice: what is left of one of its forms is then the word itself.
        """
        base = stem(word)
        found = {word} & self._known | {*self._stems.get(base, ()), *self._stems.get(word, ())}
        if base in self._known:
            found.update(self._stems.get(stem(base), ()))
        return frozenset(found)

    def begins(self, word: str) -> bool:
        """Whether a word of the index begins so."""
        at = bisect_left(self.words, word)
        return at < len(self.words) and self.words[at].startswith(word)

    def across(self, word: str) -> frozenset[str]:
        """Words of the other alphabet that sound the same, in any of their forms."""
        found = {one for one in self._keys.get(key(word), ()) if is_cyrillic(one) != is_cyrillic(word)}
        if not found and not is_cyrillic(word):
            for one in self._stem_keys.get(key(stem(cyrillic(word))), ()):
                found |= {form for form in self._stems[one] if is_cyrillic(form)}
        return frozenset(form for one in found for form in self.forms(one))

    def across_beginning(self, word: str) -> frozenset[str]:
        """Words of the other alphabet whose sound begins as the word sounds."""
        sound = key(word)
        found: set[str] = set()
        if len(sound) < _SHORTEST:
            return frozenset()
        for at in range(bisect_left(self._sorted_keys, sound), len(self._sorted_keys)):
            if not self._sorted_keys[at].startswith(sound) or len(found) > _MOST:
                break
            found |= {one for one in self._keys[self._sorted_keys[at]] if is_cyrillic(one) != is_cyrillic(word)}
        return frozenset(found)

    def near(self, word: str, *, wide: bool = False) -> dict[str, int]:
        """Words that differ by slips of the hand (optimal string alignment of their sounds), with all their forms: word → slips.

        Those with the fewest slips; ``wide``: all that may be meant. Where no word is near, stems are compared.
        """
        found = self._hits(word)
        least = min(found.values(), default=0)
        meant: dict[str, int] = {}
        for one, slips in sorted(found.items(), key=lambda entry: (entry[1], entry[0])):
            if wide or slips == least:
                for form in self.forms(one):
                    meant.setdefault(form, slips)
        return meant

    def _likely(self, word: str) -> dict[str, int]:
        hits = _near(key(word), self._lengths, len(word))
        if hits:
            return {one: slips for sound, slips in hits.items() for one in self._keys[sound]}
        stems = _near(key(stem(word)), self._stem_lengths, len(stem(word)))
        return {one: slips for sound, slips in stems.items() for base in self._stem_keys[sound] for one in self._stems[base]}


def slips(typed: str, word: str) -> int:
    """How far a word is from a typed one by its sound."""
    return int(OSA.distance(key(typed), key(word)))


def _by(words: Iterable[str], form: Callable[[str], str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in words:
        found.setdefault(form(word), []).append(word)
    return found


def _near(sound: str, by_length: dict[int, list[str]], letters: int) -> dict[str, int]:
    if sound.isdigit():
        return {}
    slips = next((slips for fewer, slips in _LETTERS if min(letters, len(sound)) < fewer), _SLIPS)
    if not slips:
        return {}
    found: dict[str, int] = {}
    for length in range(len(sound) - slips, len(sound) + slips + 1):
        hits = process.extract(sound, by_length.get(length, ()), scorer=OSA.distance, score_cutoff=slips, limit=None, processor=None)
        found |= {one: int(distance) for one, distance, _ in hits}
    return found
