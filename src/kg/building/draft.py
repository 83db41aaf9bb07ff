"""A profile folder for a document that comes in: the document as it is, and a sidecar for a person to fill in.

What is known without guessing is filled in; everything else is an explained blank of ``ontology/sidecar.toml``.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from kg.building.sources import DOCUMENT, SIDECAR
from kg.errors import InputError
from kg.interpreting import interpret
from kg.linking.tables.naming import installed
from kg.model import Document, Reading
from kg.reading import sidecar, text
from kg.vocabulary import resources, vocabulary

_BLANK = ("publisher", "published", "source", "rights", "period", "note")
_PROFILE = re.compile(r"(?:(?P<series>[^/]+)/)?(?P<state>[^/]+)/(?P<edition>[^/]+)")
_KINDS = (
    (re.compile(rb"\s*%PDF-"), "a PDF"),
    (re.compile(rb"PK\x03\x04"), "a Word, LibreOffice or other packed file"),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "an old Word file"),
    (re.compile(rb"\s*\{\\rtf"), "RTF"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml)", re.IGNORECASE), "HTML or XML"),
)
"""How the kinds of files begin that people have instead of plain text."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was made: the files that were written, and what the reader makes of the document as it is."""

    document: Path
    sidecar: Path
    reading: Reading
    todo: tuple[str, ...]


def make(name: str, file: Path, folder: Path, *, series: str = "antitorture", language: str | None = None) -> Draft:
    """Makes ``folder/SERIES/STATE-EDITION`` for the profile ``name`` (``KGZ/2024``, or with its series before) of the document ``file``.

    ``language`` (BCP 47) is recognised where it is not given, and then has to be confirmed. Nothing is written where anything is wrong:
    raises :class:`InputError` KG101 to KG107 for a document that cannot be read or understood, KG311 for one that is no plain text,
    KG303 to KG305 for what is declared, KG310 where the folder holds something already.
    """
    match = _PROFILE.fullmatch(name)
    if match is None:
        raise InputError("KG303", f"{name!r} is no profile", mend="write STATE/EDITION, such as KGZ/2024")
    series, state, edition = match["series"] or series, match["state"], match["edition"]
    _known(state)
    about = sidecar.checked(vocabulary(), name, series=series, state=state, edition=edition, language=language)
    data = text.load(file, str(file))
    document = _document(data, file)
    reading = interpret(document, language=language, area=about.area)
    place = folder / series / f"{state}-{edition}"
    in_place = (place / DOCUMENT).exists() and (place / DOCUMENT).resolve() == file.resolve()
    for path in (place / SIDECAR, *(() if in_place else (place / DOCUMENT,))):
        if os.path.lexists(path):
            mend = "edit it, or give another edition"
            raise InputError("KG310", "the profile is there already", why="nothing is overwritten", mend=mend, file=path)
    todo = (*(("language",) if language is None else ()), *_BLANK)
    shown = _filled(file, data, reading, series=series, state=state, edition=edition, todo=todo)
    written = {place / SIDECAR: shown.encode("utf-8"), **({} if in_place else {place / DOCUMENT: data})}
    done: list[Path] = []
    try:
        place.mkdir(parents=True, exist_ok=True)
        for path, content in written.items():
            with path.open("xb") as opened:
                done.append(path)
                opened.write(content)
    except OSError as error:
        for path in done:
            path.unlink(missing_ok=True)
        raise InputError("KG310", "the profile cannot be written", why=str(error.strerror or error), file=place) from error
    return Draft(place / DOCUMENT, place / SIDECAR, reading, todo)


def _known(state: str) -> None:
    """Raises KG304 with what may be meant; a code in small letters is not taken either, so that every folder is named in one way."""
    areas = vocabulary().areas
    if state in areas:
        return
    found = installed().state(state, "any")
    codes = dict.fromkeys(iri.rpartition("/")[2] for iri in (found.iri, *(iri for iri, _ in found.candidates)))
    near = " or ".join(f"{code} ({areas[code].labels['en']})" for code in codes if code in areas)
    why = "" if near else f"known are {', '.join(sorted(areas))}"
    mend = f"perhaps {near} is meant" if near else "add it to data/reference/areas.tsv"
    raise InputError("KG304", f"the state {state!r} is unknown: a profile is named by ISO 3166-1 alpha-3", why=why, mend=mend)


def _document(data: bytes, file: Path) -> Document:
    for begins, kind in _KINDS:
        if begins.match(data):
            what = f"the document is {kind}, which is not read yet"
            raise InputError("KG311", what, mend="save it as plain text in UTF-8, and compare the text with the original", file=file)
    return text.document(data, str(file))


def _filled(file: Path, data: bytes, reading: Reading, *, series: str, state: str, edition: str, todo: tuple[str, ...]) -> str:
    frame = (resources.root() / "ontology" / "sidecar.toml").read_text(encoding="utf-8")
    said = {
        "file": "".join(sign if sign.isprintable() else "?" for sign in file.name),
        "size": str(len(data)),
        "sha256": hashlib.sha256(data).hexdigest(),
        "series": series,
        "state": state,
        "edition": edition,
        "name": vocabulary().areas[state].labels["en"],
        "language": reading.language,
        "to_do": ", ".join(f'"{one}"' for one in todo),
    }
    return re.sub(r"\{(\w+)\}", lambda match: said[match[1]], frame)
