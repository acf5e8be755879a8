"""`gongkai sql`: four formats, nothing cut off without a word, nothing written but the answer."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.gongkai.commands import failure, run
from tests.warehouse.factories import a_report, batch, landed, published

FIGURES = "SELECT raw, value FROM figures ORDER BY row_name, column_name"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("data"), batch(landed(a_report()))).parent


def test_a_table_shows_all_and_says_how_many_rows(data: Path) -> None:
    result = run("sql", FIGURES, "--data", data)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "raw          value",
        "────────  ────────",
        "              NULL",
        "/             NULL",
        "160.5964  160.5964",
        "0                0",
        "12件            12",
        "5 rows",
    ]


def test_one_row_is_a_row(data: Path) -> None:
    assert run("sql", "SELECT 1", "--data", data).stdout.splitlines()[-1] == "1 row"


def test_a_long_answer_says_what_it_leaves_out_and_how_to_see_it(data: Path) -> None:
    lines = run("sql", "FROM range(25000)", "--data", data).stdout.splitlines()
    assert len(lines) == 2 + 100 + 2
    assert lines[-2] == "100 rows"
    assert lines[-1].startswith("24900 more: --limit 0 shows all")
    whole = run("sql", "FROM range(25000)", "--limit", "0", "--data", data).stdout.splitlines()
    assert len(whole) == 2 + 25000 + 1


def test_a_wide_answer_is_not_cut_off(data: Path) -> None:
    lines = run("sql", "SELECT repeat('县', 5000) AS x", "--data", data).stdout.splitlines()
    assert lines[2] == "县" * 5000


def test_csv_is_rfc_4180_and_tells_null_from_the_empty_string(data: Path) -> None:
    ask = (
        """SELECT NULL AS a, '' AS b, 'x,"y"' AS "c,", 'one' || chr(10) || 'two' AS d, 0.50 AS e"""
    )
    result = run("sql", ask, "--format", "csv", "--data", data)
    assert result.stdout_bytes.decode() == ('a,b,"c,",d,e\r\n,"","x,""y""","one\ntwo",0.5\r\n')
    read = list(csv.reader(io.StringIO(result.stdout_bytes.decode(), newline="")))
    assert read == [["a", "b", "c,", "d", "e"], ["", "", 'x,"y"', "one\ntwo", "0.5"]]


def test_csv_of_one_column_keeps_its_null_rows(data: Path) -> None:
    result = run("sql", "SELECT value FROM figures", "--format", "csv", "--data", data)
    assert len([row for row in csv.reader(io.StringIO(result.stdout)) if row]) == 1 + 5


def test_csv_gives_all_rows(data: Path) -> None:
    result = run("sql", "FROM range(25000)", "--format", "csv", "--data", data)
    assert len(result.stdout.splitlines()) == 1 + 25000


def test_json_is_a_list_of_objects_with_numbers_and_readable_chinese(data: Path) -> None:
    ask = (
        "SELECT agency, value, raw FROM figures WHERE row_name IN ('received', 'fees') ORDER BY raw"
    )
    result = run("sql", ask, "--format", "json", "--data", data)
    assert "白鹭县司法局" in result.stdout
    assert json.loads(result.stdout) == [
        {"agency": "白鹭县司法局", "value": 0, "raw": "0"},
        {"agency": "白鹭县司法局", "value": 12, "raw": "12件"},
        {"agency": "白鹭县司法局", "value": 160.5964, "raw": "160.5964"},
    ]
    assert '"value": 12,' in result.stdout


def test_json_has_dates_lists_and_an_empty_answer(data: Path) -> None:
    ask = "SELECT published, warnings, NULL AS nothing FROM report"
    result = run("sql", ask, "--format", "json", "--data", data)
    assert json.loads(result.stdout) == [
        {"published": "2024-01-19", "warnings": [], "nothing": None}
    ]
    empty = run("sql", f"{ask} WHERE false", "--format", "json", "--data", data)
    assert json.loads(empty.stdout) == []


def test_parquet_keeps_types_also_where_nothing_is_there(data: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.parquet"
    run("sql", FIGURES, "--format", "parquet", "--output", output, "--data", data)
    assert pq.read_table(output)["value"].to_pylist()[2:] == [
        Decimal("160.5964"), Decimal(0), Decimal(12),
    ]  # fmt: skip
    nothing = "SELECT raw, value FROM figures WHERE false"
    run("sql", nothing, "--format", "parquet", "--output", output, "--data", data)
    assert pq.read_table(output).num_rows == 0
    assert pq.read_schema(output).field("value").type == pa.decimal128(20, 6)


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_a_file_holds_what_the_screen_would_show(data: Path, tmp_path: Path, form: str) -> None:
    output = tmp_path / "out"
    shown = run("sql", FIGURES, "--format", form, "--data", data).stdout_bytes
    written = run("sql", FIGURES, "--format", form, "--output", output, "--data", data)
    assert (written.exit_code, written.stdout) == (0, "")
    assert output.read_bytes() == shown


def test_a_statement_that_fails_leaves_the_output_file_as_it_was(
    data: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out.csv"
    output.write_text("before")
    late = "SELECT CASE i WHEN 90000 THEN 'x' ELSE '1' END::INT FROM range(100000) AS t(i)"
    result = run("sql", late, "--format", "csv", "--output", output, "--data", data)
    assert "Could not convert string 'x'" in failure(result)
    assert output.read_text() == "before"
    assert list(tmp_path.iterdir()) == [output]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["DELETE FROM figure"], "DELETE is refused"),
        (["SELECT 1; SELECT 2"], "one statement at a time"),
        (["FROM figurs"], "Did you mean"),
        (["FROM read_csv('/etc/passwd')"], "disabled by configuration"),
        (["SELECT 1", "--format", "parquet"], "name a file with --output"),
        (["SELECT 1 AS a, 2 AS a", "--format", "json"], "two columns are named a"),
        (["SELECT 1", "--output", "/nowhere/at/all.csv"], "cannot write /nowhere/at/all.csv"),
    ],
)
def test_a_failure_is_told_without_a_traceback(
    data: Path, arguments: list[str], message: str
) -> None:
    told = failure(run("sql", *arguments, "--data", data))
    assert told.startswith("gongkai: ")
    assert message in told


def test_without_a_warehouse_the_remedy_is_told(tmp_path: Path) -> None:
    told = failure(run("sql", "SELECT 1", "--data", tmp_path))
    remedy = "run `gongkai crawl` first, or name its folder with --data"
    assert told.splitlines() == [f"gongkai: no warehouse at {tmp_path}/warehouse.duckdb: {remedy}"]


def test_help_shows_an_example() -> None:
    assert 'gongkai sql "' in run("sql", "--help").stdout
