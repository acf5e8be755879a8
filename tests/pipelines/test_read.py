"""Reading a finding does not hold up the crawl, and happens once."""

import asyncio
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from crawler.archive import Archive
from crawler.items import Finding
from extract.report import Status
from pipelines.keep import KeepFinding
from pipelines.read import ReadFinding, given_by
from pipelines.readings import Readings
from tests.documents import FOLDER
from tests.documents.archives import zipped


def crawl_of(data: Path) -> Any:
    """As much of Scrapy's crawler as the steps look at."""
    archive = Archive(data / "archive", "20260101T000000Z")
    spider = SimpleNamespace(archive=archive)
    return SimpleNamespace(settings={"GONGKAI_DATA": str(data)}, spider=spider)


def found(archive: Archive, name: str) -> Finding:
    body = (FOLDER / name).read_bytes()
    capture = archive.keep(f"http://portal.example/{name}", 200, [], body)
    return Finding(
        capture=capture,
        region_code="210900",
        title="阜新市司法局2023年政府信息公开工作年度报告",
        year=2023,
        agency=None,
        published="2024-01-16",
        column=None,
        page_url="http://portal.example/",
        listed=None,
    )


def test_others_go_on_while_a_document_is_read(tmp_path: Path) -> None:
    crawler = crawl_of(tmp_path)
    finding = found(crawler.spider.archive, "003.pdf")
    step = ReadFinding(crawler)

    async def both() -> int:
        turns = 0
        reading = asyncio.create_task(step.process_item(finding))
        while not reading.done():
            await asyncio.sleep(0)
            turns += 1
        return turns

    turns = asyncio.run(both())
    step.close_spider()
    assert turns > 10  # read in this process, it would be one or two
    readings = Readings(tmp_path)
    (reading,) = readings.get(given_by(finding))
    assert reading.report.status is Status.COMPLETE
    assert reading.packed.addresses.count("\n") == 199


def test_what_was_read_is_not_read_again(tmp_path: Path) -> None:
    crawler = crawl_of(tmp_path)
    finding = found(crawler.spider.archive, "002.html")
    step = ReadFinding(crawler)
    asyncio.run(step.process_item(finding))
    step._workers.close()  # no worker could read it now
    step._workers._all[0]._seconds = 0
    asyncio.run(step.process_item(finding))
    (outcome,) = step._readings.outcomes(given_by(finding))
    step.close_spider()
    assert (outcome.status, outcome.error, outcome.member) == (Status.COMPLETE, None, None)


def test_each_document_in_an_archive_is_a_reading(tmp_path: Path) -> None:
    crawler = crawl_of(tmp_path)
    archive: Archive = crawler.spider.archive
    body = zipped({name: (FOLDER / name).read_bytes() for name in ("002.html", "003.pdf")})
    capture = archive.keep("http://portal.example/all.zip", 200, [], body)
    finding = replace(found(archive, "002.html"), capture=capture)
    step = ReadFinding(crawler)
    asyncio.run(step.process_item(finding))
    outcomes = step._readings.outcomes(given_by(finding))
    step.close_spider()
    assert [(o.member, o.status) for o in outcomes] == [
        ("002.html", Status.COMPLETE), ("003.pdf", Status.COMPLETE),
    ]  # fmt: skip


def test_another_word_of_the_portal_is_another_reading(tmp_path: Path) -> None:
    crawler = crawl_of(tmp_path)
    finding = found(crawler.spider.archive, "002.html")
    step = ReadFinding(crawler)
    asyncio.run(step.process_item(finding))
    other = given_by(replace(finding, region_code="640104"))
    assert step._readings.outcomes(other) == []
    step.close_spider()


def test_a_finding_is_noted_once_until_the_portal_says_something_else(tmp_path: Path) -> None:
    crawler = crawl_of(tmp_path)
    archive: Archive = crawler.spider.archive
    finding = found(archive, "002.html")
    step = KeepFinding(crawler)
    for _ in range(3):
        step.process_item(finding)
    assert len(list(archive.notes("finding"))) == 1
    step.process_item(replace(finding, title="另一个标题"))
    (first, second) = archive.notes("finding")
    assert first.about == second.about == finding.capture
    assert second.facts["title"] == "另一个标题"
