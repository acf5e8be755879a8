"""A new snapshot takes its place in one step; readers and failures leave the old one whole."""

import signal
import struct
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.factories import a_report, batch, landed, loader, published, rows
from warehouse.errors import WarehouseError
from warehouse.load import load
from warehouse.publish import publish

COUNT = "SELECT count(*) FROM report"

# Counts the reports, waits for a line, counts again over the same connection.
READER = f"""
import sys, duckdb
with duckdb.connect(sys.argv[1], read_only=True) as connection:
    print(connection.execute("{COUNT}").fetchone()[0], flush=True)
    sys.stdin.readline()
    print(connection.execute("{COUNT}").fetchone()[0], flush=True)
"""

# Publishes, and is killed in the middle of it.
KILLED = """
import os, signal, sys
from pathlib import Path
from tests.warehouse.factories import a_report, batch, landed
from warehouse.load import load
from warehouse.publish import publish

def build(connection):
    load(connection, batch(landed(a_report("b2"))))
    connection.execute("CHECKPOINT new")
    os.kill(os.getpid(), signal.SIGKILL)

publish(Path(sys.argv[1]), build)
"""


def test_the_first_publish_makes_the_folder(tmp_path: Path) -> None:
    path = published(tmp_path / "new" / "data", batch(landed(a_report())))
    assert rows(path, COUNT) == [(1,)]


def test_nothing_but_the_warehouse_and_its_lock_is_left(tmp_path: Path) -> None:
    published(tmp_path, batch(landed(a_report())))
    assert names(tmp_path) == {"warehouse.duckdb", ".warehouse.duckdb.lock"}


def test_each_publish_starts_from_nothing(tmp_path: Path) -> None:
    published(tmp_path, batch(landed(a_report("a1"))))
    path = published(tmp_path, batch(landed(a_report("b2"))))
    assert rows(path, "SELECT left(sha256, 2) FROM report") == [("b2",)]


def test_duckdb_1_4_can_open_the_file(tmp_path: Path) -> None:
    # The header: checksum, "DUCK", storage version. DuckDB 1.4.5 says that it reads 64 to 67.
    path = published(tmp_path, batch(landed(a_report())))
    _, magic, version = struct.unpack("<8s4sQ", path.read_bytes()[:20])
    assert magic == b"DUCK"
    assert 64 <= version <= 67


def test_the_views_work_under_any_file_name(tmp_path: Path) -> None:
    path = published(tmp_path, batch(landed(a_report())))
    renamed = path.rename(tmp_path / "release-2026.duckdb")
    assert rows(renamed, "SELECT count(*) FROM panel") == [(1,)]
    assert rows(renamed, "SELECT count(*) FROM figures") == [(5,)]


def test_a_path_with_a_quote_in_it_works(tmp_path: Path) -> None:
    path = published(tmp_path / "it's", batch(landed(a_report())))
    assert rows(path, COUNT) == [(1,)]


def test_if_loading_fails_the_old_warehouse_stays(tmp_path: Path) -> None:
    path = published(tmp_path, batch(landed(a_report())))
    before = path.read_bytes()

    def fails(connection: duckdb.DuckDBPyConnection) -> None:
        load(connection, batch(landed(a_report("b2"))))
        raise RuntimeError("the archive broke off")

    with pytest.raises(RuntimeError, match="broke off"):
        publish(path, fails)
    assert path.read_bytes() == before
    assert names(tmp_path) == {"warehouse.duckdb", ".warehouse.duckdb.lock"}


def test_a_publish_that_was_killed_leaves_the_old_warehouse_and_the_next_one_works(
    tmp_path: Path,
) -> None:
    path = published(tmp_path, batch(landed(a_report())))
    before = path.read_bytes()
    killed = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert path.read_bytes() == before
    assert ".warehouse.duckdb.new" in names(tmp_path), "it was killed before it began"
    published(tmp_path, batch(landed(a_report("c3"))))
    assert rows(path, "SELECT left(sha256, 2) FROM report") == [("c3",)]
    assert names(tmp_path) == {"warehouse.duckdb", ".warehouse.duckdb.lock"}


def test_a_reader_keeps_the_old_data_through_a_publish_and_a_new_one_sees_the_new(
    tmp_path: Path,
) -> None:
    path = published(tmp_path, batch(landed(a_report())))
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        assert reader.stdout.readline() == "1\n"
        published(tmp_path, batch(landed(a_report()), landed(a_report("b2", report_year=2022))))
        reader.stdin.write("\n")
        reader.stdin.flush()
        assert reader.stdout.readline() == "1\n"
    assert rows(path, COUNT) == [(2,)]


def test_two_publishes_at_once_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"

    def build(connection: duckdb.DuckDBPyConnection) -> None:
        with pytest.raises(WarehouseError, match="being published by another process"):
            publish(path, loader(batch(landed(a_report("b2")))))
        load(connection, batch(landed(a_report("a1"))))

    publish(path, build)
    assert rows(path, "SELECT left(sha256, 2) FROM report") == [("a1",)]


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}
