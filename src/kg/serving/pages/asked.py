"""What a page is asked for: a release, how its data are found, the language, the fields of the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from kg.serving import negotiation
from kg.serving.pages import frame
from kg.serving.pages.rows import Rows
from kg.serving.pages.voice import Voice
from kg.serving.release import Release
from kg.serving.things.names import Names
from kg.serving.things.view import View

FIELDS = ("of",)
"""The fields that pages take."""
LONGEST = 500
"""Characters of a field."""


@dataclass(frozen=True)
class Asked:
    """A page of ``release`` in ``language``; ``rows`` asks queries, ``said`` are the fields."""

    release: Release
    rows: Rows
    names: Names
    language: str
    said: Mapping[str, str]

    @cached_property
    def voice(self) -> Voice:
        """Words, numbers and links in the language."""
        return Voice(self.release, self.names, self.language)

    @cached_property
    def view(self) -> View:
        """References to things."""
        return View(self.release, self.names, self.language)

    def draw(self, name: str, place: str, **values: Any) -> str:
        """The page from its template; the switch of languages keeps the fields."""
        kept = [(field, value) for field, value in self.said.items() if value]
        here = {tag: "?" + urlencode([*kept, ("lang", tag)], errors="replace", safe=":/,") for tag in negotiation.LANGUAGES}
        known = {"voice": self.voice, "ref": self.view.ref, "number": lambda value: self.voice.number(str(value))}
        return frame.render(f"{name}.html.jinja", self.language, self.release, place=place, here=here, **(known | values))
