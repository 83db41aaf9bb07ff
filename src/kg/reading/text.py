"""Plain text: bytes → canonical text → lines.

The canonical text is UTF-8 without byte order mark, line ends LF; offsets are its code points (RFC 5147 ``char=``).
"""

from __future__ import annotations

import codecs
import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from kg.errors import InputError
from kg.model import Document, Line

MOST_BYTES = 50_000_000
# A label ends at a tab; without one, at any of these, and the vocabulary decides at which.
_CUT = re.compile(r"\s*(?:\||;|:|=|\s[—–-]\s|\s{2,})\s*")
_SIGN = re.compile(r"[|;:=—–-]|\s\s")
_LEAD = re.compile(r"(?:[#>*•·▪■●–—-]+\s+|\|\s*|\d{1,2}(?:\.\d{1,2})*[.)]\s+|[IVX]{1,5}[.)]\s+)+")


def read(path: Path, shown: str | None = None) -> Document:
    """The document at ``path``; ``shown`` is the path that messages and ledgers carry. Raises as :func:`load` and :func:`document`."""
    shown = shown or str(path)
    return document(load(path, shown), shown)


def load(path: Path, shown: str) -> bytes:
    """The bytes of the file at ``path``. Raises :class:`InputError`: KG101 missing or unreadable, KG107 too large."""
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size > MOST_BYTES:
                raise InputError("KG107", f"the document is larger than {MOST_BYTES // 1_000_000} MB", mend="split it", file=shown)
            return file.read()
    except OSError as error:
        raise InputError("KG101", "the document cannot be read", why=str(error.strerror or error), file=shown) from error


def document(data: bytes, shown: str) -> Document:
    """The document in ``data``. Raises :class:`InputError`: KG102 empty, KG103 not text in UTF-8."""
    if b"\0" in data:
        what = "the document is in UTF-16 or UTF-32" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "the document is not text"
        raise InputError("KG103", what, mend="save it as UTF-8 plain text", file=shown)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        raise InputError(
            "KG103",
            f"byte {data[error.start]:#04x} is not UTF-8",
            why="the document is in another encoding, such as Windows-1251, or is not text",
            mend="save it as UTF-8",
            file=shown,
            line=line,
            column=column,
        ) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise InputError("KG102", "the document is empty", mend="give the profile's text", file=shown)
    control = re.search(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]", text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        raise InputError(
            "KG103",
            f"the document holds the control character {ord(control.group()):#06x}",
            why="it is not plain text",
            mend="save it as UTF-8 plain text",
            file=shown,
            line=line,
            column=control.start() - text.rfind("\n", 0, control.start()),
        )
    canonical = text.encode("utf-8") if b"\r" in data or data.startswith(codecs.BOM_UTF8) else data
    return Document(shown, text, hashlib.sha256(canonical).hexdigest())


def lines(text: str) -> Iterator[Line]:
    """The non-blank lines of a canonical text, with the places where a label may be cut from its value."""
    at = 0
    for number, raw in enumerate(text.split("\n"), 1):
        body = raw.strip()
        if body:
            # Most lines start with a letter: only the others can have a list mark or a number before their words.
            lead = _LEAD.match(body) if body[0] in "IVX" or not body[0].isalpha() else None
            skip = lead.end() if lead else 0
            cut = body.find("\t")
            if cut >= 0:
                # A line of a table: the first tab ends the label, further tabs are white space of the value.
                end = len(body[:cut].rstrip())
                cuts: tuple[tuple[int, int], ...] = ((end, len(body) - len(body[cut:].lstrip())),)
            elif "\t" in raw[raw.index(body) + len(body) :]:
                cuts = ((len(body), len(body)),)
            else:
                cuts = tuple((m.start(), m.end()) for m in _CUT.finditer(body, skip)) if _SIGN.search(body, skip) else ()
            yield Line(number, at + raw.index(body[0]), body, cuts, skip)
        at += len(raw) + 1
