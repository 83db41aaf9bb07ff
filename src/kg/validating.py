"""The command ``kg validate``: its options, and what it prints. Exit 0 passed, 1 a result that counts, 2 could not be validated."""

from __future__ import annotations

import argparse
import contextlib
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError, ValidationError, VocabularyError

if TYPE_CHECKING:
    from kg.validation.report import Report

SEVERITIES = ("violation", "warning", "info")
FORMS = ("text", "html", "csv", "json", "ttl", "sarif", "junit")
INPUT_FORMS = ("ttl", "trig", "nt", "nq", "rdf", "jsonld", "n3", "txt")
ENDINGS = {
    ".html": "html",
    ".htm": "html",
    ".csv": "csv",
    ".json": "json",
    ".ttl": "ttl",
    ".sarif": "sarif",
    ".sarif.json": "sarif",
    ".xml": "junit",
}
"""Endings of the file of a report, and the form that each stands for; any other is text."""
_SAID_BY = "ending: " + ", ".join(ending if ending.endswith(form) else f"{ending} ({form})" for ending, form in ENDINGS.items())
_LONGEST, _LARGEST = 31 * 24 * 3600, 1 << 30
_UNWRITTEN = "KG621"
ENGINES = ("default", "pyshacl", "pyshifty", "pyshacl-turbo")


