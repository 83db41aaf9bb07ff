"""Names as people write them, with what they mean: ``written/*.tsv``.

``truth`` is what is meant ('' for nothing of ours), ``demand`` what the service must do: ``match`` it, propose it first (``candidate``) or
at all (``candidates``) without matching, match nothing (``none``), or nothing false (``any``: true names that no supplied fact holds yet).
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from kg.linking.query import Candidate, Condition, Query
from kg.linking.reconciliation import Reconciler

FILES = sorted((Path(__file__).parent / "written").glob("*.tsv"))
DEMANDS = {"match", "candidate", "candidates", "none", "any"}


class Written(NamedTuple):
    file: str
    written: str
    type: str
    area: str
    truth: str
    demand: str


def listed() -> list[Written]:
    found = []
    for file in FILES:
        with file.open(encoding="utf-8", newline="") as lines:
            found += [Written(file.stem, **row) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]
    return found


def answer(one: Written, reconciler: Reconciler) -> list[Candidate]:
    conditions = (Condition("area", (one.area,)),) if one.area else ()
    return reconciler.reconcile(Query(one.written, (one.type,) if one.type else (), conditions))


def test_the_list_is_worth_something(real: Reconciler) -> None:
    everything = listed()
    assert len(everything) >= 300
    assert len({one[1:4] for one in everything}) == len(everything)
    assert {one.demand for one in everything} == DEMANDS
    counts = Counter(one.demand for one in everything)
    assert counts["none"] >= 100
    assert counts["match"] >= 300
    assert {one.truth for one in everything} - {""} <= set(real.index.by_id)
    met = {kind for one in everything if one.truth for kind in real.index.by_id[one.truth].types}
    assert met == {"Area", "Indicator", "Instrument", "Treaty", "Protocol", "Procedure", "SoftLaw", "Body", "CountryProfile"}


@pytest.mark.parametrize("file", [file.stem for file in FILES])
def test_what_is_demanded(real: Reconciler, file: str) -> None:
    wrong = []
    for one in listed():
        if one.file != file:
            continue
        found = answer(one, real)
        ids = [candidate.entity.id for candidate in found]
        match = ids[0] if found and found[0].match else ""
        held = {
            "match": match == one.truth != "",
            "candidate": not match and ids[:1] == [one.truth],
            "candidates": not match and one.truth in ids,
            "none": not match,
            "any": match in ("", one.truth),
        }[one.demand]
        if not held or [candidate.match for candidate in found].count(True) > 1:
            wrong.append((one, ids[:3], match))
    assert wrong == []


def test_precision_and_recall(real: Reconciler, capsys: pytest.CaptureFixture[str]) -> None:
    """A match is never false; how many true ones are found is measured and may not fall."""
    matched, true, proposed, meant = 0, 0, 0, 0
    kinds: dict[str, list[int]] = {}
    for one in listed():
        found = answer(one, real)
        match = found[0].entity.id if found and found[0].match else ""
        matched += bool(match)
        true += bool(match) and match == one.truth
        if one.truth:
            meant += 1
            inside = one.truth in [candidate.entity.id for candidate in found]
            proposed += inside
            row = kinds.setdefault(one.file, [0, 0, 0])
            row[0] += match == one.truth
            row[1] += inside
            row[2] += 1
    precision, recall, recall_of_five = true / matched, true / meant, proposed / meant
    with capsys.disabled():
        print(
            f"\n{len(listed())} written names: precision {precision:.3f}, recall {recall:.3f}, among five candidates {recall_of_five:.3f}"
        )
        for name, (hit, inside, all_) in sorted(kinds.items()):
            print(f"  {name}: {hit} of {all_} matched, {inside} among five candidates")
    assert precision == 1.0
    assert recall >= 0.87
    assert recall_of_five >= 0.98


def test_what_is_only_similar_never_matches(real: Reconciler) -> None:
    for one in listed():
        for candidate in answer(one, real):
            features = {feature.id.partition(":")[0] for feature in candidate.features}
            assert not candidate.match or features & {"name", "words", "latin"}, one
            assert 0 <= candidate.score <= 100
            assert candidate.match is False or candidate.score == 100
