"""The schema explains itself, and the form's names give the views their columns."""

from pathlib import Path

import pytest

from tests.warehouse.factories import FORM, a_report, batch, landed, published, rows
from warehouse.definitions import relations
from warehouse.errors import WarehouseError
from warehouse.rows import FormCell

# The inside of the warehouse is not for readers: tables and views that begin with stored_.
STORED = "starts_with(table_name, 'stored_')"
STORED_VIEW = "starts_with(view_name, 'stored_')"

COLUMNS = f"""
SELECT table_name, column_name FROM duckdb_columns()
WHERE NOT internal AND NOT {STORED}
"""  # noqa: S608  # our own words


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("data"), batch(landed(a_report())))


def names(warehouse: Path, statement: str) -> set[str]:
    return {name for (name,) in rows(warehouse, statement)}


def test_every_table_and_view_is_defined_and_every_definition_is_there(warehouse: Path) -> None:
    tables = f"SELECT table_name FROM duckdb_tables() WHERE NOT {STORED}"  # noqa: S608  # ours
    views = f"SELECT view_name FROM duckdb_views() WHERE NOT internal AND NOT {STORED_VIEW}"  # noqa: S608
    defined = relations().values()
    assert names(warehouse, tables) == {r.name for r in defined if r.kind == "table"}
    assert names(warehouse, views) == {r.name for r in defined if r.kind == "view"}


def test_every_column_has_a_definition_and_every_definition_a_column(warehouse: Path) -> None:
    columns = set(rows(warehouse, COLUMNS))
    assert columns == set(rows(warehouse, "SELECT relation, field FROM codebook_field"))
    assert columns >= {
        (relation.name, field.name)
        for relation in relations().values()
        for field in relation.fields.values()
        if not field.internal
    }


def test_every_table_view_and_column_carries_its_meaning_as_a_comment(warehouse: Path) -> None:
    mute = f"""
        SELECT table_name FROM duckdb_tables() WHERE comment IS NULL AND NOT {STORED}
        UNION ALL SELECT view_name FROM duckdb_views()
        WHERE NOT internal AND comment IS NULL AND NOT {STORED_VIEW}
        UNION ALL SELECT table_name || '.' || column_name FROM duckdb_columns()
        WHERE NOT internal AND comment IS NULL AND NOT {STORED}
    """  # noqa: S608  # our own words
    assert names(warehouse, mute) == set()
    comment = """
        SELECT comment FROM duckdb_columns()
        WHERE table_name = 'report' AND column_name = 'report_year'
    """
    ((said,),) = rows(warehouse, comment)
    assert said.startswith("Year reported on, not of publication")
    assert said.endswith(" · 报告年度")


def test_what_is_required_and_what_is_a_key_is_enforced(warehouse: Path) -> None:
    key = """
        SELECT table_name, constraint_column_names FROM duckdb_constraints()
        WHERE constraint_type = 'PRIMARY KEY'
    """
    keys = {name.removeprefix("stored_"): columns for name, columns in rows(warehouse, key)}
    for relation in relations().values():
        enforced = relation.kind == "table" and relation.key_is_enforced
        assert keys.get(relation.name, list(relation.key)) == list(relation.key)
        assert relation.name in keys or not enforced, relation.name
    not_null = "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT is_nullable"
    required = set(rows(warehouse, not_null))
    assert ("agency", "name") in required
    assert ("agency", "region_code") not in required


def test_every_table_has_a_key_and_none_counts_by_itself(warehouse: Path) -> None:
    assert [r.name for r in relations().values() if r.kind == "table" and not r.key] == []
    assert rows(warehouse, "FROM duckdb_sequences()") == []


def test_the_panel_has_a_column_for_each_cell_of_any_edition_newest_first(warehouse: Path) -> None:
    columns = [name for name, *_ in rows(warehouse, "DESCRIBE panel")]
    assert [name for name in columns if "__" in name] == [
        "rules__issued", "rules__in_force", "fees__amount_wanyuan",
        "received__natural_person", "received__total",
        "carried_over_out__natural_person", "carried_over_out__total",
        "reconsideration__upheld", "reconsideration__corrected",
        "rules__created", "fees__change",
    ]  # fmt: skip


def test_a_panel_column_carries_the_labels_of_its_cell(warehouse: Path) -> None:
    comment = (
        "SELECT comment FROM duckdb_columns() "
        "WHERE table_name = 'panel' AND column_name = 'received__total'"
    )
    ((said,),) = rows(warehouse, comment)
    assert said.startswith("Applications newly received in the year; made by anyone")
    assert said.endswith(" · 一、本年新收政府信息公开申请数量 · 总计")


@pytest.mark.parametrize(
    ("cell", "complaint"),
    [
        (FormCell("2021", "other", "received", "total", "x", "x", 90), "is taken"),
        (FormCell("2021", "other", "r" * 40, "c" * 40, "x", "x", 90), "longer than 63"),
        (FormCell("2021", "other", "总计", "total", "x", "x", 90), "snake_case"),
        (FormCell("2021", "other", 'x"; DROP', "total", "x", "x", 90), "snake_case"),
        (
            FormCell("2021", "applications", "lost", "total", "x", "x", 90),
            r"form\.toml has no lost",
        ),
        (FormCell("2021", "applications", "received", "cat", "x", "x", 90), r"has no cat among"),
    ],
)
def test_a_form_that_gives_no_clear_column_names_or_is_not_explained_is_refused(
    tmp_path: Path, cell: FormCell, complaint: str
) -> None:
    with pytest.raises(WarehouseError, match=complaint):
        published(tmp_path, batch(form=[*FORM, cell]))


def test_a_warehouse_without_the_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="form_cell is empty"):
        published(tmp_path, batch(form=[]))