def declare(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    add = parser.add_argument
    add(
        "files",
        nargs="+",
        metavar="INPUT",
        help="RDF file, profile document (.txt), folder, build, store, address of an endpoint, or - for standard input",
    )
    add(
        "--input-format",
        choices=INPUT_FORMS,
        default="",
        help="form of standard input (default: recognised), and of files whose ending names none; txt is a profile document",
    )
    add("--shapes", action="append", default=[], type=Path, metavar="PATH", help="shapes file or folder (repeatable; default: ours)")
    add("--engine", choices=ENGINES, default="default", help="which engine decides (default: ours; pyshacl is the reference)")
    add("--cross-check", action="store_true", help="run three engines and fail on any difference that is no known fault of one")
    add("--mutate", action="store_true", help="break the data in known ways and print the share that the shapes catch")
    add("--allow-empty", action="store_true", help="let it pass when no shape names a node of the data")
    add("--waivers", action="append", default=[], type=Path, metavar="FILE", help="file of [[waiver]] tables (repeatable)")
    add("--baseline", type=Path, metavar="REPORT.ttl", help="an earlier report: only what is new counts")
    add("--fail-on", choices=SEVERITIES, default="violation", help="least severity that gives exit 1 (default: violation)")
    add("--format", choices=FORMS, help="form of the report (default: by the ending of --output, else text)")
    add("--by", choices=("shape", "document", "resource"), default="shape", help="how the text is grouped (default: by shape)")
    add("--all", action="store_true", help="fold no list of the text, and list the coverage")
    add("--lang", default="en,ru", metavar="TAGS", help="language of the report; others added to what shapes say (default: en,ru)")
    add("-o", "--output", type=Path, metavar="FILE", help=f"write the report there and print its summary; its form is by {_SAID_BY}")
    add("--time-limit", type=_seconds, metavar="SECONDS", help="end a check that takes longer, with exit 2 (default: none)")
    add("--memory-limit", type=_megabytes, metavar="MB", help="end a check that takes more (Linux), with exit 2 (default: none)")
    for name in ("series", "state", "edition"):
        add(f"--{name}", help=f"{name} of a document without a sidecar", default="antitorture" if name == "series" else None)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Validates and prints. Raises :class:`kg.errors.KgError` as :func:`kg.verdict.of`, KG802 and KG803 at the limits
    (:func:`kg.serving.confined.run`), and KG808 for what broke it off.

    SARIF, JSON and JUnit hold the error then (:mod:`kg.validation.reports.failure`).
    """
    from kg.validation import memory

    options.format = options.format or form_of(options.output)
    memory.keep()
    _spoken(options.lang)
    try:
        try:
            if options.time_limit is None and options.memory_limit is None:
                with _interruptible():
                    return _checked(options, lambda: None)
            from kg.serving import confined

            return confined.run(lambda done: _checked(options, done), options.time_limit, options.memory_limit)
        except RecursionError as error:
            why, mend = "the data or shapes are nested too deeply", "give nodes names"
            raise ValidationError("KG808", "the check broke off", why=why, mend=mend) from error
    except KgError as error:
        _failed(error, options)
        raise


def form_of(output: Path | None) -> str:
    """The form of a report that a file is to hold, by the ending of its name in any case; text for any other and for none."""
    name = output.name.lower() if output else ""
    return next((ENDINGS[ending] for ending in sorted(ENDINGS, key=len, reverse=True) if name.endswith(ending)), "text")


def _spoken(language: str) -> None:
    """One line on standard error where the report's own words are not there in the first language that was asked for."""
    from kg.validation.reports import words

    if told := words.missing(language):
        print(f"--lang: {told}", file=sys.stderr)


def _failed(error: KgError, options: argparse.Namespace) -> None:
    """Writes the error in place of the report where the form has a place for it: what waits for a file finds one."""
    from kg.validation.reports import failure

    if options.format not in failure.FORMS or isinstance(error, VocabularyError) or error.code == _UNWRITTEN:
        return
    try:
        _put(failure.FORMS[options.format](error, options.lang), options.output)
    except ValidationError as second:
        print(second, file=sys.stderr)  # the first one is raised: it comes after this


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl-C ends the process at once: while native code runs, a handler of Python would wait for it for ever."""
    before = signal.getsignal(signal.SIGINT)
    ours = before is signal.default_int_handler and threading.current_thread() is threading.main_thread()
    if ours:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        if ours:
            signal.signal(signal.SIGINT, before)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= _LONGEST:
        raise argparse.ArgumentTypeError(f"a number of seconds above 0 and up to {_LONGEST}, not {text!r}")
    return seconds


def _megabytes(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= _LARGEST):
        raise argparse.ArgumentTypeError(f"a whole number of megabytes above 0 and up to {_LARGEST}, not {text!r}")
    return int(text)


def _checked(options: argparse.Namespace, done: Callable[[], None]) -> int:
    """Validates, calls ``done`` and prints. Raises as :func:`run`."""
    from kg import verdict
    from kg.building.options import Options

    request = verdict.Request(
        shapes=tuple(options.shapes),
        engine=options.engine,
        allow_empty=options.allow_empty,
        baseline=options.baseline,
        waivers=tuple(options.waivers),
        documents=Options(options.series, options.state, options.edition),
        input_format=options.input_format,
    )
    if options.mutate and options.format not in ("text", "csv", "json"):
        why, mend = "shares and survivors are written as text, csv or json", "choose one of them with --format"
        raise ValidationError("KG624", f"there is no {options.format} of what mutations come to", why=why, mend=mend)
    prepared = verdict.prepare(options.files, request)
    if options.mutate:
        from kg.validation import mutation, progress, shares

        first = options.lang.partition(",")[0]
        with progress.shown(sys.stderr, first) as told:
            tried = mutation.mutate(prepared.data, prepared.shapes, prepared.inputs.documents, told=told)
        done()
        _put(shares.FORMS[options.format](tried, first), options.output)
        return 0 if tried.enough else 1
    if options.cross_check:
        from kg.validation import crosscheck

        compared = crosscheck.cross_check(prepared.data, prepared.shapes.structure)
        said = "agree" if not compared.differences else "differ in nothing but known faults" if compared.fine else "differ"
        heads = [f"cross-check: {', '.join(compared.engines.values())} {said} on {compared.results} results"]
        print("\n".join([*heads, *compared.lines()]), file=sys.stderr)
        if not compared.fine:
            return 1
    report = verdict.on(prepared, request)
    text = written(report, options)
    done()
    _put(text, options.output)
    if options.output:
        from kg.validation.reports import summary

        print(summary(report, options.lang))
    return 1 if report.fails(options.fail_on) else 0


def written(report: Report, options: argparse.Namespace) -> str:
    """The report in the form that was asked for."""
    from kg.validation.reports import FORMS as writers

    width = shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100
    limit = None if options.all else 10
    baseline = True if options.baseline else None
    # The page holds both languages and a switch: it opens in the first.
    language = options.lang.partition(",")[0] if options.format == "html" else options.lang
    return writers[options.format](report, language=language, by=options.by, limit=limit, width=width, baseline=baseline, whole=options.all)


def _put(text: str, output: Path | None) -> None:
    if output is None:
        print(text, end="")
        return
    try:
        output.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise ValidationError(_UNWRITTEN, "the report cannot be written", why=error.strerror or str(error), file=output) from error
