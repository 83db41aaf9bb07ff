"""The command ``kg validate``: its options, and what it prints. Exit 0 passed, 1 a result that counts, 2 could not be validated."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import ValidationError

if TYPE_CHECKING:
    from kg.validation.report import Report

SEVERITIES = ("violation", "warning", "info")
FORMS = ("text", "html", "csv", "json", "ttl", "sarif", "junit")
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
    for name in ("series", "state", "edition"):
        add(f"--{name}", help=f"{name} of a document without a sidecar", default="antitorture" if name == "series" else None)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Validates and prints. Raises :class:`kg.errors.KgError` as :func:`kg.verdict.of`."""
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
    _put(written(report, options), options.output)
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
        raise ValidationError("KG621", "the report cannot be written", why=error.strerror or str(error), file=output) from error
