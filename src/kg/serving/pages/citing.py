"""How to cite: the release, a profile, a statement, as a sentence and for reference managers.

There is no clock here: a citation names the release, and the day on which it was read is left to the reader.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from kg.mapping.terms import BASE, HRM
from kg.release import __version__
from kg.serving import texts
from kg.serving.problem import ServingError
from kg.serving.things import content, origin, passage
from kg.serving.things.names import Names

if TYPE_CHECKING:  # pages of things cite too, and what is asked knows things
    from kg.serving.pages.asked import Asked

AUTHORS = "hrmkg contributors"
NAME = "citation"
FORMS: Mapping[str, str] = {
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "cff": "application/yaml; charset=utf-8",
}
"""The files of a citation: endings and media types."""
LICENCE, LICENCE_NAME = "https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"
_KEY = re.compile(r"[^A-Za-z0-9]+")
_BREAKS = re.compile(r"[^\S\u00a0\u202f]+")
"""Blanks and line ends; the blanks that hold a number together stay."""
_DERIVED = "http://www.w3.org/ns/prov#wasDerivedFrom"
_TEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\~{}",
    "^": r"\^{}",
}


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited: title, IRI, release, language of the words around them; of a statement or profile what it was derived from.

    That is the passage or document, and of a passage its words, the line (0: not known) and the SHA-256 of the document.
    """

    title: str
    iri: str
    release: str
    source: str = ""
    printed: str = ""
    line: int = 0
    hash: str = ""
    language: str = "en"


def page(asked: Asked) -> str:
    """The page; ``of`` is the IRI, or the path below the base, of a profile or statement."""
    wanted = asked.said.get("of", "").strip()
    found = cited(asked, wanted) if wanted else None
    profiles = [cited(asked, row["profile"]) for row in asked.rows.of("profile-counts")]
    shown = found or release(asked)
    forms = {form: write(shown, form).replace("\r\n", "\n") for form in FORMS}
    content = {"wanted": wanted, "found": found, "shown": shown, "profiles": profiles, "forms": forms, "sentence": sentence}
    return asked.draw("cite", "cite", **content, authors=AUTHORS, base=BASE, licence=LICENCE)


def known(asked: Asked) -> bool:
    """Whether what is to be cited is there; where nothing is named, it is the release."""
    wanted = asked.said.get("of", "").strip()
    return not wanted or cited(asked, wanted) is not None


def file(asked: Asked, form: str) -> str:
    """A citation as a file; of the release where nothing is named. Raises :class:`ServingError` KG840 (404) for what it does not hold."""
    wanted = asked.said.get("of", "").strip()
    found = cited(asked, wanted) if wanted else release(asked)
    if found is None:
        mend = "copy the address from the page of the thing, or leave it out to cite the release"
        raise ServingError(
            "KG840",
            "nothing of that address can be cited",
            why="the release holds nothing of this name",
            mend=mend,
            status=HTTPStatus.NOT_FOUND,
        )
    return write(found, form)


def release(asked: Asked) -> Citation:
    """The release."""
    return Citation(texts.say("cite-title")[asked.language], f"{BASE}catalogue", asked.release.id, language=asked.language)


def cited(asked: Asked, wanted: str) -> Citation | None:
    """A thing of the release; None for what it does not hold."""
    iri = wanted.removeprefix(asked.release.base_url)
    iri = iri if iri.startswith(BASE) else BASE + iri.removeprefix("/")
    return of(iri, asked.names, asked.language, asked.release.id) if asked.names.lookup.known(iri) else None


def of(iri: str, names: Names, language: str, release: str) -> Citation:
    """The citation of a thing; a part of a profile names what it says, and the profile, which names state and edition."""
    lookup = names.lookup
    whole = origin.profile(iri, lookup)
    said = content.phrase(content.content(iri, names, language), language) if whole else ""
    parts = [names.of(iri, language).words + (f": {said}" if said else ""), *([names.of(whole, language).words] if whole else [])]
    source = next((value.value for value in lookup.values(iri, _DERIVED)), "")
    place = passage.place(source)
    printed = next((value.value for value in lookup.values(iri, HRM + "asPrinted")), "") if place else ""
    row = content.row(place, lookup) if place else None
    return Citation(". ".join(parts), iri, release, source, printed, row.line if row else 0, row.hash if row else "", language)


def sentence(one: Citation, language: str) -> str:
    """A citation as a sentence; the day of reading is left open."""
    said = texts.say("cite-sentence", authors=AUTHORS, title=one.title, version=__version__, release=one.release, iri=one.iri)[language]
    return " ".join([said, *_derived(one, language)])


def write(one: Citation, form: str) -> str:
    """A citation in a form of :data:`FORMS`."""
    if form == "bib":
        return _bibtex(one)
    return _ris(one) if form == "ris" else _cff(one)


def _bibtex(one: Citation) -> str:
    key = _KEY.sub("-", f"hrmkg {one.release} {one.iri.removeprefix(BASE)}").strip("-")
    note = " ".join(
        [texts.say("cite-note", release=one.release, licence=LICENCE_NAME)[one.language], *_derived(one, one.language), _quotations(one)]
    )
    fields = {"author": f"{{{AUTHORS}}}", "title": f"{{{_tex(one.title)}}}", "version": __version__, "howpublished": rf"\url{{{one.iri}}}"}
    lines = [f"  {name} = {{{value}}}," for name, value in (fields | {"note": _tex(note)}).items()]
    return "\n".join([f"@misc{{{key},", *lines, "}", ""])


def _ris(one: Citation) -> str:
    lines = [("TY", "DATA"), ("AU", AUTHORS), ("TI", one.title), ("ET", f"{__version__} ({one.release})"), ("UR", one.iri)]
    lines += [("LA", one.language)] + [("N1", said) for said in _derived(one, one.language)]
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in [*lines, ("C1", f"{LICENCE_NAME}. {_quotations(one)}"), ("ER", "")])


def _cff(one: Citation) -> str:
    """https://citation-file-format.github.io/, 1.2.0; a JSON string is one of YAML."""
    said = {
        "message": " ".join([texts.say("cite-whole")[one.language], *_derived(one, one.language), _quotations(one)]),
        "title": one.title,
        "type": "dataset",
        "version": f"{__version__} ({one.release})",
        "license": LICENCE_NAME,
        "url": one.iri,
    }
    lines = [f"{name}: {json.dumps(_line(value), ensure_ascii=False)}" for name, value in said.items()]
    identified = (
        [
            "identifiers:",
            "  - type: url",
            f"    value: {json.dumps(one.source)}",
            f"    description: {json.dumps(texts.head('cite-from')[one.language], ensure_ascii=False)}",
        ]
        if one.source
        else []
    )
    return "\n".join(["cff-version: 1.2.0", *lines, "authors:", f"  - name: {json.dumps(AUTHORS)}", *identified, ""])


def _derived(one: Citation, language: str) -> list[str]:
    """What it was derived from, the passage first, then its words with their line and document."""
    said = [texts.say("cite-from", source=one.source)[language]] if one.source else []
    if one.printed and one.line:
        said.append(texts.say("cite-words", words=_line(one.printed), line=one.line, hash=one.hash)[language])
    return said


def _quotations(one: Citation) -> str:
    """What the licence does not cover."""
    return texts.say("read-quotations")[one.language]


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in _line(text))


def _line(text: str) -> str:
    return _BREAKS.sub(" ", text).strip()
