"""A whole build of generated documents (``kg build --no-validate``) against pyoxigraph's bulk_load of its own output alone."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from measuring import HERE, command_cpu, middle, rounds, spread, table, verdict

TARGET = 1.5
LOAD = "import sys, pyoxigraph as o; s = o.Store(sys.argv[2]); s.bulk_load(path=sys.argv[1], format=o.RdfFormat.N_QUADS); s.flush()"
UNLOADED = "import sys; from kg.storage import store; store.load = lambda *_: 0; from kg import cli; sys.exit(cli.main())"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=1000, help="documents (default: 1000; the target is meant for 10000)")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        documents, built, store = Path(place, "documents"), Path(place, "built"), Path(place, "store")
        subprocess.run([sys.executable, HERE / "documents.py", "-n", str(options.n), "-o", documents], check=True, capture_output=True)
        arguments = ["build", str(documents), "-o", str(built), "--no-validate"]
        ways = {
            "kg build --no-validate": [sys.executable, "-m", "kg.cli", *arguments],
            "of that, all but the store": [sys.executable, "-c", UNLOADED, *arguments],
            "bulk_load of its graph.nq": [sys.executable, "-c", LOAD, str(built / "graph.nq"), str(store)],
        }
        peaks = dict.fromkeys(ways, 0)

        def run(name: str) -> float:
            shutil.rmtree(store, ignore_errors=True)
            used, peak = command_cpu(ways[name])
            peaks[name] = max(peaks[name], peak)
            return used

        found = rounds(options.rounds, {name: partial(run, name) for name in ways})
    build, _, load = (middle(found[name]) for name in ways)
    rows = [
        (name, f"{half:.1f}", spread(found[name]), f"{peaks[name] / 1e6:.0f}", f"{half / load:.2f}")
        for name, half in ((name, middle(found[name])) for name in ways)
    ]
    table((f"{options.n} documents", "CPU s", "spread", "peak MB", "ratio"), rows)
    verdict(f"at most {TARGET} times bulk_load", build <= TARGET * load)


if __name__ == "__main__":
    main()
