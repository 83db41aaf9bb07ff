"""The editor in a real browser: written, completed, run, shared, drawn, mended; with a keyboard alone and without scripts."""

from __future__ import annotations

import csv
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from browser import Page
from kg.querying.question import library

pytestmark = pytest.mark.check

ACTS = "SELECT ?state (COUNT(?act) AS ?acts) { ?act a hrm:TreatyAct ; hrm:area ?state } GROUP BY ?state ORDER BY DESC(?acts) ?state"
EMPTY = "SELECT ?s {\n  ?s a hrm:Profil\n}"
WRONG = "SELECT ?s {\n  ?s a hrm:Area ;\nORDER BY ?s"
GAPS = """SELECT ?indicator ?value ?unit ?reason {
  VALUES ?indicator { ind:police-officers ind:population } ?s hrm:indicator ?indicator ; hrm:asPrinted ?printed
  OPTIONAL { ?s hrm:value ?value ; hrm:unit ?unit } OPTIONAL { ?s hrm:reason ?reason }
} ORDER BY ?indicator ?value"""
TEXT = "document.querySelector('#editor .CodeMirror').CodeMirror.getValue()"
STATUS = "document.getElementById('status').textContent"
CUT = """[...document.querySelectorAll('.drawn svg')].flatMap(svg => [...svg.querySelectorAll('text')].filter(text => {
  const [box, view] = [text.getBBox(), svg.viewBox.baseVal];
  return box.x < -1 || box.x + box.width > view.width + 1;
}).map(text => text.textContent))"""
"""The texts of a chart that do not fit into it."""
PATHS = (
    "/query",
    "/query?question=treaty-acts",
    "/query?question=acts-between-dates&run=1",
    f"/query?query={quote(ACTS)}",
    f"/query?query={quote(EMPTY)}",
    f"/query?query={quote(WRONG)}",
    "/query?query=DESCRIBE+area:KAZ",
    "/query?query=SELECT+*+%7B%3Fs+%3Fp+%3Fo%7D",
)


def opened(editor: Any, page: Page, path: str = "/query", language: str = "en") -> None:
    page.open(f"{editor.address}{path}{'&' if '?' in path else '?'}lang={language}")
    page.wait("document.documentElement.dataset.ready === ''")


