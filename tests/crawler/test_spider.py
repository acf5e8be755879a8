"""The whole crawler against the demo portal, in a process of its own."""

import hashlib
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.archive import Archive
from crawler.arrival import other_scheme
from tests.crawler.crawling import ROOT, Crawled, command, crawl
from tests.portal import Portal, Resource, pages
from tests.portal.site import COLUMN, DOCUMENTS, OTHERS, REPORTS

WAY = ["/robots.txt", "/", "/zfxxgk/", COLUMN, f"{COLUMN}index_1.html"]
PDF = REPORTS[2]


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as served:
        yield served


def paths(portal: Portal) -> list[str]:
    return [asked.path for asked in portal.requests]


def sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def outcomes(crawled: Crawled) -> set[tuple[str, str]]:
    return {(problem["outcome"], problem["url"]) for problem in crawled.problems}


def test_exactly_the_five_reports_are_found(portal: Portal, tmp_path: Path) -> None:
    crawled = crawl(tmp_path, portal)
    found = {f["capture"]["sha256"]: f for f in crawled.findings}
    articles = {r.path for r in REPORTS}
    assert {sha256((DOCUMENTS / r.file).read_bytes()) for r in REPORTS} <= found.keys()
    assert {f["capture"]["url"] for f in found.values()} == {
        portal.url.rstrip("/") + path for path in articles | {r.document for r in REPORTS}
    }
    for report in REPORTS:
        finding = found[sha256((DOCUMENTS / report.file).read_bytes())]
        assert finding["title"] == report.title
        assert f"{finding['year']}年" in report.title
        assert finding["published"] == report.published[:10]
        assert finding["page_url"] == portal.url.rstrip("/") + report.path
        assert report.agency.endswith(finding["agency"])
        assert finding["region_code"] is None
    assert crawled.problems == []


def test_what_is_no_report_is_not_even_asked_for(portal: Portal, tmp_path: Path) -> None:
    crawled = crawl(tmp_path, portal)
    served = [path for path in portal.resources if "_200" in path]
    assert len(served) == len(OTHERS)
    assert not set(served) & set(paths(portal))
    counts = crawled.counts
    rules = ("website", "interpretation", "rule_of_law", "notice")
    assert [counts[f"links_rejected/{rule}"] for rule in rules] == [1, 1, 1, 1]
    assert (counts["links_seen"], counts["links_rejected"], counts["list_pages"]) == (9, 4, 2)
    assert (counts["documents"], counts["new"], counts["requests"]) == (9, 9, 13)


def test_a_second_night_asks_for_the_first_page_of_the_list_only(
    portal: Portal, tmp_path: Path
) -> None:
    crawl(tmp_path, portal)
    portal.requests.clear()
    second = crawl(tmp_path, portal)
    assert paths(portal) == [COLUMN]
    assert second.findings == []
    assert (second.counts["requests"], second.counts["new"]) == (1, 0)
    assert second.problems == []


def test_a_full_walk_asks_for_the_way_and_the_lists_again(portal: Portal, tmp_path: Path) -> None:
    first = crawl(tmp_path, portal)
    portal.requests.clear()
    second = crawl(tmp_path, portal, GONGKAI_FULL=1)
    assert paths(portal) == WAY[1:]  # robots.txt is kept for a day
    captures = [{str(f["capture"]) for f in crawled.findings} for crawled in (first, second)]
    assert captures[0] == captures[1]
    assert (second.counts["new"], second.counts["archived"]) == (0, 9)


def test_a_recheck_is_conditional(portal: Portal, tmp_path: Path) -> None:
    crawl(tmp_path, portal)
    portal.requests.clear()
    second = crawl(tmp_path, portal, RECHECK=1)
    asked = [a for a in portal.requests if a.path not in WAY]
    assert len(asked) == 9
    assert all((a.status, a.conditional) == (304, True) for a in asked)
    assert (second.counts["new"], second.counts["unchanged"]) == (0, 9)
    portal.requests.clear()
    crawl(tmp_path, portal, GONGKAI_FULL=1)  # the 304 counts as a check
    assert paths(portal) == WAY[1:]


