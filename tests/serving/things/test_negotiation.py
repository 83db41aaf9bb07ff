"""Which answer a path and an Accept header get: one table, and properties of any header."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.serving.things import forms

TABLE = list(
    csv.DictReader(
        Path(__file__).with_name("negotiation.tsv").read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE
    )
)
MEDIA = [media for form in forms.FORMS.values() for media in form.media]


@pytest.mark.parametrize("row", TABLE, ids=[f"{row['path']} {row['accept']}" for row in TABLE])
def test_the_table(real: Any, row: dict[str, str]) -> None:
    answer = real.get(row["path"], row["accept"] or None)
    location = answer.headers.get("location", "").removeprefix(real.things.release.base_url.rstrip("/"))
    assert (answer.status, answer.type, location) == (int(row["status"]), row["type"], row["location"])
    if answer.status == 303:
        assert real.get(answer.headers["location"], row["accept"] or None).status == (404 if "page=2" in row["path"] else 200)


def test_the_table_meets_every_form_and_status() -> None:
    assert {row["status"] for row in TABLE} == {"200", "301", "303", "404", "406"}
    assert {media[0] for media in (form.media for form in forms.FORMS.values())} <= {row["type"] for row in TABLE if row["status"] == "200"}


RANGE = st.sampled_from([*MEDIA, "*/*", "text/*", "application/*", "image/png"])
WEIGHT = st.integers(0, 1000).map(lambda n: f"{n / 1000:.3f}")
HEADER = st.lists(st.tuples(RANGE, WEIGHT), min_size=1, max_size=8)


@given(HEADER)
def test_what_is_chosen_is_accepted_and_nothing_named_weighs_more(entries: list[tuple[str, str]]) -> None:
    header = ", ".join(f"{media};q={weight}" for media, weight in entries)
    name = forms.chosen(header, forms.FORMS)
    named = {media: float(weight) for media, weight in reversed(entries)}
    best = max((weight for media, weight in entries), key=float)
    if name is None:
        assert all(
            float(weight) == 0 or media == "image/png" for media, weight in entries if media not in ("*/*", "text/*", "application/*")
        )
        return
    media = forms.FORMS[name].media
    covers = {*media, media[0].partition("/")[0] + "/*", "*/*"}
    weights = [float(weight) for one, weight in entries if one in covers]
    assert max(weights) > 0
    assert max(weights) <= float(best)
    for other, form in forms.FORMS.items():
        exact = [float(weight) for one, weight in entries if one == form.media[0]]
        assert not exact or max(exact) <= max(weights), (other, named)


@given(HEADER, st.randoms(use_true_random=False))
def test_the_order_of_entries_does_not_matter(entries: list[tuple[str, str]], random: Any) -> None:
    shuffled = list(entries)
    random.shuffle(shuffled)
    headers = (", ".join(f"{media};q={weight}" for media, weight in one) for one in (entries, shuffled))
    assert len({forms.chosen(header, forms.FORMS) for header in headers}) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=300))
def test_any_header_has_an_answer(real: Any, header: str) -> None:
    answer = real.get("/area/KAZ", header)
    assert answer.status in (303, 406)
    assert "Traceback" not in answer.text


def test_several_headers_are_one_and_long_ones_are_cut(real: Any) -> None:
    """RFC 9110, section 5.3: lines of one name are joined."""
    assert real.get("/area/KAZ", "image/png", also="text/html;q=0.5").headers["location"].endswith("/area/KAZ.html")
    assert forms.chosen("", forms.FORMS) == "ttl"
    assert forms.chosen("text/html;q=0.1, " + "x/y, " * 5000, forms.FORMS) == "html"
