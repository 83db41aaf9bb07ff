"""What a newcomer finds in the repository, and that the wheel works without it."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from kg import __version__


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "CITATION.cff", "Makefile", "pyproject.toml"])
def test_it_is_there(root: Path, name: str) -> None:
    assert (root / name).is_file()
    assert len((root / name).read_text(encoding="utf-8")) > 100


def test_the_licence_is_apache_2(root: Path) -> None:
    assert "Apache License" in (root / "LICENSE").read_text(encoding="utf-8")
    assert tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["license"] == "Apache-2.0"


def test_how_to_cite_is_valid(root: Path) -> None:
    import yaml

    said = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors", "version"} <= set(said)
    assert said["authors"] == [{"name": "hrmkg contributors"}]
    assert str(said["version"]) == __version__


def test_the_changelog_knows_the_version(root: Path) -> None:
    said = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert __version__ in said or "Unreleased" in said


def test_no_cyrillic_and_no_label_in_the_program(root: Path) -> None:
    """The vocabulary drives the reading: words of documents are edits to Turtle or TSV, never to code."""
    found = [
        f"{path.relative_to(root)}:{number}"
        for path in sorted((root / "src").rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if any("\u0400" <= sign <= "\u052f" for sign in line)
    ]
    assert found == []


@pytest.mark.check
def test_the_wheel_works_without_the_checkout(root: Path, document: Path, tmp_path: Path) -> None:
    clean = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}

    def run(*arguments: object) -> str:
        done = subprocess.run(
            [*map(str, arguments)], cwd=tmp_path, env=clean, capture_output=True, encoding="utf-8", check=False, timeout=600
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", tmp_path / "dist", root)
    (wheel,) = (tmp_path / "dist").glob("hrmkg-*.whl")
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv")
    python = tmp_path / "venv" / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", wheel)
    kg = tmp_path / "venv" / "bin" / "kg"
    place = run(python, "-c", "import kg; print(kg.__file__)").strip()
    assert place.startswith(str(tmp_path / "venv"))
    (tmp_path / "in").mkdir()
    for name in ("document.txt", "about.toml"):
        (tmp_path / "in" / name).write_bytes((document.parent / name).read_bytes())
    said = run(kg, "build", "in", "-o", "out")
    assert "0 violations, 1 warning, 3 info" in said
    assert len(run(kg, "query", "prison-population", "--store", "out", "--format", "csv").splitlines()) == 8
    assert "KG212" in run(kg, "explain", "KG212")
