"""The page of the search. It has no script; everything that a graph or a client says is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.serving.pages.frame import Frame
from kg.serving.release import Release

FRAME = Frame(Path(__file__).with_name("templates"), "search.css")


def policy() -> str:
    """The content security policy of the page: its one style by its hash, forms to this server, nothing else."""
    return FRAME.policy


def draw(language: str, release: Release, here: Mapping[str, str], **content: Any) -> str:
    """The page; ``here`` are its addresses in each language."""
    return FRAME.render("search.html.jinja", language, release, place="search", here=here, **content)
