"""Pages of the service: the form, and what went wrong. They stand in the frame of all pages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.requests import Request

from kg.serving import checking, document, fields, negotiation
from kg.serving.limits import Limits
from kg.serving.pages import frame
from kg.serving.problem import CLAUSES, ServingError

TEMPLATES = Path(__file__).with_name("templates")
FRAME = frame.Frame(TEMPLATES)


def policy() -> str:
    """The content security policy of these pages."""
    return FRAME.policy


def form(request: Request, limits: Limits, language: str, home: str, address: str) -> str:
    """The page with the form; ``address`` is that to which programs send."""
    known = {"names": checking.names(), "forms": fields.FORMS, "formats": negotiation.FORMS, "fields": fields.listed(language)}
    here = frame.addresses(request)
    return _draw("form", request, language, home, place="check", here=here, limits=limits, address=address, document=document.FORM, **known)


def problem(request: Request, error: ServingError, language: str, home: str) -> str:
    """The page that says what went wrong."""
    english = any(getattr(error, name) and error.language[name] != language for name in CLAUSES)
    return _draw("problem", request, language, home, here=frame.addresses(request), error=error, english=english)


def explanation(request: Request, code: str, text: str, spoken: str, language: str, home: str) -> str:
    """The page that explains a code; ``text`` are the lines that ``kg explain`` prints, in the language ``spoken``."""
    return _draw("explanation", request, language, home, here=frame.addresses(request), code=code, text=text, spoken=spoken)


def _draw(name: str, request: Request, language: str, home: str, *, here: Mapping[str, str], place: str = "", **content: Any) -> str:
    return FRAME.render(f"{name}.html.jinja", language, frame.release(request), place=place, here=here, home=home, **content)
