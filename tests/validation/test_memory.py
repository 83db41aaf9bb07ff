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
