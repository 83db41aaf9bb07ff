"""Pages of the library: the list of questions, a question with its form and answer, the description of the service. They have no script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.serving import negotiation, page, texts
from kg.serving.problem import CLAUSES, ServingError
from kg.serving.release import Release
from kg.validation.reports import signs

if TYPE_CHECKING:
    import jinja2

TEMPLATES = Path(__file__).with_name("templates")


@cache
def _environment() -> jinja2.Environment:
    import jinja2

    def harmless(value: Any) -> Any:
        return value if hasattr(value, "__html__") or not isinstance(value, str) else signs.visible(value)

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style() -> str:
    return (page.TEMPLATES / "page.css").read_text(encoding="utf-8") + (TEMPLATES / "library.css").read_text(encoding="utf-8")


@cache
def policy() -> str:
    """The content security policy of these pages: their one style by its hash, forms to this server, nothing else."""
    style = base64.b64encode(hashlib.sha256(_style().encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{style}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


def draw(name: str, language: str, release: Release, here: Mapping[str, str], error: ServingError | None = None, **content: Any) -> str:
    """A page from its template; ``here`` are the addresses of this page in each language."""
    from markupsafe import Markup

    def pick(found: Mapping[str, str]) -> str:
        return found.get(language) or found.get("en", "")

    return (
        _environment()
        .get_template(f"{name}.html.jinja")
        .render(
            language=language,
            languages={tag: texts.head("language")[tag] for tag in negotiation.LANGUAGES},
            here=here,
            home=release.base_url,
            release=release,
            style=Markup(_style()),
            error=error,
            english=error is not None and any(getattr(error, clause) and error.language[clause] != language for clause in CLAUSES),
            pick=pick,
            head=lambda name: pick(texts.head(name)),
            say=lambda name, **values: pick(texts.say(name, **values)),
            **content,
        )
    )
