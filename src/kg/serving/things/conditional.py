"""Validators of documents (RFC 9110, section 8.8): a release never changes, so that its documents are known by what they are made of."""

from __future__ import annotations

import datetime
import hashlib
from email.utils import format_datetime
from functools import cache

from starlette.requests import Request

from kg.release import __version__
from kg.serving.pages.frame import fingerprint
from kg.serving.release import Release
from kg.serving.things.page import TEMPLATES


@cache
def _program() -> str:
    """What writes the documents: another version or other templates give other bytes."""
    return __version__ + fingerprint(TEMPLATES)


def etag(release: Release, *parts: object) -> str:
    """A strong ETag: release, program, base URL, address, form, language and page."""
    said = "\0".join(map(str, (release.id, _program(), release.base_url, *parts)))
    return f'"{release.id}-{hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16]}"'


def unchanged(request: Request, tag: str) -> bool:
    """Whether the client holds these bytes (If-None-Match, weak comparison; RFC 9110, section 13.1.2)."""
    said = request.headers.get("if-none-match", "")
    return said.strip() == "*" or tag in [one.strip().removeprefix("W/") for one in said.split(",")]


def last_modified(day: str | None) -> str | None:
    """The header for a day of the graph, its midnight UTC; None without one or for what is none."""
    try:
        return format_datetime(
            datetime.datetime.combine(datetime.date.fromisoformat(day or ""), datetime.time(), datetime.UTC), usegmt=True
        )
    except ValueError:
        return None
