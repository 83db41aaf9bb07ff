"""A whole build of generated documents (``kg build --no-validate``) against pyoxigraph's bulk_load of its own output alone."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from measuring import HERE, command_cpu, middle, table, verdict

TARGET = 1.5
LOAD = "import sys, pyoxigraph as o; s = o.Store(sys.argv[2]); s.bulk_load(path=sys.argv[1], format=o.RdfFormat.N_QUADS); s.flush()"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=1000, help="documents (default: 1000; the target is meant for 10000)")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        documents, built, store = Path(place, "documents"), Path(place, "built"), Path(place, "store")
        subprocess.run([sys.executable, HERE / "documents.py", "-n", str(options.n), "-o", documents], check=True, capture_output=True)
        builds, loads = [], []
        for _ in range(options.rounds):
            builds.append(command_cpu([sys.executable, "-m", "kg.cli", "build", str(documents), "-o", str(built), "--no-validate"]))
            shutil.rmtree(store, ignore_errors=True)
            loads.append(command_cpu([sys.executable, "-c", LOAD, str(built / "graph.nq"), str(store)]))
    build, load = middle([cpu for cpu, _ in builds]), middle([cpu for cpu, _ in loads])
    rows = [
        ("kg build --no-validate", f"{build:.1f}", f"{max(peak for _, peak in builds) / 1e6:.0f}", f"{build / load:.2f}"),
        ("bulk_load of its graph.nq", f"{load:.1f}", f"{max(peak for _, peak in loads) / 1e6:.0f}", "1.00"),
    ]
    table((f"{options.n} documents", "CPU s", "peak MB", "ratio"), rows)
    verdict(f"at most {TARGET} times bulk_load", build <= TARGET * load)


if __name__ == "__main__":
    main()
