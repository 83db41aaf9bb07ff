"""Tables with the kind of treaty act in a column: words that are equal are taken, others wait with candidates. All tables are invented."""

from __future__ import annotations

from typing import Any

import pytest
from linked import Link, Linked

from kg.errors import InputError
from kg.linking.tables import kinds

OWN = "https://example.org/acts/"
TERM = "https://w3id.org/hrmkg/vocab/table/"
KIND = "https://w3id.org/hrmkg/vocab/act-kind/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
ACTS = f"""
PREFIX qb: <http://purl.org/linked-data/cube#> PREFIX skos: <{SKOS}>
PREFIX dimension: <http://purl.org/linked-data/sdmx/2009/dimension#> PREFIX own: <{OWN}property/>
SELECT ?area ?instrument ?kind ?date WHERE {{
  ?o a qb:Observation ; dimension:refArea ?area ; own:date ?date ; own:act ?act .
  own:act a qb:DimensionProperty . own:date a qb:MeasureProperty .
  OPTIONAL {{ ?act ?relation ?kind . FILTER(STRSTARTS(STR(?kind), "{KIND}")) }}
  OPTIONAL {{ ?o own:instrument ?about . ?about skos:exactMatch ?instrument }}
}}"""
INVENTED = """Country,Treaty,Action,Date
Kazakhstan,CAT,Accession,1998-08-26
Kazakhstan,OPCAT,Signature,25.09.2007
Kazakhstan,OPCAT,ратификация,22.10.2008
Belarus,CAT,Ratification,1987
Belarus,CAT,Entry into force,1987-06-26
Poland,CAT,Acceptance,1989-07-26
"""


def acts_of(done: Linked) -> set[tuple[str, ...]]:
    """state, instrument, act and date of every observation."""
    return {tuple("" if cell is None else cell.value.rpartition("/")[2] for cell in row) for row in done.store.query(ACTS)}


def test_the_kind_of_act_stands_in_a_column(link: Link) -> None:
    done = link(INVENTED, namespace=OWN)
    assert done.counts == (6, 0, 0, 0)
    assert done.roles() == {"Country": "state", "Treaty": "instrument", "Action": "act", "Date": "value"}
    expected = {
        ("KAZ", "CAT", "accession", "1998-08-26"),
        ("KAZ", "OPCAT", "signature", "2007-09-25"),
        ("KAZ", "OPCAT", "ratification", "2008-10-22"),
        ("BLR", "CAT", "ratification", "1987"),
        ("BLR", "CAT", "consent-to-be-bound", "1987-06-26"),
        ("POL", "CAT", "consent-to-be-bound", "1989-07-26"),
    }
    assert acts_of(done) == expected
    links = done.file("links.sssom.tsv").read_text(encoding="utf-8")
    for word, relation, kind in (
        ("Accession", "close", "accession"),
        ("ратификация", "close", "ratification"),
        # What follows an act is no act; a narrower form is not the wider one.
        ("Entry into force", "related", "consent-to-be-bound"),
        ("Acceptance", "broad", "consent-to-be-bound"),
    ):
        assert f"\t{word}\tskos concept\tskos:{relation}Match\tactkind:{kind}\t" in links
    assert done.result.checked is not None
    assert not done.result.checked.results
    again = link(INVENTED)
    assert (again.result.proposed, again.counts, acts_of(again)) == (False, done.counts, expected)


def test_in_russian_under_a_title_that_names_the_instrument(link: Link) -> None:
    table = (
        "Факультативный протокол к Конвенции против пыток: участие государств;;\n"
        "Страна;Вид действия;Дата\nКазахстан;Подписание;25.09.2007\nКазахстан;Ратификация;22.10.2008\nУкраина;Присоединение;2006\n"
    )
    done = link(table, namespace=OWN)
    (column,) = [column for _, column in done.result.mapping.of("value")]
    assert (column.instrument.rpartition("/")[2], column.datatype) == ("OPCAT", "any")
    assert {(row["kind"].value.rpartition("/")[2], row["date"].value) for row in done.store.query(_NAMED % column.name)} == {
        ("signature", "2007-09-25"),
        ("ratification", "2008-10-22"),
        ("accession", "2006"),
    }


