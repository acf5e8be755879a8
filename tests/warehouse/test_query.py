"""Asking cannot change the warehouse, nor read or write any other file."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from tests.warehouse.factories import a_report, batch, landed, published
from warehouse.errors import WarehouseError
from warehouse.query import ask, open_warehouse


def answer(connection: duckdb.DuckDBPyConnection, statement: str) -> list[tuple[Any, ...]]:
    with ask(connection, statement) as given:
        return list(given.rows())


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("data"), batch(landed(a_report())))


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1",
        "FROM figures",
        "WITH one AS (SELECT 1) FROM one;",
        "DESCRIBE figures",
        "SHOW TABLES",
        "SUMMARIZE figures",
        "EXPLAIN FROM panel",
        "PIVOT figures ON column_name USING any_value(value) GROUP BY agency",
    ],
)
def test_reading_statements_are_answered(warehouse: Path, statement: str) -> None:
    with open_warehouse(warehouse) as connection:
        assert answer(connection, statement)


REFUSED = [
    "INSERT INTO region (region_code) VALUES ('x')",
    "INSERT OR REPLACE INTO region BY NAME FROM region",
    "UPDATE figure SET value = 0",
    "DELETE FROM figure",
    "EXPLAIN ANALYZE DELETE FROM figure",
    "DROP TABLE figure",
    "ALTER TABLE figure DROP value",
    "CREATE TABLE mine AS FROM figure",
    "CREATE TABLE mine AS PIVOT figures ON column_name USING any_value(value) GROUP BY agency",
    "CREATE TEMP TABLE mine (n INTEGER)",
    "COPY figure TO '{folder}/out.csv'",
    "COPY figure FROM '{folder}/secret.csv'",
    "EXPORT DATABASE '{folder}/out'",
    "IMPORT DATABASE '{folder}/out'",
    "ATTACH '{folder}/out.duckdb' AS other",
    "DETACH warehouse",
    "INSTALL httpfs",
    "LOAD httpfs",
    "PRAGMA database_size",
    "SET enable_external_access = true",
    "RESET enable_external_access",
    "CALL pragma_version()",
    "CHECKPOINT",
    "BEGIN",
    "SELECT 1; DROP TABLE figure",
    "SELECT 1; SELECT 2",
    "",
    "-- nothing",
    "FROM read_csv('{folder}/secret.csv')",
    "FROM '{folder}/secret.csv'",
    "FROM read_text('/etc/passwd')",
    "FROM read_blob('/etc/passwd')",
    "FROM glob('/etc/*')",
    "FROM read_csv('https://www.example.gov.cn/x.csv')",
    "SELECT FROM WHERE",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_all_else_is_refused_and_leaves_no_trace(
    warehouse: Path, tmp_path: Path, statement: str
) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("word\nhidden\n")
    before = warehouse.read_bytes()
    with (
        open_warehouse(warehouse) as connection,
        pytest.raises(WarehouseError) as refusal,
    ):
        answer(connection, statement.format(folder=tmp_path))
    assert str(refusal.value)
    assert warehouse.read_bytes() == before
    assert list(tmp_path.iterdir()) == [secret]


@pytest.mark.parametrize(
    "statement",
    [
        "COPY (SELECT 1) TO '{folder}/out.csv'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "DELETE FROM stored_figure",
    ],
)
def test_the_settings_alone_would_hold_too(warehouse: Path, tmp_path: Path, statement: str) -> None:
    with (
        open_warehouse(warehouse) as connection,
        pytest.raises(Exception, match=r"disabled by configuration|locked|read-only"),
    ):
        connection.execute(statement.format(folder=tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_variables_of_the_program_cannot_be_read(warehouse: Path) -> None:
    memory = pa.table({"word": ["hidden"]})
    found = duckdb.execute("FROM memory").fetchall()
    assert found == [("hidden",)], "DuckDB finds it by its name"
    with (
        open_warehouse(warehouse) as connection,
        pytest.raises(duckdb.CatalogException, match="memory does not exist"),
    ):
        connection.execute("FROM memory")
    assert memory.num_rows == 1


def test_the_refusal_names_the_remedy(warehouse: Path) -> None:
    with open_warehouse(warehouse) as connection:
        with pytest.raises(WarehouseError, match=r"DELETE is refused: .* begin with SELECT"):
            answer(connection, "DELETE FROM figure")
        with pytest.raises(WarehouseError, match="one statement at a time, not 2"):
            answer(connection, "SELECT 1; SELECT 2")
        with pytest.raises(WarehouseError, match='Did you mean "figure'):
            answer(connection, "FROM figurs")


def test_a_failure_far_into_the_rows_is_told_like_any_other(warehouse: Path) -> None:
    late = "SELECT CASE i WHEN 900000 THEN 'x' ELSE '1' END::INT FROM range(1000000) AS t(i)"
    with open_warehouse(warehouse) as connection, pytest.raises(WarehouseError, match="'x'"):
        answer(connection, late)


def test_a_missing_warehouse_names_the_command_that_makes_one(tmp_path: Path) -> None:
    missing = tmp_path / "warehouse.duckdb"
    with pytest.raises(WarehouseError, match="run `gongkai crawl` first"), open_warehouse(missing):
        pass
    assert not missing.exists()


def test_a_file_that_is_no_warehouse_is_named(tmp_path: Path) -> None:
    other = tmp_path / "warehouse.duckdb"
    other.write_bytes(b"%PDF-1.4 not a database" * 400)
    complaint = r"warehouse\.duckdb cannot be opened"
    with pytest.raises(WarehouseError, match=complaint), open_warehouse(other):
        pass


UNREAD = """
import sys
from pathlib import Path
from warehouse.query import ask, open_warehouse

with open_warehouse(Path(sys.argv[1])) as connection, ask(connection, "FROM range(99999)") as left:
    pass
with open_warehouse(Path(sys.argv[1])) as connection, ask(connection, "SELECT 7") as given:
    print(list(given.rows()), left.columns)
"""


def test_an_answer_left_unread_does_not_hold_up_the_next(warehouse: Path) -> None:
    command = [sys.executable, "-c", UNREAD, str(warehouse)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout == "[(7,)] ['range']\n"
