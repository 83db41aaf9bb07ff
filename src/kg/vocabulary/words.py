r"""Words: how text is folded, split into tokens, and how the wordings of the vocabulary expand.

**Tokens.** A token is a number written as the language writes numbers (``40 842``, ``13,57``), a run of letters and digits, or a sign that
carries meaning (``%``, ``€``, ``?``, ``*``, a dash before a digit). Stops, commas, colons, quotes, brackets and dashes between words join
tokens and mean nothing by themselves; everything else must be covered by a wording or the cell is not readable. Qualifiers are
words, so "not fully" can never match "fully".

**Wordings** (``hrm:wording``) are templates: ``[optional]``, ``{one|of|these}``, slots ``<bodies>``; brackets may nest and may stand
inside a word. A template stands for the finite list of its expansions; nothing in it is a regular expression.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.errors import VocabularyError

MOST_EXPANSIONS = 5000
_JOINERS = r"\s|.,;:!…()\[\]«»\"'„“”‘’–—―‐‑\-"


def fold(text: str) -> str:
    """Case folded, Russian yo written as ye, offsets kept (a character whose lower case is longer stays as it is)."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lower.replace("\u0451", "\u0435")


def squeeze(text: str) -> str:
    """Folded, with runs of white space as one space: what 'exact' compares."""
    return " ".join(fold(text).split())


def scanner(decimal_mark: str, grouping_marks: tuple[str, ...]) -> re.Pattern[str]:
    """The token pattern of a language: numbers first, then words, then signs that carry meaning."""
    group = "[" + "".join(re.escape(mark) for mark in grouping_marks) + "]"
    decimals = f"(?:{re.escape(decimal_mark)}\\d+)?"
    number = rf"\d{{1,3}}(?:{group}\d{{3}})+(?!\d){decimals}|\d+{decimals}"
    return re.compile(rf"{number}|[^\W\d_][^\W_]*|[–—\-−](?=\s?\d)|[^\w{_JOINERS}]|[^\W_]|_")


def expand(template: str) -> Iterator[str]:
    """Every text a template stands for, slots kept as ``<name>``. Raises KG402 for unbalanced brackets or too many expansions."""
    try:
        texts, rest = _sequence(template, 0, "")
    except (IndexError, ValueError):
        rest = -1
    except OverflowError:
        raise VocabularyError("KG402", f"the wording {template!r} stands for too many texts", mend="split it") from None
    if rest != len(template):
        raise VocabularyError("KG402", f"the wording {template!r} is not a template", why="brackets do not balance")
    yield from dict.fromkeys(" ".join(text.split()) for text in texts)


def _sequence(template: str, at: int, closing: str) -> tuple[list[str], int]:
    """Expansions of alternatives up to ``closing`` (not consumed), and where it stands."""
    alternatives: list[str] = []
    current = [""]
    while at < len(template):
        sign = template[at]
        if sign in "[{":
            close = "]" if sign == "[" else "}"
            inner, at = _sequence(template, at + 1, close)
            if template[at] != close:
                raise ValueError
            if sign == "[":
                inner = ["", *inner]
            if len(current) * len(inner) > MOST_EXPANSIONS:
                raise OverflowError
            current = [left + right for left in current for right in inner]
        elif sign in "]}":
            if sign != closing:
                raise ValueError
            return alternatives + current, at
        elif sign == "|" and closing:
            alternatives += current
            current = [""]
        else:
            current = [left + sign for left in current]
        at += 1
    if closing:
        raise ValueError
    return alternatives + current, at
