"""Which form of a question or of the library a client wants: by ``?format=``, else by Accept."""

from __future__ import annotations

from kg.serving.sparql import forms
from kg.serving.sparql.forms import GRAPHS, OF, SPARQL, TABLES, Form

HTML = Form("html", ("text/html", "application/xhtml+xml"), "html")
TABLE = Form("table", ("text/plain",), "txt", ("text", "txt"))
"""What ``kg query`` prints."""
JSON = Form("json", ("application/json",), "json")
TEXT = Form("rq", (SPARQL, "text/plain"), "rq", ("sparql", "text"))
_SHARED = {"application/json", "application/xml", "text/xml", "text/plain"}
DESCRIPTIONS = tuple(form._replace(media=tuple(media for media in form.media if media not in _SHARED), names=()) for form in GRAPHS)
"""The RDF forms of what describes a question: only by the media types that name RDF alone."""
LIBRARY = (JSON, HTML, *DESCRIPTIONS)
"""Forms of the list of questions; the first is that of a client that takes anything."""
QUERY = (TEXT, *DESCRIPTIONS)
"""Forms of a question itself: its text, and its description."""


def answers(kind: str) -> tuple[Form, ...]:
    """Forms of the answers to a kind of query: those of the endpoint first, then those for people."""
    return (*OF[kind], HTML, TABLE) if OF[kind] == TABLES else (*OF[kind], HTML)


def wanted(asked: str, accept: str, kind: str) -> Form:
    """The form of an answer that a client wants; RDF from a question whose answer is a table is the description of the question.

    Raises :class:`kg.serving.problem.ServingError` KG806 where none is acceptable.
    """
    described = () if asked or OF[kind] == GRAPHS else DESCRIPTIONS
    return forms.wanted(asked, accept, (*answers(kind), *described))
