"""The files that the page asks for: the vendored editor and our scripts. Their address holds their hash, so that they are kept for ever."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from http import HTTPStatus
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from kg.serving.problem import ServingError

FOLDER = Path(__file__).with_name("static")
TYPES = {".js": "text/javascript", ".css": "text/css", ".txt": "text/plain", "": "text/plain"}
"""Media types by ending; files of others are not served."""
_FOR_EVER = "public, max-age=31536000, immutable"


@cache
def contents() -> dict[str, bytes]:
    """All files by their path."""
    files = sorted(file for file in FOLDER.rglob("*") if file.is_file() and file.suffix in TYPES)
    return {file.relative_to(FOLDER).as_posix(): file.read_bytes() for file in files}


@cache
def digest() -> str:
    """What changes when any of the files does: 16 hexadecimal digits."""
    found = hashlib.sha256()
    for name, content in contents().items():
        found.update(f"{name}\0{len(content)}\0".encode() + content)
    return found.hexdigest()[:16]


@cache
def packed(name: str) -> bytes:
    """A file in gzip."""
    return gzip.compress(contents()[name], mtime=0)


async def respond(request: Request) -> Response:
    """A file. Raises :class:`ServingError` KG807 (404) for one that is not there. One of another version is answered, but not kept."""
    name = request.path_params["name"]
    if name not in contents():
        raise ServingError("KG807", "not found", status=HTTPStatus.NOT_FOUND)
    kept = request.path_params["digest"] == digest()
    headers = {"Cache-Control": _FOR_EVER if kept else "no-cache", "Vary": "Accept-Encoding"}
    content = contents()[name]
    if "gzip" in request.headers.get("accept-encoding", ""):
        content = packed(name)
        headers["Content-Encoding"] = "gzip"
    return Response(content, headers=headers, media_type=TYPES[Path(name).suffix])