def test_what_was_checked_long_ago_is_due(portal: Portal, tmp_path: Path) -> None:
    crawl(tmp_path, portal)
    portal.requests.clear()
    crawl(tmp_path, portal, RECHECK_DAYS=0)
    assert {a.status for a in portal.requests if a.path not in WAY} == {304}


def test_a_changed_document_is_a_new_capture(portal: Portal, tmp_path: Path) -> None:
    crawl(tmp_path, portal)
    portal.resources[PDF.document] = Resource(b"%PDF-1.7 corrected", "application/pdf")
    second = crawl(tmp_path, portal, RECHECK=1)
    assert (second.counts["changed"], second.counts["unchanged"]) == (1, 8)
    archive = Archive(tmp_path / "data" / "archive", "reader")
    versions = [c for c in archive.captures() if c.url.endswith(PDF.document)]
    assert [archive.body(c) for c in versions] == [
        (DOCUMENTS / PDF.file).read_bytes(),
        b"%PDF-1.7 corrected",
    ]
    archive.close()


def test_an_entry_that_the_list_shows_anew_is_due(portal: Portal, tmp_path: Path) -> None:
    crawl(tmp_path, portal)
    portal.requests.clear()
    for path in (COLUMN, f"{COLUMN}index.html"):
        body = portal.resources[path].body
        portal.resources[path] = Resource(body.replace(b"2024-01-19", b"2024-03-01"))
    crawl(tmp_path, portal)
    assert {(a.path, a.status) for a in portal.requests if a.path not in WAY} == {
        (PDF.path, 304),
        (PDF.document, 304),
    }


def test_a_killed_run_goes_on_where_it_was(portal: Portal, tmp_path: Path) -> None:
    portal.answer_time = 0.05
    with subprocess.Popen(command(tmp_path, portal), cwd=ROOT, stderr=subprocess.DEVNULL) as run:
        while len(portal.requests) < 9 and run.poll() is None:
            time.sleep(0.01)
        run.kill()
    assert len(portal.requests) < 14
    portal.answer_time = 0
    portal.requests.clear()
    crawled = crawl(tmp_path, portal)
    assert len(crawled.findings) == 9
    assert len(portal.requests) < 14  # what was kept before the kill is not asked for again
    assert crawled.counts["archived"] >= 1


def test_a_crawl_without_any_pause_is_refused(portal: Portal, tmp_path: Path) -> None:
    told = command(tmp_path, portal, DOWNLOAD_DELAY=0)
    done = subprocess.run(told, cwd=ROOT, capture_output=True, text=True)
    assert "DOWNLOAD_DELAY must be above 0" in done.stderr
    assert portal.requests == []


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("http://www.x.gov.cn/", "https://www.x.gov.cn/"),
        ("https://www.x.gov.cn/", "http://www.x.gov.cn/"),
        ("http://www.x.gov.cn:8080/", None),
    ],
)
def test_a_home_page_has_another_scheme_to_try(url: str, other: str | None) -> None:
    assert other_scheme(url) == other


def test_loopback_is_refused_without_permission(portal: Portal, tmp_path: Path) -> None:
    crawled = crawl(tmp_path, portal, ALLOW_LOOPBACK=0)
    assert portal.requests == []
    assert outcomes(crawled) == {("address_refused", portal.url)}
    assert "ALLOW_LOOPBACK" in crawled.problems[0]["detail"]


def test_robots_txt_is_obeyed(portal: Portal, tmp_path: Path) -> None:
    rules = f"User-agent: *\nDisallow: {PDF.path}\n".encode()
    portal.resources["/robots.txt"] = Resource(rules, "text/plain")
    crawled = crawl(tmp_path, portal)
    assert PDF.path not in paths(portal)
    assert outcomes(crawled) == {("robots_disallowed", portal.url.rstrip("/") + PDF.path)}


def test_crawl_delay_is_kept(portal: Portal, tmp_path: Path) -> None:
    rules = b"User-agent: *\nCrawl-delay: 0.2\n"
    portal.resources["/robots.txt"] = Resource(rules, "text/plain")
    crawl(tmp_path, portal)
    gaps = [b.at - a.at for a, b in zip(portal.requests[1:], portal.requests[2:], strict=False)]
    assert min(gaps) > 0.15


