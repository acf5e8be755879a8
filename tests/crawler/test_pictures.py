"""Reports that are pictures: which pictures of a page are asked for, and what is made of them."""

import hashlib
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.archive import Archive
from crawler.cms.page import Page
from crawler.cms.pictures import pictures_of
from tests.crawler.crawling import ROOT, Crawled, command, crawl
from tests.portal import Portal, Resource, pages
from tests.portal.site import COLUMN, REPORTS

HTML, _, REPORT, OTHER, _ = REPORTS
FOLDER = REPORT.path.rpartition("/")[0]
PAGES = {f"{FOLDER}/W020240119{n:09}.jpg": b"\xff\xd8\xff page %d" % n for n in (1, 2, 3)}
SCANNED = "".join(f'<p><img src="./{Path(path).name} "></p>' for path in PAGES)
PROSE = "<p>一、总体情况</p><p>2023年，本机关主动公开政府信息3件，予以公开。</p>"


def page(body: str, url: str = "http://portal.example/2024/1.html") -> Page:
    return Page(url, f"<html><body>{body}</body></html>")


def written(body: str) -> list[str]:
    return [picture.written for picture in pictures_of(page(body))]


class TestWhichPictures:
    """Told by the markup of the page alone."""

    def test_those_of_the_article_in_reading_order(self) -> None:
        shown = (
            '<img src="/a.jpg"><div class="TRS_Editor"><img src="./W01.png"><p><img src="2.jpg">'
        )
        (first, second) = pictures_of(page(shown))
        assert (first.written, first.url) == ("./W01.png", "http://portal.example/2024/W01.png")
        assert second.url == "http://portal.example/2024/2.jpg"

    @pytest.mark.parametrize(
        "article",
        [
            '<div id="vsb_content_2">', '<div class="xx v_news_content">', '<div id="Zoom">',
            "<ucapcontent>", '<td class="bt_content">', '<div class="article-content">',
        ],
    )  # fmt: skip
    def test_an_article_is_known_by_its_element(self, article: str) -> None:
        assert written(f'<img src="around.jpg">{article}<img src="in.jpg">') == ["in.jpg"]

    def test_an_article_without_pictures_is_not_made_up_for(self) -> None:
        assert written('<div id="zoom"><p>全文</p></div><img src="around.jpg">') == []

    def test_on_a_page_of_no_known_kind_all_but_what_is_around(self) -> None:
        around = '<header><img src="a.jpg"></header><div class="nav"><img src="b.jpg"></div>'
        assert written(f'{around}<div><img src="c.jpg"></div><div id="footer"></div>') == ["c.jpg"]

    @pytest.mark.parametrize(
        "image",
        [
            'src="/images/logo.png"', 'src="/img/icon_pdf.png"', 'src="x.gif"', 'src="x.gif?v=2"',
            'src="a.png" alt="二维码"', 'src="a.png" class="share-btn"', 'src="/wap/ewm.png"',
            'src="http://dcs.conac.cn/image/red.png"', 'src="/zhaocuo/jiucuo.png"',
            'src="a.png" width="120" height="120"', 'src="a.jpg" width="600px" height="60"',
            'src="data:image/png;base64,iVBORw0KGgo="', 'src=""', "",
        ],
    )  # fmt: skip
    def test_decoration_is_left_out(self, image: str) -> None:
        assert written(f'<div class="TRS_Editor"><img {image}></div>') == []

    @pytest.mark.parametrize(
        "image",
        [
            'src="/__local/8/91/95/0A1B2C_D3_E4.png" width="560" height="790"',
            'src="/picture/0/240119101207.jpg" width="100%"',
            'src="a.jpg" alt="渠县司法局2023年政府信息公开工作年度报告（图片版）"',
            'src="/group1/M00/00/0F/wKgBaGWpEwmAbc.jpg"',
        ],
    )
    def test_pages_and_tables_are_not_taken_for_decoration(self, image: str) -> None:
        assert len(written(f"<div><img {image}></div>")) == 1

    def test_a_lazily_loaded_picture_is_known_by_its_true_address(self) -> None:
        lazy = '<img src="/images/loading.png" data-src="/p/1.jpg"><img data-original=" /p/2.jpg ">'
        assert written(f"{lazy}<img oldsrc='W03.jpg'>") == ["/p/1.jpg", "/p/2.jpg", "W03.jpg"]

    def test_a_picture_shown_twice_is_one(self) -> None:
        assert written('<img src="1.jpg"><img src="1.jpg">') == ["1.jpg"]

    @pytest.mark.parametrize("cell", ["（一）予以公开", "（七）总 计", "总计", " 统计指标 "])
    def test_none_where_the_tables_are_text(self, cell: str) -> None:
        table = f"<table><tr><td>{cell}</td><td>3</td></tr></table>"
        assert written(f'<div id="zoom"><img src="1.jpg">{table}</div>') == []

    def test_the_words_of_the_form_in_prose_are_no_table(self) -> None:
        laid_out = f'<table><tr><td>{PROSE}<img src="1.jpg"></td></tr></table>'
        assert written(laid_out) == ["1.jpg"]


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as served:
        served.resources |= {path: Resource(data, "image/jpeg") for path, data in PAGES.items()}
        shows(served, SCANNED)
        yield served


