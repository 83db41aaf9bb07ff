"""The command ``kg``: arguments in, exit codes out; no logic. Nothing is imported before the command that needs it is known.

Exit codes: 0 fine; 1 findings, or some inputs failed; 2 could not be done, or nothing was checked.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from kg import validating
from kg.errors import KgError, QueryError
from kg.release import __version__


def _parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(
        prog="kg",
        description="Country profiles of the prohibition of torture as a linked-open-data knowledge graph.",
        epilog="example: kg build data/ -o build/ && kg query prison-population --param area=KAZ",
    )
    whole.add_argument("--version", action="version", version=f"kg {__version__}")
    commands = whole.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name: str, help_: str, example: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=help_, description=help_[0].upper() + help_[1:] + ".", epilog=f"example: {example}")

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
    build.set_defaults(run=_build)

    new = command("new", "make the folder of a new profile: the document, and a sidecar to fill in", "kg new KGZ/2024 received.txt")
    new.add_argument("profile", metavar="STATE/EDITION", help="such as KGZ/2024 (ISO 3166-1 alpha-3, and the project's own label)")
    new.add_argument("file", type=Path, metavar="FILE", help="the document: plain text in UTF-8")
    new.add_argument("--series", default="antitorture", help="the project's label of the series (default: antitorture)")
    new.add_argument("--lang", help="language (default: recognised, and to be confirmed)")
    new.add_argument("-o", "--output", type=Path, default=Path("data/profiles"), metavar="DIR", help="folder (default: data/profiles/)")
    new.set_defaults(run=_new)

    facts = command("facts", "print the facts of one document as CSV", "kg facts data/profiles/antitorture/KAZ-2022/document.txt")
    facts.add_argument("document", type=Path, metavar="DOCUMENT")
    facts.add_argument("--lang", help="language (default: the sidecar's, or recognised)")
    facts.add_argument("--state", help="state (default: the sidecar's, or left empty)")
    facts.set_defaults(run=_facts)

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
    query.set_defaults(run=_query)

    show = command("show", "show a profile or a resource of a build", "kg show KAZ/2022 --format ttl")
    show.add_argument("name", metavar="PROFILE|IRI")
    show.add_argument("--format", choices=("ttl", "jsonld", "text"), default="text")
    show.add_argument("--lang", default="en", help="language of the labels in the text (default: en)")
    show.add_argument("--store", type=Path, default=Path("build"), metavar="DIR", help="a build, or its store (default: build/)")
    show.set_defaults(run=_show)

    search = command("search", "find states, indicators, statements by their words", 'kg search "prison population" --state KAZ')
    search.add_argument("words", nargs="+", metavar="WORD", help="words in any order and either language, or an IRI")
    search.add_argument("--store", type=Path, default=Path("build"), metavar="DIR", help="a build, or its store (default: build/)")
    search.add_argument("--kind", default="", help="only things of this kind, such as indicator")
    search.add_argument("--state", default="", help="only what is about this state, such as KAZ")
    search.add_argument("--lang", default="en", help="language of the names that are shown (default: en)")
    search.add_argument("--limit", type=int, default=20, metavar="N", help="how many are shown (default: 20)")
    search.add_argument("--format", choices=("table", "json"), default="table")
    search.set_defaults(run=_search)

    queries = command("queries", "list the questions of the library", "kg queries --for lawyer")
    queries.add_argument("--for", dest="reader", choices=("researcher", "lawyer", "partner"), help="only the questions of this reader")
    queries.set_defaults(run=_queries)

    book = command("codebook", "write codebook, lists and crosswalk from the vocabulary", "kg codebook -o codebook/")
    book.add_argument("-o", "--output", type=Path, default=Path("codebook"), metavar="DIR", help="folder (default: codebook/)")
    book.set_defaults(run=_codebook)

    shapes = command("shapes", "write the pages of all requirements from the shapes and their examples", "kg shapes -o requirements/")
    shapes.add_argument("-o", "--output", type=Path, default=Path("requirements"), metavar="DIR", help="folder (default: requirements/)")
    shapes.set_defaults(run=_shapes)

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
    serve.set_defaults(run=_serve)

    export = command("export", "write a build as CSV tables with CSVW metadata, and the JSON-LD context", "kg export build -o tables/")
    export.add_argument("build", nargs="?", type=Path, default=Path("build"), metavar="BUILD", help="a build (default: build/)")
    export.add_argument("-o", "--output", type=Path, default=Path("tables"), metavar="DIR", help="folder (default: tables/)")
    export.set_defaults(run=_export)

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
    link.set_defaults(run=_link)

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
    gain.set_defaults(run=_gain)

    explain = command("explain", "explain a code or a requirement: cause and repair", "kg explain KG212, kg explain CON-04")
    explain.add_argument("code", metavar="CODE")
    explain.add_argument(
        "--lang", choices=("en", "ru"), default="en", help="language of what a code means; a requirement is in both (default: en)"
    )
    explain.set_defaults(run=_explain)
    return whole


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
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader has gone (``kg facts ... | head``): nothing more to say, and no trace at shutdown.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Says on a terminal what is going on, once a second has passed; says nothing when piped."""
    started = time.monotonic()
    shown = False

    def say(what: str) -> None:
        nonlocal shown
        if sys.stderr.isatty() and time.monotonic() - started > 1:
            shown = True
            print(f"\r\033[K{what} ...", end="", file=sys.stderr, flush=True)

    yield say
    if shown:
        print("\r\033[K", end="", file=sys.stderr)


