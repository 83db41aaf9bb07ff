"""Pages of the service: the form, and what went wrong. They have no script; the policy allows their one style by its hash."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.serving import checking, document, fields, negotiation, texts
from kg.serving.limits import Limits
from kg.serving.problem import CLAUSES, ServingError
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
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined, finalize=harmless, trim_blocks=True
    )


@cache
def _style() -> str:
    return (TEMPLATES / "page.css").read_text(encoding="utf-8")


@cache
def policy() -> str:
    """The content security policy of these pages."""
    style = base64.b64encode(hashlib.sha256(_style().encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{style}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


def form(limits: Limits, language: str, home: str, address: str) -> str:
    """The page with the form; ``address`` is that to which programs send."""
    known = {"names": checking.names(), "forms": fields.FORMS, "formats": negotiation.FORMS, "fields": fields.listed(language)}
    return _draw("form.html.jinja", language, home, limits=limits, address=address, document=document.FORM, **known)


def problem(error: ServingError, language: str, home: str) -> str:
    """The page that says what went wrong."""
    english = any(getattr(error, name) and error.language[name] != language for name in CLAUSES)
    return _draw("problem.html.jinja", language, home, error=error, english=english)


def explanation(code: str, text: str, language: str, home: str) -> str:
    """The page that explains a code; ``text`` are the lines that ``kg explain`` prints."""
    return _draw("explanation.html.jinja", language, home, code=code, text=text)


def _draw(name: str, language: str, home: str, **content: Any) -> str:
    from markupsafe import Markup

    def pick(found: Mapping[str, str]) -> str:
        return found.get(language) or found["en"]

    return (
        _environment()
        .get_template(name)
        .render(
            language=language,
            languages={tag: texts.head("language")[tag] for tag in negotiation.LANGUAGES},
            home=home,
            style=Markup(_style()),
            head=lambda name: pick(texts.head(name)),
            say=lambda name, **values: pick(texts.say(name, **values)),
            **content,
        )
    )
