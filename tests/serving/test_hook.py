"""The hook for pre-commit, with the real one, in a repository of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from kg import validating

BAD = "@prefix e: <http://example.org/> . e:x a e:C ."
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://example.org/> .
e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property [ sh:path e:p ; sh:minCount 1 ] ."""


def test_the_definition_names_our_command(root: Path) -> None:
    hooks = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [(hook["id"], hook["entry"], hook["language"]) for hook in hooks] == [
        ("kg-validate", "kg validate", "python"),
        ("kg-validate-documents", "kg validate", "python"),
    ]
    data, documents = (re.compile(hook["files"]) for hook in hooks)
    assert all(data.search(f"data/x.{ending}") for ending in validating.INPUT_FORMS if ending != "txt")
    assert not data.search("data/KAZ-2022/document.txt")
    assert documents.search("data/KAZ-2022/document.txt")
    assert documents.search("document.txt")
    assert not documents.search("README.txt")


def test_what_the_readme_pins_stays_what_it_is(root: Path) -> None:
    """A branch moves: what is pinned is a commit, or a tag that is there."""
    (block,) = re.findall(r"```yaml\n(repos:.*?)```", (root / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    config = yaml.safe_load(block)
    assert [hook["id"] for hook in config["repos"][0]["hooks"]] == ["kg-validate", "kg-validate-documents"]
    assert config["repos"][0]["rev"] == "FULL-HASH-OF-A-COMMIT"
    tags = subprocess.run(["git", "tag"], cwd=root, capture_output=True, encoding="utf-8", check=False).stdout.split()
    assert tags == [], "there is a release: pin its tag in README.md"


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
    profile = root / "data" / "profiles" / "antitorture" / "KAZ-2022"
    (work / "KAZ-2022").mkdir()
    for name in ("document.txt", "about.toml"):
        (work / "KAZ-2022" / name).write_bytes((profile / name).read_bytes())
    used = [{"id": "kg-validate", "files": "^data/", "args": ["--shapes", "s.ttl"]}, {"id": "kg-validate-documents"}]
    config = {"repos": [{"repo": str(hooks), "rev": head, "hooks": used}]}
    (work / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    git("add", "-A", cwd=work)
    command = [sys.executable, "-m", "pre_commit", "run", "--all-files"]
    said = run(*command, cwd=work, code=1)
    assert "kg validate" in said
    assert "Failed" in said
    assert "http://example.org/x" in said
    assert re.search(r"kg validate \(profile documents\)\.+Passed", said)
    (work / "data" / "one.ttl").write_text(BAD.replace("e:C", "e:C ; e:p 1"))
    git("add", "-A", cwd=work)
    assert run(*command, cwd=work).count("Passed") == 2
    sidecar = work / "KAZ-2022" / "about.toml"
    sidecar.write_text(sidecar.read_text(encoding="utf-8").replace('state = "KAZ"', 'state = "KGZ"'), encoding="utf-8")
    git("add", "-A", cwd=work)
    said = run(*command, cwd=work, code=1)
    assert "KG312" in said
    assert "document.txt" in said or "about.toml" in said
