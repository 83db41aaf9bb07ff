"""Codes → cause and repair, from ``explanations.md``."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from kg.errors import KgError

PAGE = Path(__file__).with_name("explanations.md")


@lru_cache(maxsize=1)
def explanations() -> dict[str, str]:
    """Every code with its section of the page."""
    sections = re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {section.split(maxsplit=1)[0]: section.rstrip() + "\n" for section in sections}


def title(code: str) -> str:
    """The heading of a code's section, without the code; the code where it has none."""
    return explanations().get(code, code).partition("\n")[0].partition(" ")[2] or code


def advice(code: str) -> tuple[str, str]:
    """Cause and repair of a code, '' for what its section does not say."""
    body = " ".join(explanations().get(code, "").partition("\n")[2].split())
    cause, _, repair = body.partition("Repair:")
    return cause.removeprefix("Cause:").strip(), repair.strip()


def explain(code: str) -> str:
    """The section of a code. Raises :class:`KgError` KG001 for a code that does not exist."""
    known = explanations()
    found = known.get(code.upper())
    if found is None:
        raise KgError(
            "KG001",
            f"there is no code {code!r}",
            why="it is neither in the list of messages nor a requirement of the shapes (shapes/README.md)",
            mend="copy it from the message",
        )
    return found
