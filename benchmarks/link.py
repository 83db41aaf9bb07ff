"""A partner's table of a million rows (``kg link``): rows a CPU second and peak memory, beside a pandas merge on the codes in the same run.

What the two do is not the same: the merge joins codes to a table of states in memory and nothing else; ``kg link`` also recognises the
columns, reads every year and number, finds what stands twice, writes seven statements an observation and checks them.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from functools import partial
from pathlib import Path

from measuring import command_cpu, middle, rounds, spread, table, verdict

from kg.vocabulary import resources, vocabulary

FLAT = 1.1
"""Peak memory at all rows, by that at a tenth of them."""
FEWEST = 20_000
"""Rows a CPU second."""
STRANGE = "ZZZ"
MERGE = """
import sys, pandas
states = pandas.read_csv(sys.argv[2], sep="\\t", usecols=["iso_alpha3", "key"], quoting=3)
rows = pandas.read_csv(sys.argv[1], dtype={"iso3": str})
rows.merge(states, left_on="iso3", right_on="iso_alpha3", how="left").to_csv(sys.argv[3], index=False)
"""
LINK = "import sys\nfrom kg import cli\ncode = cli.main(['link', sys.argv[1], '--format', 'nq', '-o', sys.argv[2]])\nsys.exit(code > 1)"


def generate(path: Path, count: int) -> None:
    """Rows with different keys; a hundredth of the states is none of ours, a hundredth of the values is missing."""
    chance = random.Random(count)
    states = sorted(vocabulary().areas)
    with path.open("w", encoding="utf-8") as file:
        file.write("iso3,year,site,value\n")
        for at in range(count):
            state = STRANGE if at % 100 == 50 else states[at % len(states)]
            value = "" if at % 100 == 7 else chance.randrange(10**7)
            file.write(f"{state},{1950 + at // 100 % 75},site-{at // 7500}-{at % 100},{value}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=1_000_000, help="rows (default: 1000000)")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    areas = resources.root() / "data" / "reference" / "areas.tsv"
    with tempfile.TemporaryDirectory() as place:
        rows, tenth, output = Path(place, "rows.csv"), Path(place, "tenth.csv"), Path(place, "linked")
        generate(rows, options.n)
        generate(tenth, options.n // 10)
        ways = {
            "kg link": [sys.executable, "-c", LINK, str(rows), str(output)],
            "kg link, a tenth of the rows": [sys.executable, "-c", LINK, str(tenth), str(output)],
            "pandas read, merge, write": [sys.executable, "-c", MERGE, str(rows), str(areas), str(output / "merged.csv")],
        }
        output.mkdir()
        peaks = dict.fromkeys(ways, 0)

        def run(name: str) -> float:
            for mapping in Path(place).glob("*-metadata.json"):
                mapping.unlink()
            used, peak = command_cpu(ways[name])
            peaks[name] = max(peaks[name], peak)
            return used

        found = rounds(options.rounds, {name: partial(run, name) for name in ways})
    whole, less, merge = (middle(found[name]) for name in ways)
    counts = (options.n, options.n // 10, options.n)
    table(
        (f"{options.n} rows", "CPU s", "spread", "rows a CPU s", "peak MB", "by pandas"),
        [
            (name, f"{used:.1f}", spread(found[name]), f"{count / used:,.0f}", f"{peaks[name] / 1e6:.0f}", f"{used / merge:.1f}")
            for name, used, count in zip(ways, (whole, less, merge), counts, strict=True)
        ],
    )
    first, second, _ = peaks.values()
    verdict(f"memory flat: at most {FLAT} times that at a tenth of the rows", first <= FLAT * second)
    verdict(f"at least {FEWEST:,} rows a CPU second", options.n / whole >= FEWEST)


if __name__ == "__main__":
    main()