def _build(options: argparse.Namespace) -> int:
    from kg import account, building

    given = building.Options(options.series, options.state, options.edition, options.lang, not options.no_validate)
    with _progress() as progress:
        outcome = building.run(options.paths, options.output, given, progress)
    for _, why in outcome.left_out:
        print(why, file=sys.stderr)
    if options.json:
        print(account.as_json(outcome, options.output))
    else:
        print(account.text(outcome, options.output, questions=options.account), end="")
    return outcome.exit_code


def _new(options: argparse.Namespace) -> int:
    from kg.building import draft

    made = draft.make(options.profile, options.file, options.output, series=options.series, language=options.lang)
    print(made.document)
    print(made.sidecar)
    print(f"read as {made.reading.language}: {len(made.reading.facts)} statements, {len(made.reading.problems)} things to look at")
    print(f"next: fill in {', '.join(made.todo)} in {made.sidecar}, then kg build")
    return 0


def _facts(options: argparse.Namespace) -> int:
    from kg import api
    from kg.mapping import table

    found = api.facts(options.document, language=options.lang, state=options.state)
    table.write(sys.stdout, found.values(), table.COLUMNS)
    for problem in found.problems:
        print(f"{problem.code} {options.document}:{problem.line}: {problem.text}", file=sys.stderr)
    return 0


def _query(options: argparse.Namespace) -> int:
    import json

    from kg.querying import binding, choosing, question, speaking, table

    given = {}
    for pair in options.param:
        name, sign, value = pair.partition("=")
        if not sign:
            raise QueryError("KG703", f"--param {pair!r} is not name=value", mend="such as --param area=KAZ")
        given[name] = value
    asked = question.find(options.name)
    # Of a query of one's own only the diagnosis speaks the language.
    text = binding.bind(asked, given, options.lang if asked.title or not options.why else speaking.WRITTEN)
    with _asked(options) as (answered, ask):
        if any(parameter.among for parameter in asked.parameters.values()):
            settled = choosing.settled(asked, given, partial(choosing.values, ask=answered))
            text = binding.bind(asked, settled, options.lang)
        text = text if options.endpoint else _joined(text, options, answered)
        if options.why:
            return _why(text, options, ask)
        answer = answered(text)
        try:
            shown = table.write(answer, options.format, options.lang)
        except (OSError, RuntimeError) as error:  # a SERVICE that does not answer, while rows are fetched
            raise QueryError("KG707", "the query failed", why=str(error), file=options.name) from error
        if options.format == "json" and getattr(options, "notes", None):
            shown = json.dumps({**json.loads(shown), "notes": options.notes}, ensure_ascii=False) + "\n"
        empty = shown == table.no_rows(options.lang)
        if empty and asked.parameters:
            used = {p.name: given.get(p.name, binding.default(p)) for p in asked.parameters.values()}
            shown = table.asked_with(used, options.lang) + "\n"
        print(shown, end="")
        if empty and asked.beside and not (options.beside or options.endpoint):
            # Nothing is broken and nothing of ours is absent: what a search for the cause would say is beside the point.
            print("this question compares with the data of a partner: name their files by --with", file=sys.stderr)
        elif empty and not options.endpoint:  # a server of others is not asked more than was wanted
            from kg.querying import emptiness

            print(emptiness.text(emptiness.why(text, ask()), options.lang), end="", file=sys.stderr)
    return 0


