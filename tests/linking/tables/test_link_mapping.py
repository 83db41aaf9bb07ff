"""The mapping: valid CSVW, obeyed as it was corrected, decisions kept and repeated, contradictions refused."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import csvw
import pytest
from linked import Link

from kg.errors import InputError
from kg.linking.tables import wording
from kg.linking.tables.wording import term

TABLE = "country,year,score\nKazakhstan,2019,3\nKazakstan,2019,4\nKorea,2019,2\nPoland,2018/19,1\n"
Correct = Callable[..., None]
KAZ = "https://w3id.org/hrmkg/area/KAZ"


def column(document: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in document["tableSchema"]["columns"] if one["name"] == name)
    return found


def decide(document: dict[str, Any], name: str, written: str, **what: Any) -> None:
    decisions = column(document, name).setdefault(term("decision"), [])
    (one,) = [one for one in decisions if one[term("written")] == written] or [{term("written"): written}]
    one |= {term(key): value for key, value in what.items()}
    if one not in decisions:
        decisions.append(one)


@pytest.mark.parametrize("name", ["world-bank-population.csv", "invented-terror-scale.csv"])
def test_the_mapping_is_valid_csvw(link: Link, here: Path, tmp_path: Path, name: str) -> None:
    done = link(here / name)
    assert csvw.CSVW(str(done.file("metadata.json")), validate=True).is_valid
    document = done.metadata
    column(document, "year")["datatype"] = "date"
    done.file("metadata.json").write_text(json.dumps(document), encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("default")  # it warns beside saying no
        assert not csvw.CSVW(str(done.file("metadata.json")), validate=True).is_valid


def test_a_generic_reader_makes_a_part_of_our_triples(link: Link, here: Path, tmp_path: Path) -> None:
    """What the metadata say about cells is what is written: aboutUrl, propertyUrl and valueUrl expand to triples of the output."""
    done = link(here / "world-bank-population.csv", namespace="https://example.org/data/")
    table = csvw.Table.from_file(done.file("metadata.json"))
    written = {(quad.subject.value, quad.predicate.value, quad.object.value) for quad in done.store}  # type: ignore[union-attr]
    schema = table.tableSchema
    count = 0
    for row in table.iterdicts(strict=True):
        about = schema.inherit("aboutUrl").expand(**row)
        for one in schema.columns:
            if one.propertyUrl and not one.virtual:
                value = one.valueUrl.expand(**row) if one.valueUrl else str(row[one.name])
                assert (about, one.propertyUrl.expand(**row), value) in written
                count += 1
    assert count == 270


def test_reasons_are_given_for_each_column_in_both_languages(link: Link) -> None:
    reasons = column(link("iso,jahr,n\nKAZ,2019,1\nPOL,2020,2\nUKR,2020,2\n").metadata, "iso")[term("reason")]
    assert reasons[0] == {"@value": "column 'iso': 3 of 3 values are alpha-3 codes of states of the graph", "@language": "en"}
    assert {one["@language"] for one in reasons} == {"en", "ru"}


def test_decisions_are_proposed_kept_and_repeated(link: Link, correct: Correct) -> None:
    first = link(TABLE)
    assert first.counts == (1, 1, 2, 0)
    open_ = {one[term("written")]: one for name in ("country", "year") for one in column(first.metadata, name)[term("decision")]}
    assert set(open_) == {"Kazakstan", "2018/19"}  # of Korea there is nothing to decide
    assert open_["Kazakstan"][term("candidate")] == [{"@id": KAZ}]
    assert open_["2018/19"][term("candidate")] == ["2018", "2019"]

    def change(document: dict[str, Any]) -> None:
        decide(document, "year", "2018/19", accepted="2018")
        decide(document, "country", "Korea", nothing=True)

    correct(change)
    second = link(TABLE)
    assert not second.result.proposed
    assert second.counts == (2, 2, 0, 0)
    why = {row["written"]: row["why"] for row in second.unlinked}
    assert why["Korea"].endswith("was decided to be no state of the graph")
    correct(lambda document: decide(document, "country", "Kazakstan", accepted={"@id": KAZ}))
    third = link(TABLE)
    assert third.counts == (1, 1, 0, 2)
    assert {row["code"] for row in third.unlinked} == {"KG893", "KG896"}
    kept = third.file("metadata.json").read_bytes()
    link(TABLE)
    assert third.file("metadata.json").read_bytes() == kept


def test_a_rejected_candidate_is_not_taken_again(link: Link, correct: Correct) -> None:
    table = "country,year,score\nKazakhstan,2019,3\nPoland,2019,3\n"
    assert link(table).counts == (2, 0, 0, 0)
    correct(lambda document: decide(document, "country", "Kazakhstan", rejected=[{"@id": KAZ}]))
    done = link(table)
    assert done.counts == (1, 1, 0, 0)
    assert done.unlinked[0]["candidates"] == ""


def test_an_accepted_value_is_a_link_of_a_person(link: Link, correct: Correct) -> None:
    link(TABLE)
    correct(lambda document: decide(document, "country", "Korea", accepted={"@id": KAZ}))
    table = TABLE.replace("Kazakhstan,2019,3\nKazakstan,2019,4\n", "")
    text = link(table).file("links.sssom.tsv").read_text(encoding="utf-8")
    assert [line.split("\t")[7] for line in text.splitlines() if line.startswith("own:area/Korea")] == ["semapv:ManualMappingCuration"]


def test_null_markers_datatypes_and_roles_are_obeyed(link: Link, correct: Correct) -> None:
    table = "country,year,score,note\nPoland,2019,3,a\nPoland,2020,9,b\nPoland,2021,4.5,c\n"
    assert link(table).result.values == 3

    def change(document: dict[str, Any]) -> None:
        column(document, "score").update({"null": ["9"], "datatype": "integer"})
        column(document, "note").update(
            {
                term("role"): "value",
                "propertyUrl": "https://example.org/note",
                "aboutUrl": "https://example.org/note/{country}/{year}",
            }
        )

    correct(change)
    done = link(table)
    assert done.counts == (2, 0, 0, 1)
    assert [(row["code"], row["written"]) for row in done.unlinked] == [("KG895", "4.5")]
    assert done.result.missing == 1
    assert done.store.query('ASK { <https://example.org/note/Poland/2019> <https://example.org/note> "a" }')


def test_an_indicator_may_stay_the_partners_own(link: Link, correct: Correct) -> None:
    table = "country,year,indicator,value\nPoland,2019,Prison population,5\nPoland,2019,Length of beards,6\n"
    first = link(table)
    assert first.counts == (1, 1, 0, 0)
    assert first.unlinked[0]["written"] == "Length of beards"
    correct(lambda document: decide(document, "indicator", "Length of beards", nothing=True))
    second = link(table)
    assert second.counts == (2, 0, 0, 0)
    links = second.file("links.sssom.tsv").read_text(encoding="utf-8")
    assert "skos:closeMatch\tind:prison-population" in links
    assert "beards" not in links


def _two_states(document: dict[str, Any]) -> None:
    column(document, "score")[term("role")] = "state"


def _unknown(document: dict[str, Any]) -> None:
    column(document, "score")["titles"] = "points"


def _null_state(document: dict[str, Any]) -> None:
    column(document, "country")["null"] = ["", "Kazakhstan"]


def _null_decided(document: dict[str, Any]) -> None:
    column(document, "country")["null"] = "Kazakstan"


def _null_range(document: dict[str, Any]) -> None:
    column(document, "score").update({"null": ["5"], "datatype": {"base": "integer", "minimum": 1, "maximum": 5}})


def _both(document: dict[str, Any]) -> None:
    decide(document, "country", "Korea", accepted={"@id": KAZ}, rejected=[{"@id": KAZ}])


def _twice(document: dict[str, Any]) -> None:
    column(document, "country")[term("decision")].append({term("written"): "Kazakstan", term("nothing"): True})


def _no_state(document: dict[str, Any]) -> None:
    decide(document, "country", "Korea", accepted={"@id": "https://example.org/KOR"})


def _template(document: dict[str, Any]) -> None:
    column(document, "country")["valueUrl"] = "https://example.org/{land}"


def _keyless(document: dict[str, Any]) -> None:
    document["tableSchema"]["aboutUrl"] = "https://example.org/{country}"


def _role(document: dict[str, Any]) -> None:
    column(document, "score")[term("role")] = "points"


def _datatype(document: dict[str, Any]) -> None:
    column(document, "score")["datatype"] = "hexBinary"


def _encoding(document: dict[str, Any]) -> None:
    document["dialect"]["encoding"] = "utf-9"


def _one_observation(document: dict[str, Any]) -> None:
    extra = {term("role"): "value", "propertyUrl": "https://example.org/year", "aboutUrl": document["tableSchema"]["aboutUrl"]}
    column(document, "year").update({"aboutUrl": document["tableSchema"]["aboutUrl"], **extra})


def _ours(document: dict[str, Any]) -> None:
    document[term("namespace")] = "https://w3id.org/hrmkg/area/"


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (_two_states, "KG891", "country and score are both the state"),
        (_unknown, "KG891", "a column 'points' and the file has none"),
        (_null_state, "KG891", "'Kazakhstan' stands for a missing value of column 'country' and for a state"),
        (_null_decided, "KG891", "'Kazakstan' stands for a missing value of column 'country' and is decided about"),
        (_null_range, "KG891", "'5' stands for a missing value of column 'score' and lies between"),
        (_both, "KG891", f"accepts {KAZ} and rejects it"),
        (_twice, "KG891", "decides twice about 'Kazakstan'"),
        (_no_state, "KG891", "is no state of the graph"),
        (_template, "KG891", "names 'land'"),
        (_keyless, "KG891", "leaves out the key 'year'"),
        (_role, "KG891", "'points'; known are state"),
        (_datatype, "KG891", "'hexBinary'"),
        (_encoding, "KG891", "no encoding 'utf-9'"),
        (_one_observation, "KG891", "are one observation"),
        (_ours, "KG892", "is the namespace of this project"),
    ],
)
def test_a_mapping_that_contradicts_itself_is_refused(
    link: Link, correct: Correct, tmp_path: Path, change: Callable[[dict[str, Any]], None], code: str, said: str
) -> None:
    link(TABLE)
    for path in tmp_path.glob("*-data.ttl"):
        path.unlink()
    correct(change)
    with pytest.raises(InputError, match=code) as caught:
        link(TABLE)
    assert said in str(caught.value)
    assert "table.csv-metadata.json" in str(caught.value)
    assert not list(tmp_path.glob("*-data.ttl"))


def test_a_namespace_of_ours_or_none_is_refused(link: Link) -> None:
    for given in ("https://w3id.org/hrmkg/mine/", "example", "https://example.org/a b/", "https://example.org/data"):
        with pytest.raises(InputError, match="KG892"):
            link(TABLE, namespace=given)
    link(TABLE, namespace="https://example.org/data/")
    with pytest.raises(InputError, match="KG891"):
        link(TABLE, namespace="https://example.org/other/")


def test_only_the_mapping_is_written(link: Link, tmp_path: Path) -> None:
    done = link(TABLE, only_mapping=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["table.csv", "table.csv-metadata.json"]
    assert done.result.exit_code == 0


def test_every_annotation_of_a_mapping_is_described() -> None:
    described = (wording.folder() / "texts.ttl").read_text(encoding="utf-8")
    source = Path(wording.__file__).with_name("metadata.py").read_text(encoding="utf-8")
    used = {part.partition('"')[0] for part in source.split('term("')[1:]} | {"codes", "period", "dataset", "rejected", "candidate"}
    assert len(used) > 10
    assert not [name for name in used if f"table:{name} a rdf:Property" not in described]
