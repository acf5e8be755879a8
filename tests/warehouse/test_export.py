"""The export: every documented relation, typed, sorted, explained; the same bytes each time."""

import hashlib
import json
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from benchmarks import synthetic
from extract.report import Place
from tests.warehouse.factories import (
    FORM,
    a_report,
    batch,
    correction,
    figure,
    landed,
    published,
    rows,
)
from warehouse.errors import WarehouseError
from warehouse.export import Export, Format, Selection, export
from warehouse.export.relations import left_out
from warehouse.export.rows import REPORTS
from warehouse.load import load
from warehouse.publish import publish
from warehouse.query import WALL


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return two_reports(tmp_path / "warehouse")


def two_reports(folder: Path, *, turned: bool = False) -> Path:
    reports = [landed(a_report("a1")), landed(a_report("b2", report_year=2022))]
    return published(folder, batch(*(reversed(reports) if turned else reports)))


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def parquet_rows(exported: Export) -> dict[str, int]:
    counts: dict[str, int] = {}
    for file in exported.files:
        if file.relation and file.rows is not None:
            counts[file.relation] = counts.get(file.relation, 0) + file.rows
    return counts


def asked(statement: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(statement).fetchall()


def read(folder: Path, relation: str) -> list[dict[str, Any]]:
    source = folder / relation if (folder / relation).is_dir() else folder / f"{relation}.parquet"
    table: pa.Table = ds.dataset(source, partitioning="hive").to_table()
    return list(table.to_pylist())


def test_every_documented_relation_is_there_but_those_that_repeat_others(
    warehouse: Path, tmp_path: Path
) -> None:
    counts = parquet_rows(export(warehouse, tmp_path / "out"))
    documented = {name for (name,) in rows(warehouse, "SELECT relation FROM codebook_relation")}
    assert set(counts) == documented - set(left_out())
    assert {"figures", "panel", "report", "coverage", "codebook_field"} <= set(counts)
    assert not [name for name in counts if name.startswith("stored_")]


@pytest.mark.parametrize("name", sorted(left_out()))
def test_what_repeats_others_is_written_when_named(
    name: str, warehouse: Path, tmp_path: Path
) -> None:
    counts = parquet_rows(export(warehouse, tmp_path / "out", Selection(tables=(name,))))
    ((count,),) = rows(warehouse, f"SELECT count(*) FROM {name}")  # noqa: S608  # ours
    assert counts == {name: count}


def test_duckdb_and_pyarrow_read_back_the_very_rows(warehouse: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export(warehouse, out)
    with duckdb.connect(warehouse, read_only=True) as connection:
        fields = connection.execute(
            "SELECT relation, list(field ORDER BY position) FROM codebook_field GROUP BY relation"
        ).fetchall()
        for relation, names in fields:
            if relation in left_out():
                continue
            columns = ", ".join(f'"{name}"' for name in names)
            statement = f"SELECT {columns} FROM {relation} ORDER BY ALL"  # noqa: S608  # ours
            expected = connection.execute(statement).fetchall()
            folder = (out / relation).is_dir()
            files = out / relation / "*/*.parquet" if folder else out / f"{relation}.parquet"
            source = f"read_parquet('{files}', hive_partitioning = {folder})"
            found = asked(f"SELECT {columns} FROM {source} ORDER BY ALL")  # noqa: S608  # ours
            assert found == expected
            assert len(read(out, relation)) == len(expected)


def test_reports_of_a_year_are_a_folder_and_those_without_one_too(tmp_path: Path) -> None:
    reports = [landed(a_report("a1")), landed(a_report("b2", report_year=None))]
    export(published(tmp_path, batch(*reports)), tmp_path / "out")
    assert {path.name for path in (tmp_path / "out" / "report").iterdir()} == {
        "report_year=2023",
        "report_year=__HIVE_DEFAULT_PARTITION__",
    }
    assert {row["report_year"] for row in read(tmp_path / "out", "report")} == {2023, None}


def test_the_order_of_loading_does_not_show(tmp_path: Path) -> None:
    formats = [Format.PARQUET, Format.CSV]
    export(two_reports(tmp_path / "a"), tmp_path / "first", formats=formats)
    export(two_reports(tmp_path / "b", turned=True), tmp_path / "second", formats=formats)
    assert contents(tmp_path / "first") == contents(tmp_path / "second")


def test_exporting_again_gives_the_same_bytes_and_takes_away_what_is_no_longer_written(
    warehouse: Path, tmp_path: Path
) -> None:
    export(warehouse, tmp_path / "first")
    export(warehouse, tmp_path / "second", formats=[Format.PARQUET, Format.CSV])
    (tmp_path / "second" / "notes.txt").write_text("mine")
    export(warehouse, tmp_path / "second")
    second = contents(tmp_path / "second")
    assert second.pop("notes.txt") == b"mine"
    assert contents(tmp_path / "first") == second


def test_the_number_of_threads_does_not_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # DuckDB gives a thread no less than 122,880 rows: with fewer, one would do it all.
    many = synthetic.batch(synthetic.templates(20), 1_000)
    publish(tmp_path / "w.duckdb", lambda connection: load(connection, many))
    for threads in (1, 2):
        monkeypatch.setitem(WALL, "threads", threads)
        monkeypatch.setattr("warehouse.export.write.AT_ONCE", threads)
        export(tmp_path / "w.duckdb", tmp_path / f"{threads}")
    assert contents(tmp_path / "1") == contents(tmp_path / "2")
    figures = pq.read_metadata(tmp_path / "1" / "figures" / "report_year=2021" / "part-0.parquet")
    assert figures.num_rows > 150_000


def test_boxes_are_those_of_the_figures(tmp_path: Path) -> None:
    boxes = [(10.0, 20.0, 30.0, 40.0), (30.0, 20.0, 50.0, 40.0), None]
    figures = [
        figure(f"applications.{row}.total", "1", 1, place=place)
        for row, place in zip(
            ("received", "carried_over_out", "processed_total"),
            [Place(page=2, bbox=box) for box in boxes],
            strict=True,
        )
    ]
    without = [figure("applications.received.total", "1", 1)]
    reports = [
        landed(a_report("a1", figures=figures), "白鹭县一局"),
        landed(a_report("b2", figures=without), "白鹭县二局"),
        landed(a_report("c3", figures=figures[1:]), "白鹭县三局"),
    ]
    warehouse = published(tmp_path, batch(*reports))
    export(warehouse, tmp_path / "out", Selection(("figures", "figure")))
    columns = "report_id, row_name, page, x0, top, x1, bottom, source_row"
    expected = rows(warehouse, f"SELECT {columns} FROM figure ORDER BY ALL")  # noqa: S608  # ours
    for files in ("figures/*/*.parquet", "figure.parquet"):
        found = f"SELECT {columns} FROM '{tmp_path}/out/{files}' ORDER BY ALL"  # noqa: S608  # ours
        assert asked(found) == expected
    assert [row[3] for row in expected].count(None) == 3


def test_columns_keep_their_types_where_nothing_is_there(tmp_path: Path) -> None:
    export(
        published(tmp_path, batch()), tmp_path / "out", Selection(("figure", "figures", "panel"))
    )
    figure = pq.read_schema(tmp_path / "out" / "figure.parquet")
    assert figure.field("value").type == pa.decimal128(20, 6)
    assert figure.field("bottom").type == pa.float64()
    assert figure.field("row_name").type == pa.string()
    figures = pq.read_schema(tmp_path / "out" / "figures.parquet")
    assert (figures.field("agency").type, figures.field("report_year").type) == (
        pa.string(),
        pa.int16(),
    )
    panel = pq.read_schema(tmp_path / "out" / "panel.parquet")
    assert {f"{cell.row_name}__{cell.column_name}" for cell in FORM} <= set(panel.names)


def test_zero_blank_and_sign_stay_three_things(tmp_path: Path) -> None:
    warehouse = published(tmp_path, batch(landed(a_report())))
    export(warehouse, tmp_path / "out", formats=[Format.PARQUET, Format.CSV])
    figures = read(tmp_path / "out", "figures")
    assert {(row["raw"], row["value"], row["state"]) for row in figures} == {
        ("0", Decimal(0), "number"),
        ("12件", Decimal(12), "number"),
        ("", None, "blank"),
        ("/", None, "sign"),
        ("160.5964", Decimal("160.5964"), "number"),
    }
    text = (tmp_path / "out" / "csv" / "figures.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf" + b'"region_code"')
    assert ',,"blank","",' in text.decode()


def test_a_correction_stands_over_the_print(tmp_path: Path) -> None:
    report = landed(a_report())
    changed = correction(report, "applications.received.total", 15)
    export(published(tmp_path, batch(report, corrections=[changed])), tmp_path / "out")
    (row,) = [row for row in read(tmp_path / "out", "figures") if row["corrected"]]
    assert (row["value"], row["raw"], row["correction_reason"]) == (15, "12件", "scan shows 15")


def test_what_a_field_means_goes_along(warehouse: Path, tmp_path: Path) -> None:
    export(warehouse, tmp_path / "out")
    panel = pq.read_schema(tmp_path / "out" / "panel" / "report_year=2022" / "part-0.parquet")
    meaning = {k.decode(): v.decode() for k, v in panel.field("received__total").metadata.items()}
    assert set(meaning) == {"comment", "label", "label_zh", "unit", "source"}
    assert meaning["label_zh"].endswith("总计")
    assert panel.metadata[b"key"] == b"report_id"
    unexplained = [field.name for field in panel if b"comment" not in field.metadata]
    assert unexplained == []


def test_rows_are_sorted_by_the_key_and_compressed(warehouse: Path, tmp_path: Path) -> None:
    export(warehouse, tmp_path / "out")
    for file in (tmp_path / "out" / "figures").rglob("*.parquet"):
        keys = [
            (row["report_id"], row["table_name"], row["row_name"], row["column_name"])
            for row in pq.read_table(file).to_pylist()
        ]
        assert keys == sorted(keys)
        assert pq.read_metadata(file).row_group(0).column(0).compression == "ZSTD"


def test_figures_of_many_slices_and_row_groups_stay_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.export.numerous.SLICE", 400)  # two reports
    monkeypatch.setattr("warehouse.export.rows.ROW_GROUP", 3)
    reports = [landed(a_report(f"{n}{n}"), f"白鹭县{n}局") for n in range(5)]
    warehouse = published(tmp_path, batch(*reports))
    out = tmp_path / "out"
    export(warehouse, out, Selection(("figures", "figure", "report")))
    key = "report_id, table_name, row_name, column_name, value, raw"
    expected = rows(warehouse, f"SELECT {key} FROM figure ORDER BY ALL")  # noqa: S608  # ours
    for files in ("figures/*/*.parquet", "figure.parquet"):
        assert asked(f"SELECT {key} FROM '{out}/{files}'") == expected  # noqa: S608  # ours
    assert pq.read_metadata(out / "report/report_year=2023/part-0.parquet").num_row_groups == 2


def test_checks_and_sections_of_many_slices_stay_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.export.numerous.SLICE", 80)  # two reports
    monkeypatch.setitem(REPORTS, "section", 2)
    warehouse = tmp_path / "w.duckdb"
    publish(warehouse, lambda c: load(c, synthetic.batch(synthetic.templates(5), 7)))
    export(warehouse, tmp_path, Selection(("check_result", "section")))
    for relation in ("check_result", "section"):
        expected = rows(warehouse, f"FROM {relation} ORDER BY ALL")
        found = asked(f"FROM '{tmp_path}/{relation}.parquet'")
        assert len({row[0] for row in found}) == 7
        assert found == expected


def test_a_part_is_chosen_by_region_year_and_level(warehouse: Path, tmp_path: Path) -> None:
    counts = parquet_rows(export(warehouse, tmp_path / "a", Selection(years=(2022,))))
    assert counts["figures"] == 5
    assert counts["report"] == counts["panel"] == counts["document"] == 1
    assert counts["region"] == 4  # no year is told of a region
    counts = parquet_rows(export(warehouse, tmp_path / "b", Selection(region="9902")))
    assert counts["figures"] == counts["section"] == 0
    counts = parquet_rows(export(warehouse, tmp_path / "c", Selection(level="county")))
    assert counts["figures"] == 10
    counts = parquet_rows(export(warehouse, tmp_path / "d", Selection(level="province")))
    assert counts["check_result"] == 0
    assert "A part only" in (tmp_path / "d" / "README.md").read_text("utf-8")


def test_sha256sum_agrees_with_every_file(warehouse: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    exported = export(warehouse, out)
    done = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=out)
    assert done.returncode == 0
    names = {file.name for file in exported.files}
    assert names == set(contents(out)) - {"SHA256SUMS"}
    for file in exported.files:
        assert hashlib.sha256((out / file.name).read_bytes()).hexdigest() == file.sha256


def resources(folder: Path) -> Iterator[dict[str, Any]]:
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert descriptor["licenses"][0]["name"]
    yield from descriptor["resources"]


def test_the_data_package_names_every_file_and_describes_every_field(
    warehouse: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    exported = export(warehouse, out, formats=[Format.PARQUET, Format.CSV])
    paths: list[str] = []
    for resource in resources(out):  # what the standard requires of each
        path = resource["path"]
        paths += path if isinstance(path, list) else [path]
        if isinstance(path, str):
            assert resource["bytes"] == (out / path).stat().st_size
        fields = resource["schema"]["fields"]
        assert all(field["name"] and field["type"] and field["description"] for field in fields)
        names = [field["name"] for field in fields]
        assert set(resource["schema"].get("primaryKey", [])) <= set(names)
    assert sorted(paths) == sorted(file.name for file in exported.files if file.relation)
    names = [resource["name"] for resource in resources(out)]
    assert len(names) == len(set(names))


def test_the_readme_shows_coverage_and_what_was_left_out(warehouse: Path, tmp_path: Path) -> None:
    export(warehouse, tmp_path / "out")
    text = (tmp_path / "out" / "README.md").read_text("utf-8")
    assert "| county | 2023 | 1 | 1 |" in text
    assert "- `figure`: " in text
    assert "{" not in text  # every place was filled


def test_the_citation_has_what_the_format_requires(warehouse: Path, tmp_path: Path) -> None:
    export(warehouse, tmp_path / "out")
    lines = (tmp_path / "out" / "CITATION.cff").read_text("utf-8").splitlines()
    facts = {name: json.loads(value) for name, _, value in (line.partition(": ") for line in lines)}
    assert facts["cff-version"] == "1.2.0"
    assert facts["authors"] == [{"name": "The gongkai contributors"}]
    assert {"message", "title"} <= set(facts)
    assert facts["version"] == facts["date-released"] == "2026-03-01"


def test_what_cannot_be_is_named(warehouse: Path, tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="run `gongkai crawl` first"):
        export(tmp_path / "none.duckdb", tmp_path / "out")
    with pytest.raises(WarehouseError, match="no table stored_figure: there are agency, "):
        export(warehouse, tmp_path / "out", Selection(tables=("stored_figure",)))
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(WarehouseError, match="taken failed"):
        export(warehouse, tmp_path / "taken")