def shows(portal: Portal, body: str) -> None:
    """Let the article of a report be this instead of an attachment."""
    article = pages.article(REPORT.title, REPORT.agency, REPORT.published, body)
    portal.resources[REPORT.path] = Resource(article)


def asked(portal: Portal) -> list[str]:
    paths = [asked.path for asked in portal.requests]
    portal.requests.clear()
    return paths


def pictures_asked(portal: Portal) -> list[str]:
    return sorted(path for path in asked(portal) if path in PAGES)


def kept(crawled: Crawled, path: str = REPORT.path) -> dict[str, str]:
    """Give the pictures of a page that was found: what it calls each, and its SHA-256."""
    found = [f for f in crawled.findings if f["capture"]["url"].endswith(path)]
    (finding,) = found
    return {picture["written"]: picture["sha256"] for picture in finding["pictures"]}


def outcomes(crawled: Crawled) -> list[tuple[str, str]]:
    return [(problem["outcome"], problem["page_url"]) for problem in crawled.problems]


LISTS = (COLUMN, f"{COLUMN}index_1.html")
NAMED = {f"./{Path(path).name}": hashlib.sha256(data).hexdigest() for path, data in PAGES.items()}


def test_the_pictures_of_a_scanned_report_are_archived_and_named(
    portal: Portal, tmp_path: Path
) -> None:
    portal.answer_time = 0.02
    crawled = crawl(tmp_path, portal)
    assert crawled.problems == []
    assert pictures_asked(portal) == list(PAGES)
    assert portal.most_at_once == 1
    assert kept(crawled) == NAMED
    assert len(crawled.findings) == 8  # the page is one, its pictures are none
    archive = Archive(tmp_path / "data" / "archive", "reader")
    bodies = {c.url: archive.body(c) for c in archive.captures() if c.media_type == "image/jpeg"}
    archive.close()
    assert bodies == {portal.url.rstrip("/") + path: data for path, data in PAGES.items()}


def test_tables_that_are_pictures_between_prose_are_asked_for(
    portal: Portal, tmp_path: Path
) -> None:
    shows(portal, f"{PROSE}{SCANNED}<p>三、其他</p>")
    assert kept(crawl(tmp_path, portal)) == NAMED


def test_photos_beside_tables_of_text_cost_no_request(portal: Portal, tmp_path: Path) -> None:
    shows(portal, "<p>附件见下</p>")
    article = portal.resources[HTML.path]
    body = article.body.replace(b"</body>", f"{SCANNED}</body>".encode())
    portal.resources[HTML.path] = replace(article, body=body)
    crawled = crawl(tmp_path, portal)
    assert pictures_asked(portal) == []
    assert kept(crawled, HTML.path) == {}


def test_beside_an_attachment_no_picture_is_asked_for(portal: Portal, tmp_path: Path) -> None:
    name = Path(REPORT.document).name
    shows(portal, SCANNED + pages.attachment(f"./{name}", "年度报告.pdf"))
    crawled = crawl(tmp_path, portal)
    asked_for = asked(portal)
    assert REPORT.document in asked_for
    assert not set(PAGES) & set(asked_for)
    assert kept(crawled) == {}


def test_pictures_that_do_not_come_are_problems_and_the_page_goes_on(
    portal: Portal, tmp_path: Path
) -> None:
    foreign = '<img src="http://www.clone.invalid/1.jpg"><img src="gone.jpg"><img src="no.jpg">'
    shows(portal, f'{foreign}<img src="ask.jpg">{SCANNED}')
    portal.resources[f"{FOLDER}/ask.jpg"] = Resource("<html>请输入验证码</html>".encode())
    rules = f"User-agent: *\nDisallow: {FOLDER}/no.jpg\n".encode()
    portal.resources["/robots.txt"] = Resource(rules, "text/plain")
    crawled = crawl(tmp_path, portal)
    page_url = portal.url.rstrip("/") + REPORT.path
    assert sorted(outcomes(crawled)) == [
        ("http_4xx", page_url),
        ("offsite", page_url),
        ("robots_disallowed", page_url),
        ("type_mismatch", page_url),
    ]
    assert kept(crawled) == NAMED


def test_the_true_address_of_a_lazily_loaded_picture_is_asked(
    portal: Portal, tmp_path: Path
) -> None:
    shows(portal, SCANNED.replace("src=", 'src="/images/loading.png" data-src='))
    crawled = crawl(tmp_path, portal)
    assert set(kept(crawled).values()) == set(NAMED.values())
    assert crawled.problems == []


