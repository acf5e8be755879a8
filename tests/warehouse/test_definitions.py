"""Every definition says all it must, once, and the closed lists are those of the code."""

from collections.abc import Iterator

import pytest

from crawler.outcomes import Outcome
from extract.form.edition import editions
from extract.form.indicators import vocabulary
from extract.report import Status
from warehouse import definitions
from warehouse.definitions import Field, Relation, closed_lists, read, relations
from warehouse.errors import WarehouseError

LABEL_LENGTH = 80  # Stata's limit for the label of a variable


def fields() -> Iterator[tuple[str, Field]]:
    for relation in relations().values():
        for field in relation.fields.values():
            yield f"{relation.name}.{field.name}", field


def things() -> dict[str, Relation | Field]:
    return {**relations(), **dict(fields())}


def test_nothing_is_left_without_label_chinese_label_and_description() -> None:
    mute = [
        name
        for name, thing in things().items()
        if not all(text.strip() for text in (thing.label, thing.label_zh, thing.description))
    ]
    assert mute == []
    assert [name for name, relation in relations().items() if not relation.one_row_is.strip()] == []


def test_labels_are_short_and_the_chinese_ones_chinese() -> None:
    assert [n for n, thing in things().items() if len(thing.label) > LABEL_LENGTH] == []
    latin = {"document.etag", "document.last_modified"}  # names of headers
    assert {n for n, thing in things().items() if thing.label_zh.isascii()} <= latin


def test_a_column_of_a_table_has_a_type_and_a_key_its_columns() -> None:
    for relation in relations().values():
        assert set(relation.key) <= set(relation.fields), relation.name
        if relation.kind == "table":
            assert [f.name for f in relation.fields.values() if not f.type] == [], relation.name


def test_a_field_that_is_the_same_as_another_takes_all_it_does_not_say_itself() -> None:
    origin, later = relations()["report"].fields["report_year"], relations()["year_checks"]
    field = later.fields["report_year"]
    assert (field.label, field.unit, field.type) == (origin.label, origin.unit, origin.type)
    assert field.description == "The later of the two years" != origin.description


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"year": {"label": "Year", "label_zh": "年"}}, r"report\.year: .*'description'"),
        ({"year": {"same_as": "report.day"}}, r"report\.year: 'day'"),
        ({"year": {"same_as": "report.year"}}, r"report\.year: .*recursion"),
        ({"year": {"label": "", "meaning": "x"}}, r"report\.year: .*'meaning'"),
    ],
)
def test_a_definition_that_is_no_good_is_named(
    monkeypatch: pytest.MonkeyPatch, fields: dict[str, dict[str, str]], complaint: str
) -> None:
    monkeypatch.setattr(definitions, "read", lambda _: {"report": {"fields": fields}})
    with pytest.raises(WarehouseError, match=complaint):
        relations.__wrapped__()


def test_the_lists_that_fields_name_are_there_and_each_is_named_by_one() -> None:
    used = {field.values for _, field in fields() if field.values}
    used |= {
        relation.cell["values"] for relation in relations().values() if "values" in relation.cell
    }
    within = {values["includes"] for values in read("lists").values() if "includes" in values}
    assert used | within == set(closed_lists())
    assert [name for name, values in closed_lists().items() if not all(values.values())] == []


def test_the_closed_lists_are_those_of_the_code() -> None:
    lists = {name: set(values) for name, values in closed_lists().items()}
    assert lists["reading"] == set(Status)
    assert lists["report_status"] == {Status.COMPLETE, Status.PARTIAL}
    assert lists["edition"] == {*editions(), vocabulary().edition, "narrative"}
    assert lists["form_table"] == {t.name for e in editions().values() for t in e.tables}
    of_the_form = {check.name for edition in editions().values() for check in edition.checks}
    assert of_the_form | {check.name for check in vocabulary().sums} <= lists["check_name"]
    assert set(Outcome) - {"ok", "unchanged", "archived"} <= lists["reason"]
    assert lists["alarm"] - lists["reason"] == {"fell_to_zero"}


def test_the_form_is_explained_whole_and_nothing_but_the_form() -> None:
    form = read("form")
    assert form["instruments"] == {name: e.instrument for name, e in editions().items()}
    for kind in ("rows", "columns"):
        printed = {
            (table.name, name)
            for edition in editions().values()
            for table in edition.tables
            for name in ([row.name for row in table.rows] if kind == "rows" else table.columns)
        }
        explained = {(table, name) for table, d in form["tables"].items() for name in d[kind]}
        assert explained == printed
    for table in form["tables"].values():
        terms = [*table["rows"].values(), *table["columns"].values()]
        assert all(term["label"].strip() and term["description"].strip() for term in terms)
        assert all(row["place"].strip() for row in table["rows"].values())
        widest = (max(len(t["label"]) for t in table[k].values()) for k in ("rows", "columns"))
        assert sum(widest) + len(" · ") <= LABEL_LENGTH
