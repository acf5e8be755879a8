"""The least a pipeline does: it notes findings, as the rule for rechecking needs them."""

from typing import Self

from scrapy.crawler import Crawler

from crawler.archive import Archive
from crawler.items import Finding


class NoteFindings:
    """Writes each finding into the archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(getattr(crawler.spider, "archive"))  # noqa: B009 — Spider itself has none

    def process_item(self, item: Finding) -> Finding:
        self._archive.note("finding", item.capture, item.facts())
        return item
