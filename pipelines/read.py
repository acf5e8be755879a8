"""Step 2: the bytes of a finding become Reports, in another process."""

import asyncio
import os
from pathlib import Path
from typing import Any, Self

from scrapy.crawler import Crawler

from crawler.items import Finding
from extract.attribution import Hints
from pipelines.readings import Readings
from pipelines.workers import Job, Workers


def hints_of(finding: Finding) -> Hints:
    """What a portal says of a document, as the reader takes it."""
    return Hints(
        finding.region_code, finding.title, finding.agency, finding.published, finding.year
    )


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
        body, hints = finding.capture.sha256, hints_of(finding)
        if not self._readings.outcomes(body, hints):
            spider: Any = self._crawler.spider
            job = Job(finding.capture.url, spider.archive.body(finding.capture), hints)
            self._readings.put(body, hints, await asyncio.to_thread(self._workers.read, job))
        return finding

    def close_spider(self) -> None:
        """End the workers."""
        self._workers.close()
        self._readings.close()
