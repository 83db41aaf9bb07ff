"""What a client sent, as a job: a form with fields and files, or plain data as the body with everything else in the query.

The fields are those of :mod:`kg.serving.fields`; ``shapes`` in the query is a name, for what is in a query is short. Empty ones count as
not given.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from pyoxigraph import RdfFormat
from starlette.requests import Request

from kg.serving import document, fields, form, negotiation, upload
from kg.serving.job import Job, Part
from kg.serving.limits import Limits
from kg.serving.problem import ServingError
from kg.validation.reports import signs

_PLAIN = ("", "text/plain", "application/octet-stream", "text/xml", "application/xml", "application/json")
_NAME = 120


class Submission:
    """The parts and fields of one request."""

    def __init__(self, query: Mapping[str, str]) -> None:
        self.parts: dict[str, list[Part]] = {"data": [], "shapes": []}
        self.fields: dict[str, str] = {}
        self.filename = ""
        self.odd: list[str] = []
        """Names of the query that are no fields."""
        for name, value in query.items():
            known = "shapes_name" if name == "shapes" else fields.plain(name)
            if known in fields.QUERY:
                self.filename = value
            elif known in fields.WORDS:
                self.fields[known] = value.strip()
            else:
                self.odd.append(name)

    def add(self, kind: str, content: bytes, *, filename: str = "", media: str = "") -> None:
        """A text that was sent. Raises :class:`ServingError` KG805 for a media type that is no RDF form, KG807 for an unknown field."""
        if kind not in self.parts:
            raise fields.unknown(kind)
        if not content.strip():
            return
        given = self.parts[kind]
        name = _shown(filename) or (kind if not given else f"{kind}-{len(given) + 1}")
        given.append(Part(name, self._form(kind, filename, media), content))

    def _form(self, kind: str, filename: str, media: str) -> str:
        asked = fields.word(f"{kind}_form", self.fields.get(f"{kind}_form", ""))
        if asked == document.FORM:
            return asked
        media, ending = media.partition(";")[0].strip().lower(), PurePosixPath(filename).suffix[1:].lower()
        named = RdfFormat.from_media_type(media) if media not in _PLAIN and "/" in media else None
        known = named or (RdfFormat.from_extension(ending) if ending not in ("", document.FORM) else None)
        if known is None and not asked and not filename and media not in _PLAIN:
            raise ServingError("KG805", f"{media[:60]!r} names no RDF form", mend=f"send one of {', '.join(media_types())}, or data_form")
        return known.file_extension if known else asked

    def job(self, request: Request, limits: Limits, home: str) -> Job:
        """The job. Raises :class:`ServingError` KG806, KG807 for fields that say nothing known."""
        if not self.parts["data"]:
            mend = "send RDF or a profile document as the body, or in the field data of a form"
            raise ServingError("KG807", "there are no data to check", mend=mend)
        return Job(
            data=self.parts["data"],
            shapes=self.parts["shapes"],
            shapes_name=self._word("shapes_name"),
            format=negotiation.form(self.fields.get("format", ""), request.headers.get("accept", "")),
            language=self.language(request),
            fail_on=self._word("fail_on"),
            limit=limits.bytes,
            home=f"{home}?lang={self.language(request)}",
            declared={name: self.fields[name] for name in document.DECLARED if self.fields.get(name)},
        )

    def _word(self, name: str) -> str:
        return fields.word(name, self.fields.get(name, "")) or fields.values(name)[0]

    def language(self, request: Request) -> str:
        """The language that was asked for."""
        return negotiation.language(self.fields.get("language", ""), request.headers.get("accept-language", ""))


async def read(request: Request, limits: Limits) -> Submission:
    """What was sent. Raises :class:`ServingError` as :func:`kg.serving.upload.body` does, and KG807 for a form that cannot be read."""
    try:
        content = await upload.body(request, limits)
    except upload.TooLarge as error:
        seen = {fields.plain(name): value for name, value in form.glimpsed(error.seen).items()}
        request.state.format = seen.get("format", "")
        if "language" in seen:
            request.state.language = negotiation.language(seen["language"], request.headers.get("accept-language", ""))
        raise
    found = Submission(request.query_params)
    media = request.headers.get("content-type", "")
    kind = media.partition(";")[0].strip().lower()
    if kind == form.URLENCODED and not form.is_encoded(content):  # curl says so of any body
        kind = media = ""
    sent = form.fields(content, media) if kind in (form.MULTIPART, form.URLENCODED) else None
    words = [field for field in sent or () if fields.plain(field.name) in fields.WORDS]
    found.fields |= {fields.plain(field.name): field.text for field in words if field.text}
    request.state.format, request.state.language = found.fields.get("format", ""), found.language(request)  # problems are told in them
    if found.odd:
        raise fields.unknown(found.odd[0])
    if sent is None:
        found.add("data", content, filename=found.filename, media=media)
    for field in sent or ():
        if fields.plain(field.name) not in fields.WORDS:
            found.add(field.name, bytes(field.content), filename=field.filename, media=field.media)
    return found


def media_types() -> tuple[str, ...]:
    """The media types of data."""
    return tuple(form.media_type for form in fields.FORMS.values())


def _shown(filename: str) -> str:
    """The name of a file without folders, harmless on any terminal and page."""
    return signs.one_line(filename.replace("\\", "/").rpartition("/")[2])[:_NAME]
