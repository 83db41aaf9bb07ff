"""What is given to be validated: RDF files, folders, builds, stores, endpoints and profile documents, as sources of one body of data.

What reads documents, builds and endpoints is imported where one is given: a check of RDF does not pay for it.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, Store, serialize

from kg.building.options import Options
from kg.errors import InputError, KgError, QueryError, ValidationError, together
from kg.inputs.gathered import Inputs
from kg.validation import forms, unread, wording
from kg.validation import source as rdf
from kg.validation.source import ENDINGS, Source, broken, source
from kg.validation.waivers import Declared

PIPE, STDIN = "-", "stdin"
"""What stands for standard input on the command line, and its name in reports."""
DOCUMENT = "txt"
"""The ending of profile documents."""
__all__ = ["DOCUMENT", "PIPE", "STDIN", "Inputs", "faults", "gather"]

ALL = "CONSTRUCT { ?s ?p ?o } WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


def gather(arguments: Iterable[str | Path], options: Options, waivers: Iterable[Path] = (), form: str = "") -> Inputs:
    """All inputs. A folder with ``graph.nq`` is a build, one with ``CURRENT`` a store; any other is searched for RDF and for documents.

    ``-`` is standard input, and what is piped in is read as it: RDF or a document of the ``form`` that endings of files name so (``ttl``,
    ``txt``); '' to recognise it. A file whose ending names no form is of this form too.

    Raises :class:`ValidationError` KG601 to KG603, KG607 for a folder that holds neither; :class:`InputError` for documents that cannot be
    read or understood; :class:`QueryError` KG708 for an endpoint that gives no answer. Where several inputs fail, each is told
    (:func:`kg.errors.together`), and then also what of the others is not well-formed (KG603).
    """
    inputs = Inputs()
    errors = _errors(inputs, arguments, options, form)
    for file in waivers:
        from kg.reading import waiver

        try:
            inputs.waivers += [Declared(waived, str(file)) for waived in waiver.read(file)]
        except InputError as error:
            errors.append(error)
    if errors:
        raise together([*errors, *broken(inputs.sources)])
    return inputs


def faults(arguments: Iterable[str | Path], options: Options, form: str = "") -> list[KgError]:
    """What is wrong with inputs: why they cannot be gathered, and what is not well-formed. Endpoints are not asked."""
    inputs = Inputs()
    errors = _errors(inputs, [one for one in arguments if not _is_endpoint(one)], options, form)
    return [*errors, *broken(inputs.sources)]


def _is_endpoint(argument: str | Path) -> bool:
    return str(argument).startswith(("http://", "https://"))


def _errors(inputs: Inputs, arguments: Iterable[str | Path], options: Options, form: str) -> list[KgError]:
    """Puts what can be gathered into ``inputs``; why the rest cannot be."""
    errors: list[KgError] = []
    known = RdfFormat.from_extension(form) if form and form != DOCUMENT else None
    for argument in arguments:
        path = Path(argument)
        try:
            if _is_endpoint(argument):
                _endpoint(str(argument), inputs)
            elif str(argument) == PIPE:
                _piped(_standard_input(inputs), STDIN, form, inputs, options)
            elif path.is_fifo():
                _piped(path.read_bytes(), str(path), form, inputs, options)
            elif path.is_dir():
                _folder(path, inputs, options)
            elif path.suffix == f".{DOCUMENT}" or (form == DOCUMENT and RdfFormat.from_extension(path.suffix[1:]) is None):
                _documents([path], inputs, options)
            else:
                inputs.sources.append(source(path, known))
        except (InputError, QueryError, ValidationError) as error:
            errors.append(error)
    return errors


def _standard_input(inputs: Inputs) -> bytes:
    """What standard input holds. Raises :class:`ValidationError` KG603 where it cannot be read, KG625 where it was read before."""
    if any(given.name == STDIN for given in inputs.sources):
        raise ValidationError("KG625", "standard input is named twice", why="it can be read once", mend=f"give {PIPE} once", file=STDIN)
    try:
        return sys.stdin.buffer.read()
    except (OSError, AttributeError) as error:  # it is None where it is closed
        raise ValidationError("KG603", "standard input cannot be read", mend="pipe a text into it", file=STDIN) from error


def _piped(content: bytes, name: str, form: str, inputs: Inputs, options: Options) -> None:
    """A text without a file name. Raises as :func:`kg.validation.source.piped` and :func:`kg.inputs.profiles.one`."""
    if form == DOCUMENT or (not form and forms.is_document(content, declared=bool(options.state or options.edition))):
        from kg.inputs import profiles

        profiles.one(content, name, inputs, options)
    else:
        inputs.sources.append(rdf.piped(content, name, RdfFormat.from_extension(form) if form else None))


def _documents(paths: list[Path], inputs: Inputs, options: Options) -> list[Path]:
    """Raises as :func:`kg.inputs.profiles.read`."""
    from kg.inputs import profiles

    return profiles.read(paths, inputs, options)


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
        from kg.reading import sidecar

        files = rdf.files(path)
        found, errors = rdf.sources(files)
        inputs.sources += found
        documents: list[Path] = []
        if any(path.rglob(sidecar.NAME)) or not files:
            try:
                documents = _documents([path], inputs, options)
            except InputError as error:
                if error.code != "KG108":
                    raise together([*errors, error]) from error.__cause__
                left = unread.files(path, sidecar.NAME, ())
                held = f"; it holds {', '.join(left[: unread.FEW])}" if left else ""
                why = f"it has no RDF file ({', '.join(sorted(ENDINGS))}) and no profile document{held}"
                raise ValidationError("KG607", "there is nothing to validate in the folder", why=why, file=path) from error
        inputs.notes += unread.notes(path, unread.files(path, sidecar.NAME, [*files, *documents]))
        if errors:
            raise together(errors)


def _lossy(name: str, content: bytes, inputs: Inputs) -> None:
    inputs.sources.append(Source(name, content, RdfFormat.N_QUADS, lines=False))
    inputs.faithful = False
    inputs.notes.append(wording.note("lexical-forms", source=name))


def _endpoint(url: str, inputs: Inputs) -> None:
    from kg.querying import execution

    triples: Any = execution.remote(ALL, url, name=url)
    try:
        content = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    except (SyntaxError, ValueError) as error:
        raise QueryError("KG708", f"the endpoint {url} gives no graph", why=str(error), mend="check the address") from error
    _lossy(url, content, inputs)


def _ledger(file: Path, inputs: Inputs) -> None:
    """The documents of a build, by the IRI of their text; a note on what its reader did not read or was not certain of."""
    if file.is_file():
        from kg.mapping import profile

        try:
            entries = json.loads(file.read_text(encoding="utf-8"))["documents"]
            inputs.documents |= {profile.source_iri(entry["sha256"]): str(entry["path"]) for entry in entries}
            codes = Counter(str(problem["code"]) for entry in entries for problem in entry.get("problems", ()))
        except (OSError, ValueError, KeyError, TypeError) as error:
            why = f"it is no ledger of a build ({type(error).__name__})"
            raise ValidationError("KG607", "the ledger of the build cannot be read", why=why, mend="build it again", file=file) from error
        if codes:
            said = ", ".join(f"{code}: {count}" for code, count in sorted(codes.items()))
            places = ", ".join(str(place) for place in (file.with_name("report.txt"), file) if place.is_file())
            inputs.notes.append(wording.note("build-reader", folder=file.parent, count=codes.total(), codes=said, places=places))
