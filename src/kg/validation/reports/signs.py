"""Signs that must not reach a terminal, XML or a page as they are. Literals are hostile: any string may stand in one.

Control characters move cursors and end strings, overrides of direction show other words than those that stand there, and lone surrogates
(from names of files) cannot be encoded. All become visible as escapes.
"""

from __future__ import annotations

import re

_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"


def visible(text: str) -> str:
    r"""Text fit for XML 1.0, HTML and terminals: what is not stands as ``\x1b`` or ``\u202e``; tab and line feed stay."""
    return _UNSAFE.sub(_escape, text)


def one_line(text: str) -> str:
    """The same without line ends, white space run together."""
    return " ".join(visible(text).split())


def encodable(text: str) -> str:
    r"""Text that UTF-8 can hold: lone surrogates stand as ``\udc80``, all else stays. Inside JSON strings that is their JSON escape."""
    return _SURROGATE.sub(_escape, text)


def cut(text: str, length: int) -> str:
    """Text of at most ``length`` code points, the last an ellipsis where something was cut."""
    return text if len(text) <= length else text[: length - 1] + "…"
