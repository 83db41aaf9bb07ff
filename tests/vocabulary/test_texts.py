"""Files of words: by name and language, places filled once; what is not there is an error."""

from __future__ import annotations

import pytest

from kg.errors import VocabularyError
from kg.vocabulary import resources, texts
from kg.vocabulary.texts import HEAD, SAY, Wording

FILES = {
    "reports.ttl": "report",
    "constraints.ttl": "validation",
    "repairs.ttl": "repair",
    "serving.ttl": "serving",
    "emptiness.ttl": "emptiness",
}


@pytest.mark.parametrize("file", FILES)
def test_every_file_is_read_by_the_one_reader(file: str) -> None:
    words = Wording(file, FILES[file])
    assert words.all(SAY)
    for name, said in [*words.all(HEAD).items(), *words.all(SAY).items()]:
        assert set(said) == {"en", "ru"}, name


def test_places_are_filled_once_and_all_of_them() -> None:
    words = Wording("reports.ttl", "report")
    assert words.say("more", count="{count}")["en"].count("{count}") == 1
    assert words.has("more", SAY)
    assert not words.has("nothing", SAY)
    for ask in (lambda: words.say("more"), lambda: words.say("nothing"), lambda: words.head("nothing")):
        with pytest.raises(VocabularyError, match=r"KG403.*ontology/reports\.ttl"):
            ask()


def test_a_file_that_is_not_turtle_has_a_place(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "ontology").mkdir()
    (tmp_path / "ontology" / "broken.ttl").write_text("\n<a", encoding="utf-8")
    monkeypatch.setattr(resources, "root", lambda: tmp_path)
    with pytest.raises(VocabularyError, match=r"KG406.*broken\.ttl:2"):
        texts.literals("broken.ttl")
