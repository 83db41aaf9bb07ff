"""Work in a process of its own: its exit code, its limits, and what is said when native code ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import Any

import pytest

PROGRAM = """
import ctypes, os, sys, time
from kg.errors import KgError
from kg.serving import confined

def work(done):
    {work}

try:
    code = confined.run(work, {limits})
except KgError as error:
    print(error, file=sys.stderr)
    code = 2
sys.stdout.flush()
os._exit(code)
"""


def run(work: str, limits: str = "") -> subprocess.CompletedProcess[str]:
    program = PROGRAM.format(work=work.replace("\n", "\n    "), limits=limits)
    return subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", timeout=60, check=False)


@pytest.mark.parametrize("limits", ["", "seconds=30", "megabytes=200", "30, 200"])
def test_what_fits_is_done_and_said(limits: str) -> None:
    done = run('done()\nprint("out")\nprint("err", file=sys.stderr)\nreturn 7', limits)
    assert (done.returncode, done.stdout, done.stderr) == (7, "out\n", "err\n")


@pytest.mark.parametrize("work", ["a = bytearray(400 << 20)", "a = [bytes(1000) for _ in range(400_000)]", "a = 'x' * (400 << 20)"])
def test_memory_is_bounded(work: str) -> None:
    assert run(f"{work}\nreturn 0", "megabytes=2000").returncode == 0
    done = run(f"{work}\nreturn 0", "megabytes=100")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "KG803: the memory is used up; the check may take 100 MB; give less data, or raise --memory-limit\n"


def test_native_code_that_finds_no_memory_aborts_and_one_sentence_is_said() -> None:
    native = "import pyoxigraph as o\nlist(o.Store().query('SELECT (STRLEN(CONCAT(' + ','.join(['?a'] * 600) + ')) AS ?l) "
    native += "{ BIND(\"' + 'x' * 1_000_000 + '\" AS ?a) }'))\nreturn 0"
    assert run(native, "megabytes=3000").returncode == 0
    done = run(native, "megabytes=300")
    assert done.returncode == 2
    assert done.stderr.startswith("KG803: ")
    assert done.stderr.count("\n") == 1


def test_memory_that_native_code_finds_used_up_while_it_runs_python_is_one_sentence_too() -> None:
    done = run("class Last:\n    def __del__(self):\n        raise MemoryError\nLast()\nos.abort()", "30, 200")
    assert done.returncode == 2
    assert done.stderr.startswith("KG803: ")
    assert done.stderr.count("\n") == 1


def test_what_else_native_code_tells_in_passing_is_said() -> None:
    done = run("class Last:\n    def __del__(self):\n        raise ValueError('odd')\nLast()\ndone()\nreturn 0", "30, 200")
    assert done.returncode == 0
    assert "ValueError: odd" in done.stderr


@pytest.mark.parametrize("limits", ["", "megabytes=100"])
@pytest.mark.parametrize("work", ["ctypes.string_at(0)", "os.abort()"])
def test_a_fault_of_native_code_is_said(work: str, limits: str) -> None:
    done = run(f"{work}\nreturn 0", limits)
    assert done.returncode == 2
    assert done.stderr.startswith("KG808: the check broke off; an engine or parser gave up")


def test_who_is_killed_by_others_ends_as_shells_say() -> None:
    assert run("os.kill(os.getpid(), 9)\nreturn 0").returncode == 128 + signal.SIGKILL


def test_time_is_bounded() -> None:
    done = run("time.sleep(30)\nreturn 0", "seconds=0.5")
    assert done.returncode == 2
    assert done.stderr.startswith("KG802: the time is up; the check may take 0.5 seconds")
    assert run("done()\ntime.sleep(1)\nreturn 0", "seconds=0.5").returncode == 0


def test_an_error_that_is_told_in_time_is_the_only_one() -> None:
    """Giving back what is nested deeply may take its time."""
    done = run(
        "from kg.errors import KgError\nclass Slow:\n    def __del__(self): time.sleep(1)\nslow = Slow()\nraise KgError('KG1', 'x')",
        "seconds=0.5",
    )
    assert (done.returncode, done.stderr) == (2, "KG1: x\n")


def test_no_process_is_left(tmp_path: Any) -> None:
    file = tmp_path / "number"
    run(f"open({str(file)!r}, 'w').write(str(os.getpid()))\ntime.sleep(30)\nreturn 0", "seconds=0.5")
    with pytest.raises(ProcessLookupError):
        os.kill(int(file.read_text()), 0)
