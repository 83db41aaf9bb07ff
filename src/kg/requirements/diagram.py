"""A diagram of a file of shapes as SVG: node shapes with their checks and cardinalities, arrows to the classes of the values.

A drawing is made of text and lines only, in the order of the file; widths of texts are estimated, so that the same shapes give the same
bytes everywhere. Colours come from custom properties, which a page sets; alone it brings its own.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import NamedNode

from kg.requirements import demands
from kg.requirements.catalogue import Chapter
from kg.requirements.notation import as_plain
from kg.requirements.shapes import Requirement
from kg.requirements.texts import Texts

BOX, GAP, CLASS, MARGIN = 560, 110, 220, 8
ROW, LINE, HEAD, SPACE = 26, 17, 22, 17
WIDE, NARROW, BOLD = 7.3, 6.7, 8.3  # a sign at 13, 11.5 and 13 px bold, rather too wide than too narrow
STYLES = tuple(Path(__file__).with_name(name) for name in ("palette.css", "diagram.css"))


@dataclass(frozen=True)
class _Row:
    requirement: Requirement
    lines: tuple[str, ...]
    count: str
    to: tuple[str, ...]


@dataclass
class _Drawing:
    name: str
    parts: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    width: float = BOX
    height: float = MARGIN

    def text(self, x: float, y: float, kind: str, text: str, end: bool = False) -> None:
        anchor = ' text-anchor="end"' if end else ""
        self.parts.append(f'<text class="{kind}" x="{x:g}" y="{y:g}"{anchor}>{html.escape(text, quote=False)}</text>')


def draw(chapter: Chapter, texts: Texts, *, alone: bool = False) -> str:
    """The diagram of a chapter in the language of ``texts``; ``alone`` as a file of its own."""
    drawing = _Drawing(chapter.name)
    for shape in chapter.shapes.targeted():
        rows = [_row(chapter, texts, entry.requirement) for entry in chapter.entries if entry.requirement.shape == shape.value]
        _box(drawing, chapter, texts, shape.value, rows)
    width, height = 2 * MARGIN + drawing.width, drawing.height - SPACE + MARGIN
    title = html.escape(texts.say("diagram", chapter=texts.head(f"chapter-{chapter.name}")), quote=False)
    said = html.escape(" ".join(drawing.said), quote=False)
    own = f"d-{chapter.name}"
    names = ' xmlns="http://www.w3.org/2000/svg"' if alone else ""
    style = f"<style>{styles()}</style>" if alone else ""
    lines = [
        f'<svg{names} class="diagram" role="img" aria-labelledby="{own}-title {own}-desc" lang="{texts.language}" '
        f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}">',
        f'<title id="{own}-title">{title}</title><desc id="{own}-desc">{said}</desc>{style}',
        f'<defs><marker id="{own}-end" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path class="tip" d="M0 0 8 4 0 8z"/></marker></defs>',
        *drawing.parts,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def styles() -> str:
    """Colours and the rules of diagrams."""
    return "".join(path.read_text(encoding="utf-8") for path in STYLES)


def _row(chapter: Chapter, texts: Texts, requirement: Requirement) -> _Row:
    node = NamedNode(requirement.iri)
    given = chapter.shapes.parameters(node)
    if requirement.path is None:
        members = [member for name in demands.SHAPES for value in given.get(name, ()) for member in chapter.shapes.members(value)]
        kinds = tuple(value.value for member in members for value in chapter.shapes.parameters(member).get("class", ()))
        return _Row(requirement, _wrapped(texts.own(requirement.names, requirement, "name"), BOX - 110, WIDE), "", kinds)
    classes = tuple(value.value for value in given.get("class", ()))
    types = [texts.label(value.value) for value in given.get("datatype", ())]
    said = texts.path(requirement.path) + (f": {', '.join(types)}" if types else "")
    return _Row(requirement, _wrapped(said, BOX - 160, WIDE), demands.cardinality(chapter.shapes, node), classes)


def _box(drawing: _Drawing, chapter: Chapter, texts: Texts, shape: str, rows: list[_Row]) -> None:
    name = texts.shape(chapter.shapes, shape)
    target = _wrapped(as_plain(texts.target(chapter.shapes, shape, codes=False)), BOX - 28, NARROW)
    top, left = drawing.height, MARGIN
    head = HEAD + 8 + LINE * len(target)
    height = head + sum(_height(row) for row in rows) + 8
    drawing.parts.append(f'<rect class="box" x="{left}" y="{top:g}" width="{BOX}" height="{height:g}" rx="8"/>')
    drawing.parts.append(f'<path class="head" d="M{left} {top + head:g}v{8 - head:g}q0-8 8-8h{BOX - 16}q8 0 8 8v{head - 8:g}z"/>')
    drawing.text(left + 14, top + HEAD, "name", name)
    for n, line in enumerate(target):
        drawing.text(left + 14, top + HEAD + LINE * (n + 1), "target", line)
    drawing.said.append(f"{name} ({' '.join(target)}):")
    y = top + head + 4
    arrows: list[tuple[float, str]] = []
    for row in rows:
        _line(drawing, texts, row, left, y)
        arrows += [(y + ROW / 2, iri) for iri in row.to]
        y += _height(row)
    drawing.height = max(top + height, _classes(drawing, texts, arrows, top)) + SPACE


def _line(drawing: _Drawing, texts: Texts, row: _Row, left: float, y: float) -> None:
    base, kind = y + 18, row.requirement.severity.lower()
    drawing.parts.append(f'<rect class="mark {kind}" x="{left + 6}" y="{y + 5:g}" width="3" height="{_height(row) - 8:g}"/>')
    drawing.text(left + 16, base, "number", row.requirement.number)
    for n, line in enumerate(row.lines):
        drawing.text(left + 80, base + LINE * n, "row" if row.count else "row query", line)
    if row.count:
        drawing.text(left + BOX - 14, base, "count", row.count, end=True)
    names = [texts.label(iri) for iri in row.to]
    drawing.said.append(" ".join(filter(None, [row.requirement.number, *row.lines, row.count, *(f"→ {name}" for name in names)])) + ";")


def _height(row: _Row) -> float:
    return ROW + LINE * (len(row.lines) - 1)


def _classes(drawing: _Drawing, texts: Texts, arrows: list[tuple[float, str]], top: float) -> float:
    """The boxes of the classes beside the middle of their arrows, none over another; returns the lower end of the last."""
    ends: dict[str, list[float]] = {}
    for y, iri in arrows:
        ends.setdefault(iri, []).append(y)
    x = MARGIN + BOX + GAP
    for iri, starts in ends.items():
        lines = _wrapped(texts.label(iri), CLASS - 24, BOLD)
        height = 14 + LINE * (len(lines) + 1)
        place = max(top, sum(starts) / len(starts) - height / 2)
        drawing.parts.append(f'<rect class="class" x="{x}" y="{place:g}" width="{CLASS}" height="{height:g}" rx="8"/>')
        for n, line in enumerate(lines):
            drawing.text(x + 12, place + 20 + LINE * n, "name", line)
        drawing.text(x + 12, place + 20 + LINE * len(lines), "target", texts.notation.iri(iri))
        for y in starts:
            curve = f"M{MARGIN + BOX} {y:g}C{x - GAP / 2:g} {y:g} {x - GAP / 2:g} {place + height / 2:g} {x} {place + height / 2:g}"
            drawing.parts.append(f'<path class="arrow" d="{curve}" marker-end="url(#d-{drawing.name}-end)"/>')
        drawing.width, top = BOX + GAP + CLASS, place + height + 8
    return top - 8 if ends else 0


def _wrapped(text: str, width: float, sign: float) -> tuple[str, ...]:
    return tuple(_lines(text.split(), max(8, int(width / sign))))


def _lines(words: list[str], most: int) -> Iterator[str]:
    line = ""
    for word in words:
        if line and len(line) + 1 + len(word) > most:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    yield line
