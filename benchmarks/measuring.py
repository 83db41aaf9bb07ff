"""What the benchmarks share: CPU time of fresh processes, rounds with medians, tables, virtual environments of peers.

CPU time and not wall time, as other work may run on the machine; peers take turns within each round, so that what slows one slows all.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


def part(script: str, name: str, *arguments: object, python: Path | str = sys.executable) -> dict[str, Any]:
    """Runs ``script --part name arguments`` in a fresh process; the JSON that it prints last."""
    command = [str(python), str(HERE / script), "--part", name, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{script} --part {name} failed:\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process for ``work``."""
    began = time.process_time()
    work()
    return time.process_time() - began


def command_cpu(command: Sequence[str]) -> tuple[float, int]:
    """CPU seconds (user and system) of a command and its peak memory in bytes; its output is thrown away."""
    with open(os.devnull, "wb") as nothing:
        process = subprocess.Popen(command, stdout=nothing, stderr=nothing)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def rounds(count: int, ways: dict[str, Callable[[], float]]) -> dict[str, list[float]]:
    """Each way ``count`` times, taking turns."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(count):
        for name, way in ways.items():
            found[name].append(way())
            if sys.stderr.isatty():
                print(f"\r\033[K{name} {number + 1}/{count}", end="\r\033[K" if number + 1 == count else "", file=sys.stderr, flush=True)
    return found


def middle(values: Sequence[float]) -> float:
    """The median."""
    return statistics.median(values)


def spread(values: Sequence[float]) -> str:
    """Least and greatest in per cent of the median: the noise of the rounds."""
    half = middle(values)
    return f"{100 * min(values) / half - 100:+.0f} {100 * max(values) / half - 100:+.0f} %"


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Prints a Markdown table; numbers to the right."""
    cells = [[str(cell) for cell in row] for row in (header, *rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(header))]
    for number, row in enumerate(cells):
        print("| " + " | ".join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True))) + " |")
        if not number:
            print("|" + "|".join("-" * (w + 1) + ("-" if i == 0 else ":") for i, w in enumerate(widths)) + "|")


def verdict(what: str, fine: bool) -> None:
    """Prints whether a target is met."""
    print(f"{'met ' if fine else 'MISS'} {what}")


def environment(name: str, *requirements: str) -> Path:
    """The interpreter of ``benchmarks/.venv-NAME``, made with pip when it is not there yet; git ignores the folder."""
    folder = HERE / f".venv-{name}"
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        print(f"making {folder.name} with {', '.join(requirements)} ...", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements], check=True)
        (folder / "complete").touch()
    return python


def memory_now() -> int:
    """Resident memory of this process in bytes."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