def pressed(page: Page, key: str, code: int, modifiers: int = 0) -> None:
    for kind in ("keyDown", "keyUp"):
        page.ask("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code, modifiers=modifiers)


def written(page: Page, text: str) -> None:
    """Puts a text into the editor as a person does: all that is there marked, and written over."""
    page.click("#editor .CodeMirror-lines")
    pressed(page, "a", 65, modifiers=2)
    page.write(text)
    page.wait(f"{TEXT}.endsWith({text[-10:]!r})")


def ran(page: Page) -> None:
    page.run("document.getElementById('answer').replaceChildren()")
    page.click("#run")
    page.wait("document.getElementById('answer').querySelector('section')")


def stayed(editor: Any, page: Page) -> bool:
    """Whether all that was asked for is of this server, and no policy was broken."""
    assert [address for address in page.asked if not address.startswith((editor.address, "data:"))] == []
    return not [said for said in page.said if "Content Security Policy" in said]


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("path", PATHS)
def test_pages_are_accessible_and_fit(editor: Any, page: Page, path: str, language: str) -> None:
    for width, scheme in ((1280, "light"), (390, "dark")):
        page.size(width, 900)
        page.media(scheme=scheme)
        opened(editor, page, path, language)
        assert page.violations() == []
        assert not page.overflows()
    assert stayed(editor, page)


def test_a_query_is_written_run_shared_and_taken(editor: Any, page: Page, tmp_path: Path) -> None:
    opened(editor, page)
    assert not page.run("document.querySelector('#answer section')")  # nothing runs unasked
    written(page, ACTS)
    ran(page)
    page.wait(f"{STATUS} === 'Rows: 9.'")
    assert page.run("document.querySelector('table.answer tbody tr').innerText").split() == ["Ukraine", "area:UKR", "30"]
    shared = page.run("location.href")
    page.click("#share")
    assert page.run("document.querySelector('#link input').value") == shared
    assert page.violations() == []

    page.browser.ask("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path), browserContextId=page.context)
    endings = {"csv": ",", "tsv": "\t", "srj": "", "srx": "", "rq": ""}
    for ending in endings:
        page.click(f"a[download='query.{ending}']")
    until = time.monotonic() + 30
    while {file.name for file in tmp_path.iterdir()} != {f"query.{ending}" for ending in endings}:
        assert time.monotonic() < until, list(tmp_path.iterdir())
        time.sleep(0.05)
    assert (tmp_path / "query.rq").read_text(encoding="utf-8") == ACTS
    rows = list(csv.reader((tmp_path / "query.csv").read_text(encoding="utf-8").splitlines()))
    assert (len(rows), rows[1][1]) == (10, "30")

    other = page.browser.page()  # somebody else opens the link
    other.open(shared)
    other.wait("document.querySelectorAll('table.answer tbody tr').length === 9 && document.documentElement.dataset.ready === ''")
    assert other.run(TEXT) == ACTS
    other.close()
    assert stayed(editor, page)


def test_numbers_are_drawn(editor: Any, page: Page) -> None:
    opened(editor, page, f"/query?query={quote(ACTS)}", "ru")
    page.click("#charting")
    assert page.run("document.querySelectorAll('.drawn rect.bar').length") == 9
    assert page.run("document.querySelector('.drawn svg').getAttribute('aria-label')") == "Столбцы: acts – state"
    widths = page.run("[...document.querySelectorAll('.drawn rect')].map(bar => Number(bar.getAttribute('width')))")
    values = page.run("[...document.querySelectorAll('td.number')].map(cell => Number(cell.textContent))")
    assert [round(width / widths[0], 3) for width in widths] == [round(value / values[0], 3) for value in values]
    assert page.run("document.querySelector('.drawn g title').textContent") == "Украина: 30"
    page.run("document.getElementById('chart-kind').value = 'line'")
    page.run("document.getElementById('chart-kind').dispatchEvent(new Event('change', {bubbles: true}))")
    assert page.run("document.querySelectorAll('.drawn circle.dot').length") == 9
    for width in (1280, 390):
        page.size(width, 900)
        assert page.violations() == []
        assert not page.overflows()
    rates = "SELECT ?year ?score { ?s a hrm:IndexScore ; hrm:area area:ARM ; hrm:year ?year ; hrm:score ?score } ORDER BY ?year"
    opened(editor, page, f"/query?query={quote(rates)}")
    page.click("#charting")  # years are no quantity, and a line goes through them
    assert page.run("[...document.querySelectorAll('.charting select')].map(field => field.selectedOptions[0].text)") == [
        "Line",
        "score",
        "year",
    ]
    assert page.run("document.querySelectorAll('#chart-number option').length") == 1
    assert page.run("document.querySelectorAll('.drawn circle.dot').length") == page.run("document.querySelectorAll('tbody tr').length") > 1
    opened(editor, page, f"/query?query={quote('SELECT ?s { ?s a hrm:Area }')}")
    assert not page.run("document.getElementById('charting')")  # there are no numbers
    assert stayed(editor, page)


def test_no_number_of_a_chart_is_cut_and_every_row_is_accounted_for(editor: Any, page: Page) -> None:
    for width in (1280, 390):
        page.size(width, 900)
        opened(editor, page, "/query?question=budgets&p-area=KAZ&run=1", "ru")
        page.click("#charting")
        assert page.run(CUT) == []
        shown = page.run("[...document.querySelectorAll('.drawn text.dim, .drawn text')].map(text => text.textContent).join(' ')")
        assert "342\u00a0500\u00a0000\u00a0000" in shown
    panels = page.run("[...document.querySelectorAll('.drawn .panel')].map(panel => panel.textContent)")
    assert len(panels) == len(set(panels)) == 4  # two indicators, two currencies
    opened(editor, page, f"/query?query={quote(GAPS)}", "ru")
    page.click("#charting")
    bars, left, rows = (page.run(f"document.querySelectorAll('{what}').length") for what in (".drawn .bar", ".undrawn li", "tbody tr"))
    assert bars + left == rows > bars
    assert "reason: " in page.run("document.querySelector('.undrawn').textContent")
    assert page.run("document.querySelectorAll('.drawn svg').length") == page.run("document.querySelectorAll('.drawn .panel').length") == 1
    assert page.violations() == []
    long = "SELECT ?name ?number { VALUES (?name ?number) { ('a' -987654321098765432.5) ('b' 123456789012345678901234567890) ('c' 1.0) } }"
    for kind in ("bars", "line"):
        page.size(390, 900)
        opened(editor, page, f"/query?query={quote(long)}", "ru")
        page.click("#charting")
        page.run(f"document.getElementById('chart-kind').value = '{kind}'")
        page.run("document.getElementById('chart-kind').dispatchEvent(new Event('change', {bubbles: true}))")
        assert page.run(CUT) == []
    assert "единице" in page.run("document.querySelector('.drawn figcaption').textContent")  # and none is said


def test_a_range_is_drawn_from_bound_to_bound(editor: Any, page: Page) -> None:
    rows = "('a' 5.0 4.0 8.0) ('b' UNDEF 2.0 8.0) ('c' 4.0 UNDEF UNDEF) ('d' UNDEF UNDEF UNDEF)"
    opened(
        editor, page, f"/query?query={quote(f'SELECT ?what ?value ?lower ?upper {{ VALUES (?what ?value ?lower ?upper) {{ {rows} }} }}')}"
    )
    page.click("#charting")
    assert page.run("document.querySelectorAll('.drawn .bar').length") == 2
    boxes = page.run("[...document.querySelectorAll('.drawn .interval')].map(one => one.getBBox()).map(box => [box.x, box.x + box.width])")
    (low, high), (least, most) = boxes
    bar = page.run("Number(document.querySelector('.drawn .bar').getAttribute('width'))")
    assert (round(low / bar, 2), round(least / low, 2), most) == (0.8, 0.5, high)
    said = page.run("[...document.querySelectorAll('.drawn g title')].map(title => title.textContent)")
    assert said == ["a: 5", "b: 2 – 8", "c: 4"]
    assert page.run("[...document.querySelectorAll('.undrawn li')].map(item => item.textContent)") == ["d"]
    page.run("document.getElementById('chart-kind').value = 'line'")
    page.run("document.getElementById('chart-kind').dispatchEvent(new Event('change', {bubbles: true}))")
    assert page.run("document.querySelectorAll('.drawn circle.dot').length") == 2
    assert page.run("document.querySelectorAll('.undrawn li').length") == 2
    assert page.violations() == []


def test_a_chart_shows_values_and_not_how_many_there_are(editor: Any, page: Page) -> None:
    opened(editor, page, "/query?question=index-of-states&run=1", "ru")
    page.click("#charting")
    assert page.run("document.getElementById('chart-number').selectedOptions[0].text").startswith("Наименьшее значение")
    assert not page.run("[...document.querySelectorAll('#chart-number option')].some(one => one.text.startsWith('Разных'))")
    assert page.run("document.querySelector('.drawn g title').textContent") == "Армения: 131,53"
    units = "SELECT ?unit ?v { VALUES (?unit ?v) { (unit:KZT 5) (unit:EUR 7) (unit:KZT 9) } }"
    opened(editor, page, f"/query?query={quote(units)}")
    page.click("#charting")
    assert page.run("document.querySelectorAll('.drawn svg').length") == 2


def test_a_question_of_the_library_is_asked_of_another_state(editor: Any, page: Page) -> None:
    opened(editor, page)
    page.click("#q")
    page.write("treaty-acts")
    page.wait("document.querySelectorAll('#questions li:not([hidden])').length === 1")
    assert f"1 of {len(library())}." in page.run("document.getElementById('found').textContent")
    page.click("#questions li:not([hidden]) a")
    page.wait("document.getElementById('parameters')")
    assert "area:KAZ" in page.run(TEXT)
    chosen = page.run("[...document.querySelectorAll('#questions [aria-current=true]')].map(link => link.href).join()")
    assert chosen == f"{editor.address}/query?question=treaty-acts&lang=en"
    page.click("#parameters input[value=KAZ]")
    page.click("#parameters input[value=KGZ]")
    page.click("#parameters button")
    page.wait("document.querySelector('table.answer')")
    assert "area/KGZ>" in page.run(TEXT)
    assert (
        page.run("[...new Set([...document.querySelectorAll('table.answer tbody tr')].map(row => row.cells[0].innerText))].join()")
        == "Kyrgyzstan\n@en"
    )
    page.run("history.back()")
    page.wait("location.search.startsWith('?question=treaty-acts&lang') && !document.querySelector('table.answer')")
    page.wait(f"{TEXT}.includes('area:KAZ')")
    assert stayed(editor, page)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_empty_query_is_mended_as_the_diagnosis_says(editor: Any, page: Page, language: str) -> None:
    opened(editor, page, language=language)
    written(page, EMPTY)
    ran(page)
    page.wait("document.querySelector('.why .mended')")
    assert page.run("document.querySelector('.mended del').textContent") == "hrm:Profil"
    assert page.violations() == []
    page.click(".mended button")
    page.wait("document.querySelectorAll('table.answer tbody tr').length === 1")
    assert page.run(TEXT) == EMPTY.replace("hrm:Profil", "hrm:CountryProfile")
    assert not page.run("document.querySelector('.why')")
    assert stayed(editor, page)


def test_a_mistake_is_marked_in_its_line(editor: Any, page: Page) -> None:
    opened(editor, page)
    written(page, WRONG)
    ran(page)
    page.wait("document.querySelector('.problem')")
    marked = "[...document.querySelectorAll('#editor .CodeMirror-linebackground.wrong')].map(mark => mark.parentElement.innerText)"
    assert "SELECT ?s {" in page.run(f"{marked}[0]")
    assert "is opened here and never closed" in page.run("document.querySelector('.plainly').textContent")
    written(page, ACTS)
    page.wait(f"{marked}.length === 0")
    written(page, "SELECT * {\n  ?s ?p ?o .\n  FILTR(?o)\n}")
    page.wait(f"{marked}.length === 1")  # while it is written
    assert "FILTR" in page.run(f"{marked}[0]")
    assert stayed(editor, page)


@pytest.mark.parametrize(("language", "beginning"), [("en", "kazak"), ("ru", "казахст")])
def test_a_name_is_completed_by_its_label_with_its_prefix(editor: Any, page: Page, language: str, beginning: str) -> None:
    opened(editor, page, language=language)
    written(page, "SELECT * { ?act a hrm:TreatyAct ; hrm:area ")
    for letter in beginning:
        page.write(letter)
    page.wait("document.querySelector('.CodeMirror-hint-active')?.textContent.includes('area:KAZ')")
    page.wait("document.querySelector('.CodeMirror-hints').hasAttribute('aria-label')")
    # An open list covers what is below it until it is closed.
    assert [found for found in page.violations() if found.rule != "target-size"] == []
    pressed(page, "Enter", 13)
    page.wait(f"{TEXT}.endsWith('hrm:area area:KAZ')")
    assert page.run(TEXT).startswith("PREFIX area: <https://w3id.org/hrmkg/area/>\n\nSELECT")
    page.write(" } LIMIT 3")
    ran(page)
    page.wait("document.querySelectorAll('table.answer tbody tr').length === 3")
    assert stayed(editor, page)


def test_prefixes_that_are_written_by_hand_are_declared(editor: Any, page: Page) -> None:
    opened(editor, page)
    written(page, "SELECT * { ?s skos:")
    page.wait(f"{TEXT}.startsWith('PREFIX skos: <http://www.w3.org/2004/02/skos/core#>')")
    written(page, "SELECT * { ?s ?p 'skos:")
    time.sleep(0.3)
    assert "PREFIX" not in page.run(TEXT)  # in a text it is no prefix


def test_the_keyboard_is_enough(editor: Any, page: Page) -> None:
    opened(editor, page)
    written(page, "ASK { ?s a hrm:Area }")
    pressed(page, "Enter", 13, modifiers=2)
    page.wait("document.querySelector('.truth')")
    assert page.run("document.querySelector('.truth').textContent") == "yes"
    pressed(page, "Tab", 9)
    assert page.run("document.activeElement.id") == "run"  # the field lets go of the focus
    assert page.run(TEXT) == "ASK { ?s a hrm:Area }"


def test_an_address_with_a_fragment_fills_and_runs_nothing(editor: Any, page: Page) -> None:
    opened(editor, page)
    page.open(f"{editor.address}/query?lang=en&x#query={quote(ACTS)}")
    page.wait(f"document.documentElement.dataset.ready === '' && {TEXT} === {ACTS!r}")
    assert not page.run("document.querySelector('#answer section')")


def test_a_text_is_kept_in_its_window(editor: Any, page: Page) -> None:
    opened(editor, page)
    written(page, "SELECT * { ?kept ?p ?o } LIMIT 1")
    page.wait("sessionStorage.getItem('kg-query')?.includes('?kept')")
    opened(editor, page)
    assert "?kept" in page.run(TEXT)
    other = page.browser.page()
    opened(editor, other)
    assert "?kept" not in other.run(TEXT)
    other.close()


def test_a_query_is_stopped(editor: Any, page: Page) -> None:
    opened(editor, page)
    written(page, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    page.click("#run")
    page.wait("!document.getElementById('stop').hidden")
    page.click("#stop")
    page.wait(f"{STATUS} === 'Stopped.'")
    written(page, ACTS)
    ran(page)
    page.wait(f"{STATUS} === 'Rows: 9.'")


def test_without_scripts_it_is_a_form(editor: Any, page: Page) -> None:
    page.ask("Emulation.setScriptExecutionDisabled", value=True)
    page.open(f"{editor.address}/query?lang=en")
    page.click("#query")
    pressed(page, "a", 65, modifiers=2)
    page.write(EMPTY)
    page.click("#run")
    page.wait("document.querySelector('.mended button')")
    page.click(".mended button")
    page.wait("document.querySelector('table.answer')")
    assert page.run("document.querySelector('table.answer tbody').innerText.trim().split('/').pop()") == "2022"
    assert page.run("document.querySelectorAll('a[download]').length") == 5
    page.click("#questions a[href*='question=treaty-acts']")
    page.wait("document.getElementById('parameters')")
    page.click("#parameters button")
    page.wait("document.querySelector('table.answer')")
    assert [address for address in page.asked if address.endswith(".js")] == []
    assert stayed(editor, page)