def test_more_pictures_than_are_asked_for_are_told(portal: Portal, tmp_path: Path) -> None:
    crawled = crawl(tmp_path, portal, GONGKAI_MAX_PICTURES=2)
    assert pictures_asked(portal) == list(PAGES)[:2]
    (problem,) = crawled.problems
    assert problem["outcome"] == "too_many_pictures"
    assert problem["url"].endswith(list(PAGES)[2])
    assert "GONGKAI_MAX_PICTURES" in problem["detail"]
    assert list(kept(crawled).values()) == list(NAMED.values())[:2]


class TestNightAfterNight:
    """Nothing is asked for again that did not change."""

    def test_the_second_night_and_a_full_walk_ask_for_none(
        self, portal: Portal, tmp_path: Path
    ) -> None:
        crawl(tmp_path, portal)
        asked(portal)
        crawl(tmp_path, portal)
        assert asked(portal) == [COLUMN]
        again = crawl(tmp_path, portal, GONGKAI_FULL=1)
        assert pictures_asked(portal) == []
        assert kept(again) == NAMED

    def test_a_recheck_is_conditional_and_a_changed_picture_is_named(
        self, portal: Portal, tmp_path: Path
    ) -> None:
        crawl(tmp_path, portal)
        first, *others = PAGES
        portal.resources[first] = Resource(b"\xff\xd8\xff stamped", "image/jpeg")
        portal.requests.clear()
        again = crawl(tmp_path, portal, RECHECK=1)
        told = {a.path: (a.status, a.conditional) for a in portal.requests if a.path in PAGES}
        assert told == {first: (200, True)} | dict.fromkeys(others, (304, True))
        new, *same = kept(again).values()
        assert new == hashlib.sha256(b"\xff\xd8\xff stamped").hexdigest()
        assert same == list(NAMED.values())[1:]

    def test_those_of_an_entry_that_the_list_shows_anew_are_due(
        self, portal: Portal, tmp_path: Path
    ) -> None:
        crawl(tmp_path, portal)
        portal.requests.clear()
        for path in (COLUMN, f"{COLUMN}index.html"):
            body = portal.resources[path].body.replace(b"2024-01-19", b"2024-03-01")
            portal.resources[path] = Resource(body)
        crawl(tmp_path, portal)
        assert {a.path: a.status for a in portal.requests if a.path not in LISTS} == dict.fromkeys(
            (REPORT.path, *PAGES), 304
        )

    def test_one_that_failed_is_asked_for_the_next_night_and_completes_its_page(
        self, portal: Portal, tmp_path: Path
    ) -> None:
        failing = list(PAGES)[1]
        whole = portal.resources[failing]
        portal.resources[failing] = Resource(b"", status=503)
        first = crawl(tmp_path, portal)
        assert len(kept(first)) == 2
        asked(portal)
        portal.resources[failing] = whole
        second = crawl(tmp_path, portal)
        assert asked(portal) == [failing]
        assert kept(second) == NAMED

    def test_a_page_that_waited_when_the_run_was_killed_is_found_by_the_next(
        self, portal: Portal, tmp_path: Path
    ) -> None:
        portal.answer_time = 0.2
        told = command(tmp_path, portal)
        with subprocess.Popen(told, cwd=ROOT, stderr=subprocess.DEVNULL) as run:
            while run.poll() is None and not any(a.path in PAGES for a in portal.requests):
                time.sleep(0.01)
            run.kill()
        portal.answer_time = 0
        before = pictures_asked(portal)
        assert 1 <= len(before) < len(PAGES)
        assert kept(crawl(tmp_path, portal)) == NAMED
        assert len(pictures_asked(portal) + before) <= len(PAGES) + 1  # one was under way

    def test_one_on_several_pages_is_asked_for_once(self, portal: Portal, tmp_path: Path) -> None:
        image = f'<img src="{next(iter(PAGES))}"><img src="/nowhere.jpg">'
        shows(portal, image)
        other = pages.article(OTHER.title, OTHER.agency, OTHER.published, image)
        portal.resources[OTHER.path] = Resource(other)
        crawled = crawl(tmp_path, portal)
        paths = asked(portal)
        assert [paths.count(path) for path in (next(iter(PAGES)), "/nowhere.jpg")] == [1, 1]
        assert kept(crawled, REPORT.path) == kept(crawled, OTHER.path) != {}

    def test_one_that_vanished_is_told_and_stays_named(
        self, portal: Portal, tmp_path: Path
    ) -> None:
        crawl(tmp_path, portal)
        gone = list(PAGES)[2]
        del portal.resources[gone]
        again = crawl(tmp_path, portal, RECHECK=1)
        (problem,) = again.problems
        assert (problem["outcome"], problem["url"]) == ("vanished", portal.url + gone[1:])
        assert kept(again) == NAMED  # the archive holds it
