"""Who reads the warehouse and who writes it never wait for each other: processes, crawls."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.portal import Portal
from tests.test_main_job import Job

# Answers each line, an SQL statement, over one connection that it keeps open.
READER = """
import sys, duckdb
with duckdb.connect(sys.argv[1], read_only=True) as connection:
    for line in sys.stdin:
        print(connection.execute(line).fetchall(), flush=True)
"""

SNAPSHOT = (
    "SELECT (SELECT count(*) FROM crawl_run), (SELECT count(*) FROM figures), "
    "(SELECT count(*) FROM panel)"
)


class Reader:
    """A person with the warehouse open."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, statement: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(statement, file=self._process.stdin, flush=True)
        return self._process.stdout.readline().strip()


@contextmanager
def reader(path: Path) -> Iterator[Reader]:
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Reader(process)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=60) == 0


def test_a_reader_sees_one_snapshot_through_crawls_and_publishes_and_holds_up_none(
    tmp_path: Path,
) -> None:
    with Portal() as portal:
        job = Job(portal, tmp_path)
        job.run()
        path = job.data / "warehouse.duckdb"
        with reader(path) as early:
            assert early.ask(SNAPSHOT) == "[(1, 1000, 5)]"
            job.run()  # would fail, or wait for ever, if a reader could hold it up
            with reader(path) as late:
                assert late.ask(SNAPSHOT) == "[(2, 1000, 5)]"
                rebuild = [sys.executable, "-m", "gongkai", "rebuild", "--data", str(job.data)]
                subprocess.run(rebuild, check=True, capture_output=True, timeout=300)
                assert early.ask(SNAPSHOT) == "[(1, 1000, 5)]"
                assert late.ask(SNAPSHOT) == "[(2, 1000, 5)]"
        assert job.rows(SNAPSHOT) == [(2, 1000, 5)]
