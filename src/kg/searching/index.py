"""The search: an index of a store, asked with words as people type them.

A query is read (``reading``), its rows are found (``table``) and put in order (``ranking``).
Where nothing holds all its words, words that differ by slips of the hand are tried, then words are left out; such hits are only similar.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from pyoxigraph import Store

from kg.errors import QueryError
from kg.querying.table import curie
from kg.searching import letters, marking, questions, ranking, statements, things
from kg.searching.document import KINDS, Document
from kg.searching.facts import Facts
from kg.searching.lexicon import Lexicon, slips
from kg.searching.ranking import Name, Tier
from kg.searching.reading import LONGEST, Term, nearer, read
from kg.searching.results import Group, Hit, Results, Taken
from kg.searching.table import Table, row
from kg.vocabulary import vocabulary

MOST, FARTHEST = 200, 1_000_000
"""Hits of a page; hits before it."""
_BEGINNING = 0.25
"""What the beginning of a word counts for, where the word counts for one."""
_PRIOR = {kind: number for number, kind in enumerate(KINDS)}
_CACHED = 512


class _Found(NamedTuple):
    """Documents that answer, the best first, as their numbers and tiers."""

    order: tuple[tuple[int, Tier], ...]
    terms: tuple[Term, ...]
    similar: bool = False
    left_out: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()


class Index:
    """An index in memory. It never changes; several threads may ask it."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = tuple(sorted(documents, key=lambda document: document.iri))
        self.table = Table(row(document) for document in self.documents)
        self._counts = self.table.words()
        self.lexicon = Lexicon(self._counts)
        self._kinds = [document.kind for document in self.documents]
        self._priors = [_PRIOR[kind] for kind in self._kinds]
        self._names: dict[int, tuple[Name, ...]] = {}
        self._by_iri: dict[str, list[int]] = {}
        self._areas: dict[str, str] = {}
        for number, document in enumerate(self.documents):
            if document.kind != "statement":
                self._names[number] = tuple(dict.fromkeys(letters.words(name.words) for name in document.names))
            for iri in filter(None, (document.iri, curie(document.iri), document.passage)):
                self._by_iri.setdefault(iri, []).append(number)
            if document.kind == "area":
                self._areas |= {name: document.iri for text in document.names for name in (" ".join(letters.words(text.words)),)}
        self._find = lru_cache(_CACHED)(self._look)

    @classmethod
    def of(cls, store: Store) -> Index:
        """The index of a build's store, the questions of the library included."""
        facts = Facts(store)
        return cls([*things.documents(facts), *statements.documents(facts), *questions.documents()])

    def search(
        self, text: str, *, lang: str = "en", kind: str = "", area: str = "", limit: int = 20, offset: int = 0, best: int = 0
    ) -> Results:
        """Answers a query: words in any order, phrases in quotes, or an IRI.

        ``kind`` is one of :data:`KINDS` and ``area`` names a state (code, name or IRI): others are not found. ``best`` is how many hits are
        told of each kind besides. Raises :class:`QueryError`: KG870 no such kind, KG871 no such state, KG872 a page that cannot be;
        :class:`kg.errors.VocabularyError` KG403 for a language that the vocabulary does not know.
        """
        vocabulary().term(vocabulary().languages, lang, what="language")
        if kind and kind not in KINDS:
            raise QueryError("KG870", f"there is no kind {kind[:40]!r}", mend=f"known are {', '.join(KINDS)}")
        if not (0 <= limit <= MOST and 0 <= offset <= FARTHEST):
            raise QueryError("KG872", "there is no such page", why=f"a page has up to {MOST} hits and starts at 0 to {FARTHEST}")
        asked = text[:LONGEST].encode("utf-8", "replace").decode("utf-8")
        state = self._area(area)
        found = self._find(asked)
        order = [one for one in found.order if self.documents[one[0]].area == state] if state else found.order
        by_kind: dict[str, list[tuple[int, Tier]]] = {}  # in the order of their best hits
        for entry in order:
            by_kind.setdefault(self._kinds[entry[0]], []).append(entry)
        of_kind = by_kind.get(kind, []) if kind else order

        def hits(some: Iterable[tuple[int, Tier]]) -> tuple[Hit, ...]:
            return tuple(self._hit(number, tier, found, lang) for number, tier in some)

        groups = [Group(one, len(entries), hits(entries[:best])) for one, entries in by_kind.items()]
        return Results(
            asked, lang, kind, state, limit, offset, len(of_kind), len(order), hits(of_kind[offset : offset + limit]), tuple(groups),
            self._taken(found.terms), found.left_out, found.similar, found.partly,
        )  # fmt: skip

    def suggest(self, text: str, *, limit: int = 8) -> tuple[Hit, ...]:
        """What a query may become while it is typed: things other than statements, each name once, labels in the alphabet that is typed."""
        asked = text[:LONGEST].encode("utf-8", "replace").decode("utf-8")
        found = self._find(asked)
        language = "ru" if any(map(letters.is_cyrillic, asked)) else "en"
        suggested: dict[str, Hit] = {}
        for number, tier in found.order:
            document = self.documents[number]
            if document.kind != "statement" and len(suggested) < limit:
                suggested.setdefault(document.label(language).words, self._hit(number, tier, found, language))
        return tuple(suggested.values())

    def _area(self, given: str) -> str:
        if not given:
            return ""
        known = self._areas.get(" ".join(letters.words(letters.composed(given[:LONGEST])))) or (given if given in self._by_iri else "")
        if not known or known not in self._areas.values():
            raise QueryError("KG871", f"there is no state {given[:40]!r}", mend="give its code, such as KAZ, or its name")
        return known

    def _look(self, text: str) -> _Found:
        known = self._by_iri.get(text.strip(), ())
        if known:
            return _Found(tuple((number, Tier.EXACT) for number in known), ())
        terms = read(text, self.lexicon)
        typed = letters.words(letters.composed(text))
        order = self._ordered(terms, typed)
        if order or not terms:
            return _Found(order, terms)
        for wide in (False, True):
            near = tuple(nearer(term, self.lexicon, wide=wide) for term in terms)
            order = self._ordered(near, typed) if near != terms else ()
            if order:
                return self._more(_Found(order, near, similar=True), terms)
        return self._most(tuple(nearer(term, self.lexicon, wide=False) for term in terms))

    def _more(self, found: _Found, terms: tuple[Term, ...]) -> _Found:
        """What is like all the words, and behind it what holds some of them as they were typed."""
        part = self._most(terms)
        known = {number for number, _ in found.order}
        others = tuple(entry for entry in part.order if entry[0] not in known)
        return found._replace(order=(*found.order, *others), partly=part.partly if others else ())

    def _ordered(self, terms: tuple[Term, ...], typed: Name) -> tuple[tuple[int, Tier], ...]:
        """The documents that hold all terms, the best first; ``typed`` are all words of the query."""
        needed = [term for term in terms if not term.optional]
        rows = self.table.ranked(needed)
        if not rows:
            return ()
        named = self.table.holding(needed, beginnings=False, names=True)
        whole = not any(term.beginning for term in needed)
        named_so = named if whole else self.table.holding(needed, beginnings=True, names=True)
        held = frozenset() if whole else self.table.holding(needed, beginnings=False, names=False)
        best, name, beginning, text, other = Tier.FORMS, Tier.NAME, Tier.NAME_BEGINNINGS, Tier.TEXT, Tier.TEXT_BEGINNINGS
        keys: list[tuple[Tier, float, float, float, int]] = []
        for number, score in rows:  # there may be many
            prior, share = self._priors[number], 0.0
            if number not in named_so:
                keys.append((text if whole or number in held else other, share, round(score, 6), prior, number))
                continue
            tier = name if number in named else beginning
            if number in self._names:
                found = ranking.of_names(self._names[number], terms, typed)
                tier, share = min((tier, share), found, key=lambda one: (one[0], -one[1]))
            keys.append((tier, -share, prior, 0.0 if tier <= best else round(score, 6), number))
        keys.sort()
        return tuple((key[4], key[0]) for key in keys)

    def _most(self, terms: tuple[Term, ...]) -> _Found:
        """What holds at least half of a query, its rare words counting for more, and beginnings of words for less."""
        needed = [term for term in terms if not term.optional]
        size = len(self.documents) + 1
        score: dict[int, float] = defaultdict(float)
        count: Counter[int] = Counter()
        unknown = []
        for term in needed:
            held, whole = (self.table.holding([term], beginnings=beginnings, names=False) for beginnings in (True, False))
            weight = math.log(size / max(len(held), 1))
            for number in held:
                score[number] += weight if number in whole else weight * _BEGINNING
                count[number] += 1
            if not held:
                unknown.append(term.typed)
        keys = [(-round(score[number], 6), self._priors[number], number) for number in count if 2 * count[number] >= len(needed)]
        order = tuple((key[-1], Tier.TEXT_BEGINNINGS) for key in sorted(keys))
        known = tuple(term.typed for term in needed if term.typed not in unknown)
        partly = known if any(count[number] < len(known) for number, _ in order) else ()
        return _Found(order, terms, similar=bool(order), left_out=tuple(unknown) if order else (), partly=partly)

    def _taken(self, terms: Sequence[Term]) -> tuple[Taken, ...]:
        """What was read otherwise than typed: the likest word, of several the commonest, stands for all."""
        found: dict[Taken, None] = {}
        for term in terms:
            if term.via == "layout":
                found[Taken(term.typed, letters.other_layout(term.typed), term.via)] = None
            elif term.via:
                others = [word for word in term.words if word != term.typed]
                best = min(others, key=lambda word: self._likeness(term.typed, word))
                found[Taken(term.typed, best, term.via)] = None
        return tuple(found)

    def _likeness(self, typed: str, word: str) -> tuple[int, bool, int, str]:
        return slips(typed, word), letters.is_cyrillic(typed) != letters.is_cyrillic(word), -self._counts[word], word

    def _hit(self, number: int, tier: Tier, found: _Found, language: str) -> Hit:
        document = self.documents[number]
        label = document.label(language)
        shown, source = marking.snippet((*document.texts, *document.names), found.terms, language)
        if source is None or source.words == label.words:
            others = [text for text in document.texts if text.words != label.words]
            source = next((text for text in others if text.language == language), others[0] if others else None)
            shown = marking.beginning(source.words) if source else ()
        return Hit(
            document.iri, document.kind, "similar" if found.similar else ranking.MATCH[tier],
            marking.whole(label.words, found.terms), label.language, shown, source.language if source else "",
            document.area, document.profile, document.passage,
        )  # fmt: skip
