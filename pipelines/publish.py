"""The last step of a crawl: once all is in the archive, the warehouse is published from it."""

from pathlib import Path
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

from pipelines.land import land


class PublishWarehouse:
    """A Scrapy extension, since it must wait until the spider has given account of the run."""

    def __init__(self, crawler: Crawler) -> None:
        self._data = Path(crawler.settings["GONGKAI_DATA"])
        crawler.signals.connect(self._publish, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make it."""
        return cls(crawler)

    def _publish(self) -> None:
        land(self._data)
