"""How the warehouse bears a nation's reports: loading, size, publishing, questions, export.

python -m benchmarks.warehouse [--reports 10000,100000,1000000] [--folder DIR]

Each number of reports is measured in a process of its own. Reports are those of
benchmarks.synthetic: 200 figures each, 40 agencies in each of 3,216 regions, then the next year. A
million of them take some quarter of an hour, and 30 GB of disk for the time of it.

packing    reports a second, as each is packed when it has been read, to be kept for every load
load       reports a second, from packed reports to the closed file; bar 3,000
COPY       seconds that DuckDB's own COPY takes for the same rows from Parquet, and ours over that
figure     bytes on the disk for a figure with its place; bar 8; then those of the whole file
publish    seconds, and share of the file written, when one report in a hundred was published anew
questions  seconds of the slowest of the ready questions, warm; bar 1; then each. It is asked for
           its first 20 rows, as `gongkai query` does
export     seconds to write everything as Parquet; bar 120
memory     most that the process had for all but COPY, GiB; bar 8
"""

import argparse
import gc
import json
import operator
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import duckdb

from benchmarks.synthetic import batch, republished, unpacked
from gongkai.table import aligned
from warehouse.export import export
from warehouse.load import load
from warehouse.packed import Packed, pack
from warehouse.publish import FILE_NAME, publish
from warehouse.query import ask, open_warehouse
from warehouse.questions import names, question

TEMPLATES = 2000
REPUBLISHED = 100  # one report in so many
BLOCK = 2**18  # of a DuckDB file
SHOWN = 20  # rows of an answer
WARM = 3  # times that a question is asked; the best counts
COPIED = ("report", "section", "document", "figure", "check_result")
# The bars of the whole nation's million; None: no bar.
ROWS: tuple[tuple[str, str, str], ...] = (
    ("packing", "packing, reports a second", ""),
    ("load", "loading, reports a second", "≥ 3000"),
    ("load_seconds", "seconds", ""),
    ("copy_seconds", "COPY from Parquet, seconds", ""),
    ("copy_ratio", "ours over COPY", ""),
    ("figure_bytes", "bytes a figure, with its place", "≤ 8"),
    ("file_bytes", "bytes of the file a figure", ""),
    ("publish", "publish of 1 % anew, seconds", ""),
    ("rewritten", "share of the file written", ""),
    ("question", "slowest question, seconds", "≤ 1"),
    ("export", "export of everything, seconds", "≤ 120"),
    ("memory", "memory at most, GiB", "≤ 8"),
)


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.warehouse", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--reports", default="10000,100000", help="numbers of reports to measure")
    parser.add_argument("--folder", type=Path, help="where the files go; default: a temporary one")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measure(arguments.one, arguments.folder)))
        return 0
    sizes = [int(size) for size in arguments.reports.split(",")]
    told = {}
    for size in sizes:
        with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
            told[size] = _in_a_process(size, Path(folder))
    heads = ["measure", *(f"{size:,}" for size in sizes), "bar"]
    rows = [[label, *(_shown(told[size][key]) for size in sizes), bar] for key, label, bar in ROWS]
    print("\n".join(aligned(heads, rows)))
    asked = [[name, *(f"{told[s]['questions'][name]:.2f}" for s in sizes)] for name in names()]
    print()
    print("\n".join(aligned(["question, seconds", *heads[1:-1]], asked)))
    return 0


def measure(reports: int, folder: Path) -> dict[str, Any]:
    """Measure everything for this many reports; the keys are those of ROWS, and `questions`."""
    read = unpacked(TEMPLATES)
    told: dict[str, Any] = {}
    made: list[Packed] = []
    told["packing"] = TEMPLATES / _seconds(lambda: made.extend(map(pack, read)))
    gc.freeze()  # they are not the warehouse's
    path = folder / FILE_NAME
    told["load_seconds"] = _seconds(lambda: publish(path, lambda c: load(c, batch(made, reports))))
    told["load"] = reports / told["load_seconds"]
    figures, stored = _figures(path)
    told["figure_bytes"] = stored / figures
    told["file_bytes"] = path.stat().st_size / figures
    told["questions"] = _asked(path)
    told["question"] = max(told["questions"].values())
    told["export"] = _seconds(lambda: export(path, folder / "export"))
    told |= _published_anew(path, made, reports)
    told["memory"] = _most_memory()
    # The last, since COPY takes all the memory that there is.
    told["copy_seconds"] = _copied(path.with_suffix(".before"), folder)
    told["copy_ratio"] = told["load_seconds"] / told["copy_seconds"]
    return told


def _figures(path: Path) -> tuple[int, int]:
    """Give the number of figures and the bytes of the blocks that hold them."""
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute(
            "SELECT (SELECT count(*) FROM stored_figure), count(DISTINCT block_id) * "
            "(SELECT block_size FROM pragma_database_size()) "
            "FROM pragma_storage_info('stored_figure') WHERE block_id >= 0"
        ).fetchall()[0]


def _asked(path: Path) -> dict[str, float]:
    told = {}
    values = {"region": "", "year": ""}
    with open_warehouse(path) as connection:
        for name in names():
            statement = question(name).first(SHOWN)

            def answer(statement: str = statement) -> None:
                with ask(connection, statement, values) as rows:
                    for _ in rows.batches():
                        pass

            answer()
            told[name] = min(_seconds(answer) for _ in range(WARM))
    return told


def _copied(path: Path, folder: Path) -> float:
    """Time DuckDB's COPY of the rows of COPIED from Parquet files into an empty file."""
    with duckdb.connect(folder / "copied.duckdb") as connection:
        connection.execute(f"ATTACH '{path}' AS ours (READ_ONLY)")
        for table in COPIED:
            connection.execute(f"COPY ours.{table} TO '{folder}/{table}.parquet'")
            connection.execute(f"CREATE TABLE {table} AS FROM ours.{table} LIMIT 0")
        connection.execute("DETACH ours")

        def copy() -> None:
            for table in COPIED:
                connection.execute(f"COPY {table} FROM '{folder}/{table}.parquet'")
            connection.execute("CHECKPOINT")

        seconds = _seconds(copy)
    for name in ("copied.duckdb", *(f"{table}.parquet" for table in COPIED)):
        (folder / name).unlink()
    return seconds


def _most_memory() -> float:
    """Give what this process ever had at most, GiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def _published_anew(path: Path, made: Sequence[Packed], reports: int) -> dict[str, float]:
    """Publish once more with one report in REPUBLISHED new; give seconds and what was rewritten."""
    before = path.rename(path.with_suffix(".before"))

    def build(connection: duckdb.DuckDBPyConnection) -> None:
        load(connection, batch(made, reports))
        load(connection, republished(made, reports, REPUBLISHED))

    seconds = _seconds(lambda: publish(path, build))
    with before.open("rb") as old, path.open("rb") as new:
        same = sum(map(operator.eq, _blocks(old), _blocks(new)))
    return {"publish": seconds, "rewritten": 1 - same * BLOCK / path.stat().st_size}


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: file.read(BLOCK), b"")


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _in_a_process(reports: int, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.warehouse"]
    done = subprocess.run(  # noqa: S603 - our own program
        [*command, "--one", str(reports), "--folder", str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"the measure of {reports} reports failed: see above")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


if __name__ == "__main__":
    sys.exit(main())
