"""What is freed is not given back, so the kernel does not clear it again."""

from __future__ import annotations

import subprocess
import sys

BLOCKS = """
import resource
from kg.validation import memory
if {kept}:
    memory.keep()
for _ in range(10):
    b"x" * 50_000_000
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt)
"""


def faults(kept: bool) -> int:
    return int(subprocess.run([sys.executable, "-c", BLOCKS.format(kept=kept)], check=True, capture_output=True).stdout)


def test_memory_is_kept_for_the_next_block() -> None:
    assert faults(kept=True) < faults(kept=False) / 2


MANY = """
import gc
from kg.validation import memory
if {kept}:
    memory.keep()
before = sum(one["collections"] for one in gc.get_stats())
kept = [[] for _ in range(100_000)]
print(sum(one["collections"] for one in gc.get_stats()) - before)
"""


def test_many_lasting_objects_are_not_walked_again_and_again() -> None:
    searches = [
        int(subprocess.run([sys.executable, "-c", MANY.format(kept=kept)], check=True, capture_output=True).stdout)
        for kept in (True, False)
    ]
    assert searches[0] == 0
    assert searches[1] > 50


END = """
import atexit, gc
atexit.register(lambda: print(gc.get_freeze_count()))
from kg.validation import memory
if {kept}:
    memory.keep()
"""


def test_what_ends_with_the_process_is_not_searched_again() -> None:
    frozen = [
        int(subprocess.run([sys.executable, "-c", END.format(kept=kept)], check=True, capture_output=True).stdout) for kept in (True, False)
    ]
    assert frozen[0] > 1000
    assert frozen[1] == 0
