"""Counts of a run, portal by portal: the one place that names them.

They end in the archive as the note `run`. Zero of any of the first five needs a reason, which the
problems of the run give.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from enum import StrEnum


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
    """The counts of one run."""

    def __init__(self) -> None:
        self._of_portal: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def add(self, home_url: str, count: Count, rule: str | None = None) -> None:
        """Count one; with a rule, under its name too."""
        counts = self._of_portal[home_url]
        counts[count] += 1
        if rule is not None:
            counts[f"{count}/{rule}"] += 1

    def by_portal(self, home_urls: Iterable[str]) -> dict[str, dict[str, int]]:
        """Give the counts of each portal: every `Count`, and `links_rejected/<rule>` where one did.

        A count that was never added to is 0: it was counted, and none came.
        """
        none = dict.fromkeys(map(str, Count), 0)
        return {home: none | self._of_portal.get(home, {}) for home in home_urls}
