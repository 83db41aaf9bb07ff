"""The hook for pre-commit, with the real one, in a repository of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

BAD = "@prefix e: <http://example.org/> . e:x a e:C ."
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://example.org/> .
e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property [ sh:path e:p ; sh:minCount 1 ] ."""


def test_the_definition_names_our_command(root: Path) -> None:
    (hook,) = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert (hook["id"], hook["entry"], hook["language"]) == ("kg-validate", "kg validate", "python")


@pytest.mark.check
def test_the_hook_works_in_a_repository(root: Path, tmp_path: Path) -> None:
    """Takes a copy of the checkout as the repository of the hook; the hook's environment needs the package registry."""
    hooks, work = tmp_path / "hooks", tmp_path / "work"
    env = os.environ | {"PRE_COMMIT_HOME": str(tmp_path / "home"), "GIT_CONFIG_GLOBAL": os.devnull}

    def run(*arguments: object, cwd: Path, code: int = 0) -> str:
        done = subprocess.run([*map(str, arguments)], cwd=cwd, env=env, capture_output=True, encoding="utf-8", timeout=900, check=False)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def git(*arguments: object, cwd: Path) -> str:
        return run("git", "-c", "user.name=t", "-c", "user.email=t@example.org", *arguments, cwd=cwd)

    listed = git("ls-files", "--cached", "--others", "--exclude-standard", cwd=root).splitlines()
    for name in listed:
        if (root / name).is_file():
            (hooks / name).parent.mkdir(parents=True, exist_ok=True)
            (hooks / name).write_bytes((root / name).read_bytes())
    for folder in (hooks, work):
        folder.mkdir(exist_ok=True)
        git("init", "-q", cwd=folder)
    git("add", "-A", cwd=hooks)
    git("commit", "-qm", "hooks", cwd=hooks)
    head = git("rev-parse", "HEAD", cwd=hooks).strip()
    (work / "data").mkdir()
    (work / "data" / "one.ttl").write_text(BAD)
    (work / "s.ttl").write_text(SHAPES)
    hook = {"id": "kg-validate", "files": "^data/", "args": ["--shapes", "s.ttl"]}
    config = {"repos": [{"repo": str(hooks), "rev": head, "hooks": [hook]}]}
    (work / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    git("add", "-A", cwd=work)
    command = [sys.executable, "-m", "pre_commit", "run", "--all-files"]
    said = run(*command, cwd=work, code=1)
    assert "kg validate" in said
    assert "Failed" in said
    assert "http://example.org/x" in said
    (work / "data" / "one.ttl").write_text(BAD.replace("e:C", "e:C ; e:p 1"))
    git("add", "-A", cwd=work)
    assert "Passed" in run(*command, cwd=work)
