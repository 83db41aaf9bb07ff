"""``kg validate`` through the real command: exit codes for every option, forms, files written, errors with their places."""

from __future__ import annotations

import csv
import io
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from lxml import etree
from pyoxigraph import RdfFormat, parse

Run = Callable[..., CompletedProcess[str]]
COMMAND = Path(sys.executable).with_name("kg")
EX = "http://example.org/"
HEAD = f"@prefix ex: <{EX}> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
PROPERTY = (
    "ex:{0} a sh:PropertyShape ; sh:path ex:{1} ; sh:minCount 1 ; sh:severity sh:{2} ; sh:message '{1} is missing'@en , 'нет {1}'@ru .\n"
)
FILES = {
    "shapes.ttl": HEAD
    + "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property ex:V , ex:W , ex:I .\n"
    + PROPERTY.format("V", "v", "Violation")
    + PROPERTY.format("W", "w", "Warning")
    + PROPERTY.format("I", "i", "Info"),
    "good.ttl": HEAD + "ex:a a ex:C ; ex:v 1 ; ex:w 1 ; ex:i 1 .\n",
    "info.ttl": HEAD + "ex:a a ex:C ; ex:v 1 ; ex:w 1 .\n",
    "warning.ttl": HEAD + "ex:a a ex:C ; ex:v 1 ; ex:i 1 .\n",
    "violation.ttl": HEAD + "ex:a a ex:C ; ex:w 1 ; ex:i 1 .\n",
    "other.ttl": HEAD + "ex:a a ex:Other .\n",
    "broken.ttl": HEAD + "ex:a ex:p ;;\n  nothing here .\n",
    "misspelt.ttl": HEAD + "ex:S a sh:NodeShape ; sh:targetClass ex:C ;\n  sh:minCuont 1 .\n",
    "path.ttl": HEAD + "ex:S a sh:NodeShape ; sh:targetClass ex:C ;\n  sh:property [ sh:path ( ex:p ) ; sh:minCount 1 ] .\n",
    "query.ttl": HEAD + "ex:S a sh:NodeShape ; sh:targetClass ex:C ;\n  sh:sparql [ sh:select '''SELECT $this\nWHERE { $this ex:p "
    "}''' ] .\n",
    "waivers.toml": f'[[waiver]]\nrequirement = "{EX}V"\nreason = "Known."\ndate = 2026-11-01\nby = "Secretariat"\n',
    "bad-waivers.toml": '\n[[waiver]]\nrequirement = "CON-04"\n',
    "latin.nt": "",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("validate")
    for name, text in FILES.items():
        (made / name).write_text(text, encoding="utf-8")
    (made / "latin.nt").write_bytes(f'<{EX}a> <{EX}p> "'.encode() + b'\xff" .\n')
    (made / "nothing").mkdir()
    return made


@pytest.fixture(scope="module")
def validate(kg: Run, folder: Path) -> Run:
    def run(*arguments: object, shapes: str = "shapes.ttl") -> CompletedProcess[str]:
        return kg("validate", *arguments, "--shapes", shapes, cwd=folder)

    return run


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("good.ttl", 0),
        ("violation.ttl", 1),
        ("warning.ttl", 0),
        ("info.ttl", 0),
        ("violation.ttl --fail-on violation", 1),
        ("warning.ttl --fail-on violation", 0),
        ("warning.ttl --fail-on warning", 1),
        ("info.ttl --fail-on warning", 0),
        ("info.ttl --fail-on info", 1),
        ("good.ttl --fail-on info", 0),
        ("good.ttl violation.ttl", 0),  # one body of data: the node has its value in the other file
        ("warning.ttl info.ttl --fail-on info", 0),
        ("other.ttl", 2),
        ("other.ttl --allow-empty", 0),
        ("violation.ttl --allow-empty", 1),
        ("violation.ttl --engine pyshacl", 1),
        ("good.ttl --engine pyshacl", 0),
        ("violation.ttl --waivers waivers.toml", 0),
        ("violation.ttl --waivers bad-waivers.toml", 2),
        ("violation.ttl --waivers none.toml", 2),
        ("violation.ttl --baseline none.ttl", 2),
        ("violation.ttl --baseline good.ttl", 2),
        ("good.ttl --engine none", 2),
        ("good.ttl --fail-on fatal", 2),
        ("good.ttl --format pdf", 2),
        ("good.ttl --by colour", 2),
        ("good.ttl --cross-check", 0),
        ("violation.ttl --cross-check", 1),
        ("violation.ttl --by document", 1),
        ("violation.ttl --by resource --all", 1),
        ("violation.ttl --lang ru", 1),
        ("violation.ttl --lang fr", 1),
        ("violation.ttl --lang en,ru,fr", 1),
        ("none.ttl", 2),
        ("nothing", 2),
        ("waivers.toml", 2),
        ("latin.nt", 2),
        ("good.ttl -o none/report.txt", 2),
    ],
)
def test_exit_codes(validate: Run, arguments: str, code: int) -> None:
    done = validate(*arguments.split())
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    if code == 2 and "usage:" not in done.stderr:
        assert re.fullmatch(r"KG\d{3}[^\n]*\n", done.stderr), done.stderr
        assert not done.stdout


