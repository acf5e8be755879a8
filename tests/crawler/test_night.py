"""Night hours: portals are asked within them only, and the next night goes on."""

import asyncio
from collections import deque
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy.utils.test import get_crawler
from twisted.internet.defer import Deferred
from twisted.python.failure import Failure

from crawler.middlewares.night import Night
from crawler.night import CHINA, HoursError, hours_of, now
from crawler.outcomes import Outcome, Refused, outcome_of
from tests.crawler.crawling import crawl
from tests.portal import Portal


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as served:
        yield served


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-22T{clock}+08:00")


def hours_from(begin: int, end: int) -> str:
    """Give hours that begin and end so many hours from the present one."""
    hour = now().astimezone(CHINA).hour
    return f"{(hour + begin) % 24}-{(hour + end) % 24}"


NOT_NOW = hours_from(3, 5)
NOW = hours_from(-2, 3)


@pytest.mark.parametrize(
    ("hours", "clock", "left", "wait"),
    [
        ("22-6", "21:59:00", 0, 1),
        ("22-6", "22:00:00", 480, 0),
        ("22-6", "05:59:00", 1, 0),
        ("22-6", "06:00:00", 0, 960),
        ("22:30-6:15", "22:29:00", 0, 1),
        ("22:30-6:15", "06:14:00", 1, 0),
        ("1-5", "00:00:00", 0, 60),
        ("1-5", "04:00:00", 60, 0),
        ("20-24", "23:00:00", 60, 0),
        ("20-24", "00:00:00", 0, 1200),
    ],
)
def test_how_long_the_hours_go_on_and_when_they_begin(
    hours: str, clock: str, left: int, wait: int
) -> None:
    night = hours_of(hours)
    assert night is not None
    assert night.left(at(clock)) == timedelta(minutes=left)
    assert night.wait(at(clock)) == timedelta(minutes=wait)


def test_the_hours_are_those_of_china() -> None:
    night = hours_of("22-6")
    assert night is not None
    assert night.left(datetime.fromisoformat("2026-11-22T14:00:00+00:00")) == timedelta(hours=8)


@pytest.mark.parametrize("text", ["22", "22-", "25-6", "22-6-7", "6-6", "0-24", "22:60-6", "x-y"])
def test_hours_that_cannot_be_read(text: str) -> None:
    with pytest.raises(HoursError, match="such as 22-6"):
        hours_of(text)


def test_no_hours_are_no_bound() -> None:
    assert hours_of(" ") is None


def test_outside_the_hours_nothing_is_asked_and_the_next_run_goes_on(
    portal: Portal, tmp_path: Path
) -> None:
    crawled = crawl(tmp_path, portal, GONGKAI_HOURS=NOT_NOW)
    assert portal.requests == []
    assert crawled.run["reason"] == "hours_over"
    crawled = crawl(tmp_path, portal, GONGKAI_HOURS=NOW)
    assert (crawled.run["reason"], len(crawled.findings)) == ("finished", 9)


async def end(night: Night) -> None:
    night._end()
    await night._closing


def test_what_waits_for_its_pause_is_refused_when_the_hours_end() -> None:
    waiting: Deferred[Any] = Deferred()
    failures: list[Failure] = []
    waiting.addErrback(failures.append)
    reasons: list[str] = []

    async def close(*, reason: str) -> None:
        reasons.append(reason)

    slots = {"x": SimpleNamespace(queue=deque([(None, waiting)]))}
    crawler = get_crawler(settings_dict={"GONGKAI_HOURS": NOW})
    crawler.engine = SimpleNamespace(  # type: ignore[assignment]  # what of it is used
        downloader=SimpleNamespace(slots=slots), close_spider_async=close
    )
    night = Night.from_crawler(crawler)
    night.process_request(None)  # type: ignore[arg-type]  # looks at none
    asyncio.run(end(night))
    assert (slots["x"].queue, reasons) == (deque(), ["hours_over"])
    assert [outcome_of(failure.value) for failure in failures if failure.value] == [Outcome.CEILING]
    with pytest.raises(Refused, match="the next run goes on"):
        night.process_request(None)  # type: ignore[arg-type]  # looks at none
