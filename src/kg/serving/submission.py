"""What a client sent, as a job: a form with fields and files, or plain data as the body with everything else in the query.

Fields of a form: ``data`` and ``shapes`` (text or file, repeatable); of a form or of the query: ``shapes_name``, ``data_form`` and
``shapes_form`` (the ending of a file of that form, for what neither media type nor name tells), ``format``, ``language``, ``fail_on``.
Empty ones count as not given.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from pyoxigraph import RdfFormat
from starlette.requests import Request

from kg.serving import checking, form, negotiation, upload
from kg.serving.job import Job, Part
from kg.serving.limits import Limits
from kg.serving.problem import ServingError
from kg.validation.reports import signs

FORMS = {
    "ttl": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
"""The forms of data by the ending of files."""
SEVERITIES = ("violation", "warning", "info")
_PLAIN = ("", "text/plain", "application/octet-stream", "text/xml", "application/xml", "application/json")
_FIELDS = ("shapes_name", "data_form", "shapes_form", "format", "language", "lang", "fail_on")
_NAME = 120


class Submission:
    """The parts and fields of one request."""

    def __init__(self, query: Mapping[str, str]) -> None:
        self.parts: dict[str, list[Part]] = {"data": [], "shapes": []}
        self.fields = {name: query[name].strip() for name in _FIELDS if name in query}
        if "shapes" in query:  # a name: what is in the query is short
            self.fields.setdefault("shapes_name", query["shapes"].strip())

    def add(self, kind: str, content: bytes, *, filename: str = "", media: str = "") -> None:
        """A text that was sent. Raises :class:`ServingError` KG805 for a media type that is no RDF form, KG807 for an unknown field."""
        if kind not in self.parts:
            raise ServingError("KG807", f"there is no field {kind[:40]!r} for texts", mend="known are data and shapes")
        if not content.strip():
            return
        given = self.parts[kind]
        name = _shown(filename) or (kind if not given else f"{kind}-{len(given) + 1}")
        given.append(Part(name, self._form(kind, filename, media), content))

    def _form(self, kind: str, filename: str, media: str) -> str:
        asked = self.fields.get(f"{kind}_form", "")
        if asked and asked not in FORMS:
            raise ServingError("KG805", f"there is no form {asked[:40]!r}", mend=f"known are {', '.join(FORMS)}")
        media, ending = media.partition(";")[0].strip().lower(), PurePosixPath(filename).suffix[1:].lower()
        named = RdfFormat.from_media_type(media) if media not in _PLAIN and "/" in media else None
        known = named or (RdfFormat.from_extension(ending) if ending else None)
        if known is None and not asked and not filename and media not in _PLAIN:
            raise ServingError("KG805", f"{media[:60]!r} names no RDF form", mend=f"send one of {', '.join(media_types())}, or data_form")
        return known.file_extension if known else asked

    def job(self, request: Request, limits: Limits, home: str) -> Job:
        """The job. Raises :class:`ServingError` KG806, KG807 for fields that say nothing known."""
        if not self.parts["data"]:
            raise ServingError("KG807", "there are no data to check", mend="send RDF as the body, or in the field data of a form")
        fail_on = self.fields.get("fail_on") or SEVERITIES[0]
        if fail_on not in SEVERITIES:
            raise ServingError("KG807", f"there is no severity {fail_on[:40]!r}", mend=f"known are {', '.join(SEVERITIES)}")
        name = self.fields.get("shapes_name") or "ours"
        if name not in checking.names():
            raise ServingError("KG807", f"there are no shapes of the name {name[:40]!r}", mend=f"known are {', '.join(checking.names())}")
        return Job(
            data=self.parts["data"],
            shapes=self.parts["shapes"],
            shapes_name=name,
            format=negotiation.form(self.fields.get("format", ""), request.headers.get("accept", "")),
            language=self.language(request),
            fail_on=fail_on,
            limit=limits.bytes,
            home=f"{home}?lang={self.language(request)}",
        )

    def language(self, request: Request) -> str:
        """The language that was asked for."""
        asked = self.fields.get("language") or self.fields.get("lang", "")
        return negotiation.language(asked, request.headers.get("accept-language", ""))


async def read(request: Request, limits: Limits) -> Submission:
    """What was sent. Raises :class:`ServingError` as :func:`kg.serving.upload.body` does, and KG807 for a form that cannot be read."""
    content = await upload.body(request, limits)
    found = Submission(request.query_params)
    media = request.headers.get("content-type", "")
    kind = media.partition(";")[0].strip().lower()
    if kind not in (form.MULTIPART, form.URLENCODED):
        found.add("data", content, filename=request.query_params.get("filename", ""), media=media)
        return found
    fields = form.fields(content, media)
    found.fields |= {field.name: field.text for field in fields if field.name in _FIELDS and field.text}
    for field in fields:
        if field.name not in _FIELDS:
            found.add(field.name, bytes(field.content), filename=field.filename, media=field.media)
    return found


def media_types() -> tuple[str, ...]:
    """The media types of data."""
    return tuple(form.media_type for form in FORMS.values())


def _shown(filename: str) -> str:
    """The name of a file without folders, harmless on any terminal and page."""
    return signs.one_line(filename.replace("\\", "/").rpartition("/")[2])[:_NAME]
