"""The versions of a text by language, and their markup: all stand in a page, each marked with its language."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.validation.reports import signs

if TYPE_CHECKING:
    from markupsafe import Markup


class Version(NamedTuple):
    """A text in one language, and the languages of the page (their numbers) in which it is shown."""

    language: str
    text: str
    shown: tuple[int, ...]


def markup(versions: list[Version]) -> Markup:
    """Every version of a text, marked with its language and with those of the page that show it."""
    from markupsafe import Markup, escape

    spans = []
    for version in versions:
        shown = "".join(f" for-{number}" for number in version.shown)
        language, text = escape(signs.visible(version.language)), escape(signs.visible(version.text))
        spans.append(f'<span class="t{shown}" lang="{language}" dir="auto">{text}</span>')
    return Markup(" ".join(spans))
