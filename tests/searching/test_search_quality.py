"""The search finds what people mean: shares of the queries in ``queries.tsv`` and of names with a slip of the hand."""

from __future__ import annotations

import pytest
import quality

from kg.searching import Index


@pytest.fixture(scope="module")
def scores(index: Index) -> dict[str, quality.Score]:
    found = quality.scores(index)
    print(quality.table(found))
    return found


def test_there_are_enough_queries() -> None:
    asked = list(quality.queries())
    assert len({query for _, query, _ in asked}) == len(asked) >= 120
    assert sum(kind == quality.NOTHING for kind, _, _ in asked) >= 15


@pytest.mark.parametrize("kind", ["exact", "inflected", "code", "phrase"])
def test_exact_inflected_and_coded_names_come_first(scores: dict[str, quality.Score], kind: str) -> None:
    score = scores[kind]
    assert score.first >= 0.95 * score.asked, score.missed


@pytest.mark.parametrize("kind", ["transliterated", "layout", "words"])
def test_other_alphabets_keyboards_and_orders_come_first(scores: dict[str, quality.Score], kind: str) -> None:
    score = scores[kind]
    assert score.first >= 0.9 * score.asked, score.missed


@pytest.mark.parametrize("kind", ["mistyped", quality.SLIPS])
def test_slips_of_the_hand_are_among_the_first_five(scores: dict[str, quality.Score], kind: str) -> None:
    score = scores[kind]
    assert score.five >= 0.9 * score.asked, score.missed


def test_what_there_is_not_finds_nothing_or_only_what_is_similar(scores: dict[str, quality.Score]) -> None:
    score = scores[quality.NOTHING]
    assert score.first == score.asked, score.missed
    assert score.five >= 0.6 * score.asked
