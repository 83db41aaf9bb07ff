"""The wordings of one language as lookups: labels and headings by their words, wordings inside cells by tries.

A wording that two terms of one lookup share is an error (KG404): the reader must never have to choose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

from kg.errors import VocabularyError
from kg.vocabulary.loading import Vocabulary
from kg.vocabulary.terms import Indicator, Term, Wording
from kg.vocabulary.words import expand, fold, scanner, squeeze

SLOT = "<"
MOST_REMEMBERED = 5000
"""So many labels and cells at most are remembered (a few megabytes): memory stays flat over any number of documents."""
Trie = dict[str, Any]


class Label(NamedTuple):
    """What a row's label stands for. ``area`` is set where the label holds a state's adjective; ``exact`` is the folded preferred label."""

    indicator: str
    group: str
    area: str | None
    exact: str
    leaning: bool = False
    """Whether the label speaks of the row above."""


class Entry(NamedTuple):
    """What a wording inside a cell stands for; ``exact`` is the folded preferred label, or ''."""

    term: Term
    exact: str


class SlotPattern(NamedTuple):
    """A wording with slots: words and ``<slots>`` in order."""

    items: tuple[str, ...]
    entry: Entry


class Lexicon:
    """All lookups for documents in ``language`` (BCP 47 tag); each trie is built when it is first needed."""

    def __init__(self, vocabulary: Vocabulary, language: str) -> None:
        self.vocabulary = vocabulary
        self.language = vocabulary.term(vocabulary.languages, language, what="language")
        self.tag = language
        self.pattern = scanner(self.language.decimal_mark, self.language.grouping_marks)
        self._local: dict[str, Trie] = {}
        self._answer_texts: dict[str, list[str]] = {}
        self.cells: dict[tuple[str, str, str], Any] = {}
        """What cells were read as, by indicator, state and text: kept by the reader of documents."""
        self._known: dict[str, tuple[Label, bool] | None] = {}
        self._covers: dict[str, tuple[Trie, tuple[SlotPattern, ...]]] = {}

    def words(self, text: str) -> tuple[str, ...]:
        """The folded words of a text, joiners left out."""
        return tuple(self.pattern.findall(fold(text)))

    @cached_property
    def headings(self) -> dict[tuple[str, ...], tuple[str, str]]:
        """Words of a heading → section code and folded preferred label."""
        found: dict[tuple[str, ...], tuple[str, str]] = {}
        for section in self.vocabulary.sections.values():
            exact = squeeze(section.labels.get(self.tag, ""))
            for text in self._texts(section.wordings):
                self._add(found, self.words(text), (section.code, exact), text)
        return found

    @cached_property
    def labels(self) -> dict[tuple[str, ...], Label]:
        """Words of a label → what it stands for. Facets have no row of their own, but may be given one."""
        found: dict[tuple[str, ...], Label] = {}
        terms: list[tuple[Term, str, str]] = [
            *((i, i.code, "all") for i in self.vocabulary.indicators.values()),
            *((p, p.indicator, p.group) for p in self.vocabulary.parts.values()),
        ]
        for term, indicator, group in terms:
            exact = squeeze(term.labels.get(self.tag, ""))
            for text in self._texts(term.wordings):
                if "<adjective>" in text:
                    for area in self.vocabulary.areas.values():
                        for form in area.adjectives.get(self.tag, ()):
                            full = text.replace("<adjective>", form)
                            self._add(found, self.words(full), Label(indicator, group, area.code, exact), full)
                else:
                    self._add(found, self.words(text), Label(indicator, group, None, exact), text)
        for part in self.vocabulary.parts.values():
            for text in self._texts(part.leaning):
                self._add(found, self.words(text), Label(part.indicator, part.group, None, "", True), text)
        return found

    @cached_property
    def states(self) -> dict[tuple[str, ...], str]:
        """Words of the name of a state, in any language of the vocabulary → its code."""
        return {self.words(name): area.code for area in self.vocabulary.areas.values() for name in area.labels.values()}

    def label(self, printed: str) -> tuple[Label, bool] | None:
        """What a printed label stands for, and whether it is the preferred one; remembered, as a family of profiles repeats its labels."""
        if printed not in self._known:
            label = self.labels.get(self.words(printed))
            found = label and (label, squeeze(printed) == label.exact)
            if len(self._known) >= MOST_REMEMBERED:
                return found
            self._known[printed] = found
        return self._known[printed]

    def forget(self) -> None:
        """Forgets labels and cells met so far (for measurements)."""
        self._known.clear()
        self.cells.clear()

    def answers(self, scale: str) -> tuple[Trie, tuple[SlotPattern, ...]]:
        """Trie and slot patterns of the answers of a scale."""
        if scale not in self._covers:
            self._covers[scale] = self._compile(a for a in self.vocabulary.answers.values() if a.scale == scale)
        return self._covers[scale]

    def has_facets(self, indicator: str) -> bool:
        """Whether the row of an indicator also carries other indicators."""
        return indicator in self._faceted

    @cached_property
    def _faceted(self) -> frozenset[str]:
        return frozenset(i.facet_of for i in self.vocabulary.indicators.values() if i.facet_of)

    def standings(self, standing_class: str) -> Trie:
        """Trie of the standings that fit a class of instruments."""
        if standing_class not in self._covers:
            self._covers[standing_class] = self._compile(s for s in self.vocabulary.standings.values() if s.standing_for == standing_class)
        return self._covers[standing_class][0]

    def procedures(self, indicator: Indicator) -> Trie:
        """Trie of the names of the procedures that an indicator's row may name."""
        if indicator.code not in self._covers:
            self._covers[indicator.code] = self._compile(i for i in self.vocabulary.instruments.values() if i.code in indicator.may_name)
        return self._covers[indicator.code][0]

    @cached_property
    def reasons(self) -> tuple[Trie, dict[str, list[SlotPattern]]]:
        """Trie of the gap reasons, and their slot patterns by the last word ('' where a slot is last)."""
        trie, patterns = self._compile(r for r in self.vocabulary.reasons.values() if not r.by_reader)
        by_last: dict[str, list[SlotPattern]] = {}
        for pattern in patterns:
            by_last.setdefault("" if pattern.items[-1].startswith(SLOT) else pattern.items[-1], []).append(pattern)
        return trie, by_last

    @cached_property
    def groups(self) -> Trie:
        """Trie of the groups of a breakdown."""
        return self._compile(g for g in self.vocabulary.groups.values() if g.code != "all")[0]

    @cached_property
    def units(self) -> Trie:
        """Trie of units and currencies."""
        return self._compile(u for u in self.vocabulary.units.values())[0]

    def local_units(self, area: str) -> Trie:
        """Trie of the words that name a state's own currency there and not elsewhere."""
        state = self.vocabulary.areas.get(area)
        if area not in self._local:
            own = self.vocabulary.units.get(state.currency) if state else None
            self._local[area] = self._compile([replace(own, wordings=own.local)] if own else [])[0]
        return self._local[area]

    @cached_property
    def multipliers(self) -> Trie:
        """Trie of multipliers."""
        return self._compile(m for m in self.vocabulary.multipliers.values())[0]

    @cached_property
    def roles(self) -> Trie:
        """Trie of the names of bodies by role."""
        return self._compile(r for r in self.vocabulary.roles.values())[0]

    @cached_property
    def body_words(self) -> frozenset[str]:
        """Words, in their basic form, one of which an unknown name must hold to be taken for the name of a body."""
        return self._set(self.language.body_words)

    @cached_property
    def body_word_forms(self) -> frozenset[str]:
        """The body words in every form, for names that other words already announce as bodies."""
        return self.body_words | self._set(self.language.body_word_forms)

    @cached_property
    def qualifiers(self) -> frozenset[str]:
        """Words that change the meaning of what they stand with: no name of a body holds one."""
        return self._set(self.language.qualifiers)

    def _set(self, templates: tuple[str, ...]) -> frozenset[str]:
        return frozenset(word for template in templates for text in expand(template) for word in self.words(text))

    @cached_property
    def connectors(self) -> Trie:
        """Trie of the words that join a total to its parts."""
        return self._joining(self.language.connectors)

    @cached_property
    def conjunctions(self) -> Trie:
        """Trie of the words that join the members of a list."""
        return self._joining(self.language.conjunctions)

    def _joining(self, texts: tuple[str, ...]) -> Trie:
        trie: Trie = {}
        for text in texts:
            _insert(trie, self.words(text), Entry(self.language, ""))
        return trie

    @cached_property
    def relations(self) -> dict[str, tuple[SlotPattern, ...]]:
        """Slot patterns of the properties that relate a value to bodies (``scope``, ``dataFrom``, ``answersTo``, ``body.single`` ...)."""
        found = {}
        for name, wordings in self.vocabulary.relations.items():
            own = Term(name, name, {}, wordings)
            found[name] = self._compile([own])[1]
        return found

    def labels_of(self, indicator: Indicator) -> list[tuple[str, ...]]:
        """The words of an indicator's labels and alternative labels, longest first."""
        found = {self.words(text) for text in self._texts(indicator.wordings) if SLOT not in text}
        return sorted(found, key=lambda words: (-len(words), words))

    @cached_property
    def label_choices(self) -> dict[tuple[str, ...], str]:
        """The labels as texts, for proposals to a person."""
        return {words: " ".join(words) for words in self.labels}

    def answer_texts(self, scale: str) -> list[str]:
        """The wordings of a scale as texts, for proposals to a person."""
        if scale not in self._answer_texts:
            answers = (a for a in self.vocabulary.answers.values() if a.scale == scale)
            texts = (text for a in answers for text in self._texts(a.wordings) if SLOT not in text)
            self._answer_texts[scale] = [" ".join(self.words(text)) for text in texts]
        return self._answer_texts[scale]

    def _texts(self, wordings: Iterable[Wording]) -> Iterator[str]:
        for wording in wordings:
            if wording.language == self.tag:
                yield from expand(wording.template)

    def _add(self, found: dict[tuple[str, ...], Any], words: tuple[str, ...], value: Any, text: str) -> None:
        if not words:
            return
        if found.setdefault(words, value) != value:
            raise VocabularyError(
                "KG404",
                f"{text!r}@{self.tag} stands for {found[words][0]} and for {value[0]}",
                mend="change one of the wordings",
            )

    def _compile(self, terms: Iterable[Term]) -> tuple[Trie, tuple[SlotPattern, ...]]:
        trie: Trie = {}
        patterns: list[SlotPattern] = []
        for term in terms:
            entry = Entry(term, squeeze(term.labels.get(self.tag, "")))
            for text in self._texts(term.wordings):
                if SLOT in text:
                    patterns.append(SlotPattern(self._items(text), entry))
                elif words := self.words(text):
                    old = _insert(trie, words, entry).term
                    if old.code != term.code:
                        raise VocabularyError(
                            "KG404",
                            f"{text!r}@{self.tag} stands for {old.code} and for {term.code}",
                            mend="change one of the wordings",
                        )
        return trie, tuple(patterns)

    def _items(self, text: str) -> tuple[str, ...]:
        items: list[str] = []
        for piece in text.replace("<", "\0<").replace(">", ">\0").split("\0"):
            items += [piece] if piece.startswith(SLOT) else self.words(piece)
        return tuple(items)


def _insert(trie: Trie, words: Sequence[str], entry: Entry) -> Entry:
    node = trie
    for word in words:
        node = node.setdefault(word, {})
    found: Entry = node.setdefault("", entry)
    return found


def longest(trie: Trie, words: Sequence[str], at: int, last: int | None = None) -> tuple[Entry, int] | None:
    """The longest wording of ``trie`` in ``words[at:last]`` that starts at ``at``: its entry and the word after it, or None."""
    node, found = trie, None
    for index in range(at, len(words) if last is None else last):
        node = node.get(words[index])  # type: ignore[assignment]
        if node is None:
            break
        if "" in node:
            found = (node[""], index + 1)
    return found
