"""``kg search``: a readable list and JSON, exit codes, errors."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]


def test_a_list_for_people(kg: Run, searched: Path) -> None:
    done = kg("search", "тюремного", "населения", "--state", "KAZ", "--store", searched)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "Prison population (Kazakhstan, 2022)  [Statements of profiles, in its name]"
    assert lines[1] == "    Тюремное население: 40 842"
    assert lines[2] == "    https://w3id.org/hrmkg/profile/antitorture/KAZ/2022/prison-population"
    assert lines[3].endswith("/255-261")
    assert lines[-1] == "1–1 of 1 (statement: Statements of profiles 1)"


def test_what_is_only_similar_is_said_to_be(kg: Run, searched: Path) -> None:
    done = kg("search", "prizon", "--store", searched, "--limit", "1", "--kind", "indicator", "--lang", "ru")
    assert done.stdout.startswith(
        "Слова «prizon» нет; похоже «prison».\nТочно того, что вы искали, нет. Ниже — похожее.\nТюремное население  [Показатели, похоже]\n"
    )
    assert "indicator: Показатели" in done.stdout.splitlines()[-1], "what --kind takes, and what it is called"
    assert not re.search("[A-Za-z]{3}", re.sub(r"prizon|prison|\b[a-z]+(?=:)|    .*", "", done.stdout.replace("https", "")))


def test_nothing_found_is_no_error(kg: Run, searched: Path) -> None:
    done = kg("search", "zimbabwe", "--store", searched)
    assert (done.returncode, done.stdout) == (0, "Nothing was found. Try fewer words, or only their beginnings.\n")


def test_json_for_programs(kg: Run, searched: Path) -> None:
    done = kg("search", "Казахстана", "--store", searched, "--format", "json", "--limit", "2")
    found = json.loads(done.stdout)
    assert (found["query"], found["limit"], found["similar"], len(found["hits"])) == ("Казахстана", 2, False, 2)
    assert found["total"] == sum(found["kinds"].values())
    assert found["hits"][0]["iri"] == "https://w3id.org/hrmkg/area/KAZ"
    label = found["hits"][1]["label"]
    assert [label["text"][start:end] for start, end in label["marked"]] in ([], ["Kazakhstan"])


def test_errors_are_one_line(kg: Run, searched: Path, tmp_path: Path) -> None:
    for code, arguments in (
        ("KG870", ["--store", searched, "--kind", "persons"]),
        ("KG871", ["--store", searched, "--state", "Atlantis"]),
        ("KG872", ["--store", searched, "--limit", "1000"]),
        ("KG403", ["--store", searched, "--lang", "xx"]),
        ("KG701", ["--store", tmp_path]),
    ):
        done = kg("search", "x", *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(code)
        assert done.stderr.count("\n") == 1


def test_every_process_gives_the_same_bytes(kg: Run, searched: Path) -> None:
    arguments = ("search", "женщины", "дети", "prizon", "--store", searched, "--format", "json")
    one, other = (kg(*arguments, env={"PYTHONHASHSEED": seed}) for seed in ("1", "2"))
    assert one.stdout == other.stdout
    assert json.loads(one.stdout)["total"]
