"""The export: every table and view, typed, sorted, the same bytes each time."""

import hashlib
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.warehouse.factories import FORM, a_report, batch, landed, published, rows
from warehouse.errors import WarehouseError
from warehouse.export import export


def two_reports(folder: Path, *, turned: bool = False) -> Path:
    reports = [landed(a_report("a1")), landed(a_report("b2", report_year=2022))]
    return published(folder, batch(*(reversed(reports) if turned else reports)))


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_every_table_and_view_becomes_a_file_with_its_rows(tmp_path: Path) -> None:
    warehouse = two_reports(tmp_path)
    exported = {file.path.stem: file for file in export(warehouse, tmp_path / "out")}
    relations = rows(warehouse, "SELECT name FROM (SHOW TABLES)")
    assert set(exported) == {name for (name,) in relations}
    assert {"figures", "panel", "applications", "report", "coverage"} <= set(exported)
    for name, file in exported.items():
        ((count,),) = rows(warehouse, f"SELECT count(*) FROM {name}")  # noqa: S608  # names from the catalogue
        assert (name, file.rows, pq.read_metadata(file.path).num_rows) == (name, count, count)
        assert file.size == file.path.stat().st_size


def test_exporting_again_gives_the_same_bytes(tmp_path: Path) -> None:
    warehouse = two_reports(tmp_path)
    export(warehouse, tmp_path / "first")
    export(warehouse, tmp_path / "second")
    export(warehouse, tmp_path / "first")
    assert contents(tmp_path / "first") == contents(tmp_path / "second")


def test_the_order_of_loading_does_not_show(tmp_path: Path) -> None:
    export(two_reports(tmp_path / "a"), tmp_path / "first")
    export(two_reports(tmp_path / "b", turned=True), tmp_path / "second")
    assert contents(tmp_path / "first") == contents(tmp_path / "second")


def test_columns_keep_their_types_where_all_is_null_or_nothing_is_there(tmp_path: Path) -> None:
    warehouse = published(tmp_path, batch())
    export(warehouse, tmp_path / "out")
    figure = pq.read_schema(tmp_path / "out" / "figure.parquet")
    assert figure.field("value").type == pa.decimal128(20, 6)
    assert figure.field("bottom").type == pa.float64()
    report = pq.read_schema(tmp_path / "out" / "report.parquet")
    assert report.field("published").type == pa.date32()
    assert report.field("warnings").type.value_type == pa.string()
    panel = pq.read_schema(tmp_path / "out" / "panel.parquet")
    cells = {f"{cell.row_name}__{cell.column_name}" for cell in FORM}
    assert {panel.field(name).type for name in cells} == {pa.decimal128(20, 6)}


def test_zero_blank_and_sign_stay_three_things(tmp_path: Path) -> None:
    export(published(tmp_path, batch(landed(a_report()))), tmp_path / "out")
    figures = pq.read_table(tmp_path / "out" / "figures.parquet").to_pylist()
    assert {(row["raw"], row["value"]) for row in figures} == {
        ("0", Decimal(0)),
        ("12件", Decimal(12)),
        ("", None),
        ("/", None),
        ("160.5964", Decimal("160.5964")),
    }


def test_what_a_column_means_goes_along(tmp_path: Path) -> None:
    export(published(tmp_path, batch(landed(a_report()))), tmp_path / "out")
    report = pq.read_schema(tmp_path / "out" / "report.parquet")
    assert report.field("report_year").metadata[b"comment"].startswith(b"Year reported on")
    panel = pq.read_schema(tmp_path / "out" / "panel.parquet")
    assert panel.field("received__total").metadata[b"comment"].decode().endswith("总计")
    assert panel.metadata[b"comment"].startswith(b"A row per agency, year and scope")


def test_rows_are_compressed_with_zstd(tmp_path: Path) -> None:
    export(two_reports(tmp_path), tmp_path / "out")
    column = pq.read_metadata(tmp_path / "out" / "figures.parquet").row_group(0).column(0)
    assert column.compression == "ZSTD"


def test_the_checksums_are_those_of_the_files(tmp_path: Path) -> None:
    exported = export(two_reports(tmp_path), tmp_path / "out")
    lines = (tmp_path / "out" / "SHA256SUMS").read_text("utf-8").splitlines()
    assert len(lines) == len(exported)
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() == digest


def test_no_unfinished_file_is_left(tmp_path: Path) -> None:
    export(two_reports(tmp_path), tmp_path / "out")
    assert not [name for name in contents(tmp_path / "out") if name.startswith(".")]


def test_a_missing_warehouse_and_a_folder_that_cannot_be_are_named(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="run `gongkai crawl` first"):
        export(tmp_path / "warehouse.duckdb", tmp_path / "out")
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(WarehouseError, match="taken failed"):
        export(two_reports(tmp_path), tmp_path / "taken")
