"""How far a long check has come, in one line of a terminal that is written over and wiped away; elsewhere nothing is printed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from kg.validation import wording
from kg.validation.mutation import Told

_WIPE = "\r\x1b[K"
"""Back to the begin of the line, and all after it erased (ECMA-48, EL)."""


@contextmanager
def shown(stream: TextIO, language: str) -> Iterator[Told]:
    """What :func:`kg.validation.mutation.mutate` takes as ``told``; it prints only where the stream is a terminal."""
    if not stream.isatty():
        yield lambda *_: None
        return

    def write(name: str, **fields: str) -> None:
        words = wording.note(name, **fields)
        stream.write(_WIPE + (words.get(language) or words["en"]))
        stream.flush()

    def told(operator: str, mutants: int, done: int) -> None:
        said = wording.note(f"mutation-{operator}")
        write("mutation-progress", operator=said.get(language) or said["en"], done=str(done), mutants=str(mutants))

    write("mutation-begin")
    try:
        yield told
    finally:
        stream.write(_WIPE)
        stream.flush()
