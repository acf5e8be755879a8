"""A crawl from start to published warehouse, with Scrapy inside this process."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from rich.console import Console
from rich.status import Status
from scrapy import signals
from scrapy.crawler import Crawler, CrawlerProcess
from scrapy.settings import Settings
from twisted.internet.task import LoopingCall
from twisted.python.failure import Failure

from crawler import settings as project_settings
from gongkai.progress import growing
from pipelines.land import land

PUBLISHING = "pipelines.publish.PublishWarehouse"


LOG = Path("state") / "crawl.log"  # in the data folder; of the last run


def log_to(data: Path) -> dict[str, Any]:
    """Give the settings that put Scrapy's log into a file, so that the terminal stays readable."""
    (data / LOG).parent.mkdir(parents=True, exist_ok=True)
    return {"LOG_FILE": str(data / LOG), "LOG_FILE_APPEND": False}


def run_crawl(chosen: dict[str, Any]) -> str:
    """Crawl with these settings, then publish; give why the crawl ended, `finished` as a rule.

    Publishing is left to this function and not to the crawl, so that its failure ends the command:
    raises what `land` raises, and what kept the spider from starting.
    """
    ended = run_spider("portal", chosen)
    with growing("reading") as progress:
        land(Path(chosen["GONGKAI_DATA"]), progress)
    return ended


def run_spider(
    name: str, chosen: dict[str, Any], take: Callable[[Any], None] = lambda _item: None
) -> str:
    """Run a spider of the project with these settings; give why it ended.

    `take` is called with each item. Raises what kept the spider from starting.
    """
    settings = Settings()
    settings.setmodule(project_settings, priority="project")
    extensions = {**settings.getdict("EXTENSIONS"), PUBLISHING: None, ShowCounts: 0}
    settings.setdict(chosen | {"EXTENSIONS": extensions}, priority="cmdline")
    process = CrawlerProcess(settings)
    crawler = process.create_crawler(name)
    # Scrapy holds receivers weakly and passes what they name.
    crawler.signals.connect(take, signals.item_scraped)
    failures: list[Failure] = []
    process.crawl(crawler).addErrback(failures.append)
    process.start()
    if failures:
        failures[0].raiseException()
    assert crawler.stats is not None  # noqa: S101 — told to the type checker
    return str(crawler.stats.get_value("finish_reason"))


class ShowCounts:
    """A Scrapy extension: one line on the terminal that counts while the crawl runs."""

    def __init__(self, crawler: Crawler) -> None:
        console = Console(stderr=True)
        self._crawler = crawler
        self._status = Status("starting", console=console)
        self._ticks = LoopingCall(self._show)
        if console.is_terminal:
            crawler.signals.connect(self._start, signals.spider_opened)
            crawler.signals.connect(self._stop, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make it."""
        return cls(crawler)

    def _start(self) -> None:
        self._status.start()
        self._ticks.start(0.5)

    def _stop(self) -> None:
        self._ticks.stop()
        self._status.stop()

    def _show(self) -> None:
        stats = self._crawler.stats.get_stats() if self._crawler.stats else {}
        self._status.update(
            f"crawling: {stats.get('downloader/request_count', 0)} requests, "
            f"{stats.get('item_scraped_count', 0)} documents"
        )
