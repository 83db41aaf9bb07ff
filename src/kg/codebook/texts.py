"""The words of the codebook in one language: labels of terms, and headings and sentences of ``ontology/codebook.ttl``.

Everything that is returned is inline Markdown, or plain text where no markup is wanted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.codebook.graph import LANGUAGES, Graph
from kg.codebook.markdown import code, link, plain, strong
from kg.errors import VocabularyError
from kg.vocabulary.loading import local_name
from kg.vocabulary.words import fold

_PLACE = re.compile(r"\{(\w+)\}")
LINKED = {"Indicator": "indicator", "Scale": "scale"}


class Texts:
    """Words in ``language`` from ``graph``; without ``markup`` as plain text, for tables."""

    def __init__(self, graph: Graph, language: str, *, markup: bool = True) -> None:
        self.graph = graph
        self.language = language
        self.markup = markup
        self.others = [other for other in LANGUAGES if other != language]

    def plain(self, text: str) -> str:
        """Text of the vocabulary, escaped where there is markup."""
        return plain(text) if self.markup else text

    def iri(self, name: str) -> str:
        """The IRI of a text; raises :class:`VocabularyError` KG403 for an unknown one."""
        iri = f"{self.graph.vocabulary.base}vocab/codebook/{name}"
        if not self.graph.knows(iri):
            raise VocabularyError("KG403", f"ontology/codebook.ttl has no <{iri}>", mend="add it in both languages")
        return iri

    def head(self, name: str) -> str:
        """A heading or the head of a column."""
        return self.plain(self.graph.label(self.iri(name), self.language))

    def say(self, name: str, **values: str) -> str:
        """A sentence, its places filled with inline Markdown; raises KG403 where a place has no value."""
        template = self.plain(self.graph.definition(self.iri(name), self.language))
        missing = [place for place in _PLACE.findall(template) if place not in values]
        if missing:
            raise VocabularyError("KG403", f"the text {name!r} has an unknown place {{{missing[0]}}}", mend="see the other language")
        return _PLACE.sub(lambda match: values[match.group(1)], template)

    def term(self, iri: str) -> str:
        """The label of any term."""
        return self.plain(self.graph.label(iri, self.language))

    def name(self, local: str) -> str:
        """The label of a class or property of our ontology, as a head: with a capital letter."""
        return capital(self.term(self.graph.hrm + local))

    def kind(self, local: str) -> str:
        """The label of a class of our ontology, inside a line."""
        return self.term(self.graph.hrm + local)

    def meaning(self, iri: str) -> str:
        """The definition of any term."""
        return self.plain(self.graph.definition(iri, self.language))

    def other_labels(self, iri: str) -> list[str]:
        """The labels in the other languages."""
        return [self.plain(self.graph.label(iri, other)) for other in self.others]

    def other_heads(self) -> list[str]:
        """The heads of the columns with the labels in the other languages."""
        return [self.say("label-other", language=self.tongue(other)) for other in self.others]

    def tongue(self, tag: str) -> str:
        """The name of a language."""
        return self.term(self.graph.vocabulary.languages[tag].iri)

    def code(self, text: str) -> str:
        """A code."""
        return code(text) if self.markup else text

    def linked(self, iri: str) -> str:
        """The label of an indicator or scale, leading to its place; of other terms the label alone."""
        anchor = anchor_of(self.graph, iri)
        return link(self.term(iri), anchor) if anchor and self.markup else self.term(iri)

    def listed(self, iris: Iterable[str]) -> str:
        """Labels joined by commas, with links where there are places."""
        return ", ".join(self.linked(iri) for iri in iris)

    def truth(self, iri: str, prop: str) -> str:
        """Yes or no."""
        return self.head("yes" if self.graph.true(iri, prop) else "no")

    def wordings(self, iri: str) -> list[str]:
        """One line a language, this one first: label, alternative labels, templates; not what differs from an earlier one in case alone."""
        lines = []
        for tag in (self.language, *self.others):
            words = self.graph.words(iri, tag)
            parts = [code(words.label)]
            known = {fold(words.label)}
            for name, texts in (("alternatives", words.alternatives), ("templates", words.templates)):
                new = [text for text in texts if fold(text) not in known]
                known.update(map(fold, new))
                if new:
                    parts.append(f"{self.head(name)} {', '.join(map(code, new))}")
            lines.append(f"{strong(capital(self.tongue(tag)) + ':')} {'; '.join(parts)}")
        return lines


def capital(text: str) -> str:
    """A text with a capital letter."""
    return text[:1].upper() + text[1:]


def anchor_of(graph: Graph, iri: str) -> str:
    """The anchor of a term that has a place of its own, or ''."""
    kinds = [LINKED[name] for name in graph.classes(iri) if name in LINKED]
    return f"{kinds[0]}-{local_name(iri)}" if kinds else ""
