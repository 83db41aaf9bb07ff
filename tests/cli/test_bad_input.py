"""Bad input through the real command: one clear line, exit 2, no trace of Python, the earlier build untouched."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., CompletedProcess[str]]
Whole = Callable[[Path], dict[str, bytes]]
SENTENCE = re.compile(r"(KG\d{3})(?: ([^;]*?))?: (\S[^\n]*)\n")
OTHER_TABLE = "Name\tAge\nAnna\t31\nBoris\t45\n"


@pytest.fixture
def earlier(tmp_path: Path, build: Path) -> Path:
    """A folder ``out`` with an earlier build."""
    return Path(shutil.copytree(build, tmp_path / "out"))


def one_sentence(done: CompletedProcess[str], code: str, place: str) -> str:
    """Checks the form of an error and returns its clauses."""
    match = SENTENCE.fullmatch(done.stderr)
    assert match, done.stderr
    assert match[1] == code
    assert re.fullmatch(place, match[2] or ""), match[2]
    assert done.returncode == 2
    return match[3]


def refused(kg: Run, earlier: Path, whole: Whole, code: str, place: str, *arguments: object) -> str:
    before = whole(earlier)
    said = one_sentence(kg("build", *arguments, "-o", earlier), code, place)
    assert whole(earlier) == before
    assert [p.name for p in earlier.parent.iterdir() if ".part" in p.name] == []
    return said


DOCUMENTS = {
    "empty": (b"", "KG102", r"document\.txt"),
    "blank": (b"\xef\xbb\xbf \n\t\n", "KG102", r"document\.txt"),
    "windows-1251": ("Население\t5\n".encode("cp1251"), "KG103", r"document\.txt:1:1"),
    "windows-1251 further down": ("Population\nи\t".encode() + "да".encode("cp1251"), "KG103", r"document\.txt:2:4"),
    "utf-16": ("Население\t5\n".encode("utf-16"), "KG103", r"document\.txt(:\d+:\d+)?"),
    "binary": (bytes(range(256)) * 10, "KG103", r"document\.txt(:\d+:\d+)?"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "KG103", r"document\.txt:2:2"),
    "control characters": ("Основные проблемы\n\nа\x1bб\n".encode(), "KG103", r"document\.txt:3:2"),
    "no known heading": ("Население\t5\n".encode(), "KG104", r"document\.txt(:\d+)?"),
    "another table": (OTHER_TABLE.encode(), "KG10[46]", r"document\.txt(:\d+)?"),
    "another language": (b"Hlavni problemy\n\nVeznice\t5\n", "KG10[46]", r"document\.txt(:\d+)?"),
    "headings alone": ("Основные проблемы\n\nПрофилактика пыток\n".encode(), "KG105", r"document\.txt(:\d+)?"),
}


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_document(kg: Run, tmp_path: Path, earlier: Path, whole: Whole, make_profile: Callable[..., Path], kind: str) -> None:
    data, code, place = DOCUMENTS[kind]
    folder = make_profile(tmp_path / "in")
    (folder / "document.txt").write_bytes(data)
    before = whole(earlier)
    done = kg("build", folder, "-o", earlier)
    found = SENTENCE.match(done.stderr)
    assert found, done.stderr
    assert re.fullmatch(code, found[1]), done.stderr
    refused(kg, earlier, whole, found[1], place, folder)
    assert whole(earlier) == before


@pytest.mark.parametrize("kind", [k for k in DOCUMENTS if k != "another language"])
def test_facts_of_a_bad_document(kg: Run, tmp_path: Path, kind: str) -> None:
    data, code, place = DOCUMENTS[kind]
    (tmp_path / "document.txt").write_bytes(data)
    done = kg("facts", tmp_path / "document.txt")
    assert done.stdout == ""
    found = SENTENCE.fullmatch(done.stderr)
    assert found, done.stderr
    assert re.fullmatch(code, found[1]), done.stderr
    assert re.fullmatch(".*/" + place, found[2])
    assert done.returncode == 2


SIDECARS = {
    "unknown state": ('state = "KAZ"', 'state = "ATL"', "KG304", r"about\.toml(:\d+:\d+)?", "'ATL'"),
    "state in lower case": ('state = "KAZ"', 'state = "kaz"', "KG304", r"about\.toml(:\d+:\d+)?", "'kaz'"),
    "missing state": ('state = "KAZ"', "", "KG302", r"about\.toml(:\d+:\d+)?", "'state'"),
    "missing series": ('series = "antitorture"', "", "KG302", r"about\.toml(:\d+:\d+)?", "'series'"),
    "missing edition": ('edition = "2022"', "", "KG302", r"about\.toml(:\d+:\d+)?", "'edition'"),
    "empty edition": ('edition = "2022"', 'edition = ""', "KG303", r"about\.toml(:\d+:\d+)?", "'edition'"),
    "edition as a number": ('edition = "2022"', "edition = 2022", "KG303", r"about\.toml(:\d+:\d+)?", "'edition'"),
    "edition with a slash": ('edition = "2022"', 'edition = "../2022"', "KG303", r"about\.toml(:\d+:\d+)?", "edition"),
    "not TOML": ('state = "KAZ"', "state = KAZ", "KG301", r"about\.toml:3:\d+", "TOML"),
    "unknown field": ('state = "KAZ"', 'state = "KAZ"\nstaet = "KAZ"', "KG303", r"about\.toml(:\d+:\d+)?", "'staet'"),
    "unknown language": ('language = "ru"', 'language = "tlh"', "KG305", r"about\.toml(:\d+:\d+)?", "'tlh'"),
    "bad date": ('language = "ru"', 'language = "ru"\npublished = "May 2022"', "KG303", r"about\.toml(:\d+:\d+)?", "'published'"),
    "period without basis": ("[note]", '[period]\nstart = "2021-01-01"\n[note]', "KG302", r"about\.toml(:\d+:\d+)?", "'basis'"),
    "period backwards": (
        "[note]",
        '[period]\nstart = 2022-01-01\nend = 2021-01-01\nbasis = "x"\n[note]',
        "KG303",
        r"about\.toml(:\d+:\d+)?",
        "2022-01-01",
    ),
}


@pytest.mark.parametrize("kind", SIDECARS)
def test_sidecar(kg: Run, tmp_path: Path, earlier: Path, whole: Whole, make_profile: Callable[..., Path], kind: str) -> None:
    old, new, code, place, named = SIDECARS[kind]
    folder = make_profile(tmp_path / "in")
    sidecar = folder / "about.toml"
    text = sidecar.read_text(encoding="utf-8")
    assert old in text
    sidecar.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert named in refused(kg, earlier, whole, code, place, folder)


def test_sidecar_that_is_not_utf_8(kg: Run, tmp_path: Path, earlier: Path, whole: Whole, make_profile: Callable[..., Path]) -> None:
    folder = make_profile(tmp_path / "in")
    sidecar = folder / "about.toml"
    sidecar.write_bytes(sidecar.read_text(encoding="utf-8").encode("cp1251", "replace"))
    refused(kg, earlier, whole, "KG301", r"about\.toml.*", folder)


def test_missing_file(kg: Run, tmp_path: Path, earlier: Path, whole: Whole) -> None:
    refused(kg, earlier, whole, "KG101", r".*/nowhere\.txt", tmp_path / "nowhere.txt")


def test_missing_document_beside_a_sidecar(kg: Run, tmp_path: Path, earlier: Path, whole: Whole, make_profile: Callable[..., Path]) -> None:
    folder = make_profile(tmp_path / "in")
    (folder / "document.txt").unlink()
    refused(kg, earlier, whole, "KG101", r"document\.txt", folder)


def test_folder_without_documents(kg: Run, tmp_path: Path, earlier: Path, whole: Whole) -> None:
    (tmp_path / "nothing").mkdir()
    refused(kg, earlier, whole, "KG108", ".*", tmp_path / "nothing")


def test_missing_default_folder(kg: Run, tmp_path: Path) -> None:
    one_sentence(kg("build", cwd=tmp_path), "KG101", "data")


def test_document_without_declarations(kg: Run, tmp_path: Path, earlier: Path, whole: Whole, document: Path) -> None:
    (tmp_path / "alone.txt").write_bytes(document.read_bytes())
    said = refused(kg, earlier, whole, "KG306", r"alone\.txt", tmp_path / "alone.txt")
    assert "--state" in said
    assert "--edition" in said
    refused(kg, earlier, whole, "KG304", r"alone\.txt", tmp_path / "alone.txt", "--state", "ATL", "--edition", "1")
    refused(kg, earlier, whole, "KG305", r"alone\.txt", tmp_path / "alone.txt", "--state", "KAZ", "--edition", "1", "--lang", "tlh")


@pytest.mark.parametrize("content", [{"letter.txt": "mine"}, {"manifest.json": "{}", "graph.nq": ""}], ids=["others", "another's manifest"])
def test_output_that_is_not_ours(kg: Run, tmp_path: Path, document: Path, content: dict[str, str]) -> None:
    target = tmp_path / "out"
    target.mkdir()
    for name, text in content.items():
        (target / name).write_text(text)
    one_sentence(kg("build", document.parent, "-o", target), "KG501", r".*/out")
    assert {p.name: p.read_text() for p in target.iterdir()} == content


def test_output_that_is_a_file(kg: Run, tmp_path: Path, document: Path) -> None:
    (tmp_path / "out").write_text("mine")
    one_sentence(kg("build", document.parent, "-o", tmp_path / "out"), "KG501", r".*/out")
    assert (tmp_path / "out").read_text() == "mine"


def test_output_below_a_file(kg: Run, tmp_path: Path, document: Path) -> None:
    (tmp_path / "file").write_text("mine")
    one_sentence(kg("build", document.parent, "-o", tmp_path / "file" / "out"), "KG502", r".*/out")


def test_output_where_nobody_may_write(kg: Run, document: Path) -> None:
    one_sentence(kg("build", document.parent, "-o", "/proc/kg-out"), "KG502", "/proc/kg-out")


def test_every_error_is_listed_when_all_documents_are_bad(
    kg: Run, tmp_path: Path, earlier: Path, whole: Whole, make_profile: Callable[..., Path]
) -> None:
    for name in ("a", "b"):
        (make_profile(tmp_path / "in" / name, edition=name) / "document.txt").write_bytes(b"")
    before = whole(earlier)
    done = kg("build", tmp_path / "in", "-o", earlier)
    assert done.returncode == 2
    assert [line.split(": ")[0] for line in done.stderr.splitlines()] == ["KG102 a/document.txt", "KG102 b/document.txt"]
    assert whole(earlier) == before


def test_two_documents_that_claim_one_profile(
    kg: Run, tmp_path: Path, earlier: Path, whole: Whole, make_profile: Callable[..., Path]
) -> None:
    for name in ("a", "b"):
        make_profile(tmp_path / "in" / name)
    before = whole(earlier)
    done = kg("build", tmp_path / "in", "-o", earlier, "--no-validate")
    assert done.returncode == 2
    assert [line.split(": ")[0] for line in done.stderr.splitlines()] == ["KG307 a/document.txt", "KG307 b/document.txt"]
    assert whole(earlier) == before


def test_one_bad_document_among_many(kg: Run, tmp_path: Path, make_profile: Callable[..., Path]) -> None:
    for name in ("a", "b", "c"):
        make_profile(tmp_path / "in" / name, edition=name)
    (tmp_path / "in" / "b" / "document.txt").write_text(OTHER_TABLE)
    done = kg("build", tmp_path / "in", "-o", tmp_path / "out", "--no-validate", "--json")
    assert done.returncode == 1
    assert re.fullmatch(r"KG10[46] b/document\.txt[^\n]*\n", done.stderr)
    said = json.loads(done.stdout)
    assert said["published"] is True
    assert said["profiles"] == ["antitorture/KAZ/a", "antitorture/KAZ/c"]
    assert [left["document"] for left in said["left_out"]] == ["b/document.txt"]


FULL = """
import resource, signal, sys
from kg.cli import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.parametrize("most", [1_000, 300_000, 1_700_000])
def test_full_disk(tmp_path: Path, earlier: Path, whole: Whole, make_profile: Callable[..., Path], most: int) -> None:
    """No file may grow beyond ``most`` bytes: the graph does not fit, or only the store does not."""
    assert resource.RLIMIT_FSIZE
    folder = make_profile(tmp_path / "in", change=("40 842", "40 843"))
    before = whole(earlier)
    assert len(before["graph.nq"]) > 300_000
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(most), "build", folder, "-o", earlier, "--no-validate"],
        capture_output=True,
        encoding="utf-8",
        env=os.environ,
        check=False,
        timeout=120,
    )
    if done.returncode == 0:
        # Everything fitted: then the new build must be there and whole.
        assert most > len(before["graph.nq"])
        assert "40 843" in (earlier / "facts.csv").read_text(encoding="utf-8")
        return
    one_sentence(done, "KG502", r".*/out")
    assert whole(earlier) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in", "out"]


