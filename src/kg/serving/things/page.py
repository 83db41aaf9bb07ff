"""Documents as HTML. Without scripts; the policy allows the one style by its hash. Everything that a graph says is escaped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.mapping.terms import HRM
from kg.serving import negotiation
from kg.serving.pages import citing
from kg.serving.pages.frame import Frame
from kg.serving.release import Release
from kg.serving.things import content, origin, passage
from kg.serving.things.address import uri
from kg.serving.things.description import Description
from kg.serving.things.forms import FORMS
from kg.serving.things.metadata import licences
from kg.serving.things.names import Names
from kg.serving.things.view import View
from kg.vocabulary import vocabulary

TEMPLATES = Path(__file__).with_name("templates")
FRAME = Frame(TEMPLATES, "thing.css")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page is made of: a description, its forms, the release, and the words of a language."""

    found: Description
    offered: tuple[str, ...]
    release: Release
    names: Names
    language: str

    @property
    def view(self) -> View:
        """Names and links of this page."""
        return View(self.release, self.names, self.language)


Page = Callable[[Shown], str]
"""Draws the page of a thing."""


def resource(shown: Shown) -> str:
    """The page of any thing: its properties, what points at it, how to cite it, its forms; of a part of a profile first whose it is."""
    found = origin.of(shown.found.iri, shown.names.lookup)
    citation = citing.of(shown.found.iri, shown.names, shown.language, shown.release.id)
    cited = citing.sentence(citation, shown.language) if found else ""
    said = content.content(shown.found.iri, shown.names, shown.language) if found and found.printed else None
    place = passage.place(found.passage) if found else None
    row = content.row(place, shown.names.lookup) if place else None
    return _of_thing("resource.html.jinja", shown, origin=found, cited=cited, ref_of=shown.view.ref, said=said, row=row)


def source(shown: Shown) -> str:
    """The page of a stored text or of a passage of it: the text, the words marked."""
    found = shown.found
    whole = found.passage.text if found.passage else found.text or ""
    if found.passage:
        before, after, complete = found.passage.shown()
        words = found.passage.exact
    else:
        before, words, after, complete = whole[: passage.SHOWN], "", "", len(whole) <= passage.SHOWN
    iri = found.passage.place.source if found.passage else found.iri
    spoken = {value.value for value in shown.names.lookup.values(iri, "http://purl.org/dc/terms/language")}
    tag = next((term.code for term in vocabulary().languages.values() if term.authority in spoken), "")
    plain = uri(shown.release.url(f"{iri}.txt"))
    return _of_thing(
        "source.html.jinja", shown, before=before, words=words, after=after, complete=complete, tag=tag, plain=plain, origin=None, cited=""
    )


PAGES: Mapping[str, Page] = {passage.RESOURCE: source, HRM + "SourceDocument": source}
"""Classes whose things have a page of their own; all others have :func:`resource`."""


def of(found: Description, pages: Mapping[str, Page]) -> Page:
    """The page of a thing, by the first of its classes that has one."""
    return next((pages[kind] for kind in found.types if kind in pages), resource)


def _of_thing(template: str, shown: Shown, **content: Any) -> str:
    found, view, release = shown.found, shown.view, shown.release
    address = uri(release.url(found.iri))
    return draw(
        template,
        shown.language,
        release,
        found=found,
        thing=view.ref(found.iri),
        sections=view.sections(found),
        pointing=view.pointing(found),
        forms={name: FORMS[name].media[0] for name in shown.offered},
        address=address,
        here={tag: f"?page={found.page}&lang={tag}" if found.page > 1 else f"?lang={tag}" for tag in negotiation.LANGUAGES},
        licences=[view.ref(one) for one in licences(found, shown.names.lookup)],
        graphs=[view.ref(one) for one in found.graphs],
        **content,
    )


def draw(name: str, language: str, release: Release, **content: Any) -> str:
    """A page from a template. ``language`` is that of its words."""
    return FRAME.render(name, language, release, **content, release=release.id)


def policy() -> str:
    """The content security policy of these pages."""
    return FRAME.policy