_NAMED = f"""SELECT ?kind ?date WHERE {{ ?o <{OWN}property/%s> ?date ; ?dimension ?act .
?act <{SKOS}closeMatch> ?kind . FILTER(STRSTARTS(STR(?kind), "{KIND}"))
}}"""


def test_an_unknown_word_waits_with_candidates_and_is_never_guessed(link: Link, correct: Any) -> None:
    table = INVENTED + "Ukraine,OPCAT,Ratifcation,2006-09-19\nArmenia,CAT,Wedding,1993-09-13\n"
    done = link(table, namespace=OWN)
    assert done.counts == (6, 2, 0, 0)
    slip, strange = done.unlinked
    assert (slip["code"], slip["line"], slip["column"], slip["written"]) == ("KG893", "8", "Action", "Ratifcation")
    assert slip["candidates"].split(" | ")[0] == f"{KIND}ratification"
    assert (strange["written"], strange["candidates"]) == ("Wedding", "")
    before = acts_of(done)
    assert {row[0] for row in before} == {"KAZ", "BLR", "POL"}
    (step,) = [step for step in done.result.steps if "Ratifcation" in step["en"]]
    assert f'"{TERM}accepted"' in step["ru"]

    def decide(document: dict[str, Any]) -> None:
        one, other = document["tableSchema"]["columns"][2][f"{TERM}decision"]
        one[f"{TERM}accepted"] = {"@id": f"{KIND}ratification"}
        other[f"{TERM}nothing"] = True

    correct(decide)
    again = link(table)
    assert again.counts == (8, 0, 0, 0)
    assert acts_of(again) - before == {("UKR", "OPCAT", "ratification", "2006-09-19"), ("ARM", "CAT", "", "1993-09-13")}


def test_a_day_that_may_be_two_is_told_here_too(link: Link, correct: Any) -> None:
    table = INVENTED + "Ukraine,OPCAT,Signature,03/04/2005\nArmenia,CAT,Accession,31.02.1993\n"
    done = link(table, namespace=OWN)
    assert done.counts == (6, 0, 1, 1)
    assert [(row["line"], row["column"], row["code"], row["candidates"]) for row in done.unlinked] == [
        ("8", "Date", "KG894", "2005-03-04 | 2005-04-03"),
        ("9", "Date", "KG895", ""),
    ]
    correct(lambda document: document["tableSchema"]["columns"][3].update(datatype={"base": "any", "format": "dd/MM/yyyy"}))
    assert ("UKR", "OPCAT", "signature", "2005-04-03") in acts_of(link(table))


def test_two_days_of_one_act_contradict_and_two_words_akin_to_one_kind_do_not(link: Link) -> None:
    same = "Country,Treaty,Action,Date\nKAZ,CAT,Accession,1998-08-26\nKAZ,КПП,присоединение,1999-08-26\nPOL,CAT,Signature,1986-01-13\n"
    done = link(same, namespace=OWN)
    assert done.counts == (1, 0, 0, 2)
    assert {row["code"] for row in done.unlinked} == {"KG896"}
    akin = "Country,Treaty,Action,Date\nPOL,CAT,Acceptance,1989-07-26\nPOL,CAT,Entry into force,1989-08-25\nPOL,CAT,Succession,1993-01-01\n"
    assert link(akin, "akin.csv", namespace=OWN).counts == (3, 0, 0, 0)


