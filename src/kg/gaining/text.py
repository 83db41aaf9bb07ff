"""A gain as text for a terminal."""

from __future__ import annotations

from kg.gaining import saying, structured, wording
from kg.gaining.gain import Gain
from kg.validation.reports import signs

_MOST = 20
"""Entries of a list; JSON and page have more."""


def write(gain: Gain, language: str) -> str:
    """The report in a language."""
    lines = [wording.head("title")[language], wording.filled("lead")[language]]
    for section in saying.sections(structured.document(gain), _MOST):
        lines += ["", wording.head(section.name)[language]]
        lines += [f"  {one[language]}" for one in section.lead]
        for entry, below in section.entries:
            lines.append(f"  - {entry[language]}")
            lines += [f"      {one[language]}" for one in below]
    return "".join(f"{signs.visible(line)}\n" for line in lines)
