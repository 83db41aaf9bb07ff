"""Any question of the library with one name misspelt: the diagnosis names it, whether the answer is empty or only lacks a column."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from kg.querying import emptiness, question
from kg.querying.emptiness.anatomy import Query
from kg.querying.emptiness.probing import Prober
from kg.querying.emptiness.reader import read
from kg.querying.emptiness.term import XSD, Term
from kg.vocabulary import vocabulary

# Those that compare with a partner's data or ask another server have no rows without them, misspelt or not.
TEXTS = {one.name: one.sparql for one in question.library() if not one.beside and not one.service}
_NAMES: dict[str, list[Term]] = {}


def names(text: str) -> list[Term]:
    """The names of a query that have a prefix."""
    if text not in _NAMES:
        query: Query = read(text, vocabulary().prefixes)
        _NAMES[text] = [
            term
            for term in query.constants
            if term.kind == "iri" and ":" in term.text[:12] and term.text[0] != "<" and XSD not in term.value
        ]
    return _NAMES[text]


@st.composite
def misspelt(draw: st.DrawFn) -> tuple[str, str]:
    """A question with a letter of a name dropped, doubled or exchanged with the next, and the name as it then is."""
    text = TEXTS[draw(st.sampled_from(sorted(TEXTS)))]
    term = draw(st.sampled_from(names(text)))
    prefix, _, local = term.text.partition(":")
    at = draw(st.integers(1, max(len(local) - 2, 1)))
    how = draw(st.sampled_from(["drop", "double", "swap"]))
    new = {"drop": local[:at] + local[at + 1 :], "double": local[:at] + local[at : at + 1] * 2 + local[at + 1 :]}.get(
        how, local[:at] + local[at + 1 : at + 2] + local[at : at + 1] + local[at + 2 :]
    )
    assume(new != local and new and new[-1].isalnum() and new[0].isalpha())
    return text[: term.start] + f"{prefix}:{new}" + text[term.end :], f"{prefix}:{new}"


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture])
@given(misspelt())
def test_the_misspelt_name_is_named(ask: emptiness.Ask, case: tuple[str, str]) -> None:
    text, wrong = case
    query = read(text, vocabulary().prefixes)
    iri = next(term.value for term in query.constants if term.text == wrong)
    assume(not Prober(ask).held(query, {iri}))
    diagnosis = emptiness.why(text, ask)
    assert wrong in [culprit.text for culprit in diagnosis.culprits]
    assert diagnosis.verdict in ("unknown", "rows")
    if diagnosis.verdict == "unknown":
        assert diagnosis.rows == 0
    assert diagnosis.probes <= 200


def test_a_misspelt_name_comes_before_a_condition_that_could_be_dropped(ask: emptiness.Ask) -> None:
    text = TEXTS["small-counts"].replace("?profile a hrm:CountryProfile .", "?profile a hrm:CuntryProfile .", 1)
    diagnosis = emptiness.why(text, ask)
    assert [culprit.text for culprit in diagnosis.culprits] == ["hrm:CuntryProfile"]
    assert diagnosis.verdict == "unknown"
    assert "hrm:CuntryProfile" not in diagnosis.suggestions[0].query
