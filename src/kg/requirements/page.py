"""The page in one language as HTML: one file, nothing asked of the network, complete without scripts; they only add a filter."""

from __future__ import annotations

import html
from collections.abc import Iterable
from pathlib import Path

from kg.codebook.graph import LANGUAGES
from kg.requirements import demands, diagram
from kg.requirements.catalogue import Catalogue, Chapter, Entry
from kg.requirements.demands import Demand
from kg.requirements.examples import Change
from kg.requirements.notation import Notation, as_html, code
from kg.requirements.texts import Texts
from kg.requirements.trial import Outcome

SEVERITIES = ("Violation", "Warning", "Info")
FILES = ("requirements.{}.md", "requirements.csv", "diagrams/", "manifest.json")
_HERE = Path(__file__).parent


def file(language: str) -> str:
    """The file of the page in a language; the first language has ``index.html``."""
    return "index.html" if language == LANGUAGES[0] else f"index.{language}.html"


def write(catalogue: Catalogue, language: str) -> str:
    """The whole page; ends with a line feed."""
    texts = catalogue.texts[language]
    title = as_html(texts.head("title"))
    styles = diagram.styles() + _HERE.joinpath("page.css").read_text(encoding="utf-8")
    lines = [
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>\n<style>\n{styles}</style>\n</head>\n<body>\n",
        f'<a class="skip" href="#requirements">{as_html(texts.head("skip"))}</a>\n<div class="page">',
        *_header(catalogue, texts),
        '<main id="requirements">',
        *(line for chapter in catalogue.chapters for line in _chapter(chapter, catalogue, texts)),
        "</main>\n</div>",
        f"<script>\n{_HERE.joinpath('page.js').read_text(encoding='utf-8')}</script>\n</body>\n</html>",
    ]
    return "\n".join(lines) + "\n"


def _header(catalogue: Catalogue, texts: Texts) -> Iterable[str]:
    number = sum(len(chapter.entries) for chapter in catalogue.chapters)
    yield "<header>"
    for tag, other in catalogue.texts.items():
        if tag != texts.language:
            yield f'<nav><a href="{file(tag)}" hreflang="{tag}" lang="{tag}">{as_html(other.head("this-language"))}</a></nav>'
    yield f"<h1>{as_html(texts.head('title'))}</h1>"
    yield f'<p class="lead">{as_html(texts.say("title", count=str(number)))}</p>'
    yield f"<p>{as_html(texts.say('how-to-read'))}</p>\n</header>"
    rows = [[_severity(texts, name), as_html(texts.say(f"severity-{name}"))] for name in SEVERITIES]
    yield _table([texts.head("severity"), texts.head("means")], rows)
    files = [as_html(texts.say(f"file-{n}", file=code(name.format(texts.language)))) for n, name in enumerate(FILES, 1)]
    yield f"<h4>{as_html(texts.head('files'))}</h4>\n<ul>{''.join(f'<li>{said}</li>' for said in files)}</ul>"
    yield f'<nav aria-label="{html.escape(texts.head("contents"))}"><h4>{as_html(texts.head("contents"))}</h4>\n<ul class="contents">'
    for chapter in catalogue.chapters:
        first, last = (chapter.entries[n].requirement.number for n in (0, -1))
        span = f"<span>{first} … {last}</span>"
        yield f'<li><a href="#{chapter.name}">{as_html(texts.head(f"chapter-{chapter.name}"))}</a> {span}</li>'
    yield "</ul></nav>"
    label = as_html(texts.head("filter"))
    yield f'<form class="filter" role="search" hidden><label>{label} <input type="search"></label><output></output></form>'


def _chapter(chapter: Chapter, catalogue: Catalogue, texts: Texts) -> Iterable[str]:
    name = f"chapter-{chapter.name}"
    yield f'<section id="{chapter.name}">\n<h2>{as_html(texts.head(name))}</h2>'
    source = code(f"shapes/{chapter.name}.ttl")
    yield f'<p>{as_html(texts.say(name))} <span class="soft">{as_html(source)}</span></p>'
    yield f'<figure class="wide" tabindex="0">\n{diagram.draw(chapter, texts)}</figure>'
    rows = []
    for entry in chapter.entries:
        one = entry.requirement
        link = f'<a class="number" href="#{one.number}">{one.number}</a>'
        rows.append([link, as_html(texts.own(one.names, one, "name")), _severity(texts, one.severity)])
    yield _table([texts.head("number"), texts.head("name"), texts.head("severity")], rows)
    prefixes = html.escape("\n".join(chapter.examples.prefixes), quote=False)
    yield f"<details><summary>{as_html(texts.head('prefixes'))}</summary>\n<pre>{prefixes}</pre></details>"
    for entry in chapter.entries:
        yield from _entry(entry, chapter, catalogue, texts)
    yield "</section>"


