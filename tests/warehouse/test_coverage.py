"""What should be there, what is, and for each gap the one reason that the best evidence gives."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler.outcomes import Outcome
from extract.report import Check, Status
from tests.warehouse.factories import (
    HOME,
    LIST,
    RUN_ID,
    a_link,
    a_listing,
    a_portal,
    a_problem,
    a_report,
    a_run,
    a_run_portal,
    an_unnamed_link,
    batch,
    document,
    figure,
    landed,
    published,
    rows,
)
from warehouse.rows import Batch, LandedReport, LinkRow

LATER = "2026-03-01T02:00:09Z"  # than the walk began
EARLIER = "2026-02-01T02:00:00Z"
GAPS = "SELECT agency, report_year, reason FROM gaps ORDER BY ALL"


def walked(*reports: LandedReport, links: tuple[LinkRow, ...] = (), **changes: Any) -> Batch:
    """One whole walk of the portal of 白鹭县, as of 1 March 2026."""
    told: dict[str, Any] = {"portals": [a_portal()], "problems": [], "run_portals": []}
    return batch(*reports, listings=[a_listing(*links)], **told | changes)


def trouble(outcome: str, url: str = HOME, **changes: Any) -> Any:
    home = {"home_url": HOME, "region_code": "990101", "occurred_at": LATER}
    return a_problem(outcome=outcome, url=url, **home | changes)


def the_gap(folder: Path, whole: Batch, year: int = 2024) -> tuple[Any, ...]:
    """Give reason, detail and address of the only gap of a year."""
    path = published(folder, whole)
    select = f"SELECT reason, detail, url FROM gaps WHERE report_year = {year}"  # noqa: S608
    (gap,) = rows(path, select)
    return gap


class TestExpected:
    """Agencies known, from their first report to the latest year that is due."""

    def expected(self, folder: Path, whole: Batch) -> list[tuple[Any, ...]]:
        path = published(folder, whole)
        return rows(path, "SELECT agency, report_year FROM expected_reports ORDER BY ALL")

    def test_years_go_from_the_first_report_to_the_latest_that_is_due(self, tmp_path: Path) -> None:
        expected = self.expected(tmp_path, walked(landed(a_report())))
        assert expected == [("白鹭县司法局", 2023), ("白鹭县司法局", 2024), ("白鹭县司法局", 2025)]

    @pytest.mark.parametrize(
        ("moment", "latest"), [("2026-01-31T20:00:00Z", 2024), ("2026-02-01T00:00:00Z", 2025)]
    )
    def test_a_year_is_due_when_january_after_it_is_over(
        self, tmp_path: Path, moment: str, latest: int
    ) -> None:
        run = a_run(finished_at=moment)
        expected = self.expected(tmp_path, walked(landed(a_report()), runs=[run]))
        assert max(year for _, year in expected) == latest

    def test_an_agency_that_only_a_link_names_is_expected_too(self, tmp_path: Path) -> None:
        links = (a_link("x.html", 2025, "白鹭县财政局"),)
        assert self.expected(tmp_path, walked(links=links)) == [("白鹭县财政局", 2025)]

    def test_a_link_that_led_to_a_report_makes_no_second_agency(self, tmp_path: Path) -> None:
        links = (a_link("a1.html", agency="县司法局"),)
        expected = self.expected(tmp_path, walked(landed(a_report()), links=links))
        assert {agency for agency, _ in expected} == {"白鹭县司法局"}

    def test_governments_have_until_the_end_of_march(self, tmp_path: Path) -> None:
        report = landed(a_report(), "白鹭县人民政府")
        path = published(tmp_path, walked(report))
        due = rows(path, "SELECT due::TEXT FROM expected_reports WHERE report_year = 2025")
        assert due == [("2026-03-31",)]
        assert (report.agency_name, 2025, "not_yet_due") in [
            (agency, year, reason) for agency, year, reason in rows(path, GAPS)
        ]


class TestReason:
    """Of several reasons the best evidence speaks: what was read, asked, listed, walked."""

    KNOWN = landed(a_report("a1", figures=()))

    def gap(self, folder: Path, *links: LinkRow, year: int = 2024, **changes: Any) -> Any:
        return the_gap(folder, walked(self.KNOWN, links=links, **changes), year)

    def test_a_complete_report_is_no_gap(self, tmp_path: Path) -> None:
        path = published(tmp_path, walked(self.KNOWN))
        assert 2023 not in [year for _, year, _ in rows(path, GAPS)]

    def test_a_partial_report_names_what_is_missing(self, tmp_path: Path) -> None:
        cells = [
            f"applications.{row}.{column}"
            for row in ("received", "carried_over_out")
            for column in ("natural_person", "total")
        ]
        figures = tuple(figure(cell, "1", 1) for cell in cells[:-1])
        partial = landed(a_report("b2", report_year=2024, status=Status.PARTIAL, figures=figures))
        reason, detail, url = the_gap(tmp_path, walked(self.KNOWN, partial))
        assert (reason, url) == ("partial", partial.url)
        assert "applications: carried_over_out.total" in detail
        assert "reconsideration_litigation: all" in detail

    @pytest.mark.parametrize("reading", ["unreadable", "not_a_report"])
    def test_what_was_listed_and_could_not_be_read(self, tmp_path: Path, reading: str) -> None:
        page = document(self.KNOWN, url=f"{HOME}x.html", sha256="ff", reading=reading)
        documents = [document(self.KNOWN), page]
        gap = self.gap(tmp_path, a_link("x.html", 2024), documents=documents)
        assert gap[0] == reading
        assert gap[2] == f"{HOME}x.html"

    def test_what_a_listed_page_carries_counts_for_it(self, tmp_path: Path) -> None:
        report = landed(a_report("b2", report_year=2024))
        carried = document(report, page_url=f"{HOME}x.html")
        link = a_link("x.html", 2024)
        path = published(tmp_path, walked(report, links=(link,), documents=[carried]))
        assert rows(path, "SELECT outcome, report_id FROM link") == [("reported", report.report_id)]

    def test_a_link_that_was_asked_for_in_vain(self, tmp_path: Path) -> None:
        problems = [trouble("http_5xx", f"{HOME}x.html"), trouble("dns_failure")]
        reason, detail, url = self.gap(tmp_path, a_link("x.html", 2024), problems=problems)
        assert (reason, url) == ("http_5xx", f"{HOME}x.html")
        assert "白鹭县司法局2024年" in detail

    def test_the_failure_of_an_attachment_explains_its_page(self, tmp_path: Path) -> None:
        page = document(self.KNOWN, url=f"{HOME}x.html", sha256="ff", reading="not_a_report")
        failed = trouble("http_5xx", f"{HOME}x.pdf", page_url=f"{HOME}x.html")
        gap = self.gap(tmp_path, a_link("x.html", 2024), documents=[page], problems=[failed])
        assert gap[0] == "http_5xx"

    def test_a_link_that_nobody_asked_for(self, tmp_path: Path) -> None:
        assert self.gap(tmp_path, a_link("x.html", 2024))[0] == "not_asked"

    def test_a_document_of_another_year_than_it_is_listed_for(self, tmp_path: Path) -> None:
        assert self.gap(tmp_path, a_link("a1.html", 2024))[0] == "wrong_year"

    def test_a_title_that_a_rule_refused(self, tmp_path: Path) -> None:
        title = "图解：白鹭县司法局2024年政府信息公开工作年度报告"
        refused = an_unnamed_link("x.html", title, "no", "interpretation")
        reason, detail, url = self.gap(tmp_path, refused)
        assert (reason, url) == ("rejected", f"{HOME}x.html")
        assert "rule interpretation refused “图解" in detail

    def test_a_title_that_the_list_cut_short_is_known_by_its_beginning(
        self, tmp_path: Path
    ) -> None:
        cut = an_unnamed_link("x.html", "白鹭县司法局2024年政府信…", "weak", "cut_title")
        gap = self.gap(tmp_path, cut, problems=[trouble("http_5xx", cut.url)])
        assert (gap[0], gap[2]) == ("http_5xx", cut.url)

    def test_the_office_of_a_government_is_not_the_government(self, tmp_path: Path) -> None:
        title = "图解：白鹭县人民政府办公室2024年政府信息公开工作年度报告"
        other = an_unnamed_link("x.html", title, "no", "interpretation")
        government = landed(a_report("a1"), "白鹭县人民政府")
        assert the_gap(tmp_path, walked(government, links=(other,)))[0] == "not_listed"

    def test_a_portal_that_could_not_be_reached(self, tmp_path: Path) -> None:
        failed = [trouble("list_incomplete", LIST), trouble("connect_timeout")]
        assert self.gap(tmp_path, problems=failed)[0] == "connect_timeout"

    def test_a_trouble_of_the_walk_before_hides_nothing(self, tmp_path: Path) -> None:
        past = trouble("connect_timeout", occurred_at=EARLIER)
        assert self.gap(tmp_path, problems=[past])[0] == "not_listed"

    def test_a_dead_page_on_the_way_hides_nothing_where_all_lists_were_read(
        self, tmp_path: Path
    ) -> None:
        dead = trouble("http_4xx", f"{HOME}old/")
        assert self.gap(tmp_path / "done", problems=[dead])[0] == "not_listed"
        lost = [a_portal(state="incomplete")]
        assert self.gap(tmp_path / "lost", problems=[dead], portals=lost)[0] == "http_4xx"

    def test_lists_that_are_not_whole(self, tmp_path: Path) -> None:
        problems = [trouble("list_incomplete", LIST)]
        assert self.gap(tmp_path, problems=problems)[0] == "list_incomplete"

    def test_lists_read_to_the_end_that_do_not_name_it(self, tmp_path: Path) -> None:
        assert self.gap(tmp_path)[0] == "not_listed"

    @pytest.mark.parametrize(
        "changes",
        [
            {"lists_checked_at": "2025-01-31T00:00:00Z"},
            {"state": "incomplete"},
            {"full_walk_at": None},
        ],
    )
    def test_without_a_whole_walk_since_it_was_due_nobody_has_looked(
        self, tmp_path: Path, changes: dict[str, Any]
    ) -> None:
        assert self.gap(tmp_path, portals=[a_portal(**changes)])[0] == "not_looked"

    def test_without_any_portal_on_record_too(self, tmp_path: Path) -> None:
        assert self.gap(tmp_path, portals=[])[0] == "not_looked"

    def test_a_portal_without_any_agency_is_a_gap_of_its_own(self, tmp_path: Path) -> None:
        failed = trouble("challenge_page", region_code="990101")
        path = published(tmp_path, walked(problems=[failed]))
        assert rows(path, "SELECT region, agency, report_year, reason FROM gaps") == [
            ("白鹭县", None, None, "challenge_page")
        ]
        assert rows(path, "SELECT region, report_year, expected, found, gaps FROM coverage") == [
            ("白鹭县", None, None, 0, "1 challenge_page")
        ]


def test_every_expected_report_is_complete_or_has_exactly_one_gap(tmp_path: Path) -> None:
    partial = landed(a_report("b2", status=Status.PARTIAL, report_year=2024))
    twice = landed(a_report("e5", status=Status.PARTIAL, report_year=2024, scope="own"))
    nowhere = landed(a_report("c3", report_year=2021), "无名局", region=None)
    links = (
        a_link("x.html", 2025),
        a_link("y.html", 2025),
        a_link("z.html", 2024, "白鹭县财政局"),
        a_link("a1.html", 2022),
        a_link("w.html", 2031, "白鹭县统计局"),
    )
    problems = [trouble("http_5xx", f"{HOME}x.html"), trouble("list_changed", LIST)]
    other = a_portal(home_url="https://zfxxgk.example.gov.cn/")  # of the same region
    whole = walked(
        landed(a_report()),
        partial,
        twice,
        nowhere,
        links=links,
        problems=problems,
        portals=[a_portal(), other],
    )
    path = published(tmp_path, whole)
    expected = rows(path, "SELECT agency_id, report_year FROM expected_reports ORDER BY ALL")
    told = rows(
        path,
        "SELECT agency_id, report_year FROM gaps UNION ALL SELECT DISTINCT agency_id, report_year "
        "FROM current_reports WHERE status = 'complete' ORDER BY ALL",
    )
    assert told == expected
    assert len(expected) == len(set(expected)) > 10
    unknown = rows(path, "FROM gaps ANTI JOIN reason USING (reason)")
    assert unknown == []


def test_every_outcome_that_is_a_problem_is_a_reason(tmp_path: Path) -> None:
    known = {
        reason for (reason,) in rows(published(tmp_path, batch()), "SELECT reason FROM reason")
    }
    problems = set(Outcome) - {Outcome.OK, Outcome.UNCHANGED, Outcome.ARCHIVED}
    assert problems <= known, "a new outcome needs an entry in definitions/reasons.toml"


def test_coverage_counts_a_region_by_year(tmp_path: Path) -> None:
    failing = Check("applications_balance", "total", passed=False, left=1, right=2)
    row = failing._replace(check="applications_row_total")
    whole = walked(
        landed(a_report("a1", checks=(failing, row))),
        landed(a_report("b2", checks=(), status=Status.PARTIAL), "白鹭县财政局"),
        landed(a_report("c3", checks=(), report_year=2022)),
        landed(a_report("d4", checks=(), report_year=None), "无年局"),
        landed(a_report("e5", checks=(), report_year=2025), "无名局", region=None),
    )
    path = published(tmp_path, whole)
    assert rows(path, "FROM coverage ORDER BY region_code, report_year NULLS LAST") == [
        ("990101", "白鹭县", 2022, 1, 1, 1, 0, 0, None),
        ("990101", "白鹭县", 2023, 2, 2, 1, 1, 2, "1 partial"),
        ("990101", "白鹭县", 2024, 2, 0, 0, 0, 0, "2 not_listed"),
        ("990101", "白鹭县", 2025, 2, 0, 0, 0, 0, "2 not_listed"),
        (None, None, 2025, 1, 1, 1, 0, 0, None),
    ]


def test_coverage_counts_an_agency_once_whatever_the_scopes(tmp_path: Path) -> None:
    both = (landed(a_report("a1", scope="own")), landed(a_report("b2", scope="whole")))
    path = published(tmp_path, batch(*both))
    counts = "SELECT expected, found, complete FROM coverage WHERE report_year = 2023"
    assert rows(path, counts) == [(1, 1, 1)]
    assert rows(path, "SELECT scope FROM panel ORDER BY scope") == [("own",), ("whole",)]


class TestAlarms:
    """What a person should look at although the run went on."""

    def alarms(self, folder: Path, **changes: Any) -> list[tuple[Any, ...]]:
        path = published(folder, walked(**{"run_portals": [a_run_portal()]} | changes))
        return rows(path, "SELECT alarm, url, detail FROM alarms ORDER BY ALL")

    def test_a_problem_of_the_last_run_that_is_one(self, tmp_path: Path) -> None:
        problems = [
            trouble("challenge_page", f"{HOME}x", detail="HTTP 412"),
            trouble("http_4xx", f"{HOME}y"),
        ]
        expected = [("challenge_page", f"{HOME}x", "HTTP 412")]
        assert self.alarms(tmp_path, problems=problems) == expected

    def test_one_of_an_earlier_run_is_over(self, tmp_path: Path) -> None:
        old = trouble("challenge_page", run_id="20250101T000000Z")
        assert self.alarms(tmp_path, problems=[old]) == []

    def test_nothing_where_there_was_something_the_last_time(self, tmp_path: Path) -> None:
        before = a_run_portal(run_id="20260228T020000Z", links_seen=9)
        now = a_run_portal(run_id=RUN_ID, links_seen=0)
        assert self.alarms(tmp_path / "fell", run_portals=[before, now]) == [
            ("fell_to_zero", HOME, "links_seen: 9 the time before, 0 now")
        ]
        zeros = [replace(before, links_seen=0), now]
        assert self.alarms(tmp_path / "stayed", run_portals=zeros) == []

    def test_documents_that_the_archive_answered_for_are_there(self, tmp_path: Path) -> None:
        before = a_run_portal(run_id="20260228T020000Z", documents=9)
        now = a_run_portal(documents=0, archived_documents=9)
        assert self.alarms(tmp_path, run_portals=[before, now]) == []
