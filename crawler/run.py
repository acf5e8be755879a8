"""One run of the crawler: its id, its counts, what went wrong, and its account at the end."""

from importlib.metadata import version
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.archive import Archive, now, run_id_at
from crawler.lock import lock
from crawler.outcomes import Outcome, Refused, outcome_of
from crawler.registry import Portal
from crawler.tally import Count, Tally

_BLOCKED = frozenset({Outcome.CHALLENGE_PAGE, Outcome.RATE_LIMITED})


class Run:
    """Writes the notes `problem` and `run` into the archive that it opens.

    Raises DataFolderBusyError if another crawl writes to the data folder.
    """

    def __init__(self, crawler: Crawler, portals: list[Portal]) -> None:
        data = Path(crawler.settings["GONGKAI_DATA"])
        self._lock = lock(data)
        self.started_at = now()
        self.run_id = run_id_at(self.started_at)
        self._user_agent = crawler.settings["USER_AGENT"]
        self.archive = Archive(
            data / "archive",
            self.run_id,
            software=f"gongkai/{version('gongkai')}",
            user_agent=self._user_agent,
        )
        self.tally = Tally(crawler)
        self._portals = {portal.home_url: portal for portal in portals}
        self._with_column: set[str] = set()  # home pages of portals that have a column of reports
        self._with_problem: set[str] = set()

    def column_found(self, home_url: str) -> None:
        """Remember that a portal has a column of reports."""
        self._with_column.add(home_url)

    def failed(self, request: Request, failure: BaseException) -> None:
        """Note a request that failed or was refused."""
        detail = failure.detail if isinstance(failure, Refused) else str(failure)
        self.problem(
            request.url,
            request.meta.get("portal"),
            outcome_of(failure),
            detail or type(failure).__name__,
        )

    def problem(self, url: str, home_url: str | None, outcome: Outcome, detail: str) -> None:
        """Note what was blocked, broken or left, and why.

        Facts: run_id, at, url, region_code, outcome, detail.
        """
        portal = self._portals.get(home_url or "")
        if portal is not None:
            self._with_problem.add(portal.home_url)
            self.tally.add(portal.home_url, Count.PROBLEMS)
            if outcome in _BLOCKED:
                self.tally.add(portal.home_url, Count.BLOCKED)
        facts = {
            "run_id": self.run_id,
            "at": now(),
            "url": url,
            "region_code": portal.region_code if portal else None,
            "outcome": str(outcome),
            "detail": detail,
        }
        self.archive.note("problem", None, facts)

    def finish(self, reason: str) -> None:
        """Give account of the run and close the archive.

        Facts: run_id, started_at, finished_at, reason, user_agent, and `portals`, a list with
        home_url, region_code and the counts of `crawler.tally` for each.
        """
        for home in self._portals.keys() - self._with_column - self._with_problem:
            self.problem(
                home,
                home,
                Outcome.NO_MATCHING_LINK,
                "no link leads to a column of annual reports; add its address to columns.csv",
            )
        counts = self.tally.by_portal(list(self._portals))
        facts: dict[str, Any] = {
            "run_id": self.run_id,
            "started_at": self.started_at,
            "finished_at": now(),
            "reason": reason,
            "user_agent": self._user_agent,
            "portals": [
                {"home_url": home, "region_code": portal.region_code, **counts[home]}
                for home, portal in self._portals.items()
            ],
        }
        self.archive.note("run", None, facts)
        self.archive.close()
        self._lock.close()
