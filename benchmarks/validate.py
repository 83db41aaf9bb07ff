"""Validation of generated builds by our own shapes: CPU seconds, and whether exactly the injected violations are found.

``default`` parses, counts coverage, runs the engine and describes results; ``kg validate`` is the command itself, which also looks at the
shapes graph of others, finds the place of each result and writes a report. The engines beside them are given the same data and shapes, and
nothing is described. Two sets of shapes: all, and Core with three ``sh:sparql`` constraints.

Before the table it says how long a library takes to load the same file into a store (pyoxigraph's bulk_load, in memory), and how that
compares with the measurements on which the limits rest: the same program takes a third more when the machine has a slow hour.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from injecting import Label, injected
from measuring import HERE, middle, spread, table, verdict
from validating import shapes

ROUNDS, LIMIT = 3, 120
TARGETS = {260: 1.0, 2650: 10.0}
KEPT = ("Figure-interval", "Consistency-court", "Evidence-offsets")
"""The ``sh:sparql`` constraints of the smaller set of shapes."""
LOADED = 3.2
"""Microseconds of CPU a quad that bulk_load took where the limits were set (2 M quads in 6.4 s)."""
SHAPES = "https://w3id.org/hrmkg/shapes#"
COMMAND = "kg validate"
WAYS = ("default", COMMAND, "default, engine alone", "pyshifty", "pyshacl-turbo", "pyshacl")


def fewer(file: Path) -> Path:
    """Writes our shapes with three ``sh:sparql`` constraints, less what has no constraint then.

    That is no part of a validation, so it is done before any is measured.
    """
    from pyoxigraph import Quad, RdfFormat, Store, serialize

    from kg.validation import wellformed
    from kg.validation.paths import SH

    kept, quads = {SHAPES + name for name in KEPT}, [Quad(quad.subject, quad.predicate, quad.object) for quad in shapes("all").quads]
    quads = [quad for quad in quads if quad.predicate.value != SH + "sparql" or quad.object.value in kept]
    while True:
        store = Store()
        store.bulk_extend(quads)
        idle = {fault.node for fault in wellformed.check(store) if fault.fatal}
        if not idle:
            break
        quads = [quad for quad in quads if quad.subject not in idle and quad.object not in idle]
    file.write_bytes(serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b"")
    return file


def run(way: str, variant: str, file: Path, limit: int) -> tuple[float, int, Counter[Label] | None]:
    """CPU seconds, peak memory in bytes, results; None where it was stopped at the limit of CPU seconds, or failed."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))

    with tempfile.TemporaryDirectory() as place:
        answer = Path(place, "answer.json")
        command = [sys.executable, str(HERE / "validating.py"), way, variant, str(file), str(answer)]
        if way == COMMAND:
            given = [] if variant == "all" else ["--shapes", variant]
            command = [sys.executable, "-m", "kg.cli", "validate", str(file), *given, "--format", "json", "-o", str(answer)]
        with Path(place, "said").open("w+b") as said:
            process = subprocess.Popen(command, stdout=said, stderr=said, preexec_fn=limited)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            said.seek(0)
            failed = process.returncode != 0 and not (way == COMMAND and process.returncode == 1)  # 1: there are violations
            if failed:
                words = said.read().decode("utf-8", "replace").strip().splitlines()
                print(f"{way} on {file.name} failed: {(words or ['?'])[-1][:300]}", file=sys.stderr)
        spent = usage.ru_utime + usage.ru_stime
        if failed:
            return spent, usage.ru_maxrss * 1024, None
        found = json.loads(answer.read_text(encoding="utf-8"))
        if way == COMMAND:
            found = [(one["requirement"], one["focus"]) for one in found["results"]]
        return spent, usage.ru_maxrss * 1024, Counter(Label(*one) for one in found)


def built(number: int, place: Path) -> Path:
    """The graph of a build of made-up documents."""
    documents, folder = place / f"documents-{number}", place / f"built-{number}"
    subprocess.run(
        [sys.executable, HERE / "documents.py", "-n", str(number), "-o", documents, "--check", "0"], check=True, capture_output=True
    )
    # Exit code 1 says that some words of the documents were not read, which is how they are made.
    command = [sys.executable, "-m", "kg.cli", "build", str(documents), "-o", str(folder), "--no-validate"]
    subprocess.run(command, check=False, capture_output=True)
    return folder / "graph.nq"


