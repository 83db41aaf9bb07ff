"""The invented documents: nothing silently wrong, nothing missed, every character accounted for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import score

FOLDERS = score.corpus()
BANNER = re.compile("invented|вымышлен", re.IGNORECASE)


def test_the_corpus_holds_eight_documents_of_six_states_in_two_languages() -> None:
    abouts = [tomllib.loads((folder / "about.toml").read_text(encoding="utf-8")) for folder in FOLDERS]
    assert len(FOLDERS) >= 8
    assert len({about["state"] for about in abouts}) >= 6
    assert {about["language"] for about in abouts} == {"en", "ru"}
    assert sum(about["language"] == "en" for about in abouts) >= 2


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_document_says_that_it_is_invented(folder: Path) -> None:
    about = tomllib.loads((folder / "about.toml").read_text(encoding="utf-8"))
    assert about["series"] == "invented"
    assert f"{about['state']}-{about['edition']}" == folder.name
    assert BANNER.search(about["note"]["en"])
    assert BANNER.search(about["note"]["ru"])
    first = (folder / "document.txt").read_text(encoding="utf-8").lstrip("\ufeff").splitlines()[0]
    assert BANNER.search(first)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_nothing_is_silently_wrong_or_missed(folder: Path) -> None:
    scored = score.score(folder)
    assert [entry for entry in scored.listed if entry[0] in ("silently wrong", "missed")] == []
    assert scored.named_otherwise == []
    assert scored.closes


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_most_of_a_document_is_read(folder: Path) -> None:
    counts = score.score(folder).counts
    right = sum(number for (_, verdict), number in counts.items() if verdict == "right")
    assert right > sum(counts.values()) / 2
