"""Every wording of the vocabulary leads back to its own term, and to no other."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest

from kg.errors import VocabularyError
from kg.interpreting.language import lexicon
from kg.vocabulary import Lexicon, vocabulary
from kg.vocabulary.lexicon import Trie, longest
from kg.vocabulary.terms import Term, Wording
from kg.vocabulary.words import expand

V = vocabulary()
LANGUAGES = sorted(V.languages)


def texts(term: Term, language: str) -> Iterator[str]:
    for wording in term.wordings:
        if wording.language == language:
            yield from expand(wording.template)


def tries(language: str) -> Iterator[tuple[str, Trie, list[Term]]]:
    own = lexicon(language)
    for scale in sorted({a.scale for a in V.answers.values()}):
        yield f"scale {scale}", own.answers(scale)[0], [a for a in V.answers.values() if a.scale == scale]
    for kind in sorted({s.standing_for for s in V.standings.values()}):
        yield f"standings {kind}", own.standings(kind), [s for s in V.standings.values() if s.standing_for == kind]
    complaints = V.indicators["individual-complaints"]
    yield "procedures", own.procedures(complaints), [i for i in V.instruments.values() if i.code in complaints.may_name]
    yield "reasons", own.reasons[0], [r for r in V.reasons.values() if not r.by_reader]
    yield "groups", own.groups, [g for g in V.groups.values() if g.code != "all"]
    yield "units", own.units, list(V.units.values())
    yield "multipliers", own.multipliers, list(V.multipliers.values())
    yield "roles", own.roles, list(V.roles.values())


TRIES = [pytest.param(language, trie, terms, id=f"{language}-{name}") for language in LANGUAGES for name, trie, terms in tries(language)]


@pytest.mark.parametrize(("language", "trie", "terms"), TRIES)
def test_every_wording_inside_a_cell_is_found_again(language: str, trie: Trie, terms: list[Term]) -> None:
    own = lexicon(language)
    wrong = []
    for term in terms:
        for text in texts(term, language):
            if "<" in text:
                continue
            words = own.words(text)
            assert words, text
            found = longest(trie, words, 0)
            if found is None or found[0].term is not term or found[1] != len(words):
                wrong.append((text, term.code, found))
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_and_heading_is_found_again(language: str) -> None:
    own = lexicon(language)
    for section in V.sections.values():
        for text in texts(section, language):
            assert own.headings[own.words(text)][0] == section.code, text
    rows = [(i, i.code, "all") for i in V.indicators.values()] + [(p, p.indicator, p.group) for p in V.parts.values()]
    for term, indicator, group in rows:
        for text in texts(term, language):
            for area in V.areas.values() if "<adjective>" in text else (None,):
                for form in area.adjectives[language] if area else ("",):
                    label = own.labels[own.words(text.replace("<adjective>", form))]
                    assert label[:3] == (indicator, group, area and area.code), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_heading_is_a_label(language: str) -> None:
    own = lexicon(language)
    assert not set(own.headings) & set(own.labels)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_slot_patterns_of_one_lookup_are_the_same(language: str) -> None:
    own = lexicon(language)
    lookups = {scale: list(own.answers(scale)[1]) for scale in {a.scale for a in V.answers.values()}}
    lookups["reasons"] = [p for patterns in own.reasons[1].values() for p in patterns]
    for name, patterns in lookups.items():
        seen: dict[tuple[str, ...], str] = {}
        for pattern in patterns:
            assert seen.setdefault(pattern.items, pattern.entry.term.code) == pattern.entry.term.code, (name, pattern.items)
            assert all(item in ("<bodies>", "<superior>", "<exceptions>") for item in pattern.items if item[0] == "<")


def full(language: str, scale: str) -> set[tuple[str, ...]]:
    own = lexicon(language)
    answers = (a for a in V.answers.values() if a.scale == scale)
    return {own.words(text) for a in answers for text in texts(a, language) if "<" not in text}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("indicator", sorted(i.code for i in V.indicators.values() if i.kind == "Assessment" and not i.facet_of))
def test_an_indicator_and_its_facets_share_no_wording(indicator: str, language: str) -> None:
    scales = [V.indicators[indicator].scale, *(f.scale for f in V.facets(indicator))]
    assert len(set(scales)) == len(scales)
    groups = {words for g in V.groups.values() if g.code != "all" for words in map(lexicon(language).words, texts(g, language))}
    seen: dict[tuple[str, ...], str] = dict.fromkeys(groups, "a group")
    for scale in scales:
        for words in full(language, scale or ""):
            assert seen.setdefault(words, scale or "") == scale, words


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_label_is_said_by_a_gap_reason(language: str) -> None:
    own = lexicon(language)
    reasons = {own.words(text) for r in V.reasons.values() for text in texts(r, language)}
    for scale in {a.scale for a in V.answers.values()}:
        assert not reasons & full(language, scale), scale


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_multiplier_is_no_unit(language: str) -> None:
    own = lexicon(language)
    units = {own.words(text) for u in V.units.values() for text in texts(u, language)}
    assert not units & {own.words(text) for m in V.multipliers.values() for text in texts(m, language)}


# ------------------------------------------------------------------ the checks can fail


def with_wording(term: Term, text: str, language: str = "ru") -> Term:
    return dataclasses.replace(term, wordings=(*term.wordings, Wording(text, language, False)))


def test_a_wording_of_two_answers_of_a_scale_is_an_error() -> None:
    answer = with_wording(V.answers["guarantee.none"], "Исполняется без исключений")
    own = Lexicon(dataclasses.replace(V, answers={**V.answers, answer.code: answer}), "ru")
    with pytest.raises(VocabularyError, match=r"guarantee\.") as caught:
        own.answers("guarantee")
    assert caught.value.code == "KG404"


def test_a_wording_of_two_indicators_is_an_error() -> None:
    indicator = with_wording(V.indicators["prison-staff"], "Население")
    own = Lexicon(dataclasses.replace(V, indicators={**V.indicators, indicator.code: indicator}), "ru")
    with pytest.raises(VocabularyError, match="stands for") as caught:
        _ = own.labels
    assert caught.value.code == "KG404"


def test_a_wording_of_two_sections_is_an_error() -> None:
    section = with_wording(V.sections["general"], "Профилактика  пыток!")
    own = Lexicon(dataclasses.replace(V, sections={**V.sections, section.code: section}), "ru")
    with pytest.raises(VocabularyError, match="stands for") as caught:
        _ = own.headings
    assert caught.value.code == "KG404"


def test_an_unbalanced_wording_is_an_error() -> None:
    section = with_wording(V.sections["general"], "Общие [сведения")
    own = Lexicon(dataclasses.replace(V, sections={**V.sections, section.code: section}), "ru")
    with pytest.raises(VocabularyError) as caught:
        _ = own.headings
    assert caught.value.code == "KG402"


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(VocabularyError, match="unknown language 'xx'") as caught:
        Lexicon(V, "xx")
    assert caught.value.code == "KG403"


def test_the_longest_wording_wins() -> None:
    own = lexicon("ru")
    words = own.words("Защищен, но доступен для должностных лиц места принудительного содержания")
    found = longest(own.answers("video-evidence")[0], words, 0)
    assert found is not None
    assert (found[0].term.code, found[1]) == ("video-evidence.accessible", len(words))
    assert longest(own.answers("video-evidence")[0], words, 0, 1)[0].term.code == "video-evidence.protected"  # type: ignore[index]
    assert longest(own.answers("video-evidence")[0], words, 1) is None


def test_forgetting_keeps_the_answers() -> None:
    own = Lexicon(V, "ru")
    before = own.label("Население")
    own.forget()
    assert own.label("Население") == before
    assert before is not None
    assert before[1] is True
    assert own.label("население страны") == (before[0], False)
    assert own.label("Нечто") is None
