"""Probes are bounded in number and time, and whatever goes wrong with them is no error of the diagnosis."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from kg.errors import QueryError
from kg.querying import emptiness
from kg.querying.emptiness.conflict import smallest

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*/*.rq"))


class Counting:
    """Counts what is asked."""

    def __init__(self, ask: emptiness.Ask) -> None:
        self.ask, self.texts = ask, list[str]()

    def __call__(self, text: str) -> Any:
        self.texts.append(text)
        return self.ask(text)


@pytest.mark.parametrize("most", [0, 1, 2, 5, 9, 14, 200])
def test_no_more_probes_than_the_bound_are_made(most: int, ask: emptiness.Ask) -> None:
    for file in FILES:
        counting = Counting(ask)
        diagnosis = emptiness.why(file.read_text(encoding="utf-8"), counting, probes=most)
        assert len(counting.texts) == diagnosis.probes <= most
        assert len(set(counting.texts)) == len(counting.texts), "nothing is asked twice"
        assert diagnosis.complete or most < 200
        if not diagnosis.complete:
            assert diagnosis.verdict in ("open", "unknown", "apart", "absent", "rows")


def test_a_bound_that_is_reached_is_said(ask: emptiness.Ask) -> None:
    diagnosis = emptiness.why(FILES[0].read_text(encoding="utf-8"), ask, probes=3)
    assert (diagnosis.complete, diagnosis.verdict) == (False, "open")
    assert "3 probes" in emptiness.text(diagnosis)


def test_time_is_bounded(ask: emptiness.Ask) -> None:
    def slow(text: str) -> Any:
        time.sleep(0.05)
        return ask(text)

    started = time.monotonic()
    diagnosis = emptiness.why(FILES[0].read_text(encoding="utf-8"), slow, seconds=0.12)
    assert time.monotonic() - started < 1
    assert not diagnosis.complete
    assert diagnosis.probes <= 4


@pytest.mark.parametrize(
    "error", [QueryError("KG708", "no answer"), SyntaxError("no"), OSError("down"), ValueError("no"), RuntimeError("no")]
)
def test_who_never_answers_gets_no_diagnosis(error: Exception) -> None:
    def broken(text: str) -> Any:
        raise error

    for file in FILES[:5]:
        diagnosis = emptiness.why(file.read_text(encoding="utf-8"), broken)
        assert diagnosis.verdict in ("invalid", "unknown")
        assert not diagnosis.suggestions


@pytest.mark.parametrize("seldom", [2, 3, 5])
def test_answers_that_fail_now_and_then_blame_nothing_that_was_not_tried(seldom: int, ask: emptiness.Ask) -> None:
    for file in FILES:
        numbers = iter(range(1000))

        def flaky(text: str, numbers: Any = numbers) -> Any:
            if next(numbers) % seldom == 1:
                raise OSError("down")
            return ask(text)

        for suggestion in emptiness.why(file.read_text(encoding="utf-8"), flaky).suggestions:
            assert suggestion.rows > 0


def test_no_probe_compares_everything_with_everything(ask: emptiness.Ask) -> None:
    """Where a condition joins what patterns join already, no probe leaves those patterns out and the condition in."""
    text = """SELECT ?a WHERE { ?a hrm:area ?x ; hrm:earliest ?d . ?b hrm:area ?x ; hrm:year ?y ; hrm:inhabitants ?n .
      FILTER(YEAR(?d) > ?y + 1000) ?b a hrm:PopulationEstimate }"""
    counting = Counting(ask)
    found = emptiness.why(text, counting)
    assert (found.verdict, found.culprits[0].cause) == ("apart", "filter")
    compared = [probe for probe in counting.texts if "1000)" in probe]
    assert compared
    assert all(probe.count("hrm:area ?x") == 2 for probe in compared)


@pytest.mark.parametrize("wanted", [{3}, {0}, {9}, {1, 8}, {0, 1, 2}, {4, 5, 9}, set(range(10))])
def test_the_smallest_set_is_found(wanted: set[int]) -> None:
    asked = []

    def empty(kept: list[int]) -> bool:
        asked.append(kept)
        return wanted <= set(kept)

    assert sorted(smallest(range(10), empty)) == sorted(wanted)
    assert len(asked) <= 2 * len(wanted) * 5 + 1


def test_no_set_is_found_where_all_have_rows() -> None:
    assert smallest([1, 2], lambda kept: False) == []
    assert smallest([], lambda kept: True) == []
