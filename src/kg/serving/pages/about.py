"""The page about the project: what the graph says and what it does not, and where everything else is."""

from __future__ import annotations

from kg.serving.pages import frame
from kg.serving.pages.asked import Asked

SAID = ("statement", "gap", "passage", "sources", "people", "invented")
"""What a reader must know (``text:about-NAME``)."""


def page(asked: Asked) -> str:
    """The page."""
    return asked.draw("about", "about", said=SAID, places=(*frame.MORE, *frame.NAVIGATION[1:-1]))
