"""The requirements in one language as Markdown, for those who read the repository or convert it further."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.codebook.graph import LANGUAGES
from kg.codebook.markdown import bullets, heading, link, paragraph, strong, table
from kg.requirements import demands
from kg.requirements.catalogue import Catalogue, Chapter, Entry
from kg.requirements.demands import Demand
from kg.requirements.notation import as_markdown, code
from kg.requirements.page import SEVERITIES, dedented
from kg.requirements.texts import Texts

_FENCES = re.compile(r"`{3,}")


def write(catalogue: Catalogue, language: str) -> str:
    """The whole text; ends with one line feed."""
    texts = catalogue.texts[language]
    number = sum(len(chapter.entries) for chapter in catalogue.chapters)
    lines = heading(1, as_markdown(texts.head("title"))) + paragraph(as_markdown(texts.say("title", count=str(number))))
    lines += paragraph(as_markdown(texts.say("how-to-read")))
    rows = [[_severity(texts, name), as_markdown(texts.say(f"severity-{name}"))] for name in SEVERITIES]
    lines += table([texts.head("severity"), texts.head("means")], rows)
    lines += heading(2, as_markdown(texts.head("contents")))
    lines += [*bullets(link(_title(texts, chapter), chapter.name) for chapter in catalogue.chapters), ""]
    for chapter in catalogue.chapters:
        lines += _chapter(chapter, texts)
    return "\n".join(lines).rstrip("\n") + "\n"


def _title(texts: Texts, chapter: Chapter) -> str:
    return as_markdown(texts.head(f"chapter-{chapter.name}"))


def _severity(texts: Texts, name: str) -> str:
    return as_markdown(texts.head(f"severity-{name}"))


def _chapter(chapter: Chapter, texts: Texts) -> list[str]:
    source = code(f"shapes/{chapter.name}.ttl")
    lines = heading(2, _title(texts, chapter), chapter.name)
    lines += paragraph(as_markdown(texts.say(f"chapter-{chapter.name}")), as_markdown(f"({source})"))
    alternative = as_markdown(texts.say("diagram", chapter=texts.head(f"chapter-{chapter.name}")))
    lines += [f"![{alternative}](diagrams/{chapter.name}.{texts.language}.svg)", ""]
    rows = []
    for entry in chapter.entries:
        one = entry.requirement
        rows.append([link(one.number, one.number), as_markdown(texts.own(one.names, one, "name")), _severity(texts, one.severity)])
    lines += table([texts.head("number"), texts.head("name"), texts.head("severity")], rows)
    lines += [*_lead(texts, "prefixes"), *_fenced("turtle", "\n".join(chapter.examples.prefixes))]
    for entry in chapter.entries:
        lines += _entry(entry, chapter, texts)
    return lines


def _entry(entry: Entry, chapter: Chapter, texts: Texts) -> list[str]:
    one, own = entry.requirement, chapter.shapes
    lines = heading(3, f"{one.number} {as_markdown(texts.own(one.names, one, 'name'))}", one.number)
    facts = [(texts.head("severity"), texts.head(f"severity-{one.severity}"))]
    facts.append((texts.head("shape"), f"{texts.shape(own, one.shape)} ({code(texts.notation.iri(one.iri))})"))
    facts.append((texts.head("target"), texts.target(own, one.shape)))
    if one.path:
        facts.append((texts.head("property"), f"{texts.path(one.path)} ({code(texts.notation.path(one.path))})"))
    facts.append((texts.head("why"), texts.own(one.why, one, "reason (rdfs:comment)")))
    lines += [*bullets(f"{strong(as_markdown(name) + ':')} {as_markdown(said)}" for name, said in facts), ""]
    lines += [*_lead(texts, "demands"), *_demands(demands.of(texts, own, one)), ""]
    if one.select:
        lines += [*_lead(texts, "query"), *_fenced("sparql", dedented(one.select))]
    lines += _lead(texts, "passes")
    lines += _fenced("turtle", entry.passes) if entry.passes else paragraph(as_markdown(texts.say("passes")))
    for n, (change, outcome) in enumerate(entry.fails):
        lines += [*_lead(texts, "also-fails" if n else "fails"), *_fenced("diff", "\n".join(change.lines(chapter.examples.notation)))]
        lines += _lead(texts, "message")
        for tag in LANGUAGES:
            lines += [f"> {as_markdown(outcome.messages[tag])}", ""]
    return lines


def _lead(texts: Texts, name: str) -> list[str]:
    return paragraph(strong(f"{as_markdown(texts.head(name))}:"))


def _demands(said: Iterable[Demand], depth: int = 0) -> Iterator[str]:
    for one in said:
        yield from bullets([as_markdown(one.text)], depth)
        yield from _demands(one.inner, depth + 1)


def _fenced(kind: str, text: str) -> list[str]:
    fence = "`" * max(3, *(1 + len(run) for run in _FENCES.findall(text)), 0)
    return [f"{fence}{kind}", text, fence, ""]
