"""The words of tables (``ontology/tables``): in two languages, each with one meaning, each used."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from kg.linking.tables import mapping, wording
from kg.linking.tables.outcome import OUTCOMES
from kg.linking.words import folded
from kg.vocabulary.loading import read_table

SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(Path(mapping.__file__).parent.glob("*.py")))
SENTENCES = wording.TEXTS.all("http://www.w3.org/2004/02/skos/core#definition")
KINDS = {*mapping.ROLES, *mapping.CODES}
ACTS = re.compile(r"act:(?P<kind>[a-z-]+)(?::(?P<relation>broad|related))?")


def test_a_title_stands_for_one_kind() -> None:
    kinds = defaultdict(set)
    for row in read_table(wording.folder() / "headers.tsv"):
        kinds[folded(row["wording"])].add(row["kind"])
    known = {iri.rpartition("/")[2] for iri in wording.kinds_of_acts()}
    for kind in {kind for found in kinds.values() for kind in found} - KINDS:
        act = ACTS.fullmatch(kind)
        assert act, kind
        assert act["kind"] in known
    assert {title: found for title, found in kinds.items() if len(found) > 1} == {}
    assert {row["language"] for row in read_table(wording.folder() / "headers.tsv")} == {"en", "ru"}


def test_markers_that_are_numbers_are_numbers() -> None:
    assert all(re.fullmatch(r"-?\d+", marker) for marker in wording.missing("number"))
    assert not wording.missing("number") & wording.missing("word")


@pytest.mark.parametrize("name", sorted(SENTENCES))
def test_a_sentence_is_there_in_two_languages_with_the_same_places(name: str) -> None:
    assert set(SENTENCES[name]) == {"en", "ru"}
    places = [set(re.findall(r"{(\w+)}", text)) for text in SENTENCES[name].values()]
    assert places[0] == places[1]


def test_every_reason_has_a_repair() -> None:
    causes = {name.removeprefix("why-") for name in SENTENCES if name.startswith("why-")}
    assert causes == {name.removeprefix("mend-") for name in SENTENCES if name.startswith("mend-")}
    plain = {cause for cause in causes if f'"{cause}"' not in SOURCE}
    assert plain == {f"{kind}-{outcome}" for kind in ("state", "instrument", "indicator") for outcome in OUTCOMES[1:3]} | {"act-unmatched"}
