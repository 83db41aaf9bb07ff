"""Pages that read the data to a person: one style for all of them, and what every page of a thing says at its foot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from kg.serving.pages import citing
from kg.serving.pages.frame import Frame
from kg.serving.pages.voice import Voice
from kg.serving.things.address import uri
from kg.serving.things.forms import FORMS
from kg.serving.things.metadata import licences
from kg.serving.things.page import Shown

FRAME = Frame(style="reading.css")
_LICENCES = {"http://creativecommons.org/licenses/by/4.0/": "CC BY 4.0", "http://opendatacommons.org/licenses/pddl/1-0/": "PDDL 1.0"}


class Licence(NamedTuple):
    """A licence and its name."""

    iri: str
    name: str


def draw(template: str, voice: Voice, *, place: str, here: Mapping[str, str] | None = None, **values: Any) -> str:
    """A page from a template; templates know ``voice`` besides what the frame gives them."""
    return FRAME.render(template, voice.language, voice.release, place=place, here=here, voice=voice, **values)


def thing(template: str, shown: Shown, voice: Voice, *, place: str, **values: Any) -> str:
    """A page of a thing, with its forms, licence and how to cite it."""
    found = shown.found
    return draw(
        template,
        voice,
        place=place,
        iri=found.iri,
        name=voice.name(found.iri),
        address=uri(shown.release.url(found.iri)),
        forms={name: FORMS[name].media[0] for name in shown.offered if name != "html"},
        licences=[Licence(one, _LICENCES.get(one) or voice.elsewhere(one)) for one in licences(found, shown.names.lookup)],
        release=shown.release.id,
        cited=citing.sentence(citing.of(found.iri, shown.names, shown.language, shown.release.id), shown.language),
        **values,
    )


def voice(shown: Shown) -> Voice:
    """The voice of a page of a thing."""
    return Voice(shown.release, shown.names, shown.language)