def _entry(entry: Entry, chapter: Chapter, catalogue: Catalogue, texts: Texts) -> Iterable[str]:
    one, own = entry.requirement, chapter.shapes
    link = f'<a href="#{one.number}"><span class="number">{one.number}</span> {as_html(texts.own(one.names, one, "name"))}</a>'
    yield f'<article id="{one.number}">\n<h3>{link}</h3>'
    for tag, other in catalogue.texts.items():
        if tag != texts.language:
            there = f'<a href="{file(tag)}#{one.number}" hreflang="{tag}" lang="{tag}">{as_html(other.own(one.names, one, "name"))}</a>'
            yield f'<p class="other">{there}</p>'
    facts = [(texts.head("severity"), _severity(texts, one.severity))]
    facts.append((texts.head("shape"), as_html(f"{texts.shape(own, one.shape)} ({code(texts.notation.iri(one.iri))})")))
    facts.append((texts.head("target"), as_html(texts.target(own, one.shape))))
    if one.path:
        facts.append((texts.head("property"), as_html(f"{texts.path(one.path)} ({code(texts.notation.path(one.path))})")))
    yield '<dl class="facts">' + "".join(f"<dt>{as_html(name)}</dt><dd>{said}</dd>" for name, said in facts) + "</dl>"
    yield f'<h4>{as_html(texts.head("why"))}</h4>\n<p class="why">{as_html(texts.own(one.why, one, "reason (rdfs:comment)"))}</p>'
    yield f"<h4>{as_html(texts.head('demands'))}</h4>\n{_demands(demands.of(texts, own, one))}"
    if one.select:
        query = html.escape(dedented(one.select), quote=False)
        yield f"<details><summary>{as_html(texts.head('query'))}</summary>\n<pre>{query}</pre></details>"
    yield f"<h4>{as_html(texts.head('passes'))}</h4>"
    yield f"<pre>{html.escape(entry.passes, quote=False)}</pre>" if entry.passes else f"<p>{as_html(texts.say('passes'))}</p>"
    for n, (change, outcome) in enumerate(entry.fails):
        yield f"<h4>{as_html(texts.head('also-fails' if n else 'fails'))}</h4>\n{_diff(change, chapter.examples.notation)}"
        yield f"<h4>{as_html(texts.head('message'))}</h4>\n{_messages(outcome, texts)}"
    yield "</article>"


def _messages(outcome: Outcome, texts: Texts) -> str:
    """The message in every language; beside one in another language than the page stands which it is."""
    lines = []
    for tag in (tag for tag in LANGUAGES if tag in outcome.messages):
        if tag != texts.language:
            named = texts.named(texts.graph.vocabulary.languages[tag].iri)
            lines.append(f"<p>{as_html(texts.say('tongue', language=named))}</p>")
        lines.append(f'<blockquote lang="{tag}">{html.escape(outcome.messages[tag], quote=False)}</blockquote>')
    return "\n".join(lines)


def _diff(change: Change, notation: Notation) -> str:
    lines = change.lines(notation)
    marked = [f'<span class="{"gone" if line[0] == "-" else "come"}">{html.escape(line, quote=False)}</span>' for line in lines]
    return f'<pre class="diff">{"".join(marked)}</pre>'


def _demands(said: Iterable[Demand]) -> str:
    items = [f"<li>{as_html(one.text)}{_demands(one.inner) if one.inner else ''}</li>" for one in said]
    return f"<ul>{''.join(items)}</ul>"


def _severity(texts: Texts, name: str) -> str:
    return f'<span class="severity {name.lower()}">{as_html(texts.head(f"severity-{name}"))}</span>'


def _table(head: list[str], rows: list[list[str]]) -> str:
    cells = "".join(f'<th scope="col">{as_html(name)}</th>' for name in head)
    body = "\n".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table>\n<thead><tr>{cells}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"


def dedented(query: str) -> str:
    """A query without the indentation that it has in its file."""
    lines = query.strip("\n").rstrip().splitlines()
    least = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[least:] for line in lines)
