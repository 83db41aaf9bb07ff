"""Pages of the library: the list of questions, a question with its form and answer, the description of the service. They have no script."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.serving.pages.frame import Frame
from kg.serving.problem import CLAUSES, ServingError
from kg.serving.release import Release

TEMPLATES = Path(__file__).with_name("templates")
FRAME = Frame(TEMPLATES, "library.css")


def policy() -> str:
    """The content security policy of these pages: their one style by its hash, forms to this server, nothing else."""
    return FRAME.policy


def draw(name: str, language: str, release: Release, here: Mapping[str, str], error: ServingError | None = None, **content: Any) -> str:
    """A page from its template; ``here`` are the addresses of this page in each language."""
    english = error is not None and any(getattr(error, clause) and error.language[clause] != language for clause in CLAUSES)
    values = content | {"release": release, "error": error, "english": english}
    return FRAME.render(f"{name}.html.jinja", language, release, here=here, **values)
