"""The form of a text that nothing was said about: RDF of which form, or a profile document."""

from __future__ import annotations

import re

from pyoxigraph import RdfFormat, parse

from kg.validation import bounds

_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!DOCTYPE|!--|rdf:RDF)")
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*[\"}]")
_ROW = re.compile(rb"^[^\W\d_<>@#\"{}][^\t\n<>\"{}]*\t[^\n]*\S|^[\xc2-\xf4][^\t\n<>\"{}]*\t[^\n]*\S", re.MULTILINE)
_TURTLE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:@prefix|@base|(?:prefix|base)\s[^\t\n]*<|<|_:|\[|\()", re.IGNORECASE)
_LIKE_TURTLE = (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_QUADS)
"""Forms that begin alike; N-Triples are Turtle."""
_BASE = "urn:x:y"


def begun(content: bytes) -> RdfFormat:
    """The form by how a text begins: RDF/XML, JSON-LD, else Turtle, as which all other forms begin."""
    if _XML.match(content):
        return RdfFormat.RDF_XML
    return RdfFormat.JSON_LD if _JSON.match(content) else RdfFormat.TURTLE


def furthest(content: bytes) -> RdfFormat:
    """Turtle, TriG or N-Quads: the first that a text that begins as these is, or as which it goes furthest before it breaks."""
    reached = {}
    for form in _LIKE_TURTLE:
        place = _break(content, form)
        if place is None:
            return form
        reached[form] = place
    return max(reached, key=lambda form: reached[form])  # the first of equals


def is_document(content: bytes, *, declared: bool) -> bool:
    """Whether a text is a profile document: it does not begin as RDF does, is no Turtle, and rows or a declaration say so."""
    if bounds.archive(content) or begun(content) != RdfFormat.TURTLE or _TURTLE.match(content) or not (declared or _ROW.search(content)):
        return False
    try:
        next(parse(content, format=RdfFormat.TURTLE, base_iri=_BASE), None)
    except (SyntaxError, ValueError):
        return True
    return False


def _break(content: bytes, form: RdfFormat) -> tuple[int, int] | None:
    """Line and column at which a text ends to be of a form; None where it is whole."""
    try:
        for _ in parse(content, format=form, base_iri=_BASE):
            pass
    except SyntaxError as error:
        return error.lineno or 0, error.offset or 0
    except ValueError:
        return 0, 0
    return None
