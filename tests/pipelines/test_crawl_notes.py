"""What the notes of the crawls say becomes rows; what they leave open stays null."""

from pathlib import Path
from typing import Any

import pytest

from crawler.archive import Archive
from pipelines.crawl_notes import Portals, problem_rows, run_portal_rows, run_rows
from pipelines.lists import listings
from pipelines.vanished import vanished

HOME = "http://www.county.example/"
LIST = f"{HOME}nb/"
COUNTS = {"requests": 3, "list_pages": 0, "unchanged": 1, "archived": 2}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path


def archive_of(data: Path, run_id: str) -> Archive:
    return Archive(data / "archive", run_id)


def a_run(archive: Archive, *portals: tuple[str, str | None], **counts: int) -> None:
    facts = {
        "run_id": archive.run_id,
        "started_at": "2026-01-01T00:00:00Z",
        "finished_at": "2026-01-01T01:00:00Z",
        "user_agent": "gongkai",
        "portals": [{"home_url": home, "region_code": code, **counts} for home, code in portals],
    }
    archive.note("run", None, facts)


def an_entry(name: str, title: str, **changes: Any) -> dict[str, Any]:
    entry = {"url": f"{HOME}{name}", "title": title, "date": "2024-01-19", "source": None}
    told = {"answer": "yes", "rule": "core", "year": 2023, "unit": None}
    return entry | told | changes


def a_list(archive: Archive, *entries: dict[str, Any], url: str = LIST) -> None:
    facts = {"home_url": HOME, "region_code": "511725", "column": "年报", "page": 1}
    more = {"route": "list", "total": None, "entries": list(entries)}
    capture = archive.keep(url, 200, [], str(entries).encode())
    archive.note("list", capture, facts | more)


def test_a_count_that_was_not_taken_is_null_and_a_zero_is_a_zero(data: Path) -> None:
    archive = archive_of(data, "20260101T000000Z")
    a_run(archive, (HOME, "511725"), **COUNTS)
    (run,) = run_rows(archive)
    (portal,) = run_portal_rows(archive)
    archive.close()
    assert (run.requests, run.list_pages, run.changed_documents) == (3, 0, None)
    assert (run.unchanged_documents, portal.unchanged_documents) == (3, 1)
    assert (portal.archived_documents, portal.blocked) == (2, None)


def test_a_portal_tells_how_its_last_walk_went(data: Path) -> None:
    archive = archive_of(data, "20260101T000000Z")
    a_run(archive, (HOME, "511725"), ("http://never.example/", None))
    ask: dict[str, Any] = {"url": LIST, "body": None, "headers": [], "context": []}
    front = {
        "family": None,
        "reader": "trs",
        "column": "年报",
        "root": LIST,
        "level": 0,
        "newest": 2023,
    }
    fronts = [
        {"ask": ask, "entries": 5, "checked_at": f"2026-01-0{n}T00:00:00Z"} | front for n in (2, 1)
    ]
    walk = {"kind": "nightly", "began_at": "2026-01-02T00:00:00Z", "done": True, "attempt": 1}
    walk |= {"full_at": "2026-01-01T00:00:00Z", "cost": 7, "fronts": fronts}
    archive.note("walk", None, walk, HOME)
    county, never = Portals(archive).rows(archive)
    archive.close()
    assert (county.state, county.walk_kind, county.families) == ("done", "nightly", ("trs",))
    assert (county.lists, county.lists_checked_at) == (2, "2026-01-01T00:00:00Z")
    assert (never.state, never.lists, never.full_walk_at) == (None, None, None)


def test_a_problem_belongs_to_the_portal_of_its_host_or_of_the_host_above(data: Path) -> None:
    archive = archive_of(data, "20260101T000000Z")
    shared = [("http://www.city.example/a/", "511700"), ("http://www.city.example/b/", "511725")]
    a_run(archive, (HOME, "511725"), *shared)
    portals = Portals(archive)
    archive.close()
    assert portals.of("https://zwgk.county.example/x.html", None) == HOME
    assert portals.of("http://www.city.example/x", "511725") == shared[1][0]
    assert portals.of("http://elsewhere.example/", "511725") is None