def _joined(text: str, options: argparse.Namespace, answered: Callable[[str], Any]) -> str:
    """The query with what other servers answered in the place of its SERVICE clauses; says on standard error which were asked."""
    from kg.querying.federation import alone

    found = alone.joined(text, options.allow_service, answered, name=options.name)
    if found.asked:
        print(alone.notice(found.asked), file=sys.stderr)
    return found.text


@contextlib.contextmanager
def _asked(options: argparse.Namespace) -> Iterator[tuple[Callable[[str], Any], Callable[[], Any]]]:
    """What answers a query, and what the search for the cause of no rows asks: an endpoint, a build, or a build beside partners' files."""
    from kg.querying import emptiness, execution

    if options.beside and options.endpoint:
        mend = "leave one of them out; a server may be asked from a build with SERVICE"
        raise QueryError("KG732", "--with needs a build, and --endpoint asks a server", mend=mend)
    if options.allow_service and options.endpoint:
        mend = "leave out --allow-service: that server decides itself what its SERVICE may ask"
        raise QueryError("KG835", "--allow-service needs a build, and --endpoint asks a server", mend=mend)
    if options.endpoint:
        yield partial(execution.remote, url=options.endpoint, name=options.name), partial(emptiness.remote, options.endpoint)
    elif options.beside:
        from kg.querying import partners

        with partners.beside(options.store, options.beside) as union:
            for held in union.held:
                used = f", {held.ours} of them with classes or properties of ours" if held.ours else ""
                print(f"with {held.partner.name}: {held.statements} statements{used}, in GRAPH <{held.partner.graph}>", file=sys.stderr)
            options.notes = union.stale
            for note in options.notes:
                print(f"warning: {note}", file=sys.stderr)
            yield partial(union.answer, name=options.name), lambda: union.ask
    else:
        yield partial(execution.local, folder=options.store, name=options.name), partial(emptiness.local, options.store)


def _why(text: str, options: argparse.Namespace, ask: Callable[[], Any]) -> int:
    import json

    from kg.querying import emptiness

    if options.format not in ("table", "json"):
        raise QueryError("KG709", f"the diagnosis has no {options.format} form", mend="ask for table or json")
    found = emptiness.why(text, ask())
    if options.format == "json":
        print(json.dumps(found.as_json(), ensure_ascii=False, indent=1))
    else:
        print(emptiness.text(found, options.lang), end="")
    return 2 if found.verdict == "invalid" else 0


def _show(options: argparse.Namespace) -> int:
    from kg.querying import showing

    print(showing.show(options.name, options.store, options.format, options.lang), end="")
    return 0


def _search(options: argparse.Namespace) -> int:
    from kg.searching import Index, printing
    from kg.storage.store import open_build

    index = Index.of(open_build(options.store))
    found = index.search(" ".join(options.words), lang=options.lang, kind=options.kind, area=options.state, limit=options.limit)
    print(printing.write(found, options.format), end="")
    return 0


