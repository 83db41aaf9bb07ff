"""Standings: what a row says of the state and one instrument, or of several procedures."""

from __future__ import annotations

from kg.interpreting.cell import EXACT, Cell, Found, Outcome, unreadable, weaker, without_contradictions
from kg.model import ReportedStanding
from kg.vocabulary.lexicon import Entry, longest
from kg.vocabulary.terms import Indicator


def read(cell: Cell, indicator: Indicator) -> Outcome:
    """The standings of a cell; words that are neither procedure nor standing make it a gap."""
    if indicator.instrument is None:
        return _procedures(cell, indicator)
    kind = cell.lexicon.vocabulary.instruments[indicator.instrument].standing_class
    found = longest(cell.lexicon.standings(kind), cell.words, 0)
    if found is None or found[1] != len(cell.words):
        return unreadable(cell, indicator.code, "", 0, len(cell.text))
    content = ReportedStanding(found[0].term.code, indicator.instrument)
    return Outcome([Found(indicator.code, "", 0, len(cell.text), cell.quality(found[0], 0, found[1]), content)])


def _procedures(cell: Cell, indicator: Indicator) -> Outcome:
    """Procedures named one after another; a standing printed with them is theirs, else naming them means what the vocabulary says."""
    outcome = Outcome()
    for sentence in cell.sentences():
        named: list[tuple[Entry, int, int]] = []
        said: list[tuple[Entry, int, int]] = []
        at = sentence.first
        while at < sentence.last:
            if hit := longest(cell.lexicon.procedures(indicator), cell.words, at, sentence.last):
                named.append((hit[0], at, hit[1]))
            elif hit := longest(cell.lexicon.standings("Procedure"), cell.words, at, sentence.last):
                said.append((hit[0], at, hit[1]))
            elif not (hit := longest(cell.lexicon.conjunctions, cell.words, at, sentence.last)):
                break
            at = hit[1]
        standing = said[0][0].term.code if said else indicator.named_means
        codes = [entry.term.code for entry, _, _ in named]
        if at < sentence.last or not named or len(said) > 1 or standing is None or len(set(codes)) < len(codes):
            gap = unreadable(cell, indicator.code, "", sentence.start, sentence.end)
            outcome.found += gap.found
            outcome.problems += gap.problems
            continue
        for entry, first, last in named:
            match = weaker(cell.quality(entry, first, last), *(cell.quality(*s) for s in said), EXACT)
            start, end = cell.start(first), cell.end(last - 1)
            if said:
                start, end = sentence.start, sentence.end
            content = ReportedStanding(standing, entry.term.code)
            outcome.found.append(Found(indicator.code, f".{entry.term.code}", start, end, match, content))
    return without_contradictions(cell, outcome)