def test_requests_to_one_host_never_overlap(portal: Portal, tmp_path: Path) -> None:
    portal.answer_time = 0.02
    crawl(tmp_path, portal)
    assert len(portal.requests) == 14
    assert portal.most_at_once == 1


def test_a_firewall_ends_the_run_for_its_host(portal: Portal, tmp_path: Path) -> None:
    challenge = b"<script r='m'>$_ts=window['$_ts']</script>"
    portal.resources[COLUMN] = Resource(challenge, status=412)
    crawled = crawl(tmp_path, portal)
    assert paths(portal) == WAY[:4]
    assert outcomes(crawled) == {("challenge_page", portal.url.rstrip("/") + COLUMN)}
    assert (crawled.counts["blocked"], crawled.findings) == (1, [])


def test_a_firewall_before_robots_txt_is_reported_too(portal: Portal, tmp_path: Path) -> None:
    portal.resources["/robots.txt"] = Resource(b"", status=521)
    crawled = crawl(tmp_path, portal)
    assert paths(portal) == ["/robots.txt"]
    assert {outcome for outcome, _ in outcomes(crawled)} == {"challenge_page", "host_left_alone"}


def test_too_many_requests_is_not_argued_with(portal: Portal, tmp_path: Path) -> None:
    portal.resources["/zfxxgk/"] = Resource(b"slow down", status=429)
    crawled = crawl(tmp_path, portal, RETRY_TIMES=2)
    assert paths(portal) == WAY[:3]
    assert [p["outcome"] for p in crawled.problems] == ["rate_limited"]


def test_a_failing_page_is_a_problem_and_the_rest_is_taken(portal: Portal, tmp_path: Path) -> None:
    portal.resources[PDF.path] = Resource(b"", status=500)
    del portal.resources[REPORTS[1].document]
    crawled = crawl(tmp_path, portal)
    base = portal.url.rstrip("/")
    assert outcomes(crawled) == {
        ("http_5xx", base + PDF.path),
        ("http_4xx", base + REPORTS[1].document),
    }
    assert len(crawled.findings) == 6
    assert crawled.counts["problems"] == 2


def test_a_web_page_in_the_place_of_a_document_is_no_finding(
    portal: Portal, tmp_path: Path
) -> None:
    portal.resources[PDF.document] = Resource("<html>请输入验证码</html>".encode())
    crawled = crawl(tmp_path, portal)
    assert outcomes(crawled) == {("type_mismatch", portal.url.rstrip("/") + PDF.document)}
    portal.requests.clear()
    crawl(tmp_path, portal)
    assert paths(portal) == [PDF.document]  # what was kept is not the document: ask again


def test_a_page_in_gbk_without_a_charset_header_is_read(portal: Portal, tmp_path: Path) -> None:
    for path in [r.path for r in REPORTS] + [COLUMN, f"{COLUMN}index.html"]:
        text = portal.resources[path].body.decode().replace('charset="utf-8"', 'charset="gb2312"')
        portal.resources[path] = Resource(text.encode("gb18030"), "text/html")
    crawled = crawl(tmp_path, portal)
    assert {f["title"] for f in crawled.findings} == {r.title for r in REPORTS}


def test_a_moved_article_is_kept_under_both_addresses(portal: Portal, tmp_path: Path) -> None:
    portal.resources["/moved.html"] = portal.resources[PDF.path]
    portal.resources[PDF.path] = Resource(b"", status=301, headers=(("Location", "/moved.html"),))
    portal.resources["/" + Path(PDF.document).name] = portal.resources[PDF.document]
    crawled = crawl(tmp_path, portal)
    assert len(crawled.findings) == 9
    archive = Archive(tmp_path / "data" / "archive", "reader")
    kept = {c.url.removeprefix(portal.url): c.status for c in archive.captures()}
    assert (kept[PDF.path[1:]], kept["moved.html"]) == (301, 200)
    archive.close()