def _queries(options: argparse.Namespace) -> int:
    from kg.querying import question

    for asked in question.library():
        if options.reader and options.reader not in asked.readers:
            continue
        parameters = " ".join(f"{p.name}={p.default}" for p in asked.parameters.values())
        print(f"{asked.name}  {parameters}".rstrip())
        for language in sorted(asked.title):
            print(f"    {asked.title[language]}")
    return 0


def _codebook(options: argparse.Namespace) -> int:
    from kg import codebook

    for path in codebook.write(options.output):
        print(path)
    return 0


def _shapes(options: argparse.Namespace) -> int:
    from kg import requirements

    for path in requirements.write(options.output):
        print(path)
    return 0


def _serve(options: argparse.Namespace) -> int:
    from kg.errors import ValidationError

    numbers = (options.time_limit, options.memory_limit, options.size_limit, options.row_limit, options.workers)
    if any(number is not None and number <= 0 for number in numbers):
        raise ValidationError("KG811", "a limit must be above 0")
    if options.base_url and not re.fullmatch(r"https?://[^\s<>\"?#]+", options.base_url):
        raise ValidationError("KG811", f"{options.base_url!r} is no address", mend="such as --base-url https://example.org/kg/")
    if options.only and options.build:
        raise ValidationError("KG811", "--only validate serves no build", mend="leave one of them out")
    from kg.serving import forwarding, server
    from kg.serving.limits import Limits
    from kg.serving.site import Options
    from kg.serving.sparql.askers import Bounds

    given = {"time": options.time_limit} if options.time_limit else {}
    limits = Limits(**given, memory=options.memory_limit, size=options.size_limit)
    askers = {"askers": options.workers} if options.workers else {}
    bounds = Bounds(**given, **askers, memory=options.memory_limit, rows=options.row_limit)
    build = None if options.only else Path(options.build or "build")
    proxies = forwarding.networks(options.trusted_proxy)
    chosen = Options(limits, build, options.base_url, bounds, frozenset(options.allow_service), options.scratch, proxies)
    return server.serve(options.host, options.port, chosen)


def _export(options: argparse.Namespace) -> int:
    from kg import exporting

    made = exporting.export(options.build, options.output)
    for file, count in made.rows.items():
        print(f"{count:8} {made.folder / file}")
    print(f"{made.carried} of {made.triples} triples are in the tables, the others in {made.folder / 'rest.nt'}")
    print(f"{made.folder / 'README.md'} describes the fields")
    return 0


def _link(options: argparse.Namespace) -> int:
    from kg.linking.tables import account, run
    from kg.linking.tables.result import Request

    asked = Request(options.file, options.namespace, options.output, options.format, options.lang, options.sheet, options.only_mapping)
    with _progress() as progress:
        result = run.run(asked, progress)
    print(account.text(result, asked), end="")
    return result.exit_code


def _gain(options: argparse.Namespace) -> int:
    from kg import gaining
    from kg.errors import BuildError
    from kg.gaining import Gain, page, structured, text

    with _progress() as progress:
        found = gaining.gain(options.files, options.store, progress)
    forms: dict[str, Callable[[Gain, str], str]] = {"text": text.write, "html": page.write, "json": structured.write}
    said = forms[options.format](found, options.lang)
    if options.output is None:
        print(said, end="")
        return found.exit_code
    try:
        options.output.write_text(said, encoding="utf-8", newline="")
    except OSError as error:
        raise BuildError("KG501", "the report cannot be written", why=error.strerror or str(error), file=options.output) from error
    return found.exit_code


def _explain(options: argparse.Namespace) -> int:
    from kg import explaining

    if explaining.canonical(options.code) in explaining.explanations():
        print(explaining.explain(options.code, language=options.lang), end="")
        return 0
    from kg import requirements

    said = requirements.explain(options.code) if options.lang == "en" else requirements.explain(options.code, (options.lang,))
    print(said or explaining.explain(options.code, requirements.numbers()), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
