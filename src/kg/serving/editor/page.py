"""The page drawn: its templates in the frame of the site, its policy, and the words that its script needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from markupsafe import escape

from kg.querying.emptiness import Diagnosis, Mistake, excerpt
from kg.querying.question import READERS, Question
from kg.serving import texts
from kg.serving.editor import files
from kg.serving.editor.asked import PARAMETER, Asked, address
from kg.serving.editor.rows import SHOWN, Answer
from kg.serving.library.fields import Field
from kg.serving.library.shelf import Shelf
from kg.serving.pages.frame import Frame
from kg.serving.problem import ServingError
from kg.serving.release import Release
from kg.serving.sparql.askers import Bounds
from kg.serving.sparql.forms import Form
from kg.vocabulary import vocabulary

PATH = "query"
_SCRIPTED = ("stop", "share", "link", "chart", "bars", "line", "across", "number", "class", "property", "individual", "graph", "names")
_PLACES = ("count",)
_SAID = (
    "running",
    "stopped",
    "copied",
    "long",
    "failed",
    "hints",
    "charted",
    "used",
    "charts-most",
    "chart-apart",
    "chart-unitless",
    "chart-left",
)
"""Headings and sentences ``text:editor-NAME`` that the script shows."""


class Chosen(NamedTuple):
    """A question of the library that was chosen, and its fields."""

    question: Question
    fields: tuple[Field, ...]


class View(NamedTuple):
    """What the page shows: the text, the question that it comes from, its answer, and what is wrong."""

    text: str
    chosen: Chosen | None = None
    answer: Answer | None = None
    cut: bool = False
    services: str = ""
    """Other servers that were asked, as the header has them."""
    forms: tuple[Form, ...] = ()
    error: ServingError | None = None
    mistake: Mistake | None = None
    diagnosis: Diagnosis | None = None


_EXAMPLE = """SELECT ?state (COUNT(?act) AS ?acts)
WHERE {
  ?act a hrm:TreatyAct ;
    hrm:area ?state .
}
GROUP BY ?state
ORDER BY DESC(?acts) ?state
"""
FRAME = Frame(files.FOLDER.with_name("templates"), "editor.css")


def example() -> str:
    """What stands in the field at first: a query that has an answer, with numbers."""
    return f"PREFIX hrm: <{vocabulary().prefixes['hrm']}>\n\n{_EXAMPLE}"


def policy() -> str:
    """The content security policy: styles and scripts of this server alone, none in the page but its own style; no font, image or frame.

    The vendored editor sets styles by the object model, which no policy forbids: ``unsafe-inline`` is not needed.
    """
    own = FRAME.policy.replace("style-src ", "style-src 'self' ", 1)
    return f"{own}; script-src 'self'; connect-src 'self'"


def draw(release: Release, shelf: Shelf, bounds: Bounds, asked: Asked, view: View, language: str, here: Mapping[str, str]) -> str:
    """The page in a language; ``here`` are its addresses by language."""
    home = release.base_url
    path = f"{home}{PATH}"

    def linked(**fields: str) -> str:
        """The address of this page with other fields; '' where it is too long."""
        return address(path, [(name, value) for name, value in fields.items() if value] + [("lang", language)])

    found = shelf.search(asked.words)
    error = view.error
    return FRAME.render(
        "query.html.jinja",
        language,
        release,
        place="sparql",
        here=here,
        view=view,
        asked=asked,
        raw=escape,
        linked=linked,
        shown=SHOWN,
        parameter=PARAMETER,
        readers=READERS,
        questions=found,
        total=len(shelf.questions),
        script=_script(release, language),
        file=lambda name: f"{path}/files/{files.digest()}/{name}",
        bounds=bounds,
        excerpt=excerpt(view.text, view.mistake.line if view.mistake else error.line) if error and error.line else (),
    )


def _script(release: Release, language: str) -> dict[str, Any]:
    """What the script has to know: addresses, and words with their places."""
    words = {name: texts.head(f"editor-{name}")[language] for name in _SCRIPTED}
    said = {name: texts.say(f"editor-{name}", **{place: f"{{{place}}}" for place in _PLACES})[language] for name in _SAID}
    path = f"{release.base_url}{PATH}"
    return {"terms": f"{path}/terms/{release.id}.json", "path": path, "language": language, "words": words, "said": said}
