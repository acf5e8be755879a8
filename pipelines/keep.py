"""Step 1: what the portal says of a document goes into the archive, beside its bytes."""

from typing import Any, Self

from scrapy.crawler import Crawler

from crawler.items import Finding


class KeepFinding:
    """Notes each finding in the archive, so that the archive alone can rebuild the warehouse."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make it."""
        return cls(crawler)

    def process_item(self, finding: Finding) -> Finding:
        """Write the note, unless the archive has it already in the same words."""
        spider: Any = self._crawler.spider
        spider.archive.note_change("finding", finding.capture, finding.facts())
        return finding
