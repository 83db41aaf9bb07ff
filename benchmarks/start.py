"""CPU time of a cold start: ``kg --help`` and ``kg facts``, against bare Python and an import of rdflib."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from measuring import HERE, command_cpu, middle, rounds, spread, table, verdict

DOCUMENT = HERE.parent / "data" / "profiles" / "antitorture" / "KAZ-2022" / "document.txt"
TARGETS = {"kg --help": 100, "kg facts (the real document)": 150}


def commands() -> dict[str, list[str]]:
    """What is measured."""
    kg = str(Path(sys.executable).parent / "kg")
    return {
        "python -c pass": [sys.executable, "-c", "pass"],
        "kg --help": [kg, "--help"],
        "kg facts (the real document)": [kg, "facts", str(DOCUMENT)],
        "python -c 'import rdflib'": [sys.executable, "-c", "import rdflib"],
    }


def _imports(arguments: list[str], least: float) -> None:
    """Modules that cost most by themselves, from -X importtime."""
    done = subprocess.run([sys.executable, "-X", "importtime", *arguments], capture_output=True, text=True, check=False)
    own: list[tuple[float, float, str]] = []
    for line in done.stderr.splitlines():
        head, _, rest = line.partition("import time:")
        cells = rest.split("|")
        if not head and len(cells) == 3 and cells[0].strip().isdigit():
            own.append((int(cells[0]) / 1000, int(cells[1]) / 1000, cells[2].strip()))
    rows = [(name, f"{self_:.1f}", f"{whole:.1f}") for self_, whole, name in sorted(own, reverse=True) if self_ >= least]
    print(f"\n{' '.join(arguments[:3])}: {len(own)} modules, {sum(o[0] for o in own):.0f} ms of wall time in imports")
    table(("module", "own ms", "with what it imports"), rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=11, help="default: 11")
    parser.add_argument("--imports", action="store_true", help="also list the modules that cost most to import")
    options = parser.parse_args()
    ways = commands()
    for command in ways.values():
        command_cpu(command)  # byte code is compiled and files are in memory from here on
    found = rounds(options.rounds, {name: lambda command=command: command_cpu(command)[0] * 1000 for name, command in ways.items()})
    bare, rdflib = middle(found["python -c pass"]), middle(found["python -c 'import rdflib'"])
    print(f"{options.rounds} rounds, user and system time")
    table(
        ("command", "CPU ms", "over bare Python", "ratio to bare Python", "ratio to importing rdflib", "spread"),
        [
            (
                name,
                f"{middle(times):.0f}",
                f"{middle(times) - bare:.0f}",
                f"{middle(times) / bare:.1f}",
                f"{middle(times) / rdflib:.2f}",
                spread(times),
            )
            for name, times in found.items()
        ],
    )
    for name, target in TARGETS.items():
        verdict(f"{name}: at most {target} ms", middle(found[name]) <= target)
    if options.imports:
        _imports(["-m", "kg.cli", "--help"], 0.7)
        _imports(["-m", "kg.cli", "facts", str(DOCUMENT)], 0.7)


if __name__ == "__main__":
    main()
