"""The requirements of the shapes: a list of all, and the files that ``kg shapes`` writes, made when they are first asked for."""

from __future__ import annotations

import base64
import hashlib
import re
import tempfile
import threading
from functools import cache
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from markupsafe import Markup

from kg.codebook.graph import Graph
from kg.requirements import page as written
from kg.requirements import write
from kg.requirements.catalogue import CHAPTER
from kg.requirements.notation import Notation, as_html
from kg.requirements.shapes import Requirement, read
from kg.requirements.texts import Texts
from kg.serving.pages.asked import Asked
from kg.serving.problem import ServingError
from kg.vocabulary import resources
from kg.vocabulary.loading import local_name

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
}
_INLINE = re.compile(r"<(style|script)>(.*?)</\1>", re.DOTALL)


class File(NamedTuple):
    """A file: its bytes, its media type, and for pages the policy that allows their own style and script."""

    content: bytes
    type: str
    policy: str = ""


class Listed(NamedTuple):
    """A requirement in the list: its number, its name and severity in a language, why it exists, its chapter."""

    number: str
    name: Markup
    severity: str
    why: Markup


def page(asked: Asked) -> str:
    """The list of all requirements by chapter."""
    chapters = _chapters(asked.language)
    severities = {name: _texts(asked.language).head(f"severity-{name}") for name in written.SEVERITIES}
    total = sum(len(rows) for *_, rows in chapters)
    return asked.draw(
        "requirements", "requirements", chapters=chapters, severities=severities, whole=written.file(asked.language), total=total
    )


def _html(text: str) -> Markup:
    return Markup(as_html(text))


class Files:
    """The folder of ``kg shapes``, made once, kept in memory."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: dict[str, File] = {}

    def make(self) -> None:
        """Makes the files, unless they are there."""
        with self._lock:
            self._found = self._found or _made()

    def read(self, name: str) -> File:
        """A file by its path in the folder. Raises :class:`ServingError` KG807 (404) for one that is not there."""
        self.make()
        if name not in self._found:
            raise ServingError("KG807", "there is no such page of the requirements", status=HTTPStatus.NOT_FOUND, mend="see requirements")
        return self._found[name]


def _made() -> dict[str, File]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "requirements"
        files = [file for file in write(place) if file.is_file()]
        return {file.relative_to(place).as_posix(): _file(file.name, file.read_bytes()) for file in files}


def _file(name: str, content: bytes) -> File:
    ending = PurePosixPath(name).suffix
    return File(content, TYPES[ending], _policy(content.decode("utf-8")) if ending in (".html", ".svg") else "")


def _policy(text: str) -> str:
    """What a page of its own may do: its style and its script by their hashes, nothing else."""
    allowed: dict[str, list[str]] = {"style": [], "script": []}
    for kind, inside in _INLINE.findall(text):
        digest = base64.b64encode(hashlib.sha256(inside.encode("utf-8")).digest()).decode("ascii")
        allowed[kind].append(f"'sha256-{digest}'")
    said = "; ".join(f"{kind}-src {' '.join(hashes)}" for kind, hashes in allowed.items() if hashes)
    return f"default-src 'none'; {said}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@cache
def _chapters(language: str) -> tuple[tuple[str, str, Markup, tuple[Listed, ...]], ...]:
    """Name, title, what it is about, and requirements of every chapter; nothing is tried out, which takes its time."""
    texts, shapes = _texts(language), read(resources.root())
    named = [local_name(iri).removeprefix(CHAPTER) for iri in texts.graph.in_scheme(f"{texts.graph.vocabulary.base}vocab/requirements")]
    return tuple(
        (
            name,
            texts.head(CHAPTER + name),
            _html(texts.say(CHAPTER + name)),
            tuple(_listed(one, texts) for one in shapes[name].requirements()),
        )
        for name in named
        if name in shapes
    )


def _listed(one: Requirement, texts: Texts) -> Listed:
    return Listed(
        one.number, _html(texts.own(one.names, one, "name")), one.severity, _html(texts.own(one.why, one, "reason (rdfs:comment)"))
    )


@cache
def _texts(language: str) -> Texts:
    graph = Graph(resources.root())
    return Texts(graph, language, Notation(graph.vocabulary.prefixes))
