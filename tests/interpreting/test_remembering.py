"""What a lexicon remembers of one document must not decide what another says."""

from __future__ import annotations

from pathlib import Path

from kg.interpreting import interpret
from kg.interpreting.language import lexicon
from kg.model import Fact
from kg.reading import text

FOLDER = Path(__file__).parents[1] / "corpus" / "KGZ-2023"


def facts(area: str) -> tuple[Fact, ...]:
    return interpret(text.read(FOLDER / "document.txt"), language="ru", area=area).facts


def test_a_document_of_no_state_leaves_the_bodies_of_later_ones_as_they_are() -> None:
    lexicon("ru").forget()
    alone = facts("KGZ")
    lexicon("ru").forget()
    of_no_state = facts("")
    assert facts("KGZ") == alone, "the bodies of KGZ are resolved, although a document of no state was read before"
    assert facts("") == of_no_state != alone
    assert facts("KAZ") != alone
