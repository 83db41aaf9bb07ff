"""What is not here, and why: 404 with what may be meant, 406 with what there is, 410 with what stands in its place (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from http import HTTPStatus

from kg.serving import problem
from kg.serving.problem import ServingError
from kg.serving.release import Release
from kg.serving.things.links import Link, alternates, of_withdrawal
from kg.serving.things.names import Names
from kg.serving.things.page import draw
from kg.serving.things.view import View
from kg.serving.things.withdrawn import Withdrawal


class AbsentError(ServingError):
    """A document that cannot be given. ``others`` are things that may help, ``links`` go into the header."""

    others: tuple[str, ...] = ()
    forms: tuple[tuple[str, str], ...] = ()
    links: tuple[Link, ...] = ()


def unknown(iri: str, near: Sequence[str]) -> AbsentError:
    """404: nothing has this name."""
    mend = f"nearest are {' '.join(near)}" if near else "see the first page for what there is"
    error = AbsentError("KG840", f"there is no {iri}", why="the release holds nothing of this name", mend=mend, status=HTTPStatus.NOT_FOUND)
    error.others = tuple(near)
    return error


def gone(one: Withdrawal, language: str, release: Release) -> AbsentError:
    """410: it was withdrawn."""
    what = f"{one.iri} was withdrawn on {one.date}"
    mend = f"use {one.replaced_by}" if one.replaced_by else "nothing stands in its place"
    error = AbsentError("KG841", what, why=one.reasons[language], mend=mend, status=HTTPStatus.GONE)
    error.others = (one.replaced_by,) if one.replaced_by else ()
    error.links = tuple(of_withdrawal(one, release))
    return error


def unacceptable(iri: str, offered: Iterable[str], release: Release) -> AbsentError:
    """406: there is no form that the client takes."""
    links = alternates(iri, offered, release)
    known = ", ".join(dict.fromkeys(media for _, _, media in links))
    error = AbsentError("KG842", "no form of the document is acceptable", mend=f"accept one of {known}", status=HTTPStatus.NOT_ACCEPTABLE)
    error.forms = tuple((target, media) for target, _, media in links)
    error.links = tuple(links)
    return error


def outside(iri: str, source: str, length: int, end: int) -> AbsentError:
    """404: a passage beyond its text."""
    what = f"there is no passage {iri}"
    why = f"the text has {length} characters, and the passage ends at {end}" if end > length else "the passage ends before it begins"
    error = AbsentError("KG843", what, why=why, mend=f"see the text: {source}", status=HTTPStatus.NOT_FOUND)
    error.others = (source,)
    return error


def too_long(most: int) -> AbsentError:
    """414: no thing has such a name."""
    return AbsentError("KG844", "the address is too long", mend=f"send at most {most} characters", status=HTTPStatus.REQUEST_URI_TOO_LONG)


def spoken(error: AbsentError, language: str) -> AbsentError:
    """The same error in another language; the reason of a withdrawal is in it already."""
    said = problem.spoken(error, language)
    found = AbsentError(error.code, said.what, why=said.why, mend=said.mend, status=error.status)
    found.language = said.language | ({"why": language} if error.code == "KG841" else {})
    found.others, found.forms, found.links = error.others, error.forms, error.links
    return found


def as_json(error: AbsentError, release: Release) -> str:
    """Problem details with the things and forms that may help."""
    said = problem.details(error, release.base_url)
    if error.others:
        said["suggestions"] = [{"iri": one, "url": release.url(one)} for one in error.others]
    if error.forms:
        said["forms"] = [{"url": target, "type": media} for target, media in error.forms]
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def as_page(error: AbsentError, language: str, release: Release, names: Names) -> str:
    """The page that says it."""
    view = View(release, names, language)
    return draw("absence.html.jinja", language, release, error=error, others=[view.ref(one) for one in error.others], forms=error.forms)
