"""What several folders of tests share: the checkout, the command as a process, documents to spoil, and builds made once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROFILE = ROOT / "data" / "profiles" / "antitorture" / "KAZ-2022"
COMMAND = Path(sys.executable).with_name("kg")

Run = Callable[..., subprocess.CompletedProcess[str]]


class Built(NamedTuple):
    """A finished ``kg build``: its folder, exit code and what it said."""

    folder: Path
    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def document() -> Path:
    """The real document."""
    return PROFILE / "document.txt"


@pytest.fixture(scope="session")
def kg() -> Run:
    """Runs the installed command in a process of its own, its output piped."""

    def run(*arguments: Any, cwd: Path = ROOT, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [COMMAND, *map(str, arguments)],
            capture_output=True,
            encoding="utf-8",
            cwd=cwd,
            env=os.environ | (env or {}),
            timeout=300,
            check=False,
        )

    return run


def profile(folder: Path, *, state: str = "KAZ", edition: str = "2022", change: tuple[str, str] | None = None) -> Path:
    """A profile folder made from the real one, with other declarations and one word changed."""
    shutil.copytree(PROFILE, folder)
    sidecar = folder / "about.toml"
    declared = sidecar.read_text(encoding="utf-8")
    for old, new in (('state = "KAZ"', f'state = "{state}"'), ('edition = "2022"', f'edition = "{edition}"')):
        assert declared.count(old) == 1
        declared = declared.replace(old, new)
    sidecar.write_text(declared, encoding="utf-8")
    if change:
        text = (folder / "document.txt").read_text(encoding="utf-8")
        assert text.count(change[0]) == 1, f"{change[0]!r} stands {text.count(change[0])} times in the document"
        (folder / "document.txt").write_text(text.replace(*change), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def make_profile() -> Callable[..., Path]:
    return profile


class Validated(NamedTuple):
    """The validated builds: each costs much time, so that all run at once, one time a session."""

    real: Built
    many: Built
    none: Built


VIOLATING = ("Органы подчиняются президенту (МВД – правительству)", "Органы подчиняются президенту (МВД – МВД)")
"""A document that can be read and violates a shape: a body that answers to itself."""


@pytest.fixture(scope="session")
def validated(tmp_path_factory: pytest.TempPathFactory) -> Validated:
    """``real``: the real profile. ``many``: it among bad documents. ``none``: a violating document alone, over an earlier build."""
    base = tmp_path_factory.mktemp("validated")
    profile(base / "many.in" / "good")
    profile(base / "many.in" / "violating", edition="violating", change=VIOLATING)
    profile(base / "many.in" / "twin-a", edition="twin")
    profile(base / "many.in" / "twin-b", edition="twin")
    cyrillic = profile(base / "many.in" / "cp1251", edition="cp1251") / "document.txt"
    cyrillic.write_bytes(cyrillic.read_text(encoding="utf-8").encode("cp1251", "replace"))
    profile(base / "none.in" / "violating", edition="violating", change=VIOLATING)
    subprocess.run([COMMAND, "build", PROFILE, "-o", base / "none", "--no-validate"], check=True, capture_output=True, timeout=60)
    (base / "none.before").write_text((base / "none" / "manifest.json").read_text(encoding="utf-8"), encoding="utf-8")
    inputs = {"real": [ROOT / "data"], "many": [base / "many.in"], "none": [base / "none.in"]}
    running = {}
    for name, paths in inputs.items():
        with (base / f"{name}.out").open("w") as out, (base / f"{name}.err").open("w") as err:
            arguments = [COMMAND, "build", *paths, "-o", base / name]
            running[name] = subprocess.Popen(arguments, stdout=out, stderr=err, cwd=ROOT)
    built = {}
    try:
        for name, process in running.items():
            code = process.wait(timeout=600)
            said = [(base / f"{name}.{kind}").read_text(encoding="utf-8") for kind in ("out", "err")]
            built[name] = Built(base / name, code, *said)
    finally:
        for process in running.values():
            process.kill()
            process.wait()
    return Validated(**built)


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real profile, built once, without the shapes' verdict (which takes most of the time of a build)."""
    folder = tmp_path_factory.mktemp("real") / "build"
    done = subprocess.run(
        [COMMAND, "build", "data", "-o", folder, "--no-validate"], capture_output=True, cwd=ROOT, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return folder


@pytest.fixture(scope="session")
def whole() -> Callable[[Path], dict[str, bytes]]:
    """Every file of a folder with its bytes, the store's own log aside."""

    def read(folder: Path) -> dict[str, bytes]:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.name.startswith("LOG")
        }

    return read
