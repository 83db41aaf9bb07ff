"""What a worker gives up before it sees anything of others: files, network, memory without end.

No file descriptor can be opened any more (RLIMIT_NOFILE 0), so that neither files nor sockets can be reached, whatever a parser or an
engine tries; nothing can be written (RLIMIT_FSIZE 0). Where it is permitted, the worker has no network interface either. Everything
that is read lazily has to be read before.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys
from math import ceil
from pathlib import Path

from kg.serving.limits import MEGABYTE

_DEATH_SIGNAL = 1
_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000


def die_with_parent() -> None:
    """Lets the kernel kill this process when the server dies (Linux; elsewhere the limit of processor time ends it)."""
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def isolate() -> bool:
    """Gives up all network interfaces; False where the system does not permit that. Before any thread is started."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None)
    return bool(libc.unshare(_NEW_NETWORK) == 0 or libc.unshare(_NEW_USER | _NEW_NETWORK) == 0)


def enter(time: float, memory: int) -> None:
    """Gives everything up for good: ``time`` in seconds of work, ``memory`` in megabytes beyond what is in use now."""
    isolate()
    threads = os.cpu_count() or 1
    limit(resource.RLIMIT_CPU, _seconds() + ceil(time * threads) + 1)
    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_FSIZE, 0)
    bound(memory)
    limit(resource.RLIMIT_NOFILE, 0)


def bound(memory: int) -> None:
    """Lets this process take so many megabytes beyond what it has now, and no more for good."""
    data, whole = in_use()
    limit(resource.RLIMIT_DATA, data + memory * MEGABYTE)
    limit(resource.RLIMIT_AS, whole + 4 * memory * MEGABYTE)  # stacks and arenas are laid out and not used


def limit(kind: int, value: int) -> None:
    """Sets a limit for good, as far as the system has it and allows it."""
    hard = resource.getrlimit(kind)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    with contextlib.suppress(ValueError, OSError):  # not every system has every limit
        resource.setrlimit(kind, (value, value))


def _seconds() -> int:
    """Processor time used so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return ceil(used.ru_utime + used.ru_stime)


def in_use() -> tuple[int, int]:
    """Bytes of data and of the whole address space now; nothing where the system does not say."""
    try:
        said = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0, 0
    sizes = {
        name: int(rest.split()[0]) * 1024
        for name, _, rest in (line.partition(":") for line in said.splitlines())
        if name in ("VmData", "VmSize")
    }
    return sizes.get("VmData", 0), sizes.get("VmSize", 0)
