"""The schema explains itself, and the form's names give the views their columns."""

from pathlib import Path

import pytest

from tests.warehouse.factories import FORM, a_report, batch, landed, published, rows
from warehouse.errors import WarehouseError
from warehouse.rows import FormCell

TABLES = {
    "region", "agency", "document", "report", "section", "figure", "indicator", "check_result",
    "correction", "crawl_run", "problem", "form_cell", "portal", "run_portal", "listing", "link",
    "reason",
}  # fmt: skip
VIEWS = {
    "current_reports", "figures", "indicators", "proactive_disclosure", "applications",
    "reconsideration_litigation", "panel", "coverage",
    "expected_reports", "portal_agencies", "gaps", "alarms", "year_checks",
}  # fmt: skip


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("data"), batch(landed(a_report())))


def names(warehouse: Path, statement: str) -> set[str]:
    return {name for (name,) in rows(warehouse, statement)}


def test_all_tables_and_views_are_there(warehouse: Path) -> None:
    assert names(warehouse, "SELECT table_name FROM duckdb_tables()") == TABLES
    assert names(warehouse, "SELECT view_name FROM duckdb_views() WHERE NOT internal") == VIEWS


def test_every_table_view_and_column_says_what_it_means(warehouse: Path) -> None:
    mute = """
        SELECT table_name FROM duckdb_tables() WHERE comment IS NULL
        UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal AND comment IS NULL
        UNION ALL SELECT table_name || '.' || column_name FROM duckdb_columns()
        WHERE table_name IN (SELECT table_name FROM duckdb_tables()) AND comment IS NULL
    """
    assert names(warehouse, mute) == set()


def test_every_table_has_a_key_and_none_counts_by_itself(warehouse: Path) -> None:
    keyed = "SELECT table_name FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'"
    assert names(warehouse, keyed) == TABLES
    assert rows(warehouse, "FROM duckdb_sequences()") == []


def test_the_panel_has_a_column_for_each_cell_of_any_edition_newest_first(warehouse: Path) -> None:
    columns = [name for name, *_ in rows(warehouse, "DESCRIBE panel")]
    assert columns == [
        "region_code", "agency", "report_year", "scope", "edition", "status", "url",
        "agency_id", "report_id",
        "rules__issued", "rules__in_force", "fees__amount_wanyuan",
        "received__natural_person", "received__total",
        "carried_over_out__natural_person", "carried_over_out__total",
        "reconsideration__upheld", "reconsideration__corrected",
        "rules__created", "fees__change",
    ]  # fmt: skip


def test_a_panel_column_carries_the_chinese_labels_of_its_cell(warehouse: Path) -> None:
    comment = (
        "SELECT comment FROM duckdb_columns() "
        "WHERE table_name = 'panel' AND column_name = 'received__total'"
    )
    assert rows(warehouse, comment) == [("一、本年新收政府信息公开申请数量 · 总计",)]


@pytest.mark.parametrize(
    ("cell", "complaint"),
    [
        (FormCell("2021", "other", "received", "total", "x", "x", 90), "is taken"),
        (FormCell("2021", "other", "r" * 40, "c" * 40, "x", "x", 90), "longer than 63"),
        (FormCell("2021", "other", "总计", "total", "x", "x", 90), "snake_case"),
        (FormCell("2021", "other", 'x"; DROP', "total", "x", "x", 90), "snake_case"),
    ],
)
def test_a_form_that_gives_no_clear_column_names_is_refused(
    tmp_path: Path, cell: FormCell, complaint: str
) -> None:
    with pytest.raises(WarehouseError, match=complaint):
        published(tmp_path, batch(form=[*FORM, cell]))


def test_a_warehouse_without_the_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="form_cell is empty"):
        published(tmp_path, batch(form=[]))
