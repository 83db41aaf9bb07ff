"""The questions of the library in memory: looked up by name, never as files, and found by plain words."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus

from kg.querying.emptiness import nearness
from kg.querying.question import READERS, Question, library
from kg.serving.problem import ServingError
from kg.vocabulary.words import fold

_NAME, _MOST = 60, 5
"""Characters of an unknown name that are told back; names that are proposed for it."""


class Shelf:
    """All questions by name, in the order of names."""

    def __init__(self, questions: Iterable[Question] | None = None) -> None:
        found = library() if questions is None else questions
        self.questions = {question.name: question for question in sorted(found, key=lambda one: one.name)}
        self._words = {name: _words(question) for name, question in self.questions.items()}

    def find(self, name: str) -> Question:
        """A question by name. Raises :class:`ServingError` KG702 (404) for one that does not exist."""
        found = self.questions.get(name)
        if found is None:
            near = ", ".join(repr(one) for one in self.near(name)[:3])
            mend = f"did you mean {near}? all are listed at queries" if near else "all are listed at queries"
            why = f"the library holds {len(self.questions)}, and none of this name"
            raise ServingError("KG702", f"there is no question {name[:_NAME]!r}", why=why, mend=mend, status=HTTPStatus.NOT_FOUND)
        return found

    def near(self, name: str) -> list[str]:
        """Names written alike, the likest first."""
        return alike(name, self.questions)

    def search(self, words: str = "", reader: str = "") -> list[Question]:
        """The questions whose name, title, description or columns hold all the words in any language; for one kind of reader."""
        wanted = fold(words[:200]).split()
        return [
            question
            for name, question in self.questions.items()
            if all(word in self._words[name] for word in wanted) and (reader not in READERS or reader in question.readers)
        ]


def _words(question: Question) -> str:
    texts = [question.name, question.name.replace("-", " "), *question.title.values(), *question.description.values()]
    for column in question.columns.values():
        texts += [text for language, text in column.items() if language != "unit"]
    return fold("\n".join(texts))


def alike(name: str, known: Iterable[str]) -> list[str]:
    """Which of the known names are written like a name, the likest first."""
    return nearness.names(name[:_NAME], known, _MOST)