@pytest.mark.parametrize(
    ("arguments", "shapes", "said"),
    [
        (["broken.ttl"], "shapes.ttl", r"KG603 broken\.ttl:[34]:\d+: "),
        (["good.ttl"], "broken.ttl", r"KG603 broken\.ttl:[34]:\d+: "),
        (["good.ttl"], "misspelt.ttl", r"KG61\d misspelt\.ttl:4:\d+: .*minCuont.*minCount"),
        (["good.ttl"], "path.ttl", r"KG61\d path\.ttl:4:\d+: "),
        (["good.ttl"], "query.ttl", r"KG61\d query\.ttl:[45]:\d+: "),
        (["shapes.ttl"], "good.ttl", r"KG604 good\.ttl: .*"),
        (["latin.nt"], "shapes.ttl", r"KG603 latin\.nt:1"),
        (["good.ttl"], "none.ttl", r"KG601 none\.ttl: "),
        (["good.ttl"], "waivers.toml", r"KG602 waivers\.toml: "),
        (["good.ttl", "--waivers", "bad-waivers.toml"], "shapes.ttl", r"KG308 bad-waivers\.toml:2: "),
        (["other.ttl"], "shapes.ttl", r"KG606: nothing was checked.*--allow-empty"),
    ],
)
def test_errors_have_places(validate: Run, arguments: list[str], shapes: str, said: str) -> None:
    done = validate(*arguments, shapes=shapes)
    assert done.returncode == 2
    assert re.match(said, done.stderr), done.stderr
    assert done.stderr.count("\n") == 1


ENDLESS = 'SELECT $this { $this a ex:C . ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER (CONCAT(STR(?c), STR(?f), STR(?l)) = "") }'


@pytest.fixture(scope="module")
def endless(folder: Path) -> list[str]:
    """A check that never ends, in native code."""
    prefixes = "<urn:d> sh:declare [ sh:prefix 'ex' ; sh:namespace 'http://example.org/'^^<http://www.w3.org/2001/XMLSchema#anyURI> ] .\n"
    shape = f"ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:sparql [ sh:message 'no' ; sh:prefixes <urn:d> ; sh:select '''{ENDLESS}''' ] ."
    (folder / "endless.ttl").write_text(HEAD + prefixes + shape, encoding="utf-8")
    (folder / "much.ttl").write_text(HEAD + "ex:a a ex:C .\n" + "".join(f"ex:a{n} ex:q {n} .\n" for n in range(3000)), encoding="utf-8")
    return ["much.ttl", "--shapes", "endless.ttl"]


