"""A page is read with its pictures: in a crawl, from the cache, and from the archive alone."""

import io
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image, ImageSequence

from crawler.archive import Archive
from crawler.cms.page import Page
from crawler.cms.pictures import pictures_of
from crawler.items import Finding, KeptPicture
from crawler.settings import EXTENSIONS, ITEM_PIPELINES
from crawler.verify import Verification
from extract.readers.html_pictures import pictures_of as pictures_read
from pipelines.land import land
from pipelines.read import given_by, job_of
from tests.crawler.crawling import crawl
from tests.documents import FOLDER
from tests.pipelines.test_land import keep, rows
from tests.pipelines.test_read import found
from tests.portal import Portal, Resource, pages
from tests.portal.site import COLUMN

PAGE = '<html><body><div id="zoom"><h1>报告（图片版）</h1><img src="./1.jpg"></div></body></html>'
URL, PICTURE = "http://portal.example/1.html", "http://portal.example/1.jpg"


def pictured(archive: Archive, *bodies: bytes) -> Finding:
    """A page that the portal lists as a report, and the pictures on it."""
    capture = archive.keep(URL, 200, [("Content-Type", "text/html")], PAGE.encode())
    kept = []
    for number, body in enumerate(bodies, start=1):
        address = f"http://portal.example/{number}.jpg"
        shown = archive.keep(address, 200, [("Content-Type", "image/jpeg")], body)
        kept.append(KeptPicture(f"./{number}.jpg", shown.url, shown.sha256))
    sample = found(archive, "002.html")
    return replace(sample, capture=capture, page_url=URL, pictures=tuple(kept))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    opened = Archive(tmp_path / "archive", "20260101T000000Z")
    yield opened
    opened.close()


def test_what_is_read_has_the_pictures_by_what_the_page_calls_them(archive: Archive) -> None:
    job = job_of(pictured(archive, b"one", b"two"), archive)
    assert job.data == PAGE.encode()
    assert dict(job.pictures) == {"./1.jpg": b"one", "./2.jpg": b"two"}


def test_the_reader_calls_a_picture_what_the_crawler_does() -> None:
    placeholder = 'src="/images/loading.png"'
    page = f"""<div id="zoom"><img src=" ./1.jpg "><img {placeholder} data-src="2.jpg">
        <img {placeholder} data-original="/3.jpg"><img src="" data-src="4.jpg">
        <img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="5.jpg">
        <img oldsrc="W06.jpg"></div>"""
    told = [picture.written for picture in pictures_of(Page(URL, page))]
    assert told == ["./1.jpg", "2.jpg", "/3.jpg", "4.jpg", "5.jpg", "W06.jpg"]
    at_hand = {written: written.encode() for written in told}
    read = pictures_read(etree.HTML(page), at_hand).values()
    assert [picture.load() for picture in read] == [*at_hand.values()]


def test_each_finding_is_read_with_the_pictures_of_its_day(archive: Archive) -> None:
    before, after = pictured(archive, b"one"), pictured(archive, b"stamped")
    assert before.capture.sha256 == after.capture.sha256
    jobs = [job_of(finding, archive) for finding in (before, after)]
    assert [dict(job.pictures) for job in jobs] == [{"./1.jpg": b"one"}, {"./1.jpg": b"stamped"}]


def test_a_page_whose_picture_changed_is_another_reading(archive: Archive) -> None:
    one, stamped = pictured(archive, b"one"), pictured(archive, b"stamped")
    without = replace(one, pictures=())
    assert len({str(given_by(finding)) for finding in (one, stamped, without)}) == 3


def test_pictures_are_documents_of_their_page(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(archive, pictured(archive, b"one"), pictured(archive, b"stamped"))
    monkeypatch.setattr("crawler.archive.now", lambda: "2099-01-01T00:00:00Z")
    archive.keep(PICTURE, 404, [], b"gone")
    archive.sync()
    land(tmp_path)
    told = "SELECT page_url, media_type, vanished_at IS NOT NULL, reading FROM document"
    assert rows(tmp_path, f"{told} WHERE url = '{PICTURE}' AND status = 200") == [
        (URL, "image/jpeg", True, None),
        (URL, "image/jpeg", True, None),
    ]


def test_without_the_file_of_a_picture_the_page_is_read_as_one_without(
    archive: Archive, tmp_path: Path
) -> None:
    finding = pictured(archive, b"one")
    lost = KeptPicture("./2.jpg", "http://elsewhere.example/2.jpg", "0" * 64)
    keep(archive, replace(finding, pictures=(*finding.pictures, lost)))
    archive.sync()
    land(tmp_path)
    read = rows(tmp_path, "SELECT url FROM document WHERE reading IS NOT NULL")
    assert read == [(URL,)]


TITLE = "明川县财政局2023年政府信息公开工作年度报告（图片版）"
ARTICLE = f"{COLUMN}202401/t20240119_1003.html"
SCAN = ARTICLE.replace("t20240119_1003.html", "W020240119000000001.png")


def scanned_page() -> bytes:
    """The last page of a scanned report, with the tables of its section four."""
    with Image.open(FOLDER / "scan_two_levels.tif") as scan:
        *_, last = ImageSequence.Iterator(scan)
        file = io.BytesIO()
        last.save(file, "PNG", dpi=(200, 200))
        return file.getvalue()


def portal_of_pictures() -> dict[str, Resource]:
    """A portal with one report, which is a picture."""
    shown = f'<p><img src="./{Path(SCAN).name}"></p>'
    article = pages.article(TITLE, "明川县财政局", "2024-01-19 10:00", shown)
    listed = [(ARTICLE, TITLE, TITLE, "2024-01-19")]
    return {
        "/robots.txt": Resource(b"", "text/plain"),
        "/": Resource(pages.page("首页", f'<a href="{COLUMN}">政府信息公开年报</a>')),
        "/zfxxgk/": Resource(pages.platform("政府信息公开", "<p>专栏。</p>")),
        COLUMN: Resource(pages.list_page(listed, 1, 0)),
        ARTICLE: Resource(article),
        SCAN: Resource(scanned_page(), "image/png"),
    }


TABLES = ("document", "report", "figure", "section", "check_result", "problem", "link")


def everything(data: Path) -> list[list[tuple[Any, ...]]]:
    return [rows(data, f"FROM {table} ORDER BY ALL") for table in TABLES]


def test_a_report_that_is_a_picture_is_crawled_read_and_built_anew(tmp_path: Path) -> None:
    steps = {"ITEM_PIPELINES": json.dumps(ITEM_PIPELINES), "EXTENSIONS": json.dumps(EXTENSIONS)}
    with Portal(served=portal_of_pictures()) as portal:
        crawled = crawl(tmp_path, portal, **steps)
    assert crawled.problems == []
    data = tmp_path / "data"
    assert rows(data, "SELECT DISTINCT agency, report_year, table_name FROM figures") == [
        ("明川县财政局", 2023, "reconsideration_litigation")
    ]
    places = "SELECT count(*), min(page), max(page), count(x0) FROM figure"
    assert rows(data, places) == [(15, 1, 1, 15)]
    assert [*Verification(data / "archive").run()] == []
    by_crawl = everything(data)
    shutil.rmtree(data / "state")
    (data / "warehouse.duckdb").unlink()
    land(data)
    assert everything(data) == by_crawl
