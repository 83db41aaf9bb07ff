"""Work of a command in a process of its own, which is ended at a time limit and cannot take more memory than it is given."""

from __future__ import annotations

import io
import os
import select
import signal
import sys
import tempfile
from collections.abc import Callable
from typing import IO

from kg.errors import ValidationError
from kg.serving import sandbox
from kg.serving.pool import OUT_OF_MEMORY

_BROKEN = frozenset({signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGILL})
"""How native code ends that has no stack or memory left, or has a fault."""
_SIGNALLED = 128
"""What shells add to the number of the signal that ended a process."""
_WORDS = 100_000


def run(work: Callable[[Callable[[], None]], int], seconds: float | None = None, megabytes: int | None = None) -> int:
    """The exit code of ``work``, done in a process of its own, which also returns from here.

    It is killed when it has not called what it is given in so many seconds: native code heeds neither signals nor exceptions. Printing
    takes its time afterwards: a reader may sit behind a pager. ``megabytes`` are counted beyond what this process has now (Linux).
    Raises :class:`ValidationError` KG802 at the time limit, KG803 at that of memory, KG808 where native code broke it off.
    """
    with tempfile.TemporaryFile() as said:
        reading, writing = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        worker = os.fork()
        if not worker:
            os.close(reading)
            return _worked(work, writing, megabytes, said)
        os.close(writing)
        code = _ended(worker, reading, seconds)
        if code >= 0:
            return code
        said.seek(0)
        words = said.read(_WORDS).decode("utf-8", "replace")
        if any(one in words for one in OUT_OF_MEMORY):
            raise _memory(megabytes)
        if -code in _BROKEN:
            why = "an engine or parser gave up on it, perhaps because it is nested too deeply"
            raise ValidationError("KG808", "the check broke off", why=why, mend="give nodes names, or give less data")
        return _SIGNALLED - code


def _worked(work: Callable[[Callable[[], None]], int], writing: int, megabytes: int | None, said: IO[bytes]) -> int:
    """The work, in the process of its own. What native code says at its end goes to a file, for one sentence is enough."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it and kills, whatever native code does
    sandbox.die_with_parent()
    if megabytes is not None:
        if isinstance(sys.stderr, io.TextIOWrapper) and sys.stderr.fileno() == 2:
            sys.stderr = open(os.dup(2), "w", encoding="utf-8", errors=sys.stderr.errors, buffering=1)  # noqa: SIM115 - as long as the process
        os.dup2(said.fileno(), 2)
        sys.unraisablehook = _noted
        sandbox.bound(megabytes)
    done = os.fdopen(writing, "wb", buffering=0)
    try:
        return work(done.close)
    except MemoryError as error:
        raise _memory(megabytes) from error
    finally:
        done.close()  # an error is told, too: what comes after it is not limited


def _noted(unraisable: sys.UnraisableHookArgs) -> None:
    """What native code tells of an exception before it aborts: of a memory used up only the name, to where such words are looked for."""
    if issubclass(unraisable.exc_type, MemoryError):
        os.write(2, b"MemoryError\n")
    else:
        sys.__unraisablehook__(unraisable)


def _ended(worker: int, reading: int, seconds: float | None) -> int:
    """The exit code of the worker, below zero for a signal. Raises KG802; whatever is raised, the worker is gone."""
    try:
        if not select.select([reading], [], [], seconds)[0]:
            why, mend = f"the check may take {seconds:g} seconds", "mend the query that does not end, give less data, or raise --time-limit"
            raise ValidationError("KG802", "the time is up", why=why, mend=mend)
        code, worker = os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]), 0
        return code
    finally:
        os.close(reading)
        if worker:
            os.kill(worker, signal.SIGKILL)
            os.waitpid(worker, 0)


def _memory(megabytes: int | None) -> ValidationError:
    why = f"the check may take {megabytes} MB" if megabytes is not None else ""
    mend = "give less data, or raise --memory-limit" if megabytes is not None else "give less data"
    return ValidationError("KG803", "the memory is used up", why=why, mend=mend)
