"""A gain as one HTML page: both languages in it, chosen by CSS alone, nothing outside it asked for, printable.

Its style is that of the reports of :mod:`kg.validation.reports`; its policy (CSP) allows this style by its hash and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from kg.gaining import findings, saying, structured, wording
from kg.gaining.gain import Gain
from kg.validation.reports import page, signs

_TEMPLATES = Path(__file__).with_name("templates")


def write(gain: Gain, language: str) -> str:
    """The page; it opens in ``language``."""
    languages = tuple(dict.fromkeys((language, *wording.LANGUAGES)))
    style = (page.TEMPLATES / "page.css").read_text(encoding="utf-8")
    style += "".join(page.CHOICE.format(number) for number in range(len(languages)))
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    said = structured.document(gain)
    return _template().render(
        languages=languages,
        names={tag: _name(tag) for tag in languages},
        style=style,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        sections=saying.sections(said, findings.MOST),
        said=said,
        head=wording.head,
        lead=wording.filled("lead"),
    )


def _name(tag: str) -> str:
    from kg.vocabulary import vocabulary

    return vocabulary().languages[tag].labels.get(tag, tag)


@cache
def _template() -> jinja2.Template:
    def harmless(value: Any) -> Any:
        return value if hasattr(value, "__html__") or not isinstance(value, str) else signs.visible(value)

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined, finalize=harmless
    )
    return environment.get_template("gain.html.jinja")
