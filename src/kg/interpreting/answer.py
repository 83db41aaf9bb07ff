"""Answers: sentences → answers on the scales of an indicator and its facets, for a group; bodies and to whom they answer.

A sentence is read only when wordings cover every word of it. A sentence that is not covered is a gap for the indicator, or for the facet
whose name stands in it.
"""

from __future__ import annotations

from typing import NamedTuple

from kg.interpreting.bodies import match
from kg.interpreting.cell import EXACT, VARIANT, Cell, Found, Outcome, Sentence, unreadable, without_contradictions
from kg.model import Assessment, Body, Designation
from kg.vocabulary.lexicon import Entry, Lexicon, longest
from kg.vocabulary.terms import Answer, Group, Indicator

NEAR = 85
"""From which score (0-100) a wording is near enough to be named to a person; it is never taken for the words printed."""


class Element(NamedTuple):
    """A wording found in a sentence: tokens ``first`` to ``last``, and the indicator whose answer it is ('' for a group)."""

    entry: Entry
    owner: str
    first: int
    last: int


def read(cell: Cell, indicator: Indicator) -> Outcome:
    """All answers and designations of a cell."""
    lexicon = cell.lexicon
    known = _whole(cell, indicator)
    if known:
        return Outcome([known])
    outcome = Outcome()
    scales = [(indicator.code, indicator.scale or "")]
    scales += [(facet.code, facet.scale or "") for facet in lexicon.vocabulary.facets(indicator.code)]
    named: list[Body] = []
    sentences = cell.sentences()
    for sentence in sentences:
        elements = _cover(cell, sentence, scales)
        found = _answers(cell, sentence, elements) if elements else None
        if found is None:
            found = _naming(cell, sentence, indicator, named) or _superiors(cell, sentence, indicator, named, outcome)
        if found is None:
            _gaps(cell, sentence, indicator, outcome, first=sentence is sentences[0])
        else:
            outcome.found += found
    return without_contradictions(cell, outcome)


def _whole(cell: Cell, indicator: Indicator) -> Found | None:
    """A cell of one sentence that is one wording of an indicator without facets: most cells, read without looking at each word."""
    found = longest(cell.lexicon.answers(indicator.scale or "")[0], cell.words, 0)
    if found is None or found[1] != len(cell.words) or cell.lexicon.has_facets(indicator.code):
        return None
    answer, body = found[0].term, cell.folded.rstrip(".!… ")
    if not isinstance(answer, Answer) or any(stop in body for stop in ".!?…"):
        return None
    match = EXACT if " ".join(body.split()) == found[0].exact else VARIANT
    return Found(indicator.code, "", 0, len(cell.text), match, Assessment(answer.code))


def _cover(cell: Cell, sentence: Sentence, scales: list[tuple[str, str]]) -> list[Element] | None:
    elements: list[Element] = []
    lexicon = cell.lexicon
    tries = [(owner, lexicon.answers(scale)[0]) for owner, scale in scales]
    tries.append(("", lexicon.groups))
    at = sentence.first
    while at < sentence.last:
        word = cell.words[at]
        found = [
            Element(hit[0], owner, at, hit[1])
            for owner, trie in tries
            if word in trie and (hit := longest(trie, cell.words, at, sentence.last))
        ]
        if not found:
            return None
        best = max(element.last for element in found)
        longest_found = [element for element in found if element.last == best]
        if len(longest_found) > 1:
            return None
        elements.append(longest_found[0])
        at = best
    return elements


def _answers(cell: Cell, sentence: Sentence, elements: list[Element]) -> list[Found] | None:
    groups = [e for e in elements if isinstance(e.entry.term, Group)]
    answers = [e for e in elements if isinstance(e.entry.term, Answer)]
    terms = [a.entry.term for a in answers if isinstance(a.entry.term, Answer)]
    if not answers or len(groups) > 1:
        return None
    if len(answers) > 1 and any(term.negates for term in terms):
        return None
    group = groups[0].entry.term.code if groups else "all"
    suffix = f".{group}" if groups else ""
    found = []
    for element in answers:
        quality = cell.quality(element.entry, element.first, element.last)
        start, end = cell.start(element.first), cell.end(element.last - 1)
        if len(answers) == 1:
            start, end = sentence.start, sentence.end
        if groups:
            quality = VARIANT
        found.append(Found(element.owner, suffix, start, end, quality, Assessment(element.entry.term.code, group)))
    return found


