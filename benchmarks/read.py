"""CPU time from text in memory to facts, a document; beside it what general number readers need for the same value strings.

(a) ``forgotten``: labels and cells that the reader remembers are forgotten before every document, as if each were the first of its
family. (b) ``batch``: as a build does. The lookups of the vocabulary are built before the clock starts (``start.py`` counts them).
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import tempfile
from pathlib import Path

from measuring import cpu, environment, middle, part, rounds, spread, table, verdict

TARGET_MS = 1.0


def _ours(count: int, seed: int, forget: bool) -> float:
    from documents import documents

    from kg.interpreting import interpret
    from kg.interpreting.language import lexicon
    from kg.reading import text

    made = [(m.text.encode("utf-8"), m.folder, m.about.area) for m in documents(count, seed)]
    own = lexicon("ru")
    for data, folder, area in made[:50]:  # builds every lookup
        interpret(text.document(data, folder), language="ru", area=area)
    own.forget()

    def work() -> None:
        for data, folder, area in made:
            if forget:
                own.forget()
            interpret(text.document(data, folder), language="ru", area=area)

    gc.collect()
    gc.freeze()
    return cpu(work)


def _prepare(count: int, seed: int, folder: Path) -> tuple[int, int, int]:
    """Writes the value strings and the N-Quads of the documents; how many values, quads and bytes of text."""
    from documents import documents

    from kg.interpreting import interpret
    from kg.mapping import profile

    values, quads, size = [], 0, 0
    with (folder / "graph.nq").open("w", encoding="utf-8") as file:
        for made in documents(count, seed):
            size += len(made.text.encode("utf-8"))
            values += [line.partition("\t")[2] for line in made.text.splitlines() if "\t" in line]
            for lines in profile.quads(interpret(made.document, language="ru", area=made.about.area), made.about):
                quads += lines.count("\n")
                file.write(lines)
    (folder / "values.json").write_text(json.dumps(values), encoding="utf-8")
    return len(values), quads, size


def _parse(folder: Path) -> float:
    from pyoxigraph import RdfFormat, parse

    data = (folder / "graph.nq").read_bytes()
    return cpu(lambda: sum(1 for _ in parse(data, format=RdfFormat.N_QUADS)))


def _price_parser(folder: Path) -> float:
    from price_parser import Price

    values = json.loads((folder / "values.json").read_text(encoding="utf-8"))
    return cpu(lambda: [Price.fromstring(value) for value in values])


def _quantulum3(folder: Path, share: int) -> float:
    from quantulum3 import parser

    values = json.loads((folder / "values.json").read_text(encoding="utf-8"))[: 37 * share]
    parser.parse("1 km")  # loads its units
    return cpu(lambda: [parser.parse(value) for value in values])


def _profile(count: int, seed: int) -> None:
    import cProfile
    import pstats

    from documents import documents

    from kg.interpreting import interpret
    from kg.interpreting.language import lexicon

    made = [(m.document, m.about.area) for m in documents(count, seed)]
    own = lexicon("ru")
    for document, area in made[:50]:
        interpret(document, language="ru", area=area)
    profiler = cProfile.Profile()
    profiler.enable()
    for document, area in made:
        own.forget()
        interpret(document, language="ru", area=area)
    profiler.disable()
    pstats.Stats(profiler, stream=sys.stdout).sort_stats("tottime").print_stats(25)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-n", type=int, default=500, help="documents (default: 500)")
    parser.add_argument("--rounds", type=int, default=5, help="default: 5")
    parser.add_argument("--seed", type=int, default=1, help="default: 1")
    parser.add_argument("--quantulum", type=int, default=20, metavar="N", help="documents for quantulum3, which is slow (default: 20)")
    parser.add_argument("--no-peers", action="store_true", help="do without the other number readers")
    parser.add_argument("--profile", action="store_true", help="print the hot spots instead")
    parser.add_argument("--part", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.profile:
        _profile(options.n, options.seed)
        return
    if options.part:
        ways = {
            "forgotten": lambda: _ours(options.n, options.seed, True),
            "batch": lambda: _ours(options.n, options.seed, False),
            "parse": lambda: _parse(options.folder),
            "price-parser": lambda: _price_parser(options.folder),
            "quantulum3": lambda: _quantulum3(options.folder, options.quantulum),
        }
        print(json.dumps({"cpu": ways[options.part]()}))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        values, quads, size = _prepare(options.n, options.seed, folder)
        given = ("-n", options.n, "--seed", options.seed, "--folder", folder, "--quantulum", options.quantulum)
        ways = {key: lambda key=key: part("read.py", key, *given)["cpu"] / options.n * 1000 for key in ("forgotten", "batch", "parse")}
        if not options.no_peers:
            peers = environment("peers", "price-parser==0.5.*", "quantulum3==0.10.*", "setuptools<81")
            ways["price-parser"] = lambda: part("read.py", "price-parser", *given, python=peers)["cpu"] / options.n * 1000
            ways["quantulum3"] = lambda: part("read.py", "quantulum3", *given, python=peers)["cpu"] / options.quantulum * 1000
        found = rounds(options.rounds, ways)
    shown = {
        "forgotten": "kg, all remembered cells forgotten before each document",
        "batch": "kg, as in a batch",
        "parse": "pyoxigraph: parsing the N-Quads of the document",
        "price-parser": "price-parser: its value strings only",
        "quantulum3": "quantulum3: its value strings only",
    }
    ours = middle(found["batch"])
    a_document = f"{size // options.n} bytes, {values // options.n} rows, {quads // options.n} quads"
    print(f"{options.n} documents of {a_document} each; {options.rounds} rounds")
    table(
        ("way", "CPU ms a document", "ratio to kg in a batch", "spread"),
        [(shown[key], f"{middle(times):.3f}", f"{middle(times) / ours:.2f}", spread(times)) for key, times in found.items()],
    )
    for key in ("forgotten", "batch"):
        verdict(f"{shown[key]}: at most {TARGET_MS} ms", middle(found[key]) <= TARGET_MS)


if __name__ == "__main__":
    main()
