"""What is given to be validated: RDF files, folders, builds, stores, endpoints and profile documents, as sources of one body of data."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, Store, serialize

from kg import explaining
from kg.building.documents import Documents
from kg.building.sources import Options, discover
from kg.errors import InputError, QueryError, ValidationError
from kg.mapping import catalogue, profile
from kg.model import Document, Problem
from kg.querying import execution
from kg.reading import sidecar, waiver
from kg.validation import unread, wording
from kg.validation.data import Source, source
from kg.validation.paths import SH
from kg.validation.report import Finding, Place, Result, Texts
from kg.validation.waivers import Declared
from kg.vocabulary import resources, vocabulary

RDF = {".ttl", ".trig", ".nt", ".nq", ".rdf", ".jsonld", ".n3"}
ALL = "CONSTRUCT { ?s ?p ?o } WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


@dataclass(slots=True)
class Inputs:
    """Sources in the order given, and what is known about them.

    ``documents`` maps IRIs of profile sources to paths; ``unread`` is what the reader of documents lists for a person to look at, of the
    severity of its :class:`kg.model.Problem`; ``faithful`` is False where lexical forms may have been lost before we saw them; ``waivers``
    come from sidecars and files of them.
    """

    sources: list[Source] = field(default_factory=list)
    documents: dict[str, str] = field(default_factory=dict)
    waivers: list[Declared] = field(default_factory=list)
    notes: list[Texts] = field(default_factory=list)
    unread: list[Result] = field(default_factory=list)
    faithful: bool = True


def gather(arguments: Iterable[str | Path], options: Options, waivers: Iterable[Path] = ()) -> Inputs:
    """All inputs. A folder with ``graph.nq`` is a build, one with ``CURRENT`` a store; any other is searched for RDF and for documents.

    Raises :class:`ValidationError` KG601 to KG603, KG607 for a folder that holds neither; :class:`InputError` for documents that cannot be
    read or understood; :class:`QueryError` KG708 for an endpoint that gives no answer.
    """
    inputs = Inputs()
    for argument in arguments:
        path = Path(argument)
        if str(argument).startswith(("http://", "https://")):
            _endpoint(str(argument), inputs)
        elif path.is_dir():
            _folder(path, inputs, options)
        elif path.suffix == ".txt":
            _documents([path], inputs, options)
        else:
            inputs.sources.append(source(path))
    for file in waivers:
        inputs.waivers += [Declared(waived, str(file)) for waived in waiver.read(file)]
    return inputs


def _folder(path: Path, inputs: Inputs, options: Options) -> None:
    if (path / "graph.nq").is_file():
        inputs.sources.append(source(path / "graph.nq"))
        _ledger(path / "ledger.json", inputs)
    elif (path / "CURRENT").is_file():
        try:
            content = Store.read_only(str(path)).dump(format=RdfFormat.N_QUADS) or b""
        except (OSError, ValueError) as error:
            raise ValidationError("KG607", "the store cannot be opened", why=str(error), file=path) from error
        _lossy(str(path), content, inputs)
    else:
        files = sorted(file for file in path.rglob("*") if file.suffix.lower() in RDF and file.is_file() and not _hidden(file, path))
        inputs.sources += [source(file) for file in files]
        documents: list[Path] = []
        if any(path.rglob(sidecar.NAME)) or not files:
            try:
                documents = _documents([path], inputs, options)
            except InputError as error:
                if error.code != "KG108":
                    raise
                left = unread.files(path, sidecar.NAME, ())
                held = f"; it holds {', '.join(left[: unread.FEW])}" if left else ""
                why = f"it has no RDF file ({', '.join(sorted(RDF))}) and no profile document{held}"
                raise ValidationError("KG607", "there is nothing to validate in the folder", why=why, file=path) from error
        inputs.notes += unread.notes(path, unread.files(path, sidecar.NAME, [*files, *documents]))


def _hidden(file: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(root).parts)


def _lossy(name: str, content: bytes, inputs: Inputs) -> None:
    inputs.sources.append(Source(name, content, RdfFormat.N_QUADS, lines=False))
    inputs.faithful = False
    inputs.notes.append(wording.note("lexical-forms", source=name))


def _endpoint(url: str, inputs: Inputs) -> None:
    triples: Any = execution.remote(ALL, url, name=url)
    try:
        content = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    except (SyntaxError, ValueError) as error:
        raise QueryError("KG708", f"the endpoint {url} gives no graph", why=str(error), mend="check the address") from error
    _lossy(url, content, inputs)


def _ledger(file: Path, inputs: Inputs) -> None:
    """The documents of a build, by the IRI of their text."""
    if file.is_file():
        try:
            entries = json.loads(file.read_text(encoding="utf-8"))["documents"]
            inputs.documents |= {profile.source_iri(entry["sha256"]): str(entry["path"]) for entry in entries}
        except (OSError, ValueError, KeyError, TypeError) as error:
            why = f"it is no ledger of a build ({type(error).__name__})"
            raise ValidationError("KG607", "the ledger of the build cannot be read", why=why, mend="build it again", file=file) from error


def _documents(paths: list[Path], inputs: Inputs, options: Options) -> list[Path]:
    """Profile documents, built in memory: their results are reported in the documents' own lines. The files that were read."""
    found = discover(paths)
    documents = Documents(found, options)
    lines: list[str] = []
    abouts, named = [], set()
    for read, reading in documents.readings():
        lines += profile.quads(reading, read.about)
        named |= catalogue.mentioned(reading.facts)
        abouts.append(read.about)
        shown = os.path.relpath(read.source.path) if not any(path.is_absolute() for path in paths) else str(read.source.path)
        inputs.documents[profile.source_iri(read.text_hash)] = shown
        inputs.unread += [unread_result(problem, read.text_hash, shown, reading.document) for problem in reading.problems]
        beside = str(read.source.sidecar or shown)
        inputs.waivers += [Declared(waived, beside, profile.profile_iri(read.about)) for waived in read.about.waivers]
    if documents.left_out:
        raise InputError("KG110", "a document cannot be validated", why="; ".join(why for _, why in documents.left_out))
    lines += catalogue.bodies(named)
    lines += catalogue.catalogue(abouts, resources.root() / "data" / "reference")
    name = ", ".join(str(path) for path in paths)
    inputs.sources.append(Source(name, "".join(lines).encode("utf-8"), RdfFormat.N_QUADS, lines=False))
    return [one.path for one in found]


def unread_result(problem: Problem, text_hash: str, shown: str, document: Document) -> Result:
    """What was not read for certain, or is likely to be wrong, as a result: a document in which words are lost must not pass in silence."""
    code = NamedNode(f"{vocabulary().base}code/{problem.code}")
    words = document.text.split("\n")[problem.line - 1].strip() if problem.line else ""
    finding = Finding(NamedNode(profile.source_iri(text_hash)), None, None, code.value, f"{SH}{problem.severity}", code)
    cause, step = explaining.advice(problem.code)
    return Result(
        finding=finding,
        name={"en": explaining.title(problem.code)},
        requirement=problem.code,
        messages={"en": problem.text},
        cause={"en": cause} if cause else {},
        next_step={"en": step} if step else {},
        place=Place(shown, problem.line, words),
    )
