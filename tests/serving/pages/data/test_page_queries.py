"""The queries of pages: two engines give the same rows, parameters are filled where they stand, and headers are in both languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store

from kg.querying.question import read
from kg.serving.pages.rows import Rows

FOLDER = Path(__file__).resolve().parents[4] / "queries" / "pages"
BASE = "https://w3id.org/hrmkg/"
ASKED: dict[str, dict[str, str]] = {
    "statements": {"profile": "profile/antitorture/KAZ/2022"},
    "relations": {"profile": "profile/antitorture/KAZ/2022"},
    "indicator-statements": {"indicator": "vocab/indicator/convicted-prisoners"},
    "indicator-relations": {"indicator": "vocab/indicator/investigating-body"},
    "narratives": {"profile": "profile/antitorture/KAZ/2022"},
    "parts": {},
    "namings": {},
    "indicators": {},
    "scales": {},
    "profiles": {},
    "records": {"area": "area/KAZ"},
    "acts": {"instrument": "instrument/CAT"},
    "standings": {"area": "area/KAZ"},
    "instruments": {},
    "index-scores": {"area": "area/KAZ"},
    "populations": {"area": "area/KAZ"},
}
COUNTS = {
    "statements": 52,
    "narratives": 3,
    "indicators": 41,
    "profiles": 9,
    "standings": 4,
    "instruments": 33,
    "index-scores": 7,
    "indicator-statements": 4,
    "parts": 4,
}


@pytest.fixture(scope="module")
def engines(build: Path) -> Iterator[tuple[Store, Any]]:
    import rdflib

    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    yield (
        Store.read_only(str(build / "store")),
        rdflib.Dataset(default_union=True).parse(data=(build / "graph.nq").read_text(encoding="utf-8"), format="nquads"),
    )
    rdflib.NORMALIZE_LITERALS = before


def text(name: str) -> str:
    """The query as pages ask it."""
    asked: list[str] = []

    def ask(query: str) -> bytes:
        asked.append(query)
        return b'{"head": {"vars": []}, "results": {"bindings": []}}'

    Rows(ask).of(name, **{key: BASE + value for key, value in ASKED[name].items()})
    return asked[0]


def solved(store: Store, name: str) -> tuple[list[str], Counter[tuple[str, ...]]]:
    """Columns and rows; the solutions themselves must not outlive this thread."""
    found: Any = store.query(text(name), use_default_graph_as_union=True)
    names = [variable.value for variable in found.variables]
    return names, Counter(tuple("" if row[one] is None else row[one].value for one in names) for row in found)


@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning")  # rdflib's own N-Quads parser
@pytest.mark.parametrize("name", ASKED)
def test_two_engines_give_the_same_rows(engines: tuple[Store, Any], name: str) -> None:
    store, dataset = engines
    names, ours = solved(store, name)
    other = Counter(tuple("" if row[one] is None else str(row[one]) for one in names) for row in dataset.query(text(name)))
    assert ours == other
    assert sum(ours.values()) == COUNTS.get(name, sum(ours.values())) > 0


@pytest.mark.parametrize("name", ASKED)
def test_headers_are_in_both_languages(name: str) -> None:
    question = read(FOLDER / f"{name}.rq")
    assert set(question.title) == {"en", "ru"}
    assert all(set(one.title) == {"en", "ru"} and one.kind == "iri" for one in question.parameters.values())
    assert set(ASKED[name]) <= set(question.parameters)
