"""Step 2: the bytes of a finding become Reports, in another process."""

import asyncio
import os
from pathlib import Path
from typing import Any, Self

from scrapy.crawler import Crawler

from crawler.archive import Archive
from crawler.items import Finding
from crawler.live_archive import LiveArchive
from extract.attribution import Hints
from pipelines.readings import Given, Readings
from pipelines.workers import Job, Workers


def hints_of(finding: Finding) -> Hints:
    """What a portal says of a document, as the reader takes it."""
    return Hints(
        finding.region_code, finding.title, finding.agency, finding.published, finding.year
    )


def given_by(finding: Finding) -> Given:
    """Name what is read of a finding, as the cache of readings knows it."""
    pictures = tuple((picture.written, picture.sha256) for picture in finding.pictures)
    return Given(finding.capture.sha256, hints_of(finding), pictures)


def job_of(finding: Finding, archive: Archive | LiveArchive) -> Job:
    """Fetch from the archive what is read of a finding, as far as it has the pictures."""
    kept = {p.written: archive.of_body(p.url, p.sha256) for p in finding.pictures}
    pictures = {written: archive.body(capture) for written, capture in kept.items() if capture}
    return Job(finding.capture.url, archive.body(finding.capture), hints_of(finding), pictures)


class ReadFinding:
    """Reads each finding that this version of the reader has not read yet."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._readings = Readings(Path(crawler.settings["GONGKAI_DATA"]))
        self._workers = Workers(os.cpu_count() or 1)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make it."""
        return cls(crawler)

    async def process_item(self, finding: Finding) -> Finding:
        """Wait for a worker without holding up the crawl."""
        given = given_by(finding)
        if not self._readings.outcomes(given):
            spider: Any = self._crawler.spider
            job = job_of(finding, spider.archive)
            self._readings.put(given, await asyncio.to_thread(self._workers.read, job))
        return finding

    def close_spider(self) -> None:
        """End the workers."""
        self._workers.close()
        self._readings.close()
