"""`gongkai why`: the chain from the lists to the checks, and a word on what to do."""

from pathlib import Path

import pytest

from extract.report import Status
from tests.gongkai.commands import failure, run
from tests.warehouse.factories import (
    HOME,
    REGIONS,
    a_link,
    a_listing,
    a_portal,
    a_problem,
    a_report,
    an_unnamed_link,
    batch,
    document,
    figure,
    landed,
    published,
)
from warehouse.rows import RegionRow

TITLE = "图解：白鹭县财政局2023年政府信息公开工作年度报告"
REFUSED = an_unnamed_link("3.html", TITLE, "no", "interpretation")


def a_county(folder: Path) -> None:
    """白鹭县, 2023: one report complete, one partial, one that its portal did not give."""
    complete = landed(a_report("1"))
    cell = figure("applications.received.total", "1", 1)
    partial = landed(
        a_report("2", status=Status.PARTIAL, figures=(cell,), checks=()), "白鹭县财政局"
    )
    links = (
        a_link("1.html"),
        a_link("2.html", agency="白鹭县财政局"),
        REFUSED,
        a_link("4.html", agency="白鹭县教育局"),
    )
    failed = a_problem(url=f"{HOME}4.html", outcome="http_5xx", home_url=HOME, region_code="990101")
    published(
        folder,
        batch(
            complete,
            partial,
            documents=[document(report, page_url=report.url) for report in (complete, partial)],
            portals=[a_portal()],
            listings=[a_listing(*links)],
            problems=[failed],
        ),
    )


def parts(folder: Path, *arguments: str) -> dict[str, list[str]]:
    """Give the lines under each heading, without rules."""
    result = run("why", *arguments, "--data", folder)
    assert result.exit_code == 0, result.stderr
    found: dict[str, list[str]] = {}
    for line in result.stdout.splitlines():
        if line and not line.startswith(" "):
            heading = line
            found[heading] = []
        elif line.strip() and "─" not in line:
            found[heading].append(line.strip())
    return found


def test_it_goes_from_the_lists_to_the_checks(tmp_path: Path) -> None:
    a_county(tmp_path)
    shown = parts(tmp_path, "990101", "2023")
    assert list(shown) == [
        "白鹭县 (990101), 2023",
        "Portals",
        "Pages listed",
        "Links rejected, by rule",
        "Links asked for",
        "Requests that failed, and lists that look wrong",
        "Documents read",
        "Checks of the current reports",
        "Conclusion",
    ]
    assert shown["Portals"][1].startswith(f"{HOME}")
    assert shown["Pages listed"][1].split()[:4] == ["政府信息公开年报", "list", "1", "4"]
    assert shown["Links rejected, by rule"][1].startswith("interpretation  图解：白鹭县财政局")
    outcomes = [line.split()[0] for line in shown["Links asked for"][1:]]
    assert outcomes == ["http_5xx", "reported", "reported"]
    assert "http_5xx" in shown["Requests that failed, and lists that look wrong"][1]
    assert [line.split()[0] for line in shown["Documents read"][1:]] == ["complete", "partial"]
    assert shown["Checks of the current reports"][1].split()[1:5] == [
        "complete",
        "1",
        "1",
        "applications_balance",
    ]


def test_it_ends_with_what_is_missing_and_what_to_do(tmp_path: Path) -> None:
    a_county(tmp_path)
    conclusion = "\n".join(parts(tmp_path, "990101", "2023")["Conclusion"])
    assert "白鹭县教育局  http_5xx" in conclusion
    assert "Of 3 expected of 白鹭县 for 2023, 1 complete; 2 not: " in conclusion
    assert f"Run `gongkai crawl --region 990101 --data {tmp_path}` another day" in conclusion


def test_an_agency_is_named_by_a_part_of_its_name(tmp_path: Path) -> None:
    a_county(tmp_path)
    shown = parts(tmp_path, "白鹭县", "2023", "教育")
    assert len(shown["Links asked for"]) == 2
    assert shown["Links rejected, by rule"] == ["None."]
    assert shown["Documents read"] == ["None."]
    assert "Of 1 expected of 白鹭县 for 2023, 0 complete; 1 not: 1 http_5xx." in shown["Conclusion"]


def test_where_all_is_well_it_says_so(tmp_path: Path) -> None:
    a_county(tmp_path)
    conclusion = parts(tmp_path, "990101", "2023", "司法局")["Conclusion"]
    assert conclusion == ["Of 1 expected of 白鹭县 for 2023, 1 complete."]


def test_a_year_that_nothing_is_expected_of(tmp_path: Path) -> None:
    a_county(tmp_path)
    (conclusion,) = parts(tmp_path, "990101", "2015")["Conclusion"]
    assert conclusion.startswith("Nothing is expected of 白鹭县 for 2015")


def test_a_region_whose_portal_brought_no_agency(tmp_path: Path) -> None:
    portal = a_portal(lists=0, lists_checked_at=None)
    failed = a_problem(url=HOME, outcome="dns_failure", home_url=HOME, region_code="990101")
    published(tmp_path, batch(portals=[portal], problems=[failed]))
    conclusion = "\n".join(parts(tmp_path, "990101", "2023")["Conclusion"])
    assert "No agency of 白鹭县 is known" in conclusion
    assert "dns_failure: the host name has no address. Find the portal's present" in conclusion


def test_a_region_that_was_never_visited(tmp_path: Path) -> None:
    published(tmp_path, batch())
    assert "add it to portals.csv" in parts(tmp_path, "990101", "2023")["Portals"][0]


@pytest.mark.parametrize("region", ["990999", "白鹭", "x"])
def test_an_unknown_region_teaches_how_to_name_one(tmp_path: Path, region: str) -> None:
    a_county(tmp_path)
    said = failure(run("why", region, "2023", "--data", tmp_path))
    assert f"no region {region}: give six digits or the full name" in said


def test_a_name_of_two_regions_asks_for_the_code(tmp_path: Path) -> None:
    twin = RegionRow("990301", "白鹭县", "county")
    published(tmp_path, batch(regions=[*REGIONS, twin]))
    said = failure(run("why", "白鹭县", "2023", "--data", tmp_path))
    assert "2 regions are named 白鹭县: say which by code, 990101, 990301" in said


def test_an_agency_that_nothing_names_is_told_with_those_that_are_known(tmp_path: Path) -> None:
    a_county(tmp_path)
    said = failure(run("why", "990101", "2023", "水利局", "--data", tmp_path))
    assert "no report and no link names 水利局 in 白鹭县; known are: 白鹭县司法局, " in said


def test_without_a_warehouse_the_remedy_is_told(tmp_path: Path) -> None:
    assert "run `gongkai crawl` first" in failure(run("why", "x", "2023", "--data", tmp_path))


def test_help_shows_an_example() -> None:
    assert "gongkai why 渠县 2023 司法局" in run("why", "--help").stdout
