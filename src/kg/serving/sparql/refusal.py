"""What a question is refused for, and the HTTP statuses of these codes (SPARQL 1.1 Protocol, section 2.1.6; RFC 9110)."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

from kg.querying import emptiness
from kg.serving.problem import STATUS as SHARED
from kg.serving.problem import ServingError
from kg.vocabulary import vocabulary

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
    "KG834": HTTPStatus.BAD_GATEWAY,
    "KG835": HTTPStatus.UNPROCESSABLE_ENTITY,
    "KG836": HTTPStatus.BAD_GATEWAY,
}
CUT = "KG828"
"""The code that explains an answer that was cut at the row limit; it is no error."""
ELSEWHERE = "KG837"
"""The code that explains an answer that came partly from another server; it is no error."""
_PLACE = re.compile(r"^error at ([0-9]{1,9}):([0-9]{1,9}): ")
_LONGEST = 300
_READ = 20_000
"""Characters of a text that is read again: 0.1 s at the most, whatever is in it."""
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


def plainly(error: ServingError, text: str) -> ServingError:
    """KG820 for a query in plain words in place of the parser's, at the place of the cause; any other error as it is.

    It reads the text again, which may take a moment: for a thread. Of a text that is too long for that the parser's words stay.
    """
    if error.code != "KG820" or error.line is None or not 0 < len(text) <= _READ:
        return error
    found = emptiness.mistake(text, said(error), vocabulary().prefixes)
    told = refused(
        error.code, error.what, why=found.clause["en"], mend=found.mend["en"], line=found.line, column=found.column, headers=error.headers
    )
    told.worded = {"why": found.clause, "mend": found.mend}
    return told


def said(error: ServingError) -> str:
    """What the parser said, from the error that :func:`syntax` made of it."""
    return f"error at {error.line}:{error.column or 1}: {error.why}"


def too_long(what: str, limit: int, status: int = HTTPStatus.REQUEST_ENTITY_TOO_LARGE) -> ServingError:
    """KG829 for a text of more than so many bytes."""
    why, mend = f"at most {limit} bytes are taken", "send less; long queries by POST"
    return refused("KG829", f"the {what} is too long", why=why, mend=mend, status=status)
