"""Numbers as a language writes them, digit by digit as they are stored: nothing is rounded."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]+))?")
_SIGNS = {"en": (",", "."), "ru": ("\u00a0", ",")}
"""Between thousands, and before decimals; a number of four digits is written without the first in Russian."""
_FOUR = 4


def written(text: str, language: str) -> str:
    """A number in the signs of the language; what is none (text, an exponent) stays as it is."""
    found = _NUMBER.fullmatch(text)
    if not found:
        return text
    sign, whole, decimals = found[1], found[2], found[3]
    thousands, point = _SIGNS[language]
    if language == "en" or len(whole) > _FOUR:
        whole = re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+$)", thousands, whole)
    return ("\u2212" if sign == "-" else "") + whole + (point + decimals if decimals else "")
