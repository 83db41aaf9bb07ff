"""The questions of the library as documents."""

from __future__ import annotations

from collections.abc import Iterator

from kg.mapping.terms import BASE
from kg.querying.question import library
from kg.searching.document import Document, Text
from kg.searching.letters import composed


def documents() -> Iterator[Document]:
    """All questions, by name; a question has the IRI at which it is served."""
    for question in library():
        titles = {tag: composed(title) for tag, title in question.title.items()} or {"": question.name}
        names = [Text(title, tag) for tag, title in sorted(titles.items())] + [Text(question.name, "")]
        texts = tuple(Text(composed(" ".join(text.split())), tag) for tag, text in sorted(question.description.items()))
        columns = tuple(text for said in question.columns.values() for tag, text in sorted(said.items()) if tag != "unit")
        yield Document(f"{BASE}queries/{question.name}", "question", titles, tuple(names), texts, columns)
