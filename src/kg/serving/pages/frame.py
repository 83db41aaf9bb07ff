"""The frame of every page: head, navigation, languages, footer, one style.

Styles stand in the page, allowed by their hashes: a page that is saved, mailed or printed looks as it did, asks for nothing else, and there
is no second address to keep. Pages have no script; one that needs it says so in a policy of its own.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from kg.serving import negotiation, texts
from kg.serving.release import Release
from kg.validation.reports import signs
from kg.vocabulary import resources, vocabulary

if TYPE_CHECKING:
    import jinja2
    from starlette.requests import Request

TEMPLATES = Path(__file__).with_name("templates")
_SITE = "site.css"
_KEPT = 40
"""Fields of an address that the switch of languages carries on."""


class Entry(NamedTuple):
    """A place of the site: its name (``text:frame-NAME``) and its path below the home."""

    name: str
    path: str


CHECK = Entry("check", "validate")
NAVIGATION = (
    Entry("home", ""),
    Entry("states", "states"),
    Entry("indicators", "indicators"),
    Entry("instruments", "instruments"),
    Entry("questions", "queries"),
    Entry("sparql", "query"),
    Entry("search", "search"),
    CHECK,
    Entry("about", "about"),
)
"""What every page leads to."""
MORE = (
    Entry("quality", "quality"),
    Entry("codebook", "codebook"),
    Entry("vocabulary", "vocabulary"),
    Entry("requirements", "requirements"),
    Entry("errata", "errata"),
    Entry("cite", "cite"),
    Entry("licences", "licences"),
    Entry("openapi", "openapi"),
)
"""What the foot of every page leads to besides."""


class Around(NamedTuple):
    """What the frame shows around a page. ``here`` are its addresses by language; none where it cannot be asked for again."""

    home: str
    place: str
    here: Mapping[str, str]
    languages: Mapping[str, str]
    places: tuple[Entry, ...]
    more: tuple[Entry, ...]
    release: str


@dataclass(frozen=True)
class Frame:
    """Draws the templates of a folder, each ``{% extends "frame.html.jinja" %}``; ``style`` is a file there, put behind the site's."""

    templates: Path = TEMPLATES
    style: str = ""

    def render(
        self,
        name: str,
        language: str,
        release: Release | None,
        /,
        *,
        place: str = "",
        here: Mapping[str, str] | None = None,
        home: str = "",
        **values: Any,
    ) -> str:
        """A page.

        ``release`` is None where nothing but validation is served. ``place`` is the entry of the navigation that is this page.
        ``here``: see :func:`addresses`. ``home`` is the path or URL that links begin with, that of the release unless said.
        Templates know ``language``, ``home``, ``head(name)``, ``say(name, **places)``, ``pick(by_language)`` and the values; their
        macros too know ``tongue(tag, language)``: :func:`tongue`.
        """
        from markupsafe import Markup

        def pick(found: Mapping[str, str]) -> str:
            return found.get(language) or found.get("en", "")

        home = home or (release.base_url if release else "/")
        around = Around(
            home,
            place,
            {tag: f"?lang={tag}" for tag in negotiation.LANGUAGES} if here is None else here,
            {tag: texts.head("language")[tag] for tag in negotiation.LANGUAGES},
            NAVIGATION if release else (CHECK,),
            MORE if release else (),
            release.id if release else "",
        )
        known = {
            "frame": around,
            "language": language,
            "home": home,
            "styles": tuple(map(Markup, self.styles)),
            "head": lambda name: pick(texts.head(name)),
            "say": lambda name, **places: pick(texts.say(name, **places)),
            "pick": pick,
        }
        return self._environment.get_template(name).render(known | values)

    @cached_property
    def styles(self) -> tuple[str, ...]:
        """The styles of these pages: the site's, and their own where they have one."""
        files = (TEMPLATES / _SITE, *((self.templates / self.style,) if self.style else ()))
        return tuple(file.read_text(encoding="utf-8") for file in files)

    @property
    def policy(self) -> str:
        """The content security policy of these pages, which is that of all: :func:`policy`."""
        return policy()

    @cached_property
    def _environment(self) -> jinja2.Environment:
        import jinja2

        def harmless(value: Any) -> Any:
            return value if hasattr(value, "__html__") or not isinstance(value, str) else signs.visible(value)

        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(list(dict.fromkeys((self.templates, TEMPLATES)))),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            finalize=harmless,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals["tongue"] = tongue
        return environment


def tongue(tag: str, language: str) -> str:
    """What stands beside a text in another language than the page: the language that it is in (its tag where we have no name for it)."""
    known = vocabulary().languages.get(tag.partition("-")[0].lower())
    return texts.say("frame-tongue", language=known.labels[language] if known else tag)[language]


PAGES = Frame()
"""The frame of the pages beside this module."""


def render(name: str, language: str, release: Release, /, **values: Any) -> str:
    """A page from ``templates/`` beside this module: :meth:`Frame.render`."""
    return PAGES.render(name, language, release, **values)


@cache
def policy() -> str:
    """The content security policy of every page: styles of this package by their hashes, forms to this server, nothing else.

    It is one for all, so that who sends a page need not know who drew it.
    """
    files = sorted(Path(__file__).parent.parent.glob("*/templates/*.css"), key=lambda file: (file.name != _SITE, file))
    hashes = [base64.b64encode(hashlib.sha256(file.read_bytes()).digest()).decode("ascii") for file in files]
    styles = " ".join(f"'sha256-{digest}'" for digest in hashes)
    return f"default-src 'none'; style-src {styles}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


def addresses(request: Request) -> dict[str, str]:
    """The address of a request in each language, relative to itself; none for one that is not asked for by GET."""
    if request.method not in ("GET", "HEAD"):
        return {}
    fields = [pair for pair in request.query_params.multi_items() if pair[0] not in ("lang", "language")][:_KEPT]
    return {tag: "?" + urlencode([*fields, ("lang", tag)], errors="replace", safe=",:") for tag in negotiation.LANGUAGES}


def release(request: Request) -> Release | None:
    """The release that the application of a request serves; None where nothing but validation is served."""
    found: Release | None = getattr(request.app.state, "release", None)
    return found


@cache
def fingerprint(folder: Path) -> str:
    """A hash of words, frame and templates of a folder: what validators of pages (ETag) depend on beside data."""
    files = sorted(file for place in {folder, TEMPLATES} for file in place.iterdir() if file.is_file())
    files.append(resources.root() / "ontology" / "serving.ttl")
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()