def measured(number: int, place: Path, rounds: int, limit: int, ways: list[str]) -> None:
    """The comparison on one size, printed."""
    clean, broken = built(number, place), place / f"broken-{number}.nq"
    labels: list[Label] = []
    with clean.open(encoding="utf-8", newline="\n") as lines, broken.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(injected(lines, labels))
    with clean.open("rb") as file:
        quads = sum(1 for _ in file)
    print(f"\n{number} documents, {quads} triples, {len(labels)} violations of {len({one.requirement for one in labels})} kinds injected")
    loads = [run("bulk_load", "all", broken, limit)[0] for _ in range(rounds)]
    a_quad = middle(loads) / quads * 1e6
    print(f"bulk_load of the file: {middle(loads):.2f} CPU s, {a_quad:.1f} a million quads, {a_quad / LOADED:.2f} of {LOADED}")
    for variant, words in (("all", "all our shapes"), (str(fewer(place / "three.nt")), "Core and three sh:sparql")):
        known = requirements(variant)
        expected = Counter(label for label in labels if label.requirement in known)
        spent: dict[str, list[float]] = {}
        rows, reference = [], 0.0
        for way in ways:
            peak, found, times = 0, None, []
            for _ in range(rounds if way.startswith(("default", COMMAND)) else 1):
                used, memory, found = run(way, variant, broken, limit)
                times.append(used)
                peak = max(peak, memory)
                if found is None:
                    break
            spent[way] = times
            reference = reference or middle(times)
            exact = "" if found is None else said(run(way, variant, clean, limit)[2], found, expected, way != "pyshifty")
            time = f"{middle(times):.2f}" if found is not None else f"stopped at {times[-1]:.0f}"
            rows.append((way, time, spread(times), f"{peak / 1e6:.0f}", f"{middle(times) / reference:.1f}", exact))
        table((words, "CPU s", "spread", "peak MB", "ratio", "injected"), rows)
        if number in TARGETS:
            for way in [one for one in ways if one in ("default", COMMAND)]:
                verdict(f"{way}: at most {TARGETS[number]} CPU s at {quads} triples, {words}", middle(spent[way]) <= TARGETS[number])
        verdict(f"{ways[0]} finds exactly the {expected.total()} injected violations, {words}", rows[0][-1] == "exact")


def requirements(variant: str) -> set[str]:
    """The numbers of the constraints that a set of shapes still checks."""
    used = shapes(variant)
    nodes = [node for shape in used.structure.shapes.values() for node in (shape.node, *shape.sparql)]
    return {used.requirement(node) for node in nodes}


def said(before: Counter[Label] | None, after: Counter[Label], expected: Counter[Label], numbered: bool) -> str:
    """Whether the results after injection, less those before, are the labels; otherwise how many are missing and extra.

    An engine that does not say which ``sh:sparql`` gave a result has no numbers: its focus nodes are compared alone.
    """
    if before is None:
        return "?"
    if not numbered:
        before, after, expected = (Counter(Label("", one.focus) for one in found.elements()) for found in (before, after, expected))
    missing, extra = (expected - (after - before)), ((after - before) - expected) + (before - after)
    for label in [*missing, *extra][:5]:
        print(f"     {'missing' if label in missing else 'extra'}: {label.requirement} {label.focus}", file=sys.stderr)
    return "exact" if not missing and not extra else f"-{missing.total()} +{extra.total()}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, action="append", help="documents; may be given twice (default: 260 and 2650)")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--limit", type=int, default=LIMIT, help=f"CPU seconds after which a way is stopped (default: {LIMIT})")
    parser.add_argument("--ways", nargs="*", default=list(WAYS), help=f"default: {WAYS}")
    options = parser.parse_args()
    compileall.compile_dir(HERE.parent / "src", quiet=1)  # as an installed package is
    with tempfile.TemporaryDirectory() as place:
        for number in options.n or list(TARGETS):
            measured(number, Path(place), options.rounds, options.limit, options.ways)


if __name__ == "__main__":
    main()
