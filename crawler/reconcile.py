"""The lists of a walk, held against what they say of themselves and against the CMS's search."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from crawler.cms.page import Ask
from crawler.listing import Judged
from crawler.titles import Answer


@dataclass
class ListCount:
    """One list: how many entries it says it has, and which were seen on which way."""

    url: str
    total: int | None = None
    listed: set[str] = field(default_factory=set)
    searched: set[str] = field(default_factory=set)  # of these, only what may be reports


class Reconciliation:
    """The counts of all lists of one portal in one walk."""

    def __init__(self) -> None:
        self._lists: dict[tuple[str, str | None], ListCount] = {}

    def add(self, first: Ask, route: str, judged: Judged, total: int | None) -> None:
        """Count a page of the list that `first` asks for the first page of."""
        count = self._lists.setdefault(first.identity, ListCount(first.url))
        if route == "search":
            count.searched |= {e.url for e, verdict in judged if verdict.answer is not Answer.NO}
            return
        count.listed |= {entry.url for entry, _ in judged}
        count.total = count.total if total is None else total

    def shortfalls(self) -> Iterator[tuple[str, str]]:
        """Give the address of each list that is not whole, and what is missing."""
        listed = set().union(*(count.listed for count in self._lists.values()))
        for count in self._lists.values():
            if count.total is not None and len(count.listed | count.searched) < count.total:
                seen = len(count.listed | count.searched)
                yield count.url, f"the list says it has {count.total} entries, {seen} were seen"
            if more := count.searched - listed:
                yield count.url, f"the search finds {len(more)} that no list has: {_some(more)}"


def _some(urls: Iterable[str]) -> str:
    first, *more = sorted(urls)
    return f"{first} and {len(more)} more" if more else first
