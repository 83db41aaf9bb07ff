"""``kg serve BUILD`` as a process: asked byte by byte, its processes, memory and words looked at, ended."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import httpx

COMMAND = Path(sys.executable).with_name("kg")


class Ended(NamedTuple):
    """How a server ended: its exit code, what it said, seconds it took."""

    code: int
    out: str
    errors: str
    seconds: float


class Live(NamedTuple):
    """A server that runs on a copy of a build in a folder of its own."""

    process: subprocess.Popen[str]
    address: str
    port: int
    folder: Path

    def client(self, source: str = "127.0.0.1") -> httpx.Client:
        """A client that comes from an address of the loopback."""
        return httpx.Client(base_url=self.address, timeout=60, transport=httpx.HTTPTransport(local_address=source))

    def raw(self, content: bytes, wait: float = 5) -> bytes:
        """What is answered to these bytes, until the connection is closed; b"" and "open" behind it where it stays open for so long."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as connection:
            found = bytearray()
            try:
                connection.sendall(content)
                while piece := connection.recv(65536):
                    found += piece
            except ConnectionError:
                pass
            except TimeoutError:
                found += b"open"
            return bytes(found)

    def tree(self) -> list[int]:
        """The server and all processes below it."""
        found = [self.process.pid]
        for pid in found:
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                with contextlib.suppress(OSError):
                    found += map(int, children.read_text().split())
        return found

    def resident(self) -> int:
        """Bytes of memory that all of them have to themselves."""
        size = 0
        for pid in self.tree():
            with contextlib.suppress(OSError):
                size += sum(int(kb) for kb in re.findall(r"RssAnon:\s+([0-9]+)", Path(f"/proc/{pid}/status").read_text())) * 1024
        return size

    def snapshots(self) -> list[str]:
        """Folders beside the build."""
        return sorted(path.name for path in self.folder.parent.iterdir() if path.name != self.folder.name)

    def end(self, by: int = signal.SIGTERM) -> Ended:
        """Ends it, and waits."""
        began = time.monotonic()
        self.process.send_signal(by)
        out, errors = self.process.communicate(timeout=30)
        return Ended(self.process.returncode, out, errors, time.monotonic() - began)


@contextlib.contextmanager
def live(build: Path, *options: object, **environment: str) -> Iterator[Live]:
    """A server, killed at the end of the block where it still runs."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "build")
        shutil.copytree(build, folder)
        process = subprocess.Popen(
            [COMMAND, "serve", folder, "--port", "0", *map(str, options)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=os.environ | environment,
        )
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            found = re.fullmatch(r"(http://127\.0\.0\.1:([0-9]+))/\n", line)
            assert found, line + (process.communicate(timeout=30)[1] if not line else "")
            yield Live(process, found[1], int(found[2]), folder)
        finally:
            if process.poll() is None:
                process.kill()
            process.communicate()


def gone(pids: list[int], seconds: float = 5) -> bool:
    """Whether all of these processes end within so many seconds."""
    return waiting(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids), seconds)


def waiting(condition: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether something comes true within so many seconds."""
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()