@pytest.mark.parametrize(("told", "page"), [({}, None), ({"page_url": LIST}, LIST)])
def test_notes_of_the_first_crawls_name_no_page(
    data: Path, told: dict[str, str], page: str | None
) -> None:
    archive = archive_of(data, "20260101T000000Z")
    facts = {"run_id": archive.run_id, "at": "2026-01-01T00:00:00Z", "url": f"{HOME}x"}
    more = {"region_code": None, "outcome": "http_5xx", "detail": "status 503"}
    archive.note("problem", None, facts | more | told)
    (row,) = problem_rows(archive, Portals(archive))
    archive.close()
    assert (row.page_url, row.home_url) == (page, None)


class TestLists:
    """A row per page of a list as it last was."""

    def test_the_newest_note_of_a_list_counts(self, data: Path) -> None:
        archive = archive_of(data, "20260101T000000Z")
        a_list(archive, an_entry("1.html", "甲"), an_entry("2.html", "乙"))
        a_list(archive, an_entry("9.html", "丙"), url=f"{LIST}index_1.html")
        a_list(archive, an_entry("2.html", "乙"))
        landed = [*listings(archive)]
        archive.close()
        assert [one.listing.url for one in landed] == [LIST, f"{LIST}index_1.html"]
        assert [(link.position, link.title) for link in landed[0].links] == [(1, "乙")]

    @pytest.mark.parametrize(
        ("unit", "source", "agency_id"),
        [
            ("县司法局", "渠县融媒体中心", "511725-司法局"),
            (None, "渠县司法局", "511725-司法局"),
            (None, "管理员", None),
            ("渠县政府办", None, "511725-人民政府办公室"),
            (None, None, None),
        ],
    )
    def test_an_agency_has_the_id_that_its_report_would_give_it(
        self, data: Path, unit: str | None, source: str | None, agency_id: str | None
    ) -> None:
        archive = archive_of(data, "20260101T000000Z")
        a_list(archive, an_entry("1.html", "x", unit=unit, source=source))
        ((link,),) = (one.links for one in listings(archive))
        archive.close()
        assert link.agency_id == agency_id

    def test_a_link_that_moved_leads_to_where_it_moved(self, data: Path) -> None:
        archive = archive_of(data, "20260101T000000Z")
        archive.keep(f"{HOME}1.html", 301, [("Location", "/a/1.html")], b"")
        archive.keep(f"{HOME}a/1.html", 302, [("Location", "https://www.county.example/z")], b"")
        archive.keep(f"{HOME}2.html", 302, [("Location", "/2.html")], b"")  # to itself
        a_list(archive, an_entry("1.html", "甲"), an_entry("2.html", "乙"))
        ((one, other),) = (one.links for one in listings(archive))
        archive.close()
        assert one.target_url == "https://www.county.example/z"
        assert other.target_url == other.url


class TestVanished:
    """Gone is what answered well once and says now that it is not there."""

    def told(self, data: Path, *answers: int | str) -> list[str]:
        """Give what vanished; an answer is a status, or what a page with the status 200 was."""
        url = f"{HOME}1.html"
        times = {}
        for n, answer in enumerate(answers, start=1):
            archive = archive_of(data, f"2026010{n}T000000Z")
            capture = archive.keep(url, answer if isinstance(answer, int) else 200, [], b"%d" % n)
            times[capture.run_id] = capture.retrieved_at
            if isinstance(answer, str):
                facts = {"url": url, "run_id": archive.run_id, "outcome": answer}
                archive.note("problem", None, facts)
            archive.close()
        archive = archive_of(data, "reader")
        since = vanished(archive)
        archive.close()
        assert set(since.values()) <= set(times.values())
        return list(since)

    @pytest.mark.parametrize("answer", [404, 410, "soft_404"])
    def test_what_is_not_there_any_more(self, data: Path, answer: int | str) -> None:
        assert self.told(data, 200, answer) == [f"{HOME}1.html"]

    def test_what_came_back(self, data: Path) -> None:
        assert self.told(data, 200, 404, 200) == []

    def test_what_never_was(self, data: Path) -> None:
        assert self.told(data, 404, "soft_404") == []

    def test_a_firewall_or_a_failure_says_nothing(self, data: Path) -> None:
        assert self.told(data, 200, 503, "challenge_page") == []

    def test_a_firewall_does_not_bring_it_back(self, data: Path) -> None:
        assert self.told(data, 200, 404, "challenge_page") == [f"{HOME}1.html"]
