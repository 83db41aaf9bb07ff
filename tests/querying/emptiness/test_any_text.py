"""Whatever is written: a diagnosis comes, within its bounds, and nothing is raised."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.querying import emptiness, question
from kg.querying.emptiness.diagnosis import VERDICTS
from kg.validation.queries import tokens

TEXTS = [path.read_text(encoding="utf-8") for path in sorted(Path(__file__).parent.glob("*/*.rq"))]
# Those that compare with a partner's data or ask another server have no rows without them: tests/querying/partners and federation.
ALONE = [one.sparql for one in question.library() if not one.beside and not one.service]
PIECES = [
    "{",
    "}",
    "(",
    ")",
    ".",
    ";",
    ",",
    "?x",
    "<>",
    "<two>",
    "area:KAZ",
    "no:where",
    '"',
    '"a"@en',
    "1.5",
    "OPTIONAL",
    "FILTER",
    "a",
    "^",
    "/",
    "[",
    "]",
]


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """A query with a token dropped, doubled, or replaced by something else."""
    text = draw(st.sampled_from(TEXTS))
    token = draw(st.sampled_from(tokens(text)))
    new = draw(st.sampled_from(["", f"{token.text} {token.text}", *PIECES]))
    return f"{text[: token.start]} {new} {text[token.start + len(token.text) :]}"


def check(text: str, ask: emptiness.Ask) -> None:
    found = emptiness.why(text, ask)
    assert found.verdict in VERDICTS
    assert found.complete
    for suggestion in found.suggestions:
        answer = ask(suggestion.query)
        assert bool(answer) if type(answer).__name__ == "QueryBoolean" else next(iter(answer), None) is not None
    for language in ("en", "ru"):
        assert emptiness.text(found, language).endswith("\n")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spoilt())
def test_a_spoilt_query(ask: emptiness.Ask, text: str) -> None:
    check(text, ask)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_any_text(ask: emptiness.Ask, text: str) -> None:
    check(text, ask)
    check(f"SELECT * WHERE {{ {text} }}", ask)


def test_braces_without_end(ask: emptiness.Ask) -> None:
    assert emptiness.why("SELECT * WHERE " + "{" * 5000 + "}" * 5000, lambda text: ask("SELECT")).verdict == "invalid"


def test_every_question_of_the_library_that_stands_alone_has_rows(ask: emptiness.Ask) -> None:
    assert len(ALONE) > 30
    for text in ALONE:
        assert emptiness.why(text, ask).verdict == "rows"
