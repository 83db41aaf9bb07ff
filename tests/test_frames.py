"""Answers and facts as data frames of pandas: the same values, none of them rounded, filled in or made a floating-point number."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import pandas
import pytest

import kg
from kg.errors import QueryError

DOCUMENT = Path(__file__).parents[1] / "data" / "profiles" / "antitorture" / "KAZ-2022" / "document.txt"


def test_facts_as_a_frame() -> None:
    facts = kg.facts(DOCUMENT)
    frame = facts.to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert frame.to_dict("records") == list(facts.rows())


def test_an_answer_as_a_frame(tmp_path: Path) -> None:
    kg.build(DOCUMENT.parent, tmp_path / "build", validate=False)
    rows = kg.query("budget-per-prisoner", {"area": "KAZ"}, store=tmp_path / "build")
    prison = kg.query("prison-population", {"area": "KAZ"}, store=tmp_path / "build")
    for answer in (rows, prison):
        frame = answer.to_pandas()
        assert tuple(frame.columns) == answer.columns
        assert [tuple(row) for row in frame.itertuples(index=False)] == list(answer.rows)
    values = prison.to_pandas()["value"]
    assert {type(value) for value in values} <= {int, Decimal, type(None)}
    assert 40842 in list(values)


def test_without_pandas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(QueryError, match="KG711"):
        kg.facts(DOCUMENT).to_pandas()
