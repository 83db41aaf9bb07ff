"""How to cite: the release, a profile, a statement, as a sentence and for reference managers.

There is no clock here: a citation names the release, and the day on which it was read is left to the reader.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.mapping.terms import BASE, HRM
from kg.release import __version__
from kg.serving import texts
from kg.serving.things import origin, passage
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
    """What is cited: title, IRI, release; of a statement or profile the passage or document it was derived from."""

    title: str
    iri: str
    release: str
    source: str = ""
    printed: str = ""


def page(asked: Asked) -> str:
    """The page; ``of`` is the IRI, or the path below the base, of a profile or statement."""
    wanted = asked.said.get("of", "").strip()
    found = cited(asked, wanted) if wanted else None
    profiles = [cited(asked, row["profile"]) for row in asked.rows.of("profile-counts")]
    shown = found or release(asked)
    forms = {form: write(shown, form).replace("\r\n", "\n") for form in FORMS}
    content = {"wanted": wanted, "found": found, "shown": shown, "profiles": profiles, "forms": forms, "sentence": sentence}
    return asked.draw("cite", "cite", **content, authors=AUTHORS, base=BASE, licence=LICENCE)


def file(asked: Asked, form: str) -> str:
    """A citation as a file; of the release where nothing, or nothing known, is named."""
    wanted = asked.said.get("of", "").strip()
    return write((cited(asked, wanted) if wanted else None) or release(asked), form)


def release(asked: Asked) -> Citation:
    """The release."""
    return Citation(texts.say("cite-title")[asked.language], f"{BASE}catalogue", asked.release.id)


def cited(asked: Asked, wanted: str) -> Citation | None:
    """A thing of the release; None for what it does not hold."""
    iri = wanted.removeprefix(asked.release.base_url)
    iri = iri if iri.startswith(BASE) else BASE + iri.removeprefix("/")
    return of(iri, asked.names, asked.language, asked.release.id) if asked.names.lookup.known(iri) else None


def of(iri: str, names: Names, language: str, release: str) -> Citation:
    """The citation of a thing; a part of a profile names the profile, which names state and edition."""
    lookup = names.lookup
    parts = [names.of(one, language).words for one in (iri, origin.profile(iri, lookup)) if one]
    source = next((value.value for value in lookup.values(iri, _DERIVED)), "")
    printed = next((value.value for value in lookup.values(iri, HRM + "asPrinted")), "") if passage.place(source) else ""
    return Citation(". ".join(parts), iri, release, source, printed)


def sentence(one: Citation, language: str) -> str:
    """A citation as a sentence; the day of reading is left open."""
    said = texts.say("cite-sentence", authors=AUTHORS, title=one.title, version=__version__, release=one.release, iri=one.iri)[language]
    return said + (f" {texts.say('cite-from', source=one.source)[language]}" if one.source else "")


def write(one: Citation, form: str) -> str:
    """A citation in a form of :data:`FORMS`."""
    if form == "bib":
        return _bibtex(one)
    return _ris(one) if form == "ris" else _cff(one)


def _bibtex(one: Citation) -> str:
    key = _KEY.sub("-", f"hrmkg {one.release} {one.iri.removeprefix(BASE)}").strip("-")
    note = f"Release {one.release}, {LICENCE_NAME}" + (f"; derived from {one.source}" if one.source else "") + f". {_quotations()}"
    fields = {"author": f"{{{AUTHORS}}}", "title": f"{{{_tex(one.title)}}}", "version": __version__, "howpublished": rf"\url{{{one.iri}}}"}
    lines = [f"  {name} = {{{value}}}," for name, value in (fields | {"note": _tex(note)}).items()]
    return "\n".join([f"@misc{{{key},", *lines, "}", ""])


def _ris(one: Citation) -> str:
    lines = [("TY", "DATA"), ("AU", AUTHORS), ("TI", one.title), ("ET", f"{__version__} ({one.release})"), ("UR", one.iri)]
    lines += [("N1", f"Derived from {one.source}")] if one.source else []
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in [*lines, ("C1", f"{LICENCE_NAME}. {_quotations()}"), ("ER", "")])


def _cff(one: Citation) -> str:
    """https://citation-file-format.github.io/, 1.2.0; a JSON string is one of YAML."""
    said = {
        "message": "Cite this data set and, where you quote a statement, the passage it was derived from. " + _quotations(),
        "title": one.title,
        "type": "dataset",
        "version": f"{__version__} ({one.release})",
        "license": LICENCE_NAME,
        "url": one.iri,
    }
    lines = [f"{name}: {json.dumps(_line(value), ensure_ascii=False)}" for name, value in said.items()]
    identified = (
        ["identifiers:", "  - type: url", f"    value: {json.dumps(one.source)}", '    description: "Derived from"'] if one.source else []
    )
    return "\n".join(["cff-version: 1.2.0", *lines, "authors:", f"  - name: {json.dumps(AUTHORS)}", *identified, ""])


def _quotations() -> str:
    """What the licence does not cover; files for reference managers are in English."""
    return texts.say("read-quotations")["en"]


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in _line(text))


def _line(text: str) -> str:
    return " ".join(text.split())
