"""`gongkai export`: what was written, and where to look when it was not."""

from pathlib import Path

from tests.gongkai.commands import failure, run
from tests.warehouse.factories import a_report, batch, landed, published


def test_the_files_are_written_and_listed_with_rows_and_size(tmp_path: Path) -> None:
    published(tmp_path, batch(landed(a_report())))
    result = run("export", tmp_path / "out", "--data", tmp_path)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["file", "rows", "bytes"]
    size = (tmp_path / "out" / "figures.parquet").stat().st_size
    assert ["figures.parquet", "5", str(size)] in [line.split() for line in lines]
    written = list((tmp_path / "out").glob("*.parquet"))
    assert lines[-1] == f"{len(written)} files in {tmp_path / 'out'}"
    assert len(lines) == len(written) + 3  # head, rule, a line each, the count
    assert (tmp_path / "out" / "SHA256SUMS").exists()


def test_without_a_warehouse_the_remedy_is_told(tmp_path: Path) -> None:
    assert "run `gongkai crawl` first" in failure(run("export", tmp_path / "x", "--data", tmp_path))


def test_help_shows_an_example() -> None:
    assert "gongkai export data/export" in run("export", "--help").stdout