@pytest.mark.check
@pytest.mark.parametrize("size", ["200k", "1000k", "2400k", "3500k"])
def test_full_file_system(tmp_path: Path, kg: Run, whole: Whole, make_profile: Callable[..., Path], size: str) -> None:
    """A real file system of so little room that a build does not fit beside the earlier one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk], check=True)
    try:
        earlier = disk / "out"
        earlier.mkdir()
        (earlier / "manifest.json").write_text('{"generator": "hrmkg", "outputs": {"graph.nq": ""}}')
        (earlier / "graph.nq").write_text("old")
        before = whole(earlier)
        done = kg("build", make_profile(tmp_path / "in"), "-o", earlier, "--no-validate")
        one_sentence(done, "KG502", r".*/out")
        assert whole(earlier) == before
        assert [p.name for p in disk.iterdir()] == ["out"]
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.mark.check
def test_killed_builds(kg: Run, tmp_path: Path, whole: Whole, make_profile: Callable[..., Path]) -> None:
    """SIGKILL at many moments: the folder is always the earlier build or the new one, whole; the next build leaves nothing behind."""
    import hashlib
    import random
    import signal
    import time

    moments = random.Random(20221101)
    inputs = [make_profile(tmp_path / f"in-{n}", change=("40 842", f"40 84{n + 3}")) for n in range(2)]
    target = tmp_path / "out"
    started = time.monotonic()
    assert kg("build", inputs[0], "-o", target).returncode == 0
    takes = time.monotonic() - started
    outcomes = set()
    for number in range(15):
        newer = inputs[(number + 1) % 2]
        process = subprocess.Popen(
            [Path(sys.executable).with_name("kg"), "build", newer, "-o", target], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(moments.uniform(0.05, takes * 1.05))
        process.send_signal(signal.SIGKILL)
        outcomes.add(process.wait())
        said = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
        assert said["outputs"] == {name: hashlib.sha256((target / name).read_bytes()).hexdigest() for name in said["outputs"]}
        assert len(said["outputs"]) == 6
        answer = kg("query", "prison-population", "--store", target, "--format", "csv")
        assert answer.returncode == 0
        assert len(answer.stdout.splitlines()) == 8
    assert -signal.SIGKILL in outcomes
    assert kg("build", inputs[0], "-o", target).returncode == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in-0", "in-1", "out"]
