"""Changes to `portals.csv` that the links of other portals speak for."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO
from urllib.parse import urlsplit

from crawler.link_tree import Answered
from crawler.registry import Portal


class Change(StrEnum):
    """What is proposed of a portal."""

    NEW = "new"  # its region has no row
    MOVED = "moved"  # another host than that of the row
    SCHEME = "scheme"  # the same host, by the other of http and https


@dataclass(frozen=True)
class Proposal:
    """A row of `portals.csv` to add, or to give another address."""

    change: Change
    answered: Answered
    portal: Portal | None  # whose address changes; None for a new row


class DoubtError(ValueError):
    """A link is not proposed; the message says why."""


def judge(answered: Answered, registered: Sequence[Portal]) -> Proposal | None:
    """Give what a linked portal speaks for; None if the registry has it so.

    Raises DoubtError where it may not be the portal of the region.
    """
    region, home = answered.link.region, answered.home_url
    here = [portal for portal in registered if portal.region_code == region.code]
    if any(portal.home_url == home for portal in here):
        return None
    same_host = next((portal for portal in here if _site(portal.home_url) == _site(home)), None)
    if same_host is not None:
        is_other_scheme = urlsplit(same_host.home_url).scheme != urlsplit(home).scheme
        return Proposal(Change.SCHEME, answered, same_host) if is_other_scheme else None
    other = next((p for p in registered if _site(p.home_url) == _site(home)), None)
    if other is not None:
        raise DoubtError(f"leads to {home}, the portal of {other.region_code or 'no region'}")
    if not region.is_in(answered.name):
        raise DoubtError(f"leads to {home}, which calls itself {answered.name or 'nothing'}")
    return Proposal(Change.MOVED if here else Change.NEW, answered, here[0] if here else None)


def amended(text: str, proposals: Iterable[Proposal]) -> str:
    """Give `portals.csv` with the proposals; the other rows stay as they are, to the byte.

    A new row stands behind that of the next lower code.
    """
    lines = text.splitlines(keepends=True)
    fields = next(csv.reader([lines[0].removeprefix("\ufeff")]))
    for proposal in proposals:
        region_code = proposal.answered.link.region.code
        row = dict.fromkeys(fields, "") | {"region_code": region_code}
        if proposal.portal is None:
            place = _behind(lines, fields, region_code)
            lines.insert(place, "")
        else:
            place, row = _row_of(lines, fields, proposal.portal.home_url)
        row |= {"home_url": proposal.answered.home_url}
        if "status" in fields:
            row["status"] = "unchecked"
        if "note" in fields:
            row["note"] = "; ".join(filter(None, (row["note"], _note(proposal))))
        lines[place] = _line([row[field] for field in fields], lines[0])
    return "".join(lines)


def _note(proposal: Proposal) -> str:
    page = proposal.answered.link.page_url
    was = f", instead of {proposal.portal.home_url}" if proposal.portal else ""
    return f"linked by {page}{was}"


def _row_of(lines: list[str], fields: list[str], home_url: str) -> tuple[int, dict[str, str]]:
    return next((n, row) for n, row in _rows(lines, fields) if _same(row["home_url"], home_url))


def _behind(lines: list[str], fields: list[str], region_code: str) -> int:
    if not lines[-1].endswith("\n"):
        lines[-1] += _ending(lines[0])
    lower = (n for n, row in _rows(lines, fields) if row["region_code"] < region_code)
    return max(lower, default=0) + 1


def _rows(lines: list[str], fields: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    for number, values in enumerate(csv.reader(lines)):
        if number and values:
            yield number, dict.fromkeys(fields, "") | dict(zip(fields, values, strict=False))


def _line(values: list[str], header: str) -> str:
    written = StringIO()
    csv.writer(written, lineterminator=_ending(header)).writerow(values)
    return written.getvalue()


def _ending(header: str) -> str:
    return "\r\n" if header.endswith("\r\n") else "\n"


def _same(one: str, other: str) -> bool:
    return one.strip().rstrip("/") == other.rstrip("/")


def _site(url: str) -> str:
    """Give host and port; `www.` is left off."""
    return urlsplit(url).netloc.removeprefix("www.")