def test_a_redirect_off_the_registry_is_refused(portal: Portal, tmp_path: Path) -> None:
    away = (("Location", "http://www.clone.invalid/nb.pdf"),)
    portal.resources[PDF.document] = Resource(b"", status=302, headers=away)
    crawled = crawl(tmp_path, portal)
    assert outcomes(crawled) == {("offsite", "http://www.clone.invalid/nb.pdf")}


def test_a_portal_without_a_column_says_so(portal: Portal, tmp_path: Path) -> None:
    portal.resources["/zfxxgk/"] = Resource(pages.page("政府信息公开", "<p>建设中</p>"))
    crawled = crawl(tmp_path, portal)
    assert outcomes(crawled) == {("no_matching_link", portal.url)}
    assert "columns.csv" in crawled.problems[0]["detail"]


def test_an_empty_column_says_so(portal: Portal, tmp_path: Path) -> None:
    portal.resources[COLUMN] = Resource(b"<html><div id='app'></div></html>")
    crawled = crawl(tmp_path, portal)
    assert outcomes(crawled) == {("list_stub", portal.url.rstrip("/") + COLUMN)}


def test_a_list_without_end_is_bounded(portal: Portal, tmp_path: Path) -> None:
    crawled = crawl(tmp_path, portal, GONGKAI_MAX_PAGES=1)
    assert outcomes(crawled) == {
        ("list_too_long", portal.url.rstrip("/") + f"{COLUMN}index_1.html")
    }


def test_a_list_that_repeats_itself_is_left(portal: Portal, tmp_path: Path) -> None:
    first = portal.resources[COLUMN]
    again = first.body.replace(b"createPageHTML(2, 0", b"createPageHTML(9, 1")
    portal.resources[f"{COLUMN}index_1.html"] = replace(first, body=again)
    crawl(tmp_path, portal)
    assert f"{COLUMN}index_3.html" not in paths(portal)


def test_columns_divided_by_year_are_followed(portal: Portal, tmp_path: Path) -> None:
    inner = portal.resources[COLUMN].body.replace(b'"./2', f'"{COLUMN}2'.encode())
    inner = inner.replace(b"createPageHTML(2", b"createPageHTML(1")
    portal.resources[COLUMN] = Resource(
        pages.platform("政府信息公开年报", '<ul><li><a href="2024n/">2024年</a></li></ul>')
    )
    portal.resources[f"{COLUMN}2024n/"] = Resource(inner)
    crawled = crawl(tmp_path, portal)
    assert f"{COLUMN}2024n/" in paths(portal)
    assert crawled.counts["documents"] > 0
    assert crawled.problems == []


def test_a_column_that_is_the_report_itself_is_taken(portal: Portal, tmp_path: Path) -> None:
    portal.resources[COLUMN] = portal.resources[REPORTS[0].path]
    crawled = crawl(tmp_path, portal)
    assert [f["title"] for f in crawled.findings] == [REPORTS[0].title]


def test_a_known_column_needs_no_way_to_it(portal: Portal, tmp_path: Path) -> None:
    portal.resources["/"] = Resource(b"<html></html>")
    registry = tmp_path / "registry"
    registry.mkdir()
    home = f"region_code,home_url\n511725,{portal.url}\n"
    (registry / "portals.csv").write_text(home, "utf-8")
    column = f"region_code,column_url\n511725,{portal.url.rstrip('/')}{COLUMN}\n"
    (registry / "columns.csv").write_text(column, "utf-8")
    crawled = crawl(tmp_path, portal, GONGKAI_REGIONS="511700")
    assert len(crawled.findings) == 9
    assert {f["region_code"] for f in crawled.findings} == {"511725"}


def test_the_user_agent_is_honest_and_can_name_a_contact(portal: Portal, tmp_path: Path) -> None:
    crawled = crawl(tmp_path, portal, GONGKAI_CONTACT="mailto:library@example.org")
    agent = crawled.run["user_agent"]
    assert agent.startswith("gongkai/")
    assert "mailto:library@example.org" in agent
    assert {asked.agent for asked in portal.requests} == {agent}
