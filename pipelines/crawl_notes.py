"""The notes of the crawls as rows: what each run counted, how far each walk came, what failed."""

from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

from crawler.archive import Archive, Note
from crawler.registry import Portal
from crawler.rota import Past
from crawler.tally import Count
from warehouse.rows import PortalRow, ProblemRow, RunPortalRow, RunRow

# Counts of a run and the columns that hold them.
_OF_RUN = {
    "requests": (Count.REQUESTS,),
    "list_pages": (Count.LIST_PAGES,),
    "links_seen": (Count.LINKS_SEEN,),
    "links_rejected": (Count.LINKS_REJECTED,),
    "documents": (Count.DOCUMENTS,),
    "new_documents": (Count.NEW,),
    "changed_documents": (Count.CHANGED,),
    "unchanged_documents": (Count.UNCHANGED, Count.ARCHIVED),
    "blocked": (Count.BLOCKED,),
}
_OF_PORTAL = _OF_RUN | {
    "unchanged_documents": (Count.UNCHANGED,),
    "archived_documents": (Count.ARCHIVED,),
    "problems": (Count.PROBLEMS,),
}


class Portals:
    """The portals that the runs on record were to visit."""

    def __init__(self, archive: Archive) -> None:
        self._last_run: dict[str, str] = {}
        self._portals: dict[str, Portal] = {}
        for note in archive.notes("run"):
            for told in note.facts["portals"]:
                home = told["home_url"]
                self._last_run[home] = note.facts["run_id"]
                self._portals[home] = Portal(home, told["region_code"])
        self._of_host: dict[str, list[Portal]] = defaultdict(list)
        for portal in self._portals.values():
            for host in portal.hosts:
                self._of_host[host].append(portal)

    def of(self, url: str, region_code: str | None) -> str | None:
        """Give the home page of the portal that an address belongs to, None if it is of none.

        Told by the host or one above it; where portals share a host, by the region.
        """
        labels = (urlsplit(url).hostname or "").split(".")
        hosts = (".".join(labels[n:]) for n in range(len(labels)))
        found = next((self._of_host[host] for host in hosts if host in self._of_host), [])
        return max(
            (portal.home_url for portal in found),
            key=lambda home: (self._portals[home].region_code == region_code, home),
            default=None,
        )

    def rows(self, archive: Archive) -> Iterator[PortalRow]:
        """Give each portal as its last walk left it."""
        for home, portal in self._portals.items():
            note = archive.latest_note("walk", home)
            past = Past.from_facts(note.facts) if note else None
            yield _portal_row(portal, self._last_run[home], past)


def run_rows(archive: Archive) -> Iterator[RunRow]:
    """Give each run with its counts over all portals."""
    for note in archive.notes("run"):
        facts = note.facts
        yield RunRow(
            run_id=facts["run_id"],
            started_at=facts["started_at"],
            finished_at=facts["finished_at"],
            user_agent=facts["user_agent"],
            portals=len(facts["portals"]),
            **{
                column: _sum([told.get(count) for told in facts["portals"] for count in counts])
                for column, counts in _OF_RUN.items()
            },
        )


def run_portal_rows(archive: Archive) -> Iterator[RunPortalRow]:
    """Give the counts of each run on each portal."""
    for note in archive.notes("run"):
        for told in note.facts["portals"]:
            yield RunPortalRow(
                run_id=note.facts["run_id"],
                home_url=told["home_url"],
                region_code=told["region_code"],
                **{
                    column: _sum([told.get(count) for count in counts])
                    for column, counts in _OF_PORTAL.items()
                },
            )


def problem_rows(archive: Archive, portals: Portals) -> Iterator[ProblemRow]:
    """Give what the crawls noted as blocked, broken or left."""
    for note in archive.notes("problem"):
        yield _problem_row(note, portals)


def _problem_row(note: Note, portals: Portals) -> ProblemRow:
    facts = note.facts
    return ProblemRow(
        facts["run_id"],
        facts["at"],
        facts["url"],
        facts["region_code"],
        facts["outcome"],
        facts["detail"],
        home_url=portals.of(facts["url"], facts["region_code"]),
        page_url=facts.get("page_url"),  # notes of the first crawls lack it
    )


def _portal_row(portal: Portal, run_id: str, past: Past | None) -> PortalRow:
    if past is None:
        return PortalRow(portal.home_url, portal.region_code, run_id)
    columns = [front.checked_at for front in past.fronts if front.level == 0]
    return PortalRow(
        home_url=portal.home_url,
        region_code=portal.region_code,
        last_run_id=run_id,
        families=tuple(sorted({front.reader for front in past.fronts if front.reader})),
        state="done" if past.done else "incomplete",
        walk_kind=past.kind,
        walk_began_at=past.began_at,
        full_walk_at=past.full_at or None,
        lists=len(past.fronts),
        lists_checked_at=min(columns, default=None),
    )


def _sum(counts: list[int | None]) -> int | None:
    """Add up; None if one was not counted."""
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None
