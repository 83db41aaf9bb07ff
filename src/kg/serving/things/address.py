"""Paths of requests and the IRIs they stand for (RFC 3986, section 6.2.2; RFC 3987, sections 3.1 and 3.2).

A path is only ever looked up as part of an IRI: ``..`` and double slashes are names like others, and name nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

MOST = 2000
"""Characters of a path, percent-encoded; a longer one is refused."""
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")
_UNICODE = re.compile(r"(?:%[89A-F][0-9A-F])+")
_UNRESERVED = re.compile(r"[A-Za-z0-9\-._~]")
_KEPT = "%/:?#[]@!$&'()*+,;=~-._"
"""What stays in a URI as it is."""


def path(scope: Mapping[str, Any]) -> str:
    """The path of a request without its first slash and without the root path, as it was sent: percent-encoded, ASCII."""
    raw = scope.get("raw_path") or quote(scope["path"]).encode("ascii")
    sent = quote(raw.partition(b"?")[0], safe=_KEPT)
    root = quote(scope.get("root_path", "").rstrip("/"))
    return sent.removeprefix(root).removeprefix("/")


def candidates(sent: str) -> tuple[str, ...]:
    """The names that a path can stand for, the likeliest first: as sent, with normal escapes, with its Unicode unescaped."""
    normal = _ESCAPED.sub(_normal, sent)
    return tuple(dict.fromkeys((sent, normal, _UNICODE.sub(_decoded, normal))))


def _normal(match: re.Match[str]) -> str:
    sign = chr(int(match[0][1:], 16))
    return sign if _UNRESERVED.fullmatch(sign) else match[0].upper()


def _decoded(match: re.Match[str]) -> str:
    try:
        return bytes.fromhex(match[0].replace("%", "")).decode("utf-8")
    except UnicodeDecodeError:
        return match[0]


def uri(iri: str) -> str:
    """The URI of an IRI, fit for a header: ASCII, no white space, no line ends."""
    return quote(iri, safe=_KEPT, errors="replace")


def split(name: str) -> tuple[str, str]:
    """What stands before the last dot, and the ending behind it; '' and '' where there is none."""
    stem, dot, ending = name.rpartition(".")
    return (stem, ending) if dot and "/" not in ending else ("", "")