def below(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def test_a_check_that_takes_too_long_is_ended(kg: Run, folder: Path, endless: list[str]) -> None:
    before = time.monotonic()
    done = kg("validate", *endless, "--time-limit", "1.5", cwd=folder)
    assert 1.5 <= time.monotonic() - before < 10
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("KG802: ")
    assert "1.5 seconds" in done.stderr
    assert "--time-limit" in done.stderr


@pytest.mark.parametrize("arguments", ["good.ttl", "violation.ttl", "broken.ttl", "violation.ttl --format html", "good.ttl --mutate"])
def test_a_limit_that_is_not_reached_changes_nothing(validate: Run, arguments: str) -> None:
    one, other = validate(*arguments.split()), validate(*arguments.split(), "--time-limit", "100")
    assert (one.returncode, one.stdout, one.stderr) == (other.returncode, other.stdout, other.stderr)


def test_mutations_as_json_and_csv_and_no_other_form(validate: Run) -> None:
    text, table, body = (validate("good.ttl", "--mutate", *form) for form in ([], ["--format", "csv"], ["--format", "json"]))
    assert len({text.returncode, table.returncode, body.returncode}) == 1
    assert text.stderr == table.stderr == body.stderr == "", "progress is for terminals"
    said = json.loads(body.stdout)
    assert len(said["operators"]) == 8
    rows = [line.split(",") for line in table.stdout.splitlines() if line.startswith("operator,")]
    assert [row[1:5] for row in rows] == [
        [one[key] if key == "operator" else str(one[key]) for key in ("operator", "made", "mutants", "caught")] for one in said["operators"]
    ]
    refused = validate("good.ttl", "--mutate", "--format", "html")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("KG624: there is no html of what mutations come to")


def test_a_check_that_takes_too_much_memory_is_ended(kg: Run, folder: Path) -> None:
    (folder / "list.ttl").write_text(HEAD + "ex:a a ex:C ; ex:v ( " + "1 " * 200_000 + ") .\n", encoding="utf-8")
    arguments = ("validate", "list.ttl", "--shapes", "shapes.ttl", "--memory-limit", "100")
    for more in ([], ["--time-limit", "60"]):
        done = kg(*arguments, *more, cwd=folder)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert done.stderr == "KG803: the memory is used up; the check may take 100 MB; give less data, or raise --memory-limit\n"
    said = json.loads(kg(*arguments, "--format", "json", cwd=folder).stdout)
    assert said["error"]["code"] == "KG803"
    assert "100 МБ" in kg(*arguments, "--lang", "ru", cwd=folder).stderr


@pytest.mark.parametrize("arguments", ["good.ttl", "violation.ttl", "broken.ttl", "violation.ttl --format html", "other.ttl"])
def test_memory_that_is_not_needed_changes_nothing(validate: Run, arguments: str) -> None:
    one, other = validate(*arguments.split()), validate(*arguments.split(), "--memory-limit", "1000")
    assert (one.returncode, one.stdout, one.stderr) == (other.returncode, other.stdout, other.stderr)


@pytest.mark.parametrize("limit", ["0", "-1", "1.5", "2GB", "١", str(1 << 31)])
def test_a_limit_of_memory_is_a_number_of_megabytes(validate: Run, limit: str) -> None:
    done = validate("good.ttl", f"--memory-limit={limit}")
    assert done.returncode == 2
    assert "a whole number of megabytes above 0" in done.stderr


@pytest.mark.parametrize("limit", ["0", "-1", "nan", "inf", "soon"])
def test_a_limit_is_a_number_of_seconds(validate: Run, limit: str) -> None:
    done = validate("good.ttl", f"--time-limit={limit}")
    assert done.returncode == 2
    assert "a number of seconds above 0" in done.stderr


def test_printing_is_not_limited(folder: Path, tmp_path: Path) -> None:
    """A reader behind a pager takes its time: the report is longer than a pipe holds."""
    (tmp_path / "many.ttl").write_text(HEAD + "".join(f"ex:a{n} a ex:C .\n" for n in range(300)), encoding="utf-8")
    command = [COMMAND, "validate", tmp_path / "many.ttl", "--shapes", "shapes.ttl", "--format", "json", "--time-limit", "6"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, encoding="utf-8") as process:
        time.sleep(8)
        assert process.stdout is not None
        said = process.stdout.read()
    assert (process.returncode, len(json.loads(said)["results"])) == (1, 900)
    assert len(said) > 100_000


def heard() -> None:
    """A shell that starts the tests in the background has them ignore Ctrl-C, and so what they start."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("limit", [[], ["--time-limit", "100"]])
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_an_endless_check_can_be_interrupted(folder: Path, endless: list[str], limit: list[str], how: signal.Signals) -> None:
    """Ctrl-C ends it while native code runs, and nothing of it goes on."""
    command = [COMMAND, "validate", *endless, *limit]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, encoding="utf-8", preexec_fn=heard) as process:
        time.sleep(2)
        pids = [str(process.pid), *below(process.pid)]
        assert len(pids) == (2 if limit else 1)
        process.send_signal(how)
        _, errors = process.communicate(timeout=5)
    assert process.returncode in (-how, 130)
    assert "Traceback" not in errors
    deadline = time.monotonic() + 5
    while any(Path(f"/proc/{pid}").exists() for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [pid for pid in pids if Path(f"/proc/{pid}").exists()] == []


def text(said: str) -> None:
    assert "v is missing" in said
    assert "violation.ttl:3:1" in said


def html(said: str) -> None:
    assert said.lower().startswith("<!doctype html>")
    assert "v is missing" in said


def table(said: str) -> None:
    rows = list(csv.DictReader(io.StringIO(said)))
    assert len(rows) == 1
    assert f"{EX}a" in rows[0].values()


def graph(said: str) -> None:
    kinds = [quad.object.value for quad in parse(said.encode(), format=RdfFormat.TURTLE) if quad.predicate.value.endswith("#type")]
    assert sum(kind.endswith("#ValidationResult") for kind in kinds) == 1


def structured(said: str) -> None:
    assert "v is missing" in json.dumps(json.loads(said))


def sarif(said: str) -> None:
    (run,) = json.loads(said)["runs"]
    assert len(run["results"]) == 1


def junit(said: str) -> None:
    assert len(etree.fromstring(said.encode()).findall(".//failure")) == 1


FORMS = {"text": text, "html": html, "csv": table, "json": structured, "ttl": graph, "sarif": sarif, "junit": junit}


@pytest.mark.parametrize("form", FORMS)
def test_forms_printed_and_written(validate: Run, tmp_path: Path, form: str) -> None:
    printed = validate("violation.ttl", "--format", form)
    assert (printed.returncode, printed.stderr) == (1, "")
    FORMS[form](printed.stdout)
    written = validate("violation.ttl", "--format", form, "-o", tmp_path / "report")
    assert written.returncode == 1
    assert (tmp_path / "report").read_text(encoding="utf-8") == printed.stdout
    assert written.stdout.strip()
    assert len(written.stdout) < len(printed.stdout) + 200


def test_a_baseline_and_what_is_new(validate: Run, folder: Path, tmp_path: Path) -> None:
    assert validate("violation.ttl", "--format", "ttl", "-o", tmp_path / "old.ttl").returncode == 1
    again = validate("violation.ttl", "--baseline", tmp_path / "old.ttl")
    assert again.returncode == 0, again.stdout
    (folder / "more.ttl").write_text(HEAD + "ex:new a ex:C ; ex:w 1 ; ex:i 1 .\n", encoding="utf-8")
    assert validate("violation.ttl", "more.ttl", "--baseline", tmp_path / "old.ttl").returncode == 1
    assert validate("good.ttl", "--baseline", tmp_path / "old.ttl").returncode == 0


def test_languages(validate: Run) -> None:
    russian = validate("violation.ttl", "--lang", "ru").stdout
    assert "нет v" in russian
    assert "v is missing" not in russian
    assert "v is missing" in validate("violation.ttl", "--lang", "en").stdout


def test_waived_is_listed(validate: Run) -> None:
    said = validate("violation.ttl", "--waivers", "waivers.toml", "--lang", "en").stdout
    assert "Known." in said
    assert "Secretariat" in said
    idle = validate("good.ttl", "--waivers", "waivers.toml").stdout
    assert "waivers.toml:1" in idle


def test_two_runs_print_the_same(validate: Run) -> None:
    assert validate("violation.ttl").stdout == validate("violation.ttl").stdout


def test_a_document_without_sidecar(kg: Run, document: Path, tmp_path: Path) -> None:
    (tmp_path / "alone.txt").write_bytes(document.read_bytes())
    refused = kg("validate", tmp_path / "alone.txt")
    assert refused.returncode == 2
    assert "--state" in refused.stderr
    done = kg("validate", tmp_path / "alone.txt", "--state", "KAZ", "--edition", "2022")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "alone.txt" in done.stdout