def _naming(cell: Cell, sentence: Sentence, indicator: Indicator, named: list[Body]) -> list[Found] | None:
    """An answer whose wording names bodies."""
    for pattern in cell.lexicon.answers(indicator.scale or "")[1]:
        slots = match(pattern, cell, sentence.first, sentence.last)
        answer = pattern.entry.term
        if slots is not None and isinstance(answer, Answer) and len(slots["<bodies>"]) >= answer.minimum_bodies:
            named += slots["<bodies>"]
            said = Assessment(answer.code, "all", tuple(slots["<bodies>"]))
            return [Found(indicator.code, "", sentence.start, sentence.end, VARIANT, said)]
    for pattern in cell.lexicon.relations["body.single"] if cell.lexicon.answers(indicator.scale or "")[1] and not named else ():
        slots = match(pattern, cell, sentence.first, sentence.last)
        if slots is not None:
            # One body alone is no answer of the scale (whose body is it?), but it is named for the task.
            named += slots["<body>"]
            content = Designation(named[0], None)
            return [Found(indicator.code, _suffix(named[0], 1), sentence.start, sentence.end, VARIANT, content)]
    return None


def _suffix(body: Body, number: int) -> str:
    return f".{body.code or body.role or f'body-{number}'}"


def _superiors(cell: Cell, sentence: Sentence, indicator: Indicator, named: list[Body], outcome: Outcome) -> list[Found] | None:
    """To whom the bodies named before answer: one superior for all but the exceptions.

    A designation without superior, which one body alone has, becomes part of this one: its passage then holds both sentences.
    """
    for pattern in cell.lexicon.relations["answersTo" if len(named) > 1 else "answersTo.single"]:
        slots = match(pattern, cell, sentence.first, sentence.last)
        if slots is None or not named:
            continue
        pairs = slots.get("<exceptions>", [])
        exceptions = {body.shown: superior for body, superior in zip(pairs[::2], pairs[1::2], strict=True)}
        if set(exceptions) - {body.shown for body in named}:
            continue
        plain = [f for f in outcome.found if isinstance(f.content, Designation) and f.content.answers_to is None]
        outcome.found = [f for f in outcome.found if f not in plain]
        return [
            Found(
                indicator.code,
                _suffix(body, number),
                min([sentence.start, *(f.start for f in plain)]),
                sentence.end,
                VARIANT,
                Designation(body, exceptions.get(body.shown, slots["<superior>"][0])),
            )
            for number, body in enumerate(named, 1)
        ]
    return None


def _gaps(cell: Cell, sentence: Sentence, indicator: Indicator, outcome: Outcome, *, first: bool) -> None:
    words = tuple(cell.words[sentence.first : sentence.last])
    facets = [f for f in cell.lexicon.vocabulary.facets(indicator.code) if _mentions(words, cell.lexicon.labels_of(f))]
    concerned = [indicator, *facets] if first or not facets else facets
    for concern in concerned:
        near = _near(cell.lexicon, concern.scale or "", words)
        gap = unreadable(cell, concern.code, "", sentence.start, sentence.end, near=near)
        outcome.found += gap.found
        outcome.problems += gap.problems


def _mentions(words: tuple[str, ...], labels: list[tuple[str, ...]]) -> bool:
    return any(words[i : i + len(label)] == label for label in labels for i in range(len(words) - len(label) + 1))


def _near(lexicon: Lexicon, scale: str, words: tuple[str, ...]) -> str:
    from rapidfuzz import fuzz, process  # only what is not readable pays for it

    hit = process.extractOne(" ".join(words), lexicon.answer_texts(scale), scorer=fuzz.ratio, score_cutoff=NEAR)
    return f"fuzzy:{hit[1]:.0f}" if hit else ""
