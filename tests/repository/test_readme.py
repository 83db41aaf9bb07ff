"""What the README shows works: its Python runs, its command lines parse, and those that need nothing but the build succeed."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import cli

ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
NEEDS_MORE = ("my-own.rq", "my-profile.txt", "my-folder", "my-build", "my-data.ttl", "my-table", "my-ratifications", "--endpoint", "serve")
"""Words of command lines that need what only the reader has, or that do not end; these lines are parsed and not run."""


def fenced(language: str) -> list[str]:
    """The blocks of README.md in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """The lines of the shell blocks that start with the command."""
    return [line for block in fenced("sh") for line in block.splitlines() if re.match(r"kg(\s|$)", line)]


def words(line: str) -> list[str]:
    """The arguments of a command line, without comment and redirection."""
    given = shlex.split(line, comments=True)[1:]
    return given[: given.index(">")] if ">" in given else given


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, build: Path) -> Path:
    """A folder as a reader has it after ``make run``: the data and a build of the real profile."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "data").symlink_to(ROOT / "data")
    shutil.copytree(build, folder / "build")
    return folder


def test_the_python_runs_as_it_stands(place: Path) -> None:
    """All blocks, one after the other in one namespace; a number in a comment beside a print (``# 40842``) is what it prints."""
    blocks = fenced("python")
    assert blocks, "the README has an example in Python"
    program = place / "example.py"
    program.write_text("\n".join(blocks), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", program.name], cwd=place, capture_output=True, encoding="utf-8", check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    said = re.findall(r"^print\(.*\)\s+# ([\d.,]+)$", program.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(said) <= set(done.stdout.splitlines())


def test_there_are_command_lines_for_every_command() -> None:
    named = {words(line)[0] for line in commands()}
    assert {"build", "facts", "validate", "query", "show", "queries", "explain"} <= named


@pytest.mark.parametrize("line", commands())
def test_a_command_line_parses(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        cli._parser().parse_args(words(line))
    except SystemExit:
        pytest.fail(f"{line}\n{capsys.readouterr().err}")


@pytest.mark.parametrize("line", [line for line in commands() if not any(word in line for word in NEEDS_MORE)])
def test_a_command_line_that_needs_only_the_build_succeeds(
    line: str, place: Path, kg: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    done = kg(*words(line), cwd=place)
    assert done.returncode == 0, done.stderr
    assert done.stdout
