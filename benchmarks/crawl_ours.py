"""One crawl of ours, measured from inside: `benchmarks.crawl` runs it in a process of its own."""

import json
import resource
import sys
import time
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler, CrawlerProcess
from scrapy.settings import Settings
from twisted.internet.task import LoopingCall

from crawler import settings as project_settings

_EVERY = 0.005  # seconds between two looks at the clock


class Pulse:
    """A Scrapy extension that tells the longest time in which the reactor did not turn."""

    longest = 0.0

    def __init__(self, crawler: Crawler) -> None:
        self._last: float | None = None
        self._ticks = LoopingCall(self._tick)
        crawler.signals.connect(self._start, signals.spider_opened)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make it."""
        return cls(crawler)

    def _start(self) -> None:
        self._ticks.start(_EVERY)

    def _tick(self) -> None:
        now = time.perf_counter()
        if self._last is not None:
            Pulse.longest = max(Pulse.longest, now - self._last - _EVERY)
        self._last = now


def main() -> None:
    """Crawl the portals of a registry into a folder; print the measures as JSON."""
    registry, data = sys.argv[1:]
    settings = Settings()
    settings.setmodule(project_settings, priority="project")
    chosen: dict[str, Any] = {
        "GONGKAI_REGISTRY": registry,
        "GONGKAI_DATA": data,
        "ALLOW_LOOPBACK": True,
        "DOWNLOAD_DELAY": 0.0001,
        "ITEM_PIPELINES": {"pipelines.keep.KeepFinding": 1},
        "EXTENSIONS": {Pulse: 0},
        "LOG_LEVEL": "ERROR",
    }
    settings.setdict(chosen, priority="cmdline")
    process = CrawlerProcess(settings)
    crawler = process.create_crawler("portal")
    process.crawl(crawler)
    began = time.process_time()
    process.start()
    spent = time.process_time() - began
    stats: dict[str, Any] = crawler.stats.get_stats() if crawler.stats else {}
    crawl, children = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    told = {
        "pages": stats.get("response_received_count", 0),
        "seconds": stats["elapsed_time_seconds"],
        "held_up": Pulse.longest,
        "processor": spent,
        "writer": children.ru_utime + children.ru_stime,
        # Children begin with what the crawl has then: this is rather too much.
        "memory": (crawl.ru_maxrss + children.ru_maxrss) * 1024,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
