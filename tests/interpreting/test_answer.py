"""Answers: every wording reads as its own answer, and no word more or less is passed over."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from interpreting_rows import Row, Said, make

from kg.interpreting.language import lexicon
from kg.model import Assessment, Gap
from kg.vocabulary import vocabulary
from kg.vocabulary.terms import Indicator

V = vocabulary()
LANGUAGES = sorted(V.languages)


def row_of(indicator: Indicator) -> str:
    """The indicator in whose row an answer of ``indicator`` stands."""
    return indicator.facet_of or indicator.code


CASES = [
    (indicator, answer.code, language, text)
    for indicator in V.indicators.values()
    if indicator.kind == "Assessment"
    for answer in V.answers.values()
    if answer.scale == indicator.scale
    for language in LANGUAGES
    for text in lexicon(language)._texts(answer.wordings)
    if "<" not in text
]
BY_ANSWER: dict[tuple[str, str, str], list[str]] = {}
for _indicator, _answer, _language, _text in CASES:
    BY_ANSWER.setdefault((_indicator.code, _answer, _language), []).append(_text)
PARAMETERS = [pytest.param(*key, texts, id="-".join(key)) for key, texts in BY_ANSWER.items()]


def assessments(indicator: str, value: str, language: str) -> list[tuple[str | None, str, str]]:
    """Indicator, answer and group of every assessment of a row."""
    found = []
    for fact in make(indicator, value, language).facts:
        if isinstance(fact.content, Assessment):
            found.append((fact.indicator, fact.content.answer, fact.content.group))
    return found


@pytest.mark.parametrize(("indicator", "answer", "language", "texts"), PARAMETERS)
def test_every_wording_reads_as_its_answer(row: Row, indicator: str, answer: str, language: str, texts: list[str]) -> None:
    carrier = row_of(V.indicators[indicator])
    for text in texts:
        for printed in (text, text + ".", text.upper(), f"«{text}»", text.replace(" но ", ", но ")):
            reading = row(carrier, printed, language)
            found = [(f.indicator, f.content) for f in reading.facts]
            assert found == [(indicator, Assessment(answer))], printed
            assert not reading.problems, printed
            assert not reading.ledger.remainder, printed


@pytest.mark.parametrize("indicator", [i.code for i in V.indicators.values() if i.kind == "Assessment"])
def test_the_preferred_label_is_exact(row: Row, indicator: str) -> None:
    term = V.indicators[indicator]
    for answer in V.answers.values():
        if answer.scale == term.scale and not answer.minimum_bodies:
            for language in LANGUAGES:
                (fact,) = row(row_of(term), answer.labels[language], language).facts
                assert fact.match == "exact", (answer.code, language)


EXTRA = {"ru": ["не", "почти", "ххх", "только", "якобы", "5"], "en": ["not", "almost", "xxx", "only", "allegedly", "5"]}


# One indicator a scale is enough here: which indicator a scale is read for changes no word of it.
ONE_A_SCALE = [p for p in PARAMETERS if V.indicators[str(p.values[0])].scale != "guarantee" or p.values[0] == "medical-examination"]


@pytest.mark.parametrize(("indicator", "answer", "language", "texts"), ONE_A_SCALE)
def test_a_word_more_never_gives_the_same_answer_silently(indicator: str, answer: str, language: str, texts: list[str]) -> None:
    """Exhaustive: every wording, every place, a negation and unknown words."""
    carrier = row_of(V.indicators[indicator])
    wrong = []
    for text in texts:
        words = text.split()
        for extra in EXTRA[language] if len(texts) < 60 else EXTRA[language][:3]:
            for at in range(len(words) + 1):
                printed = " ".join([*words[:at], extra, *words[at:]])
                reading = make(carrier, printed, language)
                if any(f.indicator == indicator and f.content == Assessment(answer) for f in reading.facts):
                    own = lexicon(language)
                    other = {t for a in V.answers.values() if a.code == answer for t in map(own.words, own._texts(a.wordings))}
                    if own.words(printed) not in other:
                        wrong.append((printed, [f.content for f in reading.facts], [p.code for p in reading.problems]))
    assert not wrong


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(CASES), st.data())
def test_an_answer_rests_on_every_word(case: tuple[Indicator, str, str, str], data: st.DataObject) -> None:
    indicator, answer, language, text = case
    words = text.split()
    at = data.draw(st.integers(0, len(words)))
    unknown = data.draw(st.text(st.sampled_from("абвгдежзиклмнопрстуabcdefghijklmnopqrstuvwxyz"), min_size=2, max_size=9))
    own = lexicon(language)
    known = {w for a in V.answers.values() if a.scale == indicator.scale for t in own._texts(a.wordings) for w in own.words(t)}
    if unknown in known:
        return
    printed = " ".join([*words[:at], unknown, *words[at:]])
    assert not [a for a in assessments(row_of(indicator), printed, language) if a[:2] == (indicator.code, answer)]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(CASES), st.integers(0, 20), st.sampled_from(["!", "?", "*", "¹", "%", "/", "~", "§", "(?)", "[1]", "…?"]))
def test_signs_that_carry_meaning_are_not_passed_over(case: tuple[Indicator, str, str, str], at: int, sign: str) -> None:
    indicator, answer, language, text = case
    words = text.split()
    at = min(at, len(words) - 1)
    printed = " ".join([*words[:at], words[at] + sign, *words[at + 1 :]])
    reading = make(row_of(indicator), printed, language)
    if sign != "!":
        assert not any(f.content == Assessment(answer) for f in reading.facts), printed


# ------------------------------------------------------------------ qualifiers turn meanings round


@pytest.mark.parametrize(
    ("indicator", "value", "answer"),
    [
        ("definition", "Не полностью соответствует", "definition.partly"),
        ("definition", "Полностью соответствует", "definition.compliant"),
        ("definition", "Не соответствует", "definition.non-compliant"),
        ("coverage", "Не во всех административных единицах", "coverage.partial"),
        ("core-conventions", "Не все", "conventions.some"),
        ("core-conventions", "Действуют не все", "conventions.some"),
        ("investigation-budget", "Не покрывает", "budget.insufficient"),
        ("medical-examination", "Не предусмотрено", "guarantee.none"),
        ("medical-examination", "Предусмотрено, но не проводится", "guarantee.on-paper"),
        ("video-surveillance", "Не повсеместно", "video.partial"),
        ("video-evidence", "Не защищен", "video-evidence.unprotected"),
    ],
)
def test_negations(said: Said, indicator: str, value: str, answer: str) -> None:
    assert said(indicator, value) == [f"{indicator} {answer}"]


@pytest.mark.parametrize(
    ("indicator", "value", "language"),
    [
        ("definition", "Соответствует не вполне", "ru"),
        ("coverage", "Почти везде", "ru"),
        ("coverage", "Не только в столице", "ru"),
        ("coverage", "Везде, кроме столицы", "ru"),
        ("core-conventions", "Действуют все, кроме КПП", "ru"),
        ("core-conventions", "Действуют все конвенции Совета Европы", "ru"),
        ("investigation-budget", "Бюджет покрывает едва ли все расходы", "ru"),
        ("prohibition", "Прямой запрет закреплен не везде", "ru"),
        ("prohibition", "Прямой запрет", "en"),
        ("jurisdiction", "Не общая", "ru"),
        ("jurisdiction", "Исключительная: примерно 50 %", "ru"),
        ("video-surveillance", "Оборудован", "ru"),
        ("medical-examination", "Предусмотрено", "ru"),
        ("medical-examination", "Женщинам проводится без исключений", "ru"),
        ("medical-examination", "Для задержанных в уголовном порядке не проводится", "ru"),
        ("medical-examination", "Not carried out without exceptions", "en"),
        ("jurisdiction", "Not exclusive", "en"),
        ("coverage", "Not only in the capital", "en"),
        ("core-conventions", "All except CAT", "en"),
        ("investigating-body", "Независимый орган — МВД", "ru"),
    ],
)
def test_what_is_not_covered_is_a_gap(row: Row, said: Said, indicator: str, value: str, language: str) -> None:
    assert said(indicator, value, language) == [f"{indicator} unreadable"]
    reading = row(indicator, value, language)
    assert [p.code for p in reading.problems] == ["KG212"]
    assert reading.facts[0].as_printed == value


# ------------------------------------------------------------------ facets, exceptions, contradictions


OVERSIGHT = "Создан и работает на всей территории республики, финансирование стабильное. Фактически — управляется властями."


def test_facets(said: Said) -> None:
    assert said("oversight-mechanism", OVERSIGHT) == [
        "oversight-mechanism oversight.operating",
        "oversight-mechanism-territory coverage.all",
        "oversight-mechanism-funding funding.stable",
        "oversight-mechanism-independence independence.controlled",
    ]


def test_an_unknown_word_in_a_sentence_takes_the_whole_sentence(row: Row, said: Said) -> None:
    value = OVERSIGHT.replace("стабильное", "скромное")
    assert said("oversight-mechanism", value) == [
        "oversight-mechanism unreadable",
        "oversight-mechanism-funding unreadable",
        "oversight-mechanism-independence independence.controlled",
    ]
    assert row("oversight-mechanism", value).facts[0].as_printed == value[: value.index(".") + 1]


def test_the_gap_of_a_later_sentence_is_the_facets(row: Row, said: Said) -> None:
    value = "Распределена между органами для исключения конфликта интересов. Доля дел по пыткам меньше доля «пыточных» дел меньше 50%."
    assert said("jurisdiction", value) == ["jurisdiction jurisdiction.distributed", "share-of-torture-cases unreadable"]
    assert [p.code for p in row("jurisdiction", value).problems] == ["KG212"]


def test_a_facet_that_is_read(said: Said) -> None:
    assert said("jurisdiction", "Исключительная. Доля дел по пыткам меньше 50 %.") == [
        "jurisdiction jurisdiction.exclusive",
        "share-of-torture-cases share-of-torture-cases.below-half",
    ]


def test_an_exception_for_a_group(said: Said) -> None:
    value = "Предусмотрено, но проводится выборочно. В случае с задержанными в уголовном порядке — применяется без исключений."
    assert said("medical-examination", value) == [
        "medical-examination guarantee.selective",
        "medical-examination.criminal-detainees criminal-detainees guarantee.full",
    ]
    english = "Provided but carried out selectively. For persons detained in criminal proceedings: applied without exceptions."
    assert said("medical-examination", english, "en") == [
        "medical-examination guarantee.selective",
        "medical-examination.criminal-detainees criminal-detainees guarantee.full",
    ]


def test_an_exception_that_is_not_understood(said: Said, row: Row) -> None:
    value = "Предусмотрено, но проводится выборочно. В случае с иностранцами — применяется без исключений."
    assert said("medical-examination", value)[1:] == ["medical-examination-2 unreadable"]
    assert row("medical-examination", value).problems


@pytest.mark.parametrize(
    ("indicator", "value"),
    [
        ("video-evidence", "Защищен. Не защищен."),
        ("coverage", "Повсеместно, не везде"),
        ("medical-examination", "Не предусмотрено. Проводится без исключений."),
        ("medical-examination", "Предусмотрено, но проводится выборочно. Предусмотрено, но проводится выборочно."),
        ("core-conventions", "Не действуют все"),
        ("video-surveillance", "Не оборудован повсеместно"),
    ],
)
def test_two_answers_contradict_each_other(row: Row, indicator: str, value: str) -> None:
    reading = row(indicator, value)
    assert [f.content for f in reading.facts] == [Gap("unreadable")] * 2
    assert [f.statement for f in reading.facts] == [indicator, f"{indicator}-2"]
    assert {p.code for p in reading.problems} == {"KG218"}


def test_a_near_wording_is_named_and_never_taken(row: Row) -> None:
    reading = row("medical-examination", "Предусмотрено, но проводится выборачно")
    (fact,) = reading.facts
    assert fact.content == Gap("unreadable")
    assert fact.match.startswith("fuzzy:")
    assert 85 <= int(fact.match.removeprefix("fuzzy:")) < 100
    assert "nearest wording" in reading.problems[0].text
