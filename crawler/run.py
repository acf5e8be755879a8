"""One run of the crawler: its id, its counts, what went wrong, and its account at the end."""

from importlib.metadata import version
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.archive import Capture, now, run_id_at
from crawler.cms.page import ListEntry
from crawler.listing import Judged, list_facts, taken_away
from crawler.live_archive import LiveArchive
from crawler.lock import lock
from crawler.outcomes import Outcome, Refused, outcome_of
from crawler.reconcile import Reconciliation
from crawler.registry import Portal
from crawler.rota import Kind, Past, Walk, tonight
from crawler.tally import Count, Tally
from crawler.walk import Stage

_GONE = (404, 410)
_BLOCKED = frozenset({Outcome.CHALLENGE_PAGE, Outcome.RATE_LIMITED})


class Run:
    """Writes the notes `walk`, `list`, `problem` and `run` into the archive that it opens.

    Raises DataFolderBusyError if another crawl writes to the data folder.
    """

    def __init__(self, crawler: Crawler, portals: list[Portal]) -> None:
        data = Path(crawler.settings["GONGKAI_DATA"])
        self._lock = lock(data)
        self.started_at = now()
        self.run_id = run_id_at(self.started_at)
        self._user_agent = crawler.settings["USER_AGENT"]
        self.archive = LiveArchive(
            data / "archive",
            self.run_id,
            self._lock,
            software=f"gongkai/{version('gongkai')}",
            user_agent=self._user_agent,
        )
        self.tally = Tally()
        self._settings = crawler.settings
        self._portals = {portal.home_url: portal for portal in portals}
        self.walks: dict[str, Walk] = {}
        self.lists: dict[str, Reconciliation] = {}
        self._with_column: set[str] = set()  # home pages of portals that have a column of reports
        self._with_problem: set[str] = set()

    def begin(self, portal: Portal) -> Walk:
        """Begin the walk of a portal, or go on with the one that an earlier run began."""
        noted = self.archive.latest_note("walk", portal.home_url)
        walk = tonight(
            Past.from_facts(noted.facts) if noted else None,
            now(),
            full=self._settings.getbool("GONGKAI_FULL") or self._settings.getbool("RECHECK"),
            full_days=self._settings.getfloat("GONGKAI_FULL_DAYS"),
            share=self._settings.getfloat("GONGKAI_NIGHTLY_SHARE"),
        )
        self._note_walk(portal, walk.began())
        self.walks[portal.home_url] = walk
        self.lists[portal.home_url] = Reconciliation()
        return walk

    def listed(
        self, capture: Capture, stage: Stage, judged: Judged, total: int | None
    ) -> list[ListEntry]:
        """Take in what a page of a list says; give what it said before and says no more."""
        home, front = stage.portal.home_url, stage.front
        self._with_column.add(home)
        self.tally.add(home, Count.LIST_PAGES)
        facts = list_facts(stage, judged, total)
        before = self.archive.latest_note("list", capture.url)
        if before is None or before.facts != facts:
            self.archive.note("list", capture, facts)
        if front is not None:
            self.lists[home].add(front.ask, stage.route, judged, total)
            self.walks[home].read(front, stage.route, [v for _, v in judged], now())
        return [] if before is None else taken_away(before.facts, facts)

    def failed(self, request: Request, failure: BaseException) -> None:
        """Note a request that failed or was refused."""
        outcome, detail = outcome_of(failure), str(failure)
        if isinstance(failure, Refused):
            detail = failure.detail
        elif isinstance(failure, HttpError):
            detail = f"status {failure.response.status}"
            held = self.archive.latest(request.url, 200)
            if failure.response.status in _GONE and held is not None:
                outcome = Outcome.VANISHED
                detail = f"{detail}; the archive holds it as of {held.retrieved_at}"
        home, page_url = request.meta.get("portal"), _page_of(request)
        self.problem(request.url, home, outcome, detail or type(failure).__name__, page_url)

    def problem(
        self,
        url: str,
        home_url: str | None,
        outcome: Outcome,
        detail: str,
        page_url: str | None = None,
    ) -> None:
        """Note what was blocked, broken or left, and why.

        Facts: run_id, at, url, page_url (the page that lists or carries it; None for a page of the
        way or a list), region_code, outcome, detail.
        """
        portal = self._portals.get(home_url or "")
        if portal is not None:
            self._with_problem.add(portal.home_url)
            if portal.home_url in self.walks:
                self.walks[portal.home_url].went_wrong(url, outcome)
            self.tally.add(portal.home_url, Count.PROBLEMS)
            if outcome in _BLOCKED:
                self.tally.add(portal.home_url, Count.BLOCKED)
        facts = {
            "run_id": self.run_id,
            "at": now(),
            "url": url,
            "page_url": page_url,
            "region_code": portal.region_code if portal else None,
            "outcome": str(outcome),
            "detail": detail,
        }
        self.archive.note("problem", None, facts)

    async def finish(self, reason: str) -> None:
        """Give account of the run and close the archive.

        Facts: run_id, started_at, finished_at, reason, user_agent, and `portals`, a list with
        home_url, region_code and the counts of `crawler.tally` for each.
        """
        if reason == "finished":
            for home, walk in self.walks.items():
                self._look_over(self._portals[home], walk)
                self._note_walk(self._portals[home], walk.ended())
        counts = self.tally.by_portal(self._portals)
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
        with self._lock:
            await self.archive.close()

    def _note_walk(self, portal: Portal, walk: Past) -> None:
        """Facts: those of `Past`, home_url and region_code."""
        facts = {"home_url": portal.home_url, "region_code": portal.region_code, **walk.facts()}
        self.archive.note("walk", None, facts, portal.home_url)

    def _look_over(self, portal: Portal, walk: Walk) -> None:
        """Note what is missing from a walk that looks as if it had gone well."""
        home = portal.home_url
        for front in walk.emptied():
            problem = f"the list had {front.entries} entries the last time and has none now"
            self.problem(front.ask.url, home, Outcome.LIST_CHANGED, problem)
        if walk.kind is Kind.NIGHTLY:
            return
        for url, missing in self.lists[home].shortfalls():
            self.problem(url, home, Outcome.LIST_INCOMPLETE, missing)
        if portal.floor is not None and walk.reports < portal.floor:
            problem = f"{walk.reports} reports are listed, at least {portal.floor} are known to be"
            self.problem(home, home, Outcome.BELOW_FLOOR, problem)
        if home not in self._with_column | self._with_problem:
            problem = "no link leads to a column of annual reports; add its address to columns.csv"
            self.problem(home, home, Outcome.NO_MATCHING_LINK, problem)


def _page_of(request: Request) -> str | None:
    """Give the page that lists or carries what was asked for, if it is an entry or a document."""
    passed = request.cb_kwargs
    if "finding" in passed:
        page_url: str = passed["finding"].page_url
        return page_url
    return passed["stage"].list_url if "entry" in passed else None
