"""The command ``kg``: arguments in, exit codes out; what each does stands in :mod:`kg.commands`.

Exit codes: 0 fine; 1 findings, or some inputs failed; 2 could not be done, or nothing was checked.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

from kg import commands, validating
from kg.errors import KgError
from kg.release import __version__

_OF_DOCUMENTS = ("build", "new", "facts")
"""Commands whose ``--lang`` is the language of a document."""


def _parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(
        prog="kg",
        description="Country profiles of the prohibition of torture as a linked-open-data knowledge graph.",
        epilog="example: kg build data/ -o build/ && kg query prison-population --param area=KAZ",
    )
    whole.add_argument("--version", action="version", version=f"kg {__version__}")
    parsers = whole.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name: str, help_: str, example: str) -> argparse.ArgumentParser:
        return parsers.add_parser(name, help=help_, description=help_[0].upper() + help_[1:] + ".", epilog=f"example: {example}")

    build = command("build", "read documents, write graph, facts, ledger, verdict and store", "kg build data/ -o build/")
    build.add_argument(
        "paths",
        nargs="*",
        type=Path,
        default=[Path("data")],
        metavar="PATH",
        help="document, profile folder, or folder of them (default: data/)",
    )
    build.add_argument("-o", "--output", type=Path, default=Path("build"), metavar="DIR", help="folder of the build (default: build/)")
    build.add_argument("--series", default="antitorture", help="series of a document without sidecar (default: antitorture)")
    build.add_argument("--state", help="state of a document without sidecar (ISO 3166-1 alpha-3)")
    build.add_argument("--edition", help="edition of a document without sidecar")
    build.add_argument("--lang", help="language of a document without sidecar (default: recognised)")
    build.add_argument("--no-validate", action="store_true", help="do not check against the shapes")
    build.add_argument("--json", action="store_true", help="print the outcome as JSON")
    build.add_argument("--account", action="store_true", help="print a readable account with three questions answered")
    build.set_defaults(run=commands.build)

    new = command("new", "make the folder of a new profile: the document, and a sidecar to fill in", "kg new KGZ/2024 received.txt")
    new.add_argument("profile", metavar="STATE/EDITION", help="such as KGZ/2024 (ISO 3166-1 alpha-3, and the project's own label)")
    new.add_argument("file", type=Path, metavar="FILE", help="the document: plain text in UTF-8")
    new.add_argument("--series", default="antitorture", help="the project's label of the series (default: antitorture)")
    new.add_argument("--lang", help="language (default: recognised, and to be confirmed)")
    new.add_argument("-o", "--output", type=Path, default=Path("data/profiles"), metavar="DIR", help="folder (default: data/profiles/)")
    new.set_defaults(run=commands.new)

    facts = command("facts", "print the facts of one document as CSV", "kg facts data/profiles/antitorture/KAZ-2022/document.txt")
    facts.add_argument("document", type=Path, metavar="DOCUMENT")
    facts.add_argument("--lang", help="language (default: the sidecar's, or recognised)")
    facts.add_argument("--state", help="state (default: the sidecar's, or left empty)")
    facts.set_defaults(run=commands.facts)

    validate = command("validate", "check data or documents against shapes", "kg validate build/ --fail-on warning")
    validating.declare(validate)

    query = command(
        "query",
        "answer a question of the library, or a query of your own",
        "kg query prison-population --param area=KAZ --format csv",
    )
    query.add_argument("name", metavar="NAME|FILE.rq")
    query.add_argument("--param", action="append", default=[], metavar="K=V", help="bind a parameter (repeatable)")
    where = query.add_mutually_exclusive_group()
    where.add_argument("--store", type=Path, default=Path("build"), metavar="DIR", help="a build, or its store (default: build/)")
    where.add_argument("--endpoint", metavar="URL", help="a SPARQL endpoint instead of a build")
    query.add_argument(
        "--with",
        dest="beside",
        action="append",
        default=[],
        type=Path,
        metavar="PATH",
        help="RDF of a partner, a file or folder, asked together with the build and without a server (repeatable)",
    )
    query.add_argument("--allow-service", action="append", default=[], metavar="URL", help="a server that SERVICE may ask (repeatable)")
    query.add_argument("--format", choices=("table", "csv", "tsv", "json", "xml", "ttl"), default="table")
    query.add_argument("--lang", default="en", help="language of labels and words of a question's answer (default: en)")
    query.add_argument("--why", action="store_true", help="say why there are no rows, instead of the answer (as table or json)")
    query.set_defaults(run=commands.query)

    show = command("show", "show a profile or a resource of a build", "kg show KAZ/2022 --format ttl")
    show.add_argument("name", metavar="PROFILE|IRI")
    show.add_argument("--format", choices=("ttl", "jsonld", "text"), default="text")
    show.add_argument("--lang", default="en", help="language of the labels in the text (default: en)")
    show.add_argument("--store", type=Path, default=Path("build"), metavar="DIR", help="a build, or its store (default: build/)")
    show.set_defaults(run=commands.show)

    search = command("search", "find states, indicators, statements by their words", 'kg search "prison population" --state KAZ')
    search.add_argument("words", nargs="+", metavar="WORD", help="words in any order and either language, or an IRI")
    search.add_argument("--store", type=Path, default=Path("build"), metavar="DIR", help="a build, or its store (default: build/)")
    search.add_argument("--kind", default="", help="only things of this kind, such as indicator")
    search.add_argument("--state", default="", help="only what is about this state, such as KAZ")
    search.add_argument("--lang", default="en", help="language of the names that are shown (default: en)")
    search.add_argument("--limit", type=int, default=20, metavar="N", help="how many are shown (default: 20)")
    search.add_argument("--format", choices=("table", "json"), default="table")
    search.set_defaults(run=commands.search)

    queries = command("queries", "list the questions of the library", "kg queries --for lawyer")
    queries.add_argument("--for", dest="reader", choices=("researcher", "lawyer", "partner"), help="only the questions of this reader")
    queries.set_defaults(run=commands.queries)

    book = command("codebook", "write codebook, lists and crosswalk from the vocabulary", "kg codebook -o codebook/")
    book.add_argument("-o", "--output", type=Path, default=Path("codebook"), metavar="DIR", help="folder (default: codebook/)")
    book.set_defaults(run=commands.codebook)

    shapes = command("shapes", "write the pages of all requirements from the shapes and their examples", "kg shapes -o requirements/")
    shapes.add_argument("-o", "--output", type=Path, default=Path("requirements"), metavar="DIR", help="folder (default: requirements/)")
    shapes.set_defaults(run=commands.shapes)

    serve = command("serve", "serve a build as linked data with a SPARQL endpoint, and validation", "kg serve build --port 8000")
    serve.add_argument("build", nargs="?", metavar="BUILD", help="a build (default: build/)")
    serve.add_argument("--only", choices=("validate",), help="validation alone, without a build")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    serve.add_argument("--port", type=int, default=8000, help="port, 0 for any free one (default: 8000)")
    serve.add_argument("--base-url", default="", metavar="URL", help="what clients reach (default: the address it listens on)")
    serve.add_argument("--workers", type=int, metavar="N", help="processes that answer queries (default: one more than processors)")
    serve.add_argument("--time-limit", type=float, metavar="SECONDS", help="time of a query (default: 20) or check (default: 30)")
    serve.add_argument("--memory-limit", type=int, default=1024, metavar="MB", help="memory of a query or check (default: 1024)")
    serve.add_argument("--size-limit", type=int, default=20, metavar="MB", help="size of an upload, unpacked (default: 20)")
    serve.add_argument("--row-limit", type=int, default=100_000, metavar="N", help="rows or triples of an answer (default: 100000)")
    serve.add_argument("--allow-service", action="append", default=[], metavar="URL", help="a server that SERVICE may ask (repeatable)")
    serve.add_argument(
        "--trusted-proxy",
        action="append",
        default=[],
        metavar="NETWORK",
        help="address or network of a proxy before it, whose X-Forwarded-For or Forwarded says who asks (repeatable; default: none)",
    )
    serve.add_argument("--scratch", type=Path, metavar="DIR", help="a store for operators beside it; its token is in KG_TOKEN")
    serve.set_defaults(run=commands.serve)

    export = command("export", "write a build as CSV tables with CSVW metadata, and the JSON-LD context", "kg export build -o tables/")
    export.add_argument("build", nargs="?", type=Path, default=Path("build"), metavar="BUILD", help="a build (default: build/)")
    export.add_argument("-o", "--output", type=Path, default=Path("tables"), metavar="DIR", help="folder (default: tables/)")
    export.set_defaults(run=commands.export)

    link = command(
        "link",
        "link a table of yours (CSV, XLSX, JSON, RDF) to our states, and to our indicators where a column names them",
        "kg link prisons.csv --lang ru",
    )
    link.add_argument("file", type=Path, metavar="FILE")
    link.add_argument("--namespace", default="", metavar="IRI", help="where your data are named (default: a name made of the content)")
    link.add_argument("-o", "--output", type=Path, metavar="DIR", help="folder of what is written (default: beside the file)")
    link.add_argument("--format", choices=("ttl", "nq"), default="ttl", help="Turtle or N-Quads (default: ttl)")
    link.add_argument("--sheet", default="", metavar="NAME", help="sheet of a workbook (default: the first with cells)")
    link.add_argument("--only-mapping", action="store_true", help="propose or check the mapping beside the file, and read no row")
    link.add_argument("--lang", choices=("en", "ru"), default="en", help="language of what is said (default: en)")
    link.set_defaults(run=commands.link)

    gain = command(
        "gain",
        "say what linking your data to ours gives: new answers, contradictions, records without a counterpart",
        "kg gain prisons.csv --format html -o gain.html",
    )
    gain.add_argument("files", nargs="+", type=Path, metavar="FILE", help="tables that kg link has a mapping of, RDF files, or folders")
    gain.add_argument("--store", type=Path, default=Path("build"), metavar="DIR", help="a build, or its store (default: build/)")
    gain.add_argument("--format", choices=("text", "html", "json"), default="text")
    gain.add_argument("--lang", choices=("en", "ru"), default="en", help="language of the text, and of the page as it opens (default: en)")
    gain.add_argument("-o", "--output", type=Path, metavar="FILE", help="write there instead of printing")
    gain.set_defaults(run=commands.gain)

    explain = command("explain", "explain a code or a requirement: cause and repair", "kg explain KG212, kg explain CON-04")
    explain.add_argument("code", metavar="CODE")
    explain.add_argument(
        "--lang", choices=("en", "ru"), default="en", help="language of what a code means; a requirement is in both (default: en)"
    )
    explain.set_defaults(run=commands.explain)
    return whole


def _language(options: argparse.Namespace) -> str:
    """The language in which a command answers: the first of its ``--lang``; English where it has none, or it is a document's."""
    said = "" if options.command in _OF_DOCUMENTS else getattr(options, "lang", "")
    return said.partition(",")[0].strip().lower().partition("-")[0] or "en"


def main(arguments: list[str] | None = None) -> int:
    """Runs a command and returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # What is printed is UTF-8 in every locale: the same bytes, and no words that cannot be said.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        code = run(options)
        sys.stdout.flush()
        return code
    except KgError as error:
        from kg.vocabulary import clauses

        for one in error.all:
            print(clauses.spoken(one, _language(options)), file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader has gone (``kg facts ... | head``): nothing more to say, and no trace at shutdown.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
