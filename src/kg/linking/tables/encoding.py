"""In which encoding a file of text is written: by its mark, by being UTF-8, or else by charset-normalizer among the usual ones."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import NamedTuple

from kg.errors import InputError

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
USUAL = ("cp1252", "cp1251", "koi8_r", "cp866", "mac_cyrillic")
"""One byte a letter, as tables in English and Russian are met; ISO 8859-1 is windows-1252 without its quotes and dashes."""
NAMES = {"cp1252": "windows-1252", "cp1251": "windows-1251", "koi8_r": "koi8-r", "cp866": "ibm866"}
NAMES |= {"mac_cyrillic": "x-mac-cyrillic"}
"""The names of the WHATWG encoding standard, which CSVW dialects use."""
_TWO_SCRIPTS = re.compile("[A-Za-z][\\u0400-\\u04ff]|[\\u0400-\\u04ff][A-Za-z]")
_CHUNK = 1 << 20
_SAMPLE = 1 << 16
_MOST = 1000


class Encoding(NamedTuple):
    """``name`` as CSVW writes it; ``how`` is ``mark``, ``utf-8``, ``guess`` or ``mixed``; ``others``: how many lines are in another one."""

    name: str
    how: str
    others: int = 0

    @property
    def codec(self) -> str:
        """The name for Python."""
        return codec(self.name)


def codec(name: str) -> str:
    """Python's name of an encoding of a dialect. Raises LookupError for none that is known."""
    python = {said: ours for ours, said in NAMES.items()}.get(name.lower(), name)
    # A byte order mark is no part of the first header.
    return "utf-8-sig" if codecs.lookup(python).name == "utf-8" else python


def recognise(path: Path) -> Encoding:
    """The encoding of a file; the whole of it is read once, in pieces. Raises :class:`InputError` KG890 for what is no text."""
    with path.open("rb") as file:
        start = file.read(_CHUNK)
        for mark, name in MARKS:
            if start.startswith(mark):
                return Encoding("utf-8" if name == "utf-8-sig" else name, "mark")
        if b"\0" in start:
            raise InputError("KG890", "the file is no text", why="it holds zero bytes", mend="save it as CSV in UTF-8", file=path)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            piece = start
            while piece:
                decoder.decode(piece)
                piece = file.read(_CHUNK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return _other(path)
    return Encoding("utf-8", "utf-8")


def _other(path: Path) -> Encoding:
    utf8, legacy, size = 0, 0, 0
    sample: list[bytes] = []
    with path.open("rb") as file:
        for line in file:
            if line.isascii():
                continue
            try:
                line.decode()
                utf8 += 1
            except UnicodeDecodeError:
                legacy += 1
                if size < _SAMPLE and len(sample) < _MOST:
                    sample.append(line)
                    size += len(line)
    if utf8 > legacy:
        return Encoding("utf-8", "mixed", legacy)
    name = _guessed(b"".join(sample))
    return Encoding(name, "mixed", utf8) if utf8 else Encoding(name, "guess")


def _guessed(sample: bytes) -> str:
    try:
        from charset_normalizer import from_bytes
    except ImportError as error:
        why, mend = "charset-normalizer, which recognises others, is not installed", "pip install 'hrmkg[link]', or save the file in UTF-8"
        raise InputError("KG890", "the file is not UTF-8", why=why, mend=mend) from error
    matches = list(from_bytes(sample, cp_isolation=list(USUAL), threshold=1.0, enable_fallback=False))
    # A few letters leave it undecided: no word has letters of two scripts.
    best = min(matches, key=lambda match: len(_TWO_SCRIPTS.findall(str(match))), default=None)
    return NAMES[best.encoding] if best is not None else NAMES[USUAL[0]]


def foreign(text: str, name: str) -> bool:
    """Whether a text that was read in an encoding must have been written in another: bytes that are none of it, or UTF-8 misread."""
    if text.isascii():
        return False
    if any("\udc80" <= sign <= "\udcff" for sign in text):
        return True
    if codec(name) == "utf-8-sig":
        return "\ufffd" in text
    try:
        text.encode(codec(name)).decode("utf-8")
    except UnicodeError:
        return False
    return True
