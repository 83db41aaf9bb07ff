"""A thing in a few lines, for the frames of other sites. Without scripts; what a graph or a client says is escaped."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.linking.entity import Entity, Name, Need
from kg.linking.index import Index
from kg.linking.suggestion import Term
from kg.serving import texts
from kg.serving.reconciliation import wording
from kg.serving.release import Release
from kg.validation.reports import signs

if TYPE_CHECKING:
    import jinja2

TEMPLATES = Path(__file__).with_name("templates")
_NAMES = 8
"""So many other names are shown."""


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
    return (TEMPLATES / "preview.css").read_text(encoding="utf-8")


@cache
def policy() -> str:
    """The content security policy of a preview: its one style by its hash; any site may frame it."""
    style = base64.b64encode(hashlib.sha256(_style().encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; frame-ancestors *"


def page(entity: Entity, index: Index, release: Release, language: str) -> str:
    """The preview of a thing as a page."""
    from markupsafe import Markup

    return _draw("preview", entity, index, release, language, style=Markup(_style()))


def flyout(entity: Entity, index: Index, release: Release, language: str) -> str:
    """The same as a piece of HTML, for flyouts."""
    return _draw("piece", entity, index, release, language)


def term(one: Term, language: str) -> str:
    """A type or property as a piece of HTML."""
    return _environment().get_template("term.html.jinja").render(label=one.label(language), id=one.id)


def _draw(template: str, entity: Entity, index: Index, release: Release, language: str, **more: Any) -> str:
    label, tag = entity.label(language)
    return (
        _environment()
        .get_template(f"{template}.html.jinja")
        .render(
            label=label,
            tag=tag,
            language=language,
            description=entity.description(language),
            types=[wording.type_name(kind, index, language) for kind in reversed(entity.types)],
            names=_others(entity, label),
            address=release.url(entity.iri),
            iri=entity.iri,
            head=lambda name: texts.head(name)[language],
            **more,
        )
    )


def _others(entity: Entity, label: str) -> list[Name]:
    """Its other names and its codes; names of roles are not its own, links have a page."""
    own = [
        name for name in entity.names if name.need != Need.PROPERTY and name.kind not in ("id", "key", "exactMatch") and name.text != label
    ]
    return own[:_NAMES]
