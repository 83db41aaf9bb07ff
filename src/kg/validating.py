"""The command ``kg validate``: its options, and what it prints. Exit 0 passed, 1 a result that counts, 2 could not be validated."""

from __future__ import annotations

import argparse
import contextlib
import os
import select
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
_LONGEST = 31 * 24 * 3600
_SIGNALLED = 128
"""What shells add to the number of the signal that ended a process."""
_UNWRITTEN = "KG621"
ENGINES = ("default", "pyshacl", "pyshifty", "pyshacl-turbo")


def declare(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    add = parser.add_argument
    add("files", nargs="+", metavar="INPUT", help="RDF file, profile document (.txt), folder, build, store, or address of an endpoint")
    add("--shapes", action="append", default=[], type=Path, metavar="PATH", help="shapes file or folder (repeatable; default: ours)")
    add("--engine", choices=ENGINES, default="default", help="which engine decides (default: ours; pyshacl is the reference)")
    add("--cross-check", action="store_true", help="run three engines and fail on any difference that is no known fault of one")
    add("--mutate", action="store_true", help="break the data in known ways and print the share that the shapes catch")
    add("--allow-empty", action="store_true", help="let it pass when no shape names a node of the data")
    add("--waivers", action="append", default=[], type=Path, metavar="FILE", help="file of [[waiver]] tables (repeatable)")
    add("--baseline", type=Path, metavar="REPORT.ttl", help="an earlier report: only what is new counts")
    add("--fail-on", choices=SEVERITIES, default="violation", help="least severity that gives exit 1 (default: violation)")
    add("--format", choices=FORMS, default="text", help="form of the report (default: text)")
    add("--by", choices=("shape", "document", "resource"), default="shape", help="how the text is grouped (default: by shape)")
    add("--all", action="store_true", help="fold no list of the text, and list the coverage")
    add("--lang", default="en,ru", metavar="TAGS", help="language of the report; others added to what shapes say (default: en,ru)")
    add("-o", "--output", type=Path, metavar="FILE", help="write the report to a file and print its summary")
    add("--time-limit", type=_seconds, metavar="SECONDS", help="end a check that takes longer, with exit 2 (default: none)")
    for name in ("series", "state", "edition"):
        add(f"--{name}", help=f"{name} of a document without a sidecar", default="antitorture" if name == "series" else None)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Validates and prints. Raises :class:`kg.errors.KgError` as :func:`kg.verdict.of`, and KG802 as :func:`_limited`.

    SARIF, JSON and JUnit hold the error then (:mod:`kg.validation.reports.failure`).
    """
    from kg.validation import memory

    memory.keep()
    _spoken(options.lang)
    try:
        if options.time_limit is None:
            with _interruptible():
                return _checked(options, lambda: None)
        return _limited(options.time_limit, lambda done: _checked(options, done))
    except KgError as error:
        _failed(error, options)
        raise


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


def _limited(seconds: float, work: Callable[[Callable[[], None]], int]) -> int:
    """The exit code of ``work``, done in a process of its own, which also returns from here.

    It is killed when it has not called what it is given in so many seconds: native code heeds neither signals nor exceptions. Raises
    :class:`ValidationError` KG802 then. Printing takes its time: a reader may sit behind a pager.
    """
    from kg.serving import sandbox

    reading, writing = os.pipe()
    worker = os.fork()
    if not worker:
        os.close(reading)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it and kills, whatever native code does
        sandbox.die_with_parent()
        return work(lambda: os.close(writing))
    os.close(writing)
    try:
        if not select.select([reading], [], [], seconds)[0]:
            why, mend = f"the check may take {seconds:g} seconds", "mend the query that does not end, give less data, or raise --time-limit"
            raise ValidationError("KG802", "the time is up", why=why, mend=mend)
        code = os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1])
        return code if code >= 0 else _SIGNALLED - code
    except BaseException:
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
        raise
    finally:
        os.close(reading)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= _LONGEST:
        raise argparse.ArgumentTypeError(f"a number of seconds above 0 and up to {_LONGEST}, not {text!r}")
    return seconds


def _checked(options: argparse.Namespace, done: Callable[[], None]) -> int:
    """Validates, calls ``done`` and prints. Raises as :func:`run`."""
    from kg import verdict
    from kg.building.sources import Options

    request = verdict.Request(
        shapes=tuple(options.shapes),
        engine=options.engine,
        allow_empty=options.allow_empty,
        baseline=options.baseline,
        waivers=tuple(options.waivers),
        documents=Options(options.series, options.state, options.edition),
    )
    prepared = verdict.prepare(options.files, request)
    if options.mutate:
        from kg.validation import mutation

        tried = mutation.mutate(prepared.data, prepared.shapes, prepared.inputs.documents)
        done()
        _put(mutation.text(tried, options.lang.partition(",")[0]), options.output)
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
