"""The page of the endpoint: a form that works without scripts, and what a program has to know. No word of a client is on it."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from kg.serving import validation
from kg.serving.pages import frame
from kg.serving.release import Release
from kg.serving.sparql import forms
from kg.serving.sparql.askers import Bounds

FRAME = frame.Frame(Path(__file__).with_name("templates"))
EXAMPLE = """SELECT ?graph (COUNT(*) AS ?triples)
WHERE { GRAPH ?graph { ?s ?p ?o } }
GROUP BY ?graph ORDER BY ?graph
"""
"""What stands in the form: it has an answer on every build."""


def respond(request: Request, release: Release, bounds: Bounds, language: str, address: str) -> Response:
    """The page in a language; ``address`` is where programs reach the endpoint."""
    text = FRAME.render(
        "sparql.html.jinja",
        language,
        release,
        place="sparql",
        here=frame.addresses(request),
        home=validation.home(request),
        bounds=bounds,
        address=address,
        example=EXAMPLE,
        tables=forms.TABLES,
        graphs=forms.GRAPHS,
    )
    return validation.html(text, language)
