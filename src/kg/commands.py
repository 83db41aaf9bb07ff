"""What each command of ``kg`` does: its options in, its exit code out. Nothing is imported before the command that needs it is known.

Each raises :class:`kg.errors.KgError` for what could not be done.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from kg.errors import QueryError


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


def build(options: argparse.Namespace) -> int:
    """``kg build``."""
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


def new(options: argparse.Namespace) -> int:
    """``kg new``."""
    from kg.building import draft

    made = draft.make(options.profile, options.file, options.output, series=options.series, language=options.lang)
    print(made.document)
    print(made.sidecar)
    print(f"read as {made.reading.language}: {len(made.reading.facts)} statements, {len(made.reading.problems)} things to look at")
    print(f"next: fill in {', '.join(made.todo)} in {made.sidecar}, then kg build")
    return 0


def facts(options: argparse.Namespace) -> int:
    """``kg facts``."""
    from kg import api
    from kg.mapping import table

    found = api.facts(options.document, language=options.lang, state=options.state)
    table.write(sys.stdout, found.values(), table.COLUMNS)
    for problem in found.problems:
        print(f"{problem.code} {options.document}:{problem.line}: {problem.text}", file=sys.stderr)
    return 0


def query(options: argparse.Namespace) -> int:
    """``kg query``."""
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


def show(options: argparse.Namespace) -> int:
    """``kg show``."""
    from kg.querying import showing

    print(showing.show(options.name, options.store, options.format, options.lang), end="")
    return 0


def search(options: argparse.Namespace) -> int:
    """``kg search``."""
    from kg.searching import Index, printing
    from kg.storage.store import open_build

    index = Index.of(open_build(options.store))
    found = index.search(" ".join(options.words), lang=options.lang, kind=options.kind, area=options.state, limit=options.limit)
    print(printing.write(found, options.format), end="")
    return 0


def queries(options: argparse.Namespace) -> int:
    """``kg queries``."""
    from kg.querying import question

    for asked in question.library():
        if options.reader and options.reader not in asked.readers:
            continue
        parameters = " ".join(f"{p.name}={p.default}" for p in asked.parameters.values())
        print(f"{asked.name}  {parameters}".rstrip())
        for language in sorted(asked.title):
            print(f"    {asked.title[language]}")
    return 0


def codebook(options: argparse.Namespace) -> int:
    """``kg codebook``."""
    from kg import codebook

    for path in codebook.write(options.output):
        print(path)
    return 0


def shapes(options: argparse.Namespace) -> int:
    """``kg shapes``."""
    from kg import requirements

    for path in requirements.write(options.output):
        print(path)
    return 0


def serve(options: argparse.Namespace) -> int:
    """``kg serve``."""
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


def export(options: argparse.Namespace) -> int:
    """``kg export``."""
    from kg import exporting

    made = exporting.export(options.build, options.output)
    for file, count in made.rows.items():
        print(f"{count:8} {made.folder / file}")
    print(f"{made.carried} of {made.triples} triples are in the tables, the others in {made.folder / 'rest.nt'}")
    print(f"{made.folder / 'README.md'} describes the fields")
    return 0


def link(options: argparse.Namespace) -> int:
    """``kg link``."""
    from kg.linking.tables import account, run
    from kg.linking.tables.result import Request

    asked = Request(options.file, options.namespace, options.output, options.format, options.lang, options.sheet, options.only_mapping)
    with _progress() as progress:
        result = run.run(asked, progress)
    print(account.text(result, asked), end="")
    return result.exit_code


def gain(options: argparse.Namespace) -> int:
    """``kg gain``."""
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


def explain(options: argparse.Namespace) -> int:
    """``kg explain``."""
    from kg import explaining

    if explaining.canonical(options.code) in explaining.explanations():
        print(explaining.explain(options.code, language=options.lang), end="")
        return 0
    from kg import requirements

    said = requirements.explain(options.code) if options.lang == "en" else requirements.explain(options.code, (options.lang,))
    print(said or explaining.explain(options.code, requirements.numbers()), end="")
    return 0
