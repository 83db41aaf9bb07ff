"""Profile documents given to be validated, built in memory: their graph, their lines, and what their reader did not read for certain."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat

from kg import explaining
from kg.building import sources
from kg.building.documents import Documents
from kg.building.options import Options
from kg.errors import InputError, together
from kg.inputs.gathered import Inputs
from kg.interpreting import interpret
from kg.mapping import catalogue, profile
from kg.model import About, Document, Gap, Problem, Reading
from kg.reading import text
from kg.validation.paths import SH
from kg.validation.report import Finding, Place, Result
from kg.validation.source import Source
from kg.validation.waivers import Declared
from kg.vocabulary import clauses, resources, vocabulary


def read(paths: list[Path], inputs: Inputs, options: Options) -> list[Path]:
    """Profile documents, built in memory: their results are reported in the documents' own lines. The files that were read."""
    found = sources.discover(paths)
    documents = Documents(found, options)
    profiles = Profiles(inputs)
    for read, reading in documents.readings():
        shown = _shown(read.source.path, paths)
        profiles.add(reading, read.about, shown)
        beside = str(read.source.sidecar or shown)
        inputs.waivers += [Declared(waived, beside, profile.profile_iri(read.about)) for waived in read.about.waivers]
    if documents.errors:
        raise together(_placed(error, found, paths) for _, error in documents.errors)
    profiles.close(", ".join(str(path) for path in paths))
    return [one.path for one in found]


def one(content: bytes, name: str, inputs: Inputs, options: Options) -> None:
    """A profile document without a sidecar. Raises :class:`InputError`: KG306 where nobody says what it is a profile of, KG1xx."""
    about = sources.declared(sources.Source(Path(name), name, None), options, None)
    reading = interpret(text.document(content, name), language=about.language, area=about.area)
    if not reading.ledger.closes:
        raise InputError("KG109", "the ledger of the document does not close", why="a character is in no account", file=name)
    profiles = Profiles(inputs)
    profiles.add(reading, about, name)
    profiles.close(name)


class Profiles:
    """Profile documents on their way into inputs: the graph of all of them, and what it refers to."""

    def __init__(self, inputs: Inputs) -> None:
        self._inputs = inputs
        self._lines: list[str] = []
        self._abouts: list[About] = []
        self._named: set[tuple[str, str]] = set()

    def add(self, reading: Reading, about: About, shown: str) -> None:
        """A document that was read from the file ``shown``."""
        self._lines += profile.quads(reading, about)
        self._named |= catalogue.mentioned(reading.facts)
        self._abouts.append(about)
        text_hash = reading.document.sha256
        self._inputs.documents[profile.source_iri(text_hash)] = shown
        self._inputs.unread += [unread_result(problem, text_hash, shown, reading.document) for problem in reading.problems]
        self._inputs.unrecognised = (self._inputs.unrecognised or 0) + _unrecognised(reading)

    def close(self, name: str) -> None:
        """Puts the graph into the inputs as a source of this name."""
        tables = resources.root() / "data" / "reference"
        lines = [*self._lines, *catalogue.bodies(self._named), *catalogue.catalogue(self._abouts, tables)]
        self._inputs.sources.append(Source(name, "".join(lines).encode("utf-8"), RdfFormat.N_QUADS, lines=False))


def _unrecognised(reading: Reading) -> int:
    """How many words of a document were not recognised."""
    reasons = vocabulary().reasons
    gaps = (fact for fact in reading.facts if isinstance(fact.content, Gap) and reasons[fact.content.reason].by_reader)
    return sum(len(words.split()) for words in (*(rest.text for rest in reading.ledger.remainder), *(fact.as_printed for fact in gaps)))


def _shown(file: Path, paths: Iterable[Path]) -> str:
    """The path of a file as people would give it: whole where they gave whole paths."""
    return str(file) if any(path.is_absolute() for path in paths) else os.path.relpath(file)


def _placed(error: InputError, found: Iterable[sources.Source], paths: Iterable[Path]) -> InputError:
    """The error with the path of its file as the command finds it; ledgers name it within the folder that was given."""
    for one in found:
        if error.file == one.shown:
            error.file = _shown(one.path, paths)
        elif one.sidecar and error.file == one.sidecar_shown:
            error.file = _shown(one.sidecar, paths)
    return error


def unread_result(problem: Problem, text_hash: str, shown: str, document: Document) -> Result:
    """What was not read for certain, or is likely to be wrong, as a result: a document in which words are lost must not pass in silence."""
    code = NamedNode(f"{vocabulary().base}code/{problem.code}")
    words = document.text.split("\n")[problem.line - 1].strip() if problem.line else ""
    finding = Finding(NamedNode(profile.source_iri(text_hash)), None, None, code.value, f"{SH}{problem.severity}", code)
    advice = {language: explaining.advice(problem.code, language) for language in explaining.languages()}
    return Result(
        finding=finding,
        name={language: explaining.title(problem.code, language) for language in advice},
        requirement=problem.code,
        messages={language: told for language in advice if (told := _told(problem, language))},
        cause={language: cause for language, (cause, _) in advice.items() if cause},
        next_step={language: step for language, (_, step) in advice.items() if step},
        place=Place(shown, problem.line, words),
    )


def _told(problem: Problem, language: str) -> str | None:
    """What the reader says, in the language where that is worded in it."""
    return problem.text if language == explaining.WRITTEN else clauses.clause(problem.code, problem.text, language)