@pytest.mark.parametrize(
    "table",
    [
        # Years that may be those of a number are no dates of acts.
        "Country,Year,Action,Number\nKAZ,2008,Ratification,3\nKAZ,2009,Signature,1\n",
        # A status is no act: the day may be that on which somebody looked.
        "Country,Treaty,Status,Date\nKAZ,CAT,Ratification,2022-01-01\nPOL,CAT,Signature,2022-01-01\n",
        "Country,Treaty,Participation status,Date\nKAZ,CAT,Ratification,2022-01-01\nPOL,CAT,Signature,2022-01-01\n",
        # A column of other actions, of which one is called as an act is.
        "Country,Action,Date\nKAZ,Arrest,2008-10-22\nKAZ,Declaration,2008-10-23\nKAZ,Release,2009-10-22\n",
        "Country,Action,Date\nKAZ,Arrest,2008-10-22\nKAZ,Release,2009-10-22\n",
    ],
)
def test_what_is_no_table_of_acts_is_not_taken(link: Link, table: str) -> None:
    assert "act" not in link(table, namespace=OWN, only_mapping=True).roles().values()


@pytest.mark.parametrize("titles", ["Deposited,Announced", "As of,Status date", "As of date,Reporting year", "Date,Date of action"])
def test_dates_that_may_be_others_are_asked_about(link: Link, correct: Any, titles: str) -> None:
    table = f"Country,Treaty,Action,{titles}\nKAZ,CAT,Accession,1998-08-26,1998-09-01\nPOL,CAT,Signature,1986-01-13,1986-01-20\n"
    done = link(table, namespace=OWN)
    assert done.result.values == 0
    told = [reason["en"] for _, column in done.result.mapping.of("none") for reason in column.reasons]
    assert len(told) == 2
    assert all("nothing says that they" in one for one in told)

    def name(document: dict[str, Any]) -> None:
        about = f"{OWN}act/{{country}}/{{treaty}}/{{action}}"
        said = {f"{TERM}role": "value", "datatype": "date", "propertyUrl": f"{OWN}property/date", "aboutUrl": about}
        document["tableSchema"]["columns"][3].update(said)

    correct(name)
    assert acts_of(link(table)) == {("KAZ", "CAT", "accession", "1998-08-26"), ("POL", "CAT", "signature", "1986-01-13")}


@pytest.mark.parametrize(("title", "instrument"), [("Date", ""), ("Date of action", ""), ("OPCAT: date", "OPCAT"), ("Year", "")])
def test_a_title_that_says_dates_and_no_more(link: Link, title: str, instrument: str) -> None:
    done = link(f"Country,Action,{title}\nKAZ,Ratification,2008\nPOL,Signature,2004\n", namespace=OWN)
    ((_, column),) = done.result.mapping.of("value")
    assert (done.result.values, column.title, column.instrument.rpartition("/")[2]) == (2, title, instrument)
    assert bool(done.result.steps) == (not instrument)


@pytest.mark.parametrize(
    ("at", "change", "said"),
    [
        (2, {f"{TERM}decision": [{f"{TERM}written": "x", f"{TERM}accepted": {"@id": f"{KIND}wedding"}}]}, "no kind of act"),
        (1, {f"{TERM}role": "act"}, "are both the kind of act"),
        (1, {f"{TERM}role": "value", "datatype": "date"}, "are both the dates of the acts"),
        (3, {"datatype": {"base": "date", "format": "yy.MM.dd"}}, "dates in the format 'yy.MM.dd'"),
    ],
)
def test_a_mapping_that_says_wrong_things_of_it_is_refused(link: Link, correct: Any, at: int, change: dict[str, Any], said: str) -> None:
    link(INVENTED, namespace=OWN)
    correct(lambda document: document["tableSchema"]["columns"][at].update(change))
    with pytest.raises(InputError, match="KG891") as caught:
        link(INVENTED)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("word", "kind", "relation"),
    [
        ("Ratified", "ratification", "close"),
        ("ПРИСОЕДИНЕНИЕ", "accession", "close"),
        ("правопреемство", "consent-to-be-bound", "broad"),
        ("cessation", "cessation", "close"),
        ("Signature and ratification", "", ""),
        ("a", "", ""),
    ],
)
def test_only_an_equal_word_is_taken(word: str, kind: str, relation: str) -> None:
    found = kinds.find(word)
    assert (found.iri.removeprefix(KIND), found.relation.removeprefix(SKOS)) == (kind, f"{relation}Match" if relation else "")
