"""No word of a document and no label of the vocabulary stands in the source: the vocabulary drives the reading."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg.vocabulary import vocabulary
from kg.vocabulary.words import expand

SOURCE = Path(kg.__file__).parent
FILES = sorted(SOURCE.rglob("*.py"))
V = vocabulary()
LISTS = ("indicators", "parts", "answers", "standings", "groups", "units", "multipliers", "reasons", "roles", "sections")


def cyrillic(text: str) -> list[str]:
    """Runs of Cyrillic letters; the yo, which is folded, is the one letter that the source may name."""
    return re.findall(r"[\u0400-\u052f]{2,}", text)


def phrases() -> Iterator[str]:
    """English labels and wordings of two or more words."""
    for name in LISTS:
        for term in getattr(V, name).values():
            for wording in term.wordings:
                if wording.language == "en":
                    for text in expand(wording.template):
                        words = " ".join(re.findall(r"[a-z]+", text.lower()))
                        if words.count(" ") and "<" not in text:
                            yield words


PHRASES = sorted(set(phrases()))


def literals(text: str) -> Iterator[str]:
    """The string constants of a module that are no docstrings."""
    tree = ast.parse(text)
    docs = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            docs.add(node.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docs:
            yield node.value


def named(text: str) -> list[str]:
    """Labels of the vocabulary that a string constant is, as a whole; codes, written with hyphens, are no labels."""
    found = {" ".join(re.sub(r"[^\w'-]", " ", literal.lower()).split()) for literal in literals(text)}
    return sorted(found & set(PHRASES))


def test_there_is_something_to_look_for() -> None:
    assert len(FILES) > 20
    assert "prison population" in PHRASES
    assert "no data" in PHRASES


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.relative_to(SOURCE).as_posix())
def test_no_cyrillic_in_the_source(file: Path) -> None:
    text = "\n".join(literals(file.read_text(encoding="utf-8")))
    assert not cyrillic(text)


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.relative_to(SOURCE).as_posix())
def test_no_label_in_the_source(file: Path) -> None:
    assert not named(file.read_text(encoding="utf-8"))


def test_the_checks_can_fail() -> None:
    assert cyrillic("x = 'Нет данных'") == ["Нет", "данных"]
    assert named("x = 'No data'") == ["no data"]
    assert named('"""No data"""\ny = "(No data available)"; z = "left-empty"') == ["no data available"]
