"""The report for a terminal."""

from __future__ import annotations

import pytest
from made_reports import EX, HRM, finding, report, result
from pyoxigraph import NamedNode

from kg.validation.paths import Path
from kg.validation.report import Report, Spot
from kg.validation.reports import text


def test_a_result_says_all_that_is_known(report: Report) -> None:
    said = text.write(report)
    block = said[said.index("VIOLATION ASM-01 Answer — data/with space.ttl:12:5") :]
    lines = [line.strip() for line in block.splitlines()[:14]]
    assert lines[1] == "antitorture/KAZ-2022/document.txt:40 “Общее число лиц в местах лишения свободы — «42 000»”"
    assert lines[2] == "There must be an answer."
    assert lines[3] == "Resource: http://example.org/statement/1; Path: hrm:answer"
    assert lines[4:7] == ["Cause: The row has no value.", "Next step: Give the value or a gap.", "Repair: Write the number with a point."]
    assert '      -  hrm:value "1,5" .' in block
    assert "Waived: The source has no row for it; <b>asked</b> in writing. (data office, 2024-03-01;" in said
    assert "VIOLATION (known already) SPARQLConstraintComponent" in said
    assert "FATAL Eigene" in said


def test_the_end_says_by_what_it_was_made(report: Report) -> None:
    assert text.write(report).splitlines()[-1] == f"engine pySHACL 0.40.1; shapes 0.1.0; data sha256:{'ab' * 32}"
    bare = Report((), 0, "e", "")
    assert text.write(bare).splitlines()[-1] == "engine e; shapes without version; data without hash"
    hashed = Report((), 0, "e", "", shapes_hash="cd" * 32)
    assert text.write(hashed).splitlines()[-1] == f"engine e; shapes without version (sha256:{'cd' * 32}); data without hash"


def test_what_has_no_short_name_stands_in_brackets_in_a_path() -> None:
    path = Path("/", (NamedNode("http://e.org/k"), Path("^", (NamedNode(HRM + "answer"),)), NamedNode("http://e.org/m")))
    said = text.write(report(result(finding(path=path))))
    assert "Path: <http://e.org/k>/(^hrm:answer)/<http://e.org/m>" in said


def test_coverage_and_notes(report: Report) -> None:
    said = text.write(report, limit=5, whole=True)
    assert "2 of 3 shapes were applied to nodes" in said
    assert "              3             4  Answer" in said
    assert "1 of 3 shapes matched nothing\n    Gap shape\n" in said
    assert "2 of 40 subjects were seen by no shape\n    http://example.org/unseen/1\n" in said
    assert "25 of 90 predicates are constrained by no shape" in said
    assert "… and 20 more" in said
    assert "Notes\n  A note <i>.\n" in said


def many(count: int) -> Report:
    found = [result(finding(focus=NamedNode(f"{EX}{n}")), spot=Spot(f"{n % 2}.ttl", n + 1, 1)) for n in range(count)]
    return report(*found, result(finding(shape=NamedNode(EX + "o")), requirement="", name={}))


@pytest.mark.parametrize(
    ("by", "heads"), [("shape", ["ASM-01 Answer (47)", "o (1)"]), ("document", ["0.ttl (24)", "1.ttl (23)", "Without"])]
)
def test_groups_and_folding(by: str, heads: list[str]) -> None:
    said = text.write(many(47), by=by, limit=10)
    assert all(f"== {head}" in said for head in heads)
    if by == "shape":
        assert "… and 37 more like this; --all shows them" in said
        assert said.count("VIOLATION ASM-01") == 10
    else:
        assert "… and 14 more like this" in said
        assert "… and 13 more like this" in said
    assert said.count("VIOLATION o") == 1
    assert text.write(many(47), by=by, limit=None).count("VIOLATION ASM-01") == 47
    assert text.write(many(47), by=by, limit=0).count("VIOLATION") == 0


def test_nothing_is_folded_that_fits() -> None:
    assert "more like this" not in text.write(many(10), limit=10)


def test_by_resource() -> None:
    said = text.write(many(3), by="resource")
    assert "== http://example.org/1 (1)" in said
    with pytest.raises(ValueError, match="shape, document, resource"):
        text.write(many(1), by="colour")


@pytest.mark.parametrize("width", [60, 100])
def test_the_width_is_kept(width: int) -> None:
    long = result(messages={"en": "word " * 80}, cause={"en": "cause " * 40})
    assert max(map(len, text.write(report(long, data_hash=""), width=width).splitlines()[:-1])) <= width


def test_two_languages(report: Report) -> None:
    said = text.write(report, language="ru,en")
    assert said.startswith("проверено узлов: 1200")
    assert "    Должен быть ответ.\n    There must be an answer.\n" in said
    assert "Причина: В строке нет значения." in said
    assert "Cause: The row has no value." in said
    assert "    Il manque une réponse.\n    Ресурс" in said


def test_a_long_value_is_cut() -> None:
    from pyoxigraph import Literal

    said = text.write(report(result(finding(value=Literal("x" * 5000)))))
    assert "x" * 299 + "…" in said.replace("\n", "")
    assert len(said) < 1500


def test_coverage_in_short(report: Report) -> None:
    said = text.write(report)
    assert "2 of 3 shapes were applied to nodes" in said
    assert "Answer\n" not in said.partition("Coverage")[2]
    assert "2 of 40 subjects were seen by no shape: http://example.org/unseen/1" in said
