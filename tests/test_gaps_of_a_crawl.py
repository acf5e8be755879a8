"""A crawl of a portal with faults, landed: each report that is missing has its reason."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from gongkai.summary import summary
from pipelines.land import land
from tests.crawler.crawling import crawl
from tests.gongkai.commands import run
from tests.portal import Portal, Resource
from tests.portal.site import COLUMN, REPORTS

XINGQING, YIYUAN, QUXIAN, FUXIN, WEIHUI = REPORTS  # 2024, 2024, 2023, 2023, 2021
FIREWALL = Resource(b"<meta><meta content='x' r='m'><script r='m'>$_ts={};</script>", status=412)
KEEP = '{"pipelines.keep.KeepFinding": 1}'


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as served:
        yield served


def night(folder: Path, portal: Portal, **settings: object) -> None:
    crawl(folder, portal, (), ITEM_PIPELINES=KEEP, **settings)
    land(folder / "data")


def rows(folder: Path, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(folder / "data" / "warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(statement, values).fetchall()


def gaps(folder: Path) -> dict[tuple[str, int], str]:
    found = rows(folder, "SELECT agency, report_year, reason FROM gaps")
    told = {(agency, year): reason for agency, year, reason in found}
    assert len(told) == len(found)
    return told


def listed(portal: Portal, old: str, new: str) -> None:
    page = portal.resources[COLUMN]
    assert old.encode() in page.body
    portal.resources[COLUMN] = replace(page, body=page.body.replace(old.encode(), new.encode()))


def test_each_missing_report_has_the_reason_that_the_portal_gave(
    portal: Portal, tmp_path: Path
) -> None:
    portal.resources[XINGQING.path] = Resource(b"", status=500)
    portal.resources[WEIHUI.path] = Resource("<h1>您访问的页面不存在</h1>".encode())
    listed(portal, "图解：渠县司法局2023年", "图解：阜新市司法局2024年")
    night(tmp_path, portal)
    told = gaps(tmp_path)
    assert told["银川市兴庆区司法局", 2024] == "http_5xx"
    assert told["卫辉市司法局", 2021] == "soft_404"
    assert told["阜新市司法局", 2024] == "rejected"
    assert told["渠县司法局", 2024] == "not_looked"  # the walk is to go on
    assert ("渠县司法局", 2023) not in told
    for _ in range(2):
        night(tmp_path, portal)
    assert gaps(tmp_path)["渠县司法局", 2024] == "not_listed"  # three attempts, then it stands
    assert gaps(tmp_path)["银川市兴庆区司法局", 2024] == "http_5xx"


def test_every_report_that_is_expected_is_complete_or_a_gap(portal: Portal, tmp_path: Path) -> None:
    portal.resources[XINGQING.path] = Resource(b"", status=404)
    night(tmp_path, portal)
    expected = rows(tmp_path, "SELECT agency, report_year FROM expected_reports ORDER BY ALL")
    complete = rows(tmp_path, "SELECT agency, report_year FROM current_reports")
    assert sorted([*gaps(tmp_path), *complete]) == expected
    ((found, missing),) = rows(
        tmp_path, "SELECT sum(found), sum(expected) - sum(complete) FROM coverage"
    )
    assert (found, missing) == (4, len(gaps(tmp_path)))


def test_the_lists_tell_what_became_of_each_link(portal: Portal, tmp_path: Path) -> None:
    night(tmp_path, portal)
    outcomes = "SELECT outcome, count(*), count(report_id) FROM link GROUP BY ALL ORDER BY ALL"
    assert rows(tmp_path, outcomes) == [("rejected", 4, 0), ("reported", 5, 5)]
    lists = "SELECT column_name, page, route FROM listing ORDER BY page"
    assert rows(tmp_path, lists) == [("政府信息公开年报", n, "list") for n in (1, 2)]
    cut = """
        SELECT current_reports.agency FROM link JOIN current_reports USING (report_id)
        WHERE link.title LIKE '%…'
    """
    assert rows(tmp_path, cut) == [(FUXIN.agency,)]


def test_a_report_that_vanished_is_marked_and_stays(portal: Portal, tmp_path: Path) -> None:
    night(tmp_path, portal)
    held = portal.resources.pop(YIYUAN.path)
    listed(portal, YIYUAN.path.removeprefix(COLUMN), "202501/t20250119_9002.html")
    vanished = (
        "SELECT url, vanished_at >= first_retrieved_at FROM document WHERE vanished_at NOTNULL"
    )
    night(tmp_path, portal)
    assert rows(tmp_path, vanished) == [(portal.url + YIYUAN.path[1:], True)]
    assert (YIYUAN.agency, 2024) not in gaps(tmp_path)
    portal.resources[YIYUAN.path] = held
    night(tmp_path, portal, RECHECK=1)
    assert rows(tmp_path, vanished) == [(portal.url + YIYUAN.path[1:], True)]  # not listed any more
    listed(portal, "202501/t20250119_9002.html", YIYUAN.path.removeprefix(COLUMN))
    night(tmp_path, portal, RECHECK=1)
    assert rows(tmp_path, vanished) == []


def test_a_firewall_is_an_alarm_and_the_reason_of_the_whole_portal(
    portal: Portal, tmp_path: Path
) -> None:
    night(tmp_path, portal)
    portal.serve = lambda query: None if query.path == "/robots.txt" else FIREWALL
    night(tmp_path, portal, GONGKAI_FULL=1)
    assert gaps(tmp_path)["渠县司法局", 2024] == "challenge_page"
    assert rows(tmp_path, "SELECT sum(complete)::INT FROM coverage") == [(5,)]  # nothing is lost
    told = summary(tmp_path / "data")
    assert f"ALARM      challenge_page at {portal.url}" in told
    assert "links_seen: 9 the time before, 0 now" in told
    result = run("status", "--region", "511725", "--data", tmp_path / "data")
    assert result.stdout.startswith("Alarms")
    assert "fell_to_zero" in result.stdout


def test_why_follows_a_report_from_the_list_to_the_reason(portal: Portal, tmp_path: Path) -> None:
    portal.resources[WEIHUI.path] = Resource(b"", status=500)
    night(tmp_path, portal)
    result = run("why", "卫辉市", "2021", "--data", tmp_path / "data")
    assert result.exit_code == 0, result.stderr
    assert "http_5xx: the portal failed. Run `gongkai crawl" in result.stdout
    assert f"{portal.url}{WEIHUI.path[1:]}" in result.stdout


def test_the_archive_alone_gives_the_same_rows(portal: Portal, tmp_path: Path) -> None:
    del portal.resources[WEIHUI.path]
    night(tmp_path, portal)
    tables = ("portal", "run_portal", "listing", "link", "document", "gaps", "coverage", "alarms")
    before = [rows(tmp_path, f"FROM {table} ORDER BY ALL") for table in tables]
    for path in (tmp_path / "data" / "state").iterdir():
        path.unlink()
    land(tmp_path / "data")
    assert [rows(tmp_path, f"FROM {table} ORDER BY ALL") for table in tables] == before
