"""The page of the endpoint: a form that works without scripts, and what a program has to know. No word of a client is on it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import Response

from kg.serving import negotiation, texts, validation
from kg.serving.page import TEMPLATES
from kg.serving.sparql import forms
from kg.serving.sparql.askers import Bounds

if TYPE_CHECKING:
    import jinja2

EXAMPLE = """SELECT ?graph (COUNT(*) AS ?triples)
WHERE { GRAPH ?graph { ?s ?p ?o } }
GROUP BY ?graph ORDER BY ?graph
"""
"""What stands in the form: it has an answer on every build."""


@cache
def _template() -> jinja2.Template:
    import jinja2

    folders = [Path(__file__).with_name("templates"), TEMPLATES]
    loader = jinja2.FileSystemLoader(folders)
    found = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    return found.get_template("sparql.html.jinja")


def respond(bounds: Bounds, language: str, home: str, address: str) -> Response:
    """The page in a language; ``home`` is the path below which the service is, ``address`` where programs reach the endpoint."""
    from markupsafe import Markup

    def pick(found: Mapping[str, str]) -> str:
        return found.get(language) or found["en"]

    text = _template().render(
        language=language,
        languages={tag: texts.head("language")[tag] for tag in negotiation.LANGUAGES},
        home=home,
        style=Markup((TEMPLATES / "page.css").read_text(encoding="utf-8")),
        head=lambda name: pick(texts.head(name)),
        say=lambda name, **values: pick(texts.say(name, **values)),
        bounds=bounds,
        address=address,
        example=EXAMPLE,
        tables=forms.TABLES,
        graphs=forms.GRAPHS,
    )
    return validation.html(text, language)
