"""What a question is refused for, and the HTTP statuses of these codes (SPARQL 1.1 Protocol, section 2.1.6; RFC 9110)."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

from kg.serving.problem import STATUS as SHARED
from kg.serving.problem import ServingError

STATUS = {
    "KG820": HTTPStatus.BAD_REQUEST,
    "KG821": HTTPStatus.BAD_REQUEST,
    "KG822": HTTPStatus.FORBIDDEN,
    "KG823": HTTPStatus.GATEWAY_TIMEOUT,
    "KG824": HTTPStatus.INSUFFICIENT_STORAGE,
    "KG825": HTTPStatus.UNPROCESSABLE_ENTITY,
    "KG826": HTTPStatus.FORBIDDEN,
    "KG827": HTTPStatus.UNPROCESSABLE_ENTITY,
    "KG829": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "KG830": HTTPStatus.UNAUTHORIZED,
    "KG831": HTTPStatus.UNPROCESSABLE_ENTITY,
    "KG832": HTTPStatus.NOT_FOUND,
    "KG833": HTTPStatus.BAD_REQUEST,
}
CUT = "KG828"
"""The code that explains an answer that was cut at the row limit; it is no error."""
_PLACE = re.compile(r"^error at ([0-9]{1,9}):([0-9]{1,9}): ")
_LONGEST = 300
_BETWEEN = 120


def refused(code: str, what: str, *, status: int | None = None, **more: Any) -> ServingError:
    """An error with the status of its code. Words of others in it are cut and cleaned by :func:`quoted` before."""
    return ServingError(code, what, status=status or STATUS.get(code) or SHARED[code], **more)


def quoted(words: str, most: int = _BETWEEN) -> str:
    """Words of a client on one line, without control characters, cut to a length."""
    clean = "".join(letter if letter.isprintable() else " " for letter in words[: most + 1])
    return clean if len(words) <= most else clean[:most] + "…"


def syntax(said: str, what: str = "the query is not SPARQL 1.1") -> ServingError:
    """KG820 from what the parser says (``error at LINE:COLUMN: expected …``)."""
    found = _PLACE.match(said)
    words = quoted(said[found.end() :] if found else said, _LONGEST)
    line, column = (int(found[1]), int(found[2])) if found else (None, None)
    return refused("KG820", what, why=words, mend="mend it at the line and column named", line=line, column=column)


def too_long(what: str, limit: int, status: int = HTTPStatus.REQUEST_ENTITY_TOO_LARGE) -> ServingError:
    """KG829 for a text of more than so many bytes."""
    why, mend = f"at most {limit} bytes are taken", "send less; long queries by POST"
    return refused("KG829", f"the {what} is too long", why=why, mend=mend, status=status)
