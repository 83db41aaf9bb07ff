"""What a client asks for (RFC 9110, section 12.5): the form by ``?format=`` or Accept, the language by ``?lang=`` or Accept-Language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pyoxigraph import RdfFormat

from kg.serving.problem import JSON, ServingError


class Form(NamedTuple):
    """A form of the report: the media types that name it, the first its own; ``rdf`` for those made of the Turtle report."""

    media: tuple[str, ...]
    ending: str
    rdf: RdfFormat | None = None

    @property
    def type(self) -> str:
        """The Content-Type."""
        text = self.media[0].startswith("text/") or self.media[0].endswith("xml")
        return f"{self.media[0]}; charset=utf-8" if text else self.media[0]


FORMS = {
    "ttl": Form(("text/turtle", "application/x-turtle"), "ttl"),
    "json": Form(("application/json",), "json"),
    "text": Form(("text/plain",), "txt"),
    "html": Form(("text/html", "application/xhtml+xml"), "html"),
    "csv": Form(("text/csv",), "csv"),
    "sarif": Form(("application/sarif+json",), "sarif"),
    "junit": Form(("application/xml", "text/xml", "application/junit+xml"), "xml"),
    "jsonld": Form(("application/ld+json",), "jsonld", RdfFormat.JSON_LD),
    "nt": Form(("application/n-triples",), "nt", RdfFormat.N_TRIPLES),
    "rdf": Form(("application/rdf+xml",), "rdf", RdfFormat.RDF_XML),
}
"""The forms of a report; the first is that of a client that takes anything."""
LANGUAGES = ("en", "ru")
_MOST = 4000
"""Characters of a header that are read."""


def weighed(header: str) -> list[tuple[str, float]]:
    """The entries of an Accept header with their weights, parameters left out; what cannot be read weighs nothing."""
    found = []
    for entry in header[:_MOST].split(","):
        name, *parameters = (part.strip().lower() for part in entry.split(";"))
        weight = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    weight = min(max(float(parameter[2:]), 0.0), 1.0)
                except ValueError:
                    weight = 0.0
        if name:
            found.append((name, weight if weight == weight else 0.0))
    return found


def quality(media: str, accepted: list[tuple[str, float]]) -> float:
    """The weight of a media type: that of the most specific entry that covers it."""
    for wanted in (media, media.partition("/")[0] + "/*", "*/*"):
        weights = [weight for name, weight in accepted if name == wanted]
        if weights:
            return max(weights)
    return 0.0


def liking(media: Sequence[str], accepted: list[tuple[str, float]]) -> float:
    """The weight of a form by its own media type, the first, or by another name of it, which counts only when it is named itself."""
    exact = dict(accepted)
    return max(quality(media[0], accepted), *(exact.get(name, 0.0) for name in media))


def form(asked: str, accept: str) -> str:
    """The name of the form of the report. Raises :class:`ServingError` KG806 where none is acceptable, KG807 for an unknown name."""
    if asked:
        if asked not in FORMS:
            raise ServingError("KG807", f"there is no format {asked[:40]!r}", mend=f"known are {', '.join(FORMS)}")
        return asked
    accepted = weighed(accept) or [("*/*", 1.0)]
    weights = {name: liking(known.media, accepted) for name, known in FORMS.items()}
    name = max(weights, key=lambda name: weights[name])  # the first of the best
    if not weights[name]:
        known = ", ".join(known.media[0] for known in FORMS.values())
        raise ServingError("KG806", "no form of the report is acceptable", mend=f"accept one of {known}")
    return name


def of_words(asked: str, accept: str, first: str = "json") -> str:
    """The form of what is no report: ``html``, ``text`` or ``json``; ``first`` for who takes all of them, or none."""
    if asked:
        return asked if asked in ("html", "text") else "json"
    accepted = weighed(accept)
    weights = {"json": max(quality(JSON, accepted), quality("application/json", accepted))}
    weights |= {"html": quality("text/html", accepted), "text": quality("text/plain", accepted)}
    return max([first, *weights], key=lambda name: weights[name])


def language(asked: str, accept: str) -> str:
    """One of :data:`LANGUAGES`, English where none is asked for."""
    for wanted in (asked.lower(), *(name for name, weight in sorted(weighed(accept), key=lambda entry: -entry[1]) if weight)):
        if wanted.partition("-")[0] in LANGUAGES:
            return wanted.partition("-")[0]
    return LANGUAGES[0]
