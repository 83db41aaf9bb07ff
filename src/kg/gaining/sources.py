"""What our sources are called, and in which line of its document a passage stands; and on which days a partner's values are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal

from kg.gaining import inquiries
from kg.gaining.asking import Ask
from kg.gaining.wording import LANGUAGES

_PASSAGE = re.compile(r"<?(?P<document>[^<>]+)/(?P<start>\d+)-\d+>?")
_NAMES = """
PREFIX dct: <http://purl.org/dc/terms/>
SELECT DISTINCT ?source ?title ?publisher WHERE {{ VALUES ?source {{ {sources} }}
  {{ ?source dct:title ?title }} UNION {{ ?source dct:source ?publisher . FILTER(isLiteral(?publisher)) }} }}
"""
_TEXTS = """
PREFIX hrm: <https://w3id.org/hrmkg/ontology#>
SELECT DISTINCT ?document ?text WHERE {{ VALUES ?document {{ {documents} }} ?document hrm:text ?text }}
"""


def told(rows: list[dict[str, str]], ask: Ask) -> None:
    """Adds to rows, where it is known: ``theirDay``; ``ourTitle`` and ``ourPublisher`` with ``_LANGUAGE``; ``ourLine`` (from 1)."""
    days = {row["theirs"].value: row["day"].value for row in ask(inquiries.text("observation-days"))}
    names = _names({row["ourSource"] for row in rows if "ourSource" in row}, ask)
    lines = _lines({row["passage"] for row in rows if "passage" in row}, ask)
    for row in rows:
        if row["theirs"] in days:
            row["theirDay"] = days[row["theirs"]]
        row.update(names.get(row.get("ourSource", ""), {}))
        if row.get("passage") in lines:
            row["ourLine"] = str(lines[row["passage"]])


def texts(row: dict[str, str], name: str) -> dict[str, str] | None:
    """A text of a row that was added, in every language; of one that is missing the other stands."""
    found = {tag: row[f"{name}_{tag}"] for tag in LANGUAGES if f"{name}_{tag}" in row}
    return {tag: found.get(tag, next(iter(found.values()))) for tag in LANGUAGES} if found else None


def _names(sources: Iterable[str], ask: Ask) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    listed = " ".join(f"<{one}>" for one in sorted(sources) if ":" in one)
    for row in ask(_NAMES.format(sources=listed)) if listed else ():
        for variable, name in (("title", "ourTitle"), ("publisher", "ourPublisher")):
            if isinstance(row[variable], Literal) and row[variable].language in LANGUAGES:
                said = found.setdefault(row["source"].value, {})
                key = f"{name}_{row[variable].language}"
                said[key] = min(said.get(key, row[variable].value), row[variable].value)
    return found


def _lines(passages: Iterable[str], ask: Ask) -> dict[str, int]:
    """The line in which each passage begins: its IRI ends with the positions of its first and last sign in the text of the document."""
    read = {passage: found for passage in passages if (found := _PASSAGE.fullmatch(passage))}
    listed = " ".join(f"<{one}>" for one in sorted({found["document"] for found in read.values()}))
    documents = dict(_documents(listed, ask)) if listed else {}
    return {
        passage: documents[found["document"]].count("\n", 0, int(found["start"])) + 1
        for passage, found in read.items()
        if found["document"] in documents
    }


def _documents(listed: str, ask: Ask) -> Iterator[tuple[str, str]]:
    for row in ask(_TEXTS.format(documents=listed)):
        yield row["document"].value, row["text"].value
