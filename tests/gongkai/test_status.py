"""`gongkai status`: what is there, what is not, and what to do about it."""

from pathlib import Path

import duckdb

from extract.report import Status
from tests.gongkai.commands import failure, run
from tests.warehouse.factories import (
    a_portal,
    a_report,
    a_run,
    a_run_portal,
    batch,
    correction,
    document,
    figure,
    landed,
    published,
)


def parts(*arguments: str | Path) -> dict[str, list[list[str]]]:
    """Give the words of each line under each heading, without rules."""
    result = run("status", *arguments)
    assert result.exit_code == 0, result.stderr
    blocks = result.stdout.strip().split("\n\n")
    return {
        lines[0]: [line.split() for line in lines[1:] if "─" not in line]
        for lines in map(str.splitlines, blocks)
    }


def two_regions(folder: Path) -> None:
    county = landed(a_report("a1"))
    other = landed(
        a_report("b2", status=Status.PARTIAL, report_year=2022), "红叶县财政局", "990201"
    )
    undated = landed(a_report("c3", report_year=None), "红叶县教育局", "990201")
    page = document(county, url="https://www.example.gov.cn/list.html", reading=None)
    orphan = correction(landed(a_report("ff")), "applications.received.total", 1)
    reports = [county, other, undated]
    documents = [*map(document, reports), page]
    runs = [a_run(run_id="20250101T000000Z", started_at="2025-01-01T00:00:00Z"), a_run()]
    published(folder, batch(*reports, documents=documents, runs=runs, corrections=[orphan]))


def test_it_shows_the_last_run_and_counts_of_everything(tmp_path: Path) -> None:
    two_regions(tmp_path)
    shown = parts("--data", tmp_path)
    assert [line[0] for line in shown["Last run"]] == ["run_id", "20260301T020000Z"]
    assert shown["Documents, by what reading them gave"][1:] == [
        ["complete", "2", "4096"],
        ["not", "read", "1", "2048"],
        ["partial", "1", "2048"],
    ]
    assert shown["Reports"] == [
        ["status", "reports", "current", "agencies", "without_a_year"],
        ["complete", "2", "1", "2", "1"],
        ["partial", "1", "1", "1", "0"],
    ]
    assert shown["Figures of the current reports"][1] == ["10", "6", "2", "2", "0"]
    assert shown["Checks of the current reports"][1] == ["applications_balance", "2", "0", "2", "0"]
    assert shown["Problems"][1][:3] == ["challenge_page", "1", "1"]
    assert shown["Coverage of the newest years"][1:] == [
        ["2025", "2", "0", "0", "0"],
        ["2024", "2", "0", "0", "0"],
        ["2023", "2", "1", "1", "1"],
        ["2022", "1", "1", "0", "1"],
    ]
    assert [line[:3] for line in shown["Gaps, by reason"][1:]] == [
        ["not_looked", "5", "2"],
        ["partial", "1", "1"],
    ]


def test_checks_across_years_are_counted_beside_those_of_one_report(tmp_path: Path) -> None:
    carried = {2021: ("carried_over_out", 3), 2022: ("carried_over_in", 3)}
    reports = [
        landed(
            a_report(
                f"{year}",
                report_year=year,
                figures=(figure(f"applications.{row}.total", str(n), n),),
            )
        )
        for year, (row, n) in carried.items()
    ]
    published(tmp_path, batch(*reports))
    counted = [
        ["applications_balance", "2", "0", "2", "0"],
        ["carry_over_across_years", "1", "0", "0", "0"],
    ]
    assert parts("--data", tmp_path)["Checks of the current reports"][1:] == counted
    county = parts("--region", "990101", "--data", tmp_path)
    assert county["Checks of the current reports"][1:] == counted
    assert parts("--region", "990201", "--data", tmp_path)["Checks of the current reports"] == [
        ["No", "checks."]
    ]


def test_a_correction_whose_report_is_gone_is_counted(tmp_path: Path) -> None:
    two_regions(tmp_path)
    assert parts("--data", tmp_path)["Corrections"] == [
        ["state", "corrections"],
        ["expired", "1"],
    ]


def test_a_region_shows_what_lies_under_it_only(tmp_path: Path) -> None:
    two_regions(tmp_path)
    county = parts("--region", "990101", "--data", tmp_path)
    assert "Last run" not in county
    assert county["Reports"][1:] == [["complete", "1", "1", "1", "0"]]
    assert county["Problems"] == [["None."]]
    prefecture = parts("--region", "990100", "--data", tmp_path)
    assert prefecture["Reports"] == county["Reports"]
    province = parts("--region", "990000", "--data", tmp_path)
    assert [line[0] for line in province["Reports"]] == ["status", "complete", "partial"]


def test_a_region_shows_its_alarms_first_and_its_gaps_by_year(tmp_path: Path) -> None:
    report = landed(a_report())
    fell = [a_run_portal(run_id="20260228T020000Z"), a_run_portal(list_pages=0)]
    published(tmp_path, batch(report, portals=[a_portal()], run_portals=fell, problems=[]))
    shown = parts("--region", "990101", "--data", tmp_path)
    assert list(shown)[:4] == [
        "Alarms",
        "Portals, as their last run found them",
        "Coverage",
        "Gaps, by reason",
    ]
    assert shown["Alarms"][1][0] == "fell_to_zero"
    portal = dict(zip(*shown["Portals, as their last run found them"][:2], strict=True))
    assert (portal["state"], portal["requests"], portal["list_pages"]) == ("done", "40", "0")
    assert portal["changed"] == "NULL"  # was not counted, which is not 0
    assert shown["Coverage"][1:] == [
        ["2025", "1", "0", "0", "0"],
        ["2024", "1", "0", "0", "0"],
        ["2023", "1", "1", "1", "1"],
    ]
    assert [line[:3] for line in shown["Gaps, by reason"][1:]] == [
        ["2025", "not_listed", "1"],
        ["2024", "not_listed", "1"],
    ]


def test_an_empty_warehouse_says_what_to_do(tmp_path: Path) -> None:
    published(tmp_path, batch(runs=[], problems=[]))
    output = run("status", "--data", tmp_path).stdout
    assert "No run yet: `gongkai crawl` makes one." in output
    assert "No reports: `gongkai extract FILE` shows" in output
    assert "No report with a year." in output


def test_an_unknown_region_is_named(tmp_path: Path) -> None:
    two_regions(tmp_path)
    assert "no region 99" in failure(run("status", "--region", "99", "--data", tmp_path))


def test_without_a_warehouse_the_remedy_is_told(tmp_path: Path) -> None:
    assert "run `gongkai crawl` first" in failure(run("status", "--data", tmp_path))


def test_a_database_of_someone_else_gives_no_traceback(tmp_path: Path) -> None:
    duckdb.connect(tmp_path / "warehouse.duckdb").close()
    result = run("status", "--data", tmp_path)
    assert result.exit_code == 1
    assert "does not exist" in result.stderr


def test_help_shows_an_example() -> None:
    assert "gongkai status --region 511700" in run("status", "--help").stdout
