"""Night after night: what is asked again, what is noticed, and how a broken walk goes on."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler.archive import Archive, posted_url
from crawler.warc import members, read
from tests.crawler.crawling import Crawled, crawl
from tests.portal import Portal, Query, Resource, pages
from tests.portal.site import COLUMN, REPORTS

FIRST, *_, LAST = sorted(REPORTS, key=lambda report: report.published)
PDF = REPORTS[2]


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as served:
        yield served


def asked(portal: Portal) -> list[str]:
    paths = [asked.path for asked in portal.requests]
    portal.requests.clear()
    return paths


def outcomes(crawled: Crawled, portal: Portal) -> set[tuple[str, str]]:
    return {(p["outcome"], "/" + p["url"].removeprefix(portal.url)) for p in crawled.problems}


def notes(folder: Path, kind: str) -> list[dict[str, Any]]:
    archive = Archive(folder / "data" / "archive", "reader")
    try:
        return [note.facts for note in archive.notes(kind)]
    finally:
        archive.close()


def listed(portal: Portal, old: bytes, new: bytes) -> None:
    """Change the first page of the column."""
    page = portal.resources[COLUMN]
    assert old in page.body
    portal.resources[COLUMN] = replace(page, body=page.body.replace(old, new))


def publish(portal: Portal, number: int) -> str:
    """Put one more report at the top of the column."""
    path = f"{COLUMN}202501/t20250120_{number}.html"
    body = portal.resources[REPORTS[0].path].body
    portal.resources[path] = Resource(body.replace("渠县".encode(), "明川县".encode()))
    entry = f'<div class="zfxxgk_zdgkc"><ul><li><a href="{path}">明川县档案局{2000 + number % 25}年'
    entry += "政府信息公开工作年度报告</a><b>2025-01-20</b></li>"
    listed(portal, b'<div class="zfxxgk_zdgkc"><ul>', entry.encode())
    return path


def test_a_new_report_is_found_the_next_night(portal: Portal, tmp_path: Path) -> None:
    crawl(tmp_path, portal)
    asked(portal)
    path = publish(portal, 9001)
    second = crawl(tmp_path, portal)
    # The list is read on until a page brings nothing new.
    assert sorted(asked(portal)) == sorted([COLUMN, path, f"{COLUMN}index_1.html"])
    assert [f["capture"]["url"] for f in second.findings] == [portal.url + path[1:]]
    assert second.counts["new"] == 1


def test_a_report_taken_off_the_list_is_asked_for_and_marked(
    portal: Portal, tmp_path: Path
) -> None:
    crawl(tmp_path, portal)
    asked(portal)
    gone = REPORTS[1]
    listed(portal, gone.path.removeprefix(COLUMN).encode(), b"202501/t20250119_9002.html")
    portal.resources[f"{COLUMN}202501/t20250119_9002.html"] = portal.resources.pop(gone.path)
    second = crawl(tmp_path, portal)
    assert gone.path in asked(portal)
    assert outcomes(second, portal) == {("vanished", gone.path)}
    assert "the archive holds it" in second.problems[0]["detail"]


def test_a_list_that_lost_its_entries_is_an_alarm(portal: Portal, tmp_path: Path) -> None:
    crawl(tmp_path, portal)
    portal.resources[COLUMN] = Resource(pages.platform("政府信息公开年报", "<p>升级中</p>"))
    second = crawl(tmp_path, portal)
    assert outcomes(second, portal) == {("list_changed", COLUMN)}
    third = crawl(tmp_path, portal, GONGKAI_FULL=1)
    assert outcomes(third, portal) == {("list_changed", COLUMN)}  # until the entries are back


def test_a_portal_that_sends_its_home_page_for_everything(portal: Portal, tmp_path: Path) -> None:
    home = portal.resources["/"]
    portal.serve = lambda query: home if query.path != "/zfxxgk/" else None
    crawled = crawl(tmp_path, portal)
    assert outcomes(crawled, portal) == {("redirect_home", COLUMN)}


def test_an_article_that_says_it_is_none(portal: Portal, tmp_path: Path) -> None:
    missing = Resource("<html><h1>您访问的页面不存在</h1></html>".encode())
    portal.resources[PDF.path] = missing
    up = '<html><meta http-equiv="Refresh" content="0;url=../"><p>正在跳转</p></html>'
    portal.resources[FIRST.path] = Resource(up.encode())
    crawled = crawl(tmp_path, portal)
    assert outcomes(crawled, portal) == {("soft_404", PDF.path), ("soft_404", FIRST.path)}


def test_fewer_reports_than_the_floor_are_an_alarm(portal: Portal, tmp_path: Path) -> None:
    (tmp_path / "registry").mkdir()
    table = f"region_code,home_url,floor\n,{portal.url},6\n"
    (tmp_path / "registry/portals.csv").write_text(table, "utf-8")
    crawled = crawl(tmp_path, portal)
    assert outcomes(crawled, portal) == {("below_floor", "/")}
    assert "5 reports are listed, at least 6" in crawled.problems[0]["detail"]


def test_a_walk_that_failed_in_part_goes_on_the_next_night(portal: Portal, tmp_path: Path) -> None:
    whole = portal.resources[PDF.document]
    portal.resources[PDF.document] = Resource(b"", status=503)
    first = crawl(tmp_path, portal)
    assert outcomes(first, portal) == {("http_5xx", PDF.document)}
    asked(portal)
    portal.resources[PDF.document] = whole
    second = crawl(tmp_path, portal)
    assert asked(portal) == [PDF.document]  # the rest the archive answers
    assert (len(second.findings), second.counts["new"], second.problems) == (9, 1, [])
    crawl(tmp_path, portal)
    assert asked(portal) == [COLUMN]


def test_after_three_nights_a_failing_document_holds_nothing_up(
    portal: Portal, tmp_path: Path
) -> None:
    portal.resources[PDF.document] = Resource(b"", status=503)
    for _ in range(3):
        asked(portal)
        crawl(tmp_path, portal)
        assert PDF.document in asked(portal)
    crawl(tmp_path, portal)
    assert asked(portal) == [COLUMN]


def test_an_entry_that_is_gone_is_not_asked_for_every_night(portal: Portal, tmp_path: Path) -> None:
    del portal.resources[PDF.path]
    crawl(tmp_path, portal)
    asked(portal)
    crawl(tmp_path, portal)
    assert asked(portal) == [COLUMN]


def test_the_archive_tells_what_each_list_said_and_which_rule_judged_it(
    portal: Portal, tmp_path: Path
) -> None:
    crawl(tmp_path, portal)
    crawl(tmp_path, portal)
    first, second = notes(tmp_path, "list")  # a list that says the same is not noted again
    assert (first["page"], second["page"], first["column"]) == (1, 2, "政府信息公开年报")
    entries = {entry["title"]: entry for entry in first["entries"] + second["entries"]}
    report = entries[PDF.title]
    assert (report["answer"], report["rule"], report["year"]) == ("yes", "core", 2023)
    website = next(e for title, e in entries.items() if "网站工作年度报表" in title)
    assert (website["answer"], website["rule"]) == ("no", "website")


def test_answers_to_posts_are_told_apart(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive", "20261121T000000Z")
    url = "http://127.0.0.1/search"
    for page in (b"page=1", b"page=2"):
        archive.keep(posted_url(url, page), 200, [], b"<p>" + page, posted=page)
    bodies = [archive.body(c) for c in archive.captures()]
    assert bodies == [b"<p>page=1", b"<p>page=2"]
    assert archive.latest(posted_url(url, b"page=1")) is not None
    assert archive.latest(url) is None
    archive.close()
    written = next((tmp_path / "archive").glob("*.warc.gz"))
    requests = [read(m) for _, m in members(written) if read(m).kind == "request"]
    assert [r.payload for r in requests] == [b"page=1", b"page=2"]


def test_a_search_that_finds_more_than_the_list_is_told(portal: Portal, tmp_path: Path) -> None:
    column = portal.resources[COLUMN]
    total = column.body.replace(b"</body>", "<p>共 40 条</p></body>".encode())

    def serve(query: Query) -> Resource | None:
        return Resource(total) if query.path == COLUMN else None

    portal.serve = serve
    crawled = crawl(tmp_path, portal)
    assert ("list_incomplete", COLUMN) in outcomes(crawled, portal)
