"""What is asked of a portal tonight: the whole way again, or only where new reports would show.

A portal is walked in full once, and again every FULL_DAYS: from its home page over every page of
every list. On the nights between, only the first pages of its lists are asked, as many as a small
share of the full walk allows. A walk that was cut short, or in which requests failed that may
succeed later, is walked again by the next run, with the archive answering what it has since.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from crawler.cms.page import Ask
from crawler.outcomes import MAY_PASS, Outcome
from crawler.titles import Answer, Verdict

# A full walk that failed in part is walked again this often; then its problems stand.
ATTEMPTS = 3


class Kind(StrEnum):
    """How far a walk goes."""

    FULL = "full"
    NIGHTLY = "nightly"


@dataclass(frozen=True)
class Front:
    """The first page of a list, where new entries show up, and what is needed to read it again."""

    ask: Ask
    family: str | None  # that asked; None for a page that was linked to
    column: str | None
    root: str  # address that the column's own pages lie under
    level: int  # 0 for a column, more for its parts by year or kind of unit
    newest: int | None = None  # the latest reporting year among its entries
    entries: int = 0  # that may be reports, on all its pages that were read
    checked_at: str = ""
    reader: str = ""  # name of the family that reads it

    def facts(self) -> dict[str, Any]:
        """Give it as JSON can hold it."""
        return asdict(self)

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> Self:
        """Undo `facts`."""
        ask = facts["ask"]
        pairs = {name: tuple(tuple(pair) for pair in ask[name]) for name in ("headers", "context")}
        return cls(**facts | {"ask": Ask(**ask | pairs)})


@dataclass(frozen=True)
class Past:
    """The last walk of a portal, as its note `walk` tells of it."""

    kind: Kind
    began_at: str
    done: bool
    attempt: int
    full_at: str  # when the last full walk began that ended well
    cost: int  # pages and documents of that walk
    fronts: tuple[Front, ...]

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> Self:
        """Read the facts of a note."""
        told = {field.name: facts[field.name] for field in fields(cls)}
        fronts = tuple(map(Front.from_facts, facts["fronts"]))
        return cls(**told | {"kind": Kind(facts["kind"]), "fronts": fronts})

    def facts(self) -> dict[str, Any]:
        """Give the facts for a note: plain values, or the archive's process would import Scrapy."""
        fronts = [front.facts() for front in self.fronts]
        return asdict(self) | {"kind": str(self.kind), "fronts": fronts}


@dataclass
class Walk:
    """One walk of a portal while it goes on, and what it has come upon."""

    kind: Kind
    began_at: str
    attempt: int = 1
    full_at: str = ""
    due: tuple[Front, ...] = ()  # what a nightly walk asks for
    before: Past | None = None
    cost: int = 0  # pages of lists and documents that were come upon, asked for or not
    reports: int = 0  # entries that may be reports
    found: dict[tuple[str, str | None], Front] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)  # addresses that may answer another time

    home_sha256: str | None = None  # of the home page, which some portals send for everything

    @property
    def skips_known(self) -> bool:
        """Whether entries that the archive holds are passed over without a look."""
        return self.kind is Kind.NIGHTLY and not self.resumes

    def passes_over(self, ask: Ask) -> bool:
        """Tell whether a list is left to its own turn: it is known, and this is not a full walk."""
        known = self.before.fronts if self.before and self.kind is Kind.NIGHTLY else ()
        return any(front.ask.identity == ask.identity for front in known)

    @property
    def resumes(self) -> bool:
        """Whether an earlier run began this walk."""
        return self.attempt > 1

    def began(self) -> Past:
        """Give what to note when it begins: as long as no other note follows, it is not done."""
        fronts = self.before.fronts if self.before else ()
        cost = self.before.cost if self.before else 0
        return Past(
            kind=self.kind,
            began_at=self.began_at,
            done=False,
            attempt=self.attempt,
            full_at=self.full_at,
            cost=cost,
            fronts=fronts,
        )

    def ended(self) -> Past:
        """Give what to note when nothing is left to ask."""
        done = not self.failed or self.attempt >= ATTEMPTS
        full = self.kind is Kind.FULL
        known = {front.ask.identity: front for front in (self.before.fronts if self.before else ())}
        # What had entries keeps their number, so that the alarm goes on until they are back.
        emptied = {front.ask.identity: front for front in self.emptied()}
        # A full walk that found no list at all has lost its way; the old ones stay to be asked.
        found = self.found if full and self.found else known | self.found
        fronts = tuple((found | emptied).values())
        cost = self.cost if full or self.before is None else self.before.cost
        full_at = self.began_at if full and done else self.full_at
        return Past(self.kind, self.began_at, done, self.attempt, full_at, cost, fronts)

    def emptied(self) -> list[Front]:
        """Give the lists, as they were, that had entries the last time and have none now."""
        before = self.before.fronts if self.before else ()
        now = {identity: front.entries for identity, front in self.found.items()}
        return [front for front in before if front.entries and now.get(front.ask.identity) == 0]

    def read(self, front: Front, route: str, verdicts: Sequence[Verdict], now: str) -> None:
        """Take in a page of the list that begins at a front."""
        may_be = [verdict for verdict in verdicts if verdict.answer is not Answer.NO]
        self.cost += 1 + len(may_be)
        if route == "search":
            return
        self.reports += len(may_be)
        before = self.found.get(front.ask.identity, front)
        years = [v.year for v in may_be if v.year is not None] + [before.newest or 0]
        newest = max(years) or None
        entries = before.entries + len(may_be)
        self.found[front.ask.identity] = replace(
            before, newest=newest, entries=entries, checked_at=now
        )

    def went_wrong(self, url: str, outcome: Outcome) -> None:
        """Remember what may be had another time."""
        if outcome in MAY_PASS:
            self.failed.add(url)


def tonight(past: Past | None, now: str, *, full: bool, full_days: float, share: float) -> Walk:
    """Decide how a portal is walked.

    `share` is the part of a full walk's cost that a night may ask for, `full_days` how long a full
    walk holds good; `full` asks for one at once.
    """
    if past is None:
        return Walk(Kind.FULL, now)
    if not past.done and (past.kind is Kind.FULL or not full):
        due = _due(past, share) if past.kind is Kind.NIGHTLY else ()
        attempt = past.attempt + 1
        return Walk(past.kind, past.began_at, attempt, past.full_at, due, past)
    if full or not past.fronts or _days(past.full_at, now) >= full_days:
        return Walk(Kind.FULL, now, full_at=past.full_at, before=past)
    return Walk(Kind.NIGHTLY, now, full_at=past.full_at, due=_due(past, share), before=past)


def _due(past: Past, share: float) -> tuple[Front, ...]:
    """Give the lists to look at, as many as the share allows: those not seen for longest first."""
    open_fronts = [*_open(past.fronts)]
    open_fronts.sort(key=lambda front: (front.checked_at, front.level))
    return tuple(open_fronts[: max(1, int(share * past.cost))])


def _open(fronts: Sequence[Front]) -> Iterable[Front]:
    """Give the columns themselves and the lists of the newest year: closed years rarely change."""
    newest = max((front.newest for front in fronts if front.newest is not None), default=None)
    return (f for f in fronts if f.level == 0 or f.newest is None or f.newest == newest)


def _days(since: str, now: str) -> float:
    if not since:
        return float("inf")
    then = datetime.fromisoformat(since).astimezone(UTC)
    return (datetime.fromisoformat(now).astimezone(UTC) - then) / timedelta(days=1)
