"""`gongkai export`: what was written, and where to look when it was not."""

from pathlib import Path

import pytest

from tests.gongkai.commands import failure, run
from tests.warehouse.factories import a_report, batch, landed, published


@pytest.fixture
def data(tmp_path: Path) -> Path:
    published(tmp_path, batch(landed(a_report())))
    return tmp_path


def test_the_files_are_written_and_listed_with_rows_and_size(data: Path) -> None:
    result = run("export", data / "out", "--data", data)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["table", "format", "files", "rows", "bytes"]
    size = (data / "out" / "figures" / "report_year=2023" / "part-0.parquet").stat().st_size
    assert ["figures", "parquet", "1", "5", str(size)] in [line.split() for line in lines]
    written = len((data / "out" / "SHA256SUMS").read_text("utf-8").splitlines())
    assert lines[-1] == f"{written} files in {data / 'out'}; README.md says what they are"


def test_tables_formats_region_year_and_level_choose(data: Path) -> None:
    chosen = ("--tables", "panel, figures", "--format", "parquet,csv", "--level", "county")
    result = run("export", data / "out", "--data", data, *chosen, "--region", "990100")
    assert [line.split()[:4] for line in result.stdout.splitlines()[2:-1]] == [
        ["figures", "parquet", "1", "5"],
        ["figures", "csv", "1", "5"],
        ["panel", "parquet", "1", "1"],
        ["panel", "csv", "1", "1"],
    ]
    result = run("export", data / "out", "--data", data, "--year", "2022", "--tables", "panel")
    assert result.stdout.splitlines()[2].split()[:4] == ["panel", "parquet", "1", "0"]


def test_a_release_is_a_folder_of_its_own(data: Path) -> None:
    result = run("export", data / "releases", "--data", data, "--release")
    assert f"files in {data / 'releases' / '2026-03-01'}" in result.stdout
    again = run("export", data / "releases", "--data", data, "--release")
    assert "has the very same rows" in failure(again)


def test_what_cannot_be_is_told(data: Path) -> None:
    def told(*options: str) -> str:
        return failure(run("export", data / "out", "--data", data, *options))

    assert "give one or more of parquet, csv, stata" in told("--format", "xlsx")
    assert "no table figgures: there are" in told("--tables", "figgures")
    assert "no region 123456" in told("--region", "123456")
    assert "a release is whole" in told("--release", "--year", "2023")


def test_without_a_warehouse_the_remedy_is_told(tmp_path: Path) -> None:
    assert "run `gongkai crawl` first" in failure(run("export", tmp_path / "x", "--data", tmp_path))


def test_help_shows_examples() -> None:
    told = run("export", "--help").stdout
    assert "gongkai export data/export" in told
    assert "--release" in told
