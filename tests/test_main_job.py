"""The main job from end to end: a portal on loopback, one command, the right rows; twice."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet
import pytest
from warcio.archiveiterator import ArchiveIterator

from extract.form.text import fold
from tests.documents import SAMPLES, Sample
from tests.portal import Portal, Resource
from tests.portal.__main__ import write_registry
from warehouse.questions import names, question

TABLES = ("agency", "document", "report", "section", "figure", "check_result", "problem", "region")


@dataclass
class Run:
    """One crawl with the project's command line, and what the portal was asked."""

    output: str
    asked: list[str]


@dataclass
class Job:
    """A portal, a data folder and the runs so far."""

    portal: Portal
    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def run(self, *more: str, export: bool = False) -> Run:
        before = len(self.portal.requests)
        command = [
            *(sys.executable, "-m", "gongkai", "crawl", "--allow-loopback", "--delay", "0.01"),
            *("--registry", str(write_registry(self.folder, self.portal))),
            *("--data", str(self.data), *more),
            *(("--export", str(self.data / "export")) if export else ()),
        ]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return Run(done.stdout, [asked.path for asked in self.portal.requests[before:]])

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.data / "warehouse.duckdb"), read_only=True) as connection:
            return connection.execute(statement, values).fetchall()

    def tables(self) -> dict[str, list[tuple[Any, ...]]]:
        return {table: self.rows(f"FROM {table} ORDER BY ALL") for table in TABLES}


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Job]:
    with Portal() as portal:
        yield Job(portal, tmp_path_factory.mktemp("job"))


@pytest.fixture(scope="module")
def first(job: Job) -> Run:
    return job.run(export=True)


@pytest.fixture(params=SAMPLES, ids=lambda sample: sample.path.name)
def sample(request: pytest.FixtureRequest) -> Sample:
    found: Sample = request.param
    return found


@pytest.mark.usefixtures("first")
class TestFirstRun:
    """From an empty data folder."""

    def test_every_figure_in_the_warehouse_is_the_printed_one(
        self, job: Job, sample: Sample
    ) -> None:
        gold = sample.gold
        rows = job.rows(
            "SELECT table_name, row_name, column_name, value FROM figures "
            "WHERE (agency, report_year, region_code, edition) = ($1, $2, $3, $4)",
            *(gold[key] for key in ("agency", "report_year", "region_code", "edition")),
        )
        assert {(t, r, c): v for t, r, c, v in rows} == sample.figures

    def test_the_sections_hold_the_prose(self, job: Job, sample: Sample) -> None:
        rows = job.rows(
            "SELECT number, text FROM section JOIN report USING (report_id) JOIN agency "
            "USING (agency_id) WHERE agency.name = $1",
            sample.gold["agency"],
        )
        assert {n: fold(text) for n, text in rows} == {
            n: fold(text) for n, text in sample.sections.items()
        }

    def test_nothing_else_became_a_report(self, job: Job) -> None:
        assert job.rows("SELECT count(*) FROM report") == [(5,)]
        assert job.rows("SELECT count(*), count(value) FROM figures") == [(1000, 995)]

    def test_every_body_is_in_the_archive_where_the_warehouse_says(self, job: Job) -> None:
        documents = job.rows("SELECT url, warc_file, warc_offset FROM document")
        assert len(documents) == len({asked.path for asked in job.portal.requests})
        for url, name, offset in documents:
            with (job.data / "archive" / name).open("rb") as file:
                file.seek(offset)
                record = next(iter(ArchiveIterator(file)))
                assert record.rec_headers.get_header("WARC-Target-URI") == url

    def test_the_export_holds_the_same_figures(self, job: Job) -> None:
        table = pyarrow.parquet.read_table(job.data / "export" / "figures")
        assert table.num_rows == 1000

    def test_the_summary_says_what_came_of_it(self, first: Run) -> None:
        for words in (
            "9 new, 0 changed, 0 unchanged",
            "5 (5 complete, 0 partial)",
            "1000 (5 printed blank",
            "214 passed, 0 failed",
            "problems   none",
            "warehouse.duckdb",
        ):
            assert words in first.output
        assert first.output.split("Try next")[1].count(" sql ") == 3

    def test_the_queries_it_offers_run(self, job: Job) -> None:
        from gongkai.summary import NEXT

        assert all(job.rows(query.replace("\\\n", "")) for query in NEXT)

    def test_the_ready_questions_find_what_five_sound_reports_hold(self, job: Job) -> None:
        everything = {"region": "", "year": ""}
        answered = {name for name in names() if job.rows(question(name).with_values(everything))}
        assert answered == {
            *("applicants", "fees", "gaps_by_reason", "most_applications"),
            *("needs_creation", "stopped"),
        }


@pytest.mark.usefixtures("first")
class TestSecondRun:
    """With everything in the archive already."""

    def test_it_asks_for_lists_only_and_leaves_the_same_rows(self, job: Job) -> None:
        before = job.tables()
        second = job.run()
        assert second.asked == ["/zfxxgk/zfxxgknb/"]
        assert job.tables() == before
        assert "0 new, 0 changed, 3 unchanged" in second.output

    def test_the_archive_alone_gives_the_same_rows(self, job: Job) -> None:
        before = job.tables()
        for path in (job.data / "state").iterdir():
            path.unlink()
        (job.data / "warehouse.duckdb").unlink()
        done = subprocess.run(
            [sys.executable, "-m", "gongkai", "rebuild", "--data", str(job.data)],
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        assert job.tables() == before

    def test_a_report_that_changed_becomes_a_new_version(self, job: Job) -> None:
        html = SAMPLES[2]
        path, held = next(
            (p, r) for p, r in job.portal.resources.items() if r.body == html.path.read_bytes()
        )
        job.portal.resources[path] = Resource(held.body.replace(b"1213", b"1312"))
        try:
            run = job.run("--recheck")
        finally:
            job.portal.resources[path] = held
        assert "0 new, 1 changed, 8 unchanged" in run.output
        versions = job.rows(
            "SELECT is_current, text LIKE '%1312件%' FROM report JOIN section USING (report_id) "
            "JOIN agency USING (agency_id) WHERE name = $1 AND number = 1 ORDER BY is_current",
            html.gold["agency"],
        )
        assert versions == [(False, False), (True, True)]
        assert job.rows("SELECT count(*) FROM figures") == [(1000,)]
