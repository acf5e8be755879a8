"""Counts of a run, portal by portal: the one place that names them.

They live in Scrapy's stats under `portal/<home_url>/<count>` and end in the archive as the note
`run`. Zero of any of the first five needs a reason, which the problems of the run give.
"""

from collections import Counter
from enum import StrEnum
from typing import Any

from scrapy.crawler import Crawler

PREFIX = "portal/"


class Count(StrEnum):
    """What is counted for each portal."""

    REQUESTS = "requests"  # sent to the portal, retries and redirects too; robots.txt not
    LIST_PAGES = "list_pages"
    LINKS_SEEN = "links_seen"  # entries of lists
    DOCUMENTS = "documents"  # findings handed on: new, unchanged and archived ones
    NEW = "new"  # of these, bodies from addresses that the archive held none of
    CHANGED = "changed"  # other bytes than those that the archive held of their address
    UNCHANGED = "unchanged"  # asked for, and the portal said 304 or sent the same bytes
    ARCHIVED = "archived"  # not asked for, answered from the archive
    LINKS_REJECTED = "links_rejected"  # also as links_rejected/<rule of a Verdict>
    BLOCKED = "blocked"  # answers by a firewall, or that we ask too often
    PROBLEMS = "problems"  # requests that failed or were refused, the blocked ones included


class Tally:
    """Counts into Scrapy's stats, which there are from the opening of the spider on."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    def add(self, home_url: str, count: Count, rule: str | None = None) -> None:
        """Count one; with a rule, under its name too."""
        self._crawler.stats.inc_value(f"{PREFIX}{home_url}/{count}")
        if rule is not None:
            self._crawler.stats.inc_value(f"{PREFIX}{home_url}/{count}/{rule}")

    def by_portal(self, home_urls: list[str]) -> dict[str, dict[str, int]]:
        """Give the counts of each portal; see `by_portal`."""
        return by_portal(self._crawler.stats.get_stats(), home_urls)


def by_portal(stats: dict[str, Any], home_urls: list[str]) -> dict[str, dict[str, int]]:
    """Give the counts of each portal: every `Count`, and `links_rejected/<rule>` where one did.

    A count that was never added to is 0: it was counted, and none came.
    """
    counts: dict[str, dict[str, int]] = {}
    for home in home_urls:
        start = f"{PREFIX}{home}/"
        told = Counter({k.removeprefix(start): v for k, v in stats.items() if k.startswith(start)})
        counts[home] = {count: told[count] for count in Count} | dict(told)
    return counts
