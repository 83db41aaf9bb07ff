"""How terms are written: IRIs with the prefixes of a file, literals and triples as in Turtle; code inside sentences.

A code inside a text stands between :data:`OPEN` and :data:`CLOSE`, so that one text can become HTML, Markdown or plain.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.codebook import markdown
from kg.mapping.terms import RDF, XSD
from kg.requirements.path import PropertyPath
from kg.requirements.shapes import Node

OPEN, CLOSE = "\ue000", "\ue001"
_CODE = re.compile(f"{OPEN}(.*?){CLOSE}", re.DOTALL)
_LOCAL = re.compile(r"[\w.%-]*[\w%-]|", re.ASCII)
_BARE = {XSD + "integer": r"[+-]?[0-9]+", XSD + "decimal": r"[+-]?[0-9]*\.[0-9]+", XSD + "boolean": "true|false"}
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


class Notation:
    """Terms with ``prefixes`` (prefix to namespace)."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.spaces = sorted(((space, prefix) for prefix, space in prefixes.items()), key=lambda pair: (-len(pair[0]), pair[1]))

    def iri(self, iri: str) -> str:
        """An IRI with its prefix, or in angle brackets."""
        for space, prefix in self.spaces:
            if iri.startswith(space) and _LOCAL.fullmatch(iri.removeprefix(space)):
                return f"{prefix}:{iri.removeprefix(space)}"
        return f"<{iri}>"

    def term(self, term: Node) -> str:
        """A term as in Turtle."""
        if isinstance(term, NamedNode):
            return self.iri(term.value)
        if isinstance(term, BlankNode):
            return f"_:{term.value}"
        if (form := _BARE.get(term.datatype.value)) and re.fullmatch(form, term.value):
            return term.value
        quoted = '"' + term.value.translate(_ESCAPES) + '"'
        if term.language:
            return f"{quoted}@{term.language}"
        return quoted if term.datatype.value == XSD + "string" else f"{quoted}^^{self.iri(term.datatype.value)}"

    def triple(self, triple: Triple) -> str:
        """A triple on one line."""
        predicate = "a" if triple.predicate.value == RDF + "type" else self.iri(triple.predicate.value)
        if not isinstance(triple.subject, NamedNode | BlankNode) or not isinstance(triple.object, NamedNode | BlankNode | Literal):
            return str(triple)
        return f"{self.term(triple.subject)} {predicate} {self.term(triple.object)} ."

    def said(self, term: Node) -> str:
        """A term inside a message: literals bare, IRIs short."""
        return term.value if isinstance(term, Literal) else self.term(term)

    def path(self, path: PropertyPath) -> str:
        """A path in the syntax of SPARQL."""
        if not path.operator:
            return self.iri(path.predicate)
        parts = [self.path(part) if not part.operator else f"({self.path(part)})" for part in path.members]
        return path.operator.join(parts) if path.operator in "/|" else path.operator.format(*parts)


def code(text: str) -> str:
    """Marks a text as code."""
    return f"{OPEN}{text}{CLOSE}"


def as_html(text: str) -> str:
    """Text with marked code as HTML."""
    return _CODE.sub(r"<code>\1</code>", html.escape(text, quote=False))


def as_markdown(text: str) -> str:
    """Text with marked code as inline Markdown."""
    parts = _CODE.split(text)
    return "".join(markdown.code(part) if n % 2 else _plain(part) for n, part in enumerate(parts))


def as_plain(text: str) -> str:
    """Text with marked code as plain text."""
    return _CODE.sub(r"\1", text)


def _plain(text: str) -> str:
    escaped = markdown.plain(text)
    return " " * text.startswith(" ") + escaped + " " * (text.endswith(" ") and bool(escaped))
