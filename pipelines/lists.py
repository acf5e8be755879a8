"""The notes `list` as rows: each page of a list as it last was, and its entries."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from crawler.archive import Archive, Note
from crawler.titles import Answer
from extract.agency import is_agency
from pipelines.normalise import Agency, agency_called
from warehouse.rows import LandedListing, LinkRow, ListingRow

_MOVED = frozenset({301, 302, 303, 307, 308})
_HOPS = 8  # as many redirects as the crawler follows


def listings(archive: Archive) -> Iterator[LandedListing]:
    """Give each page of a list as its newest note tells of it, one at a time."""
    notes = archive.notes("list")
    for url in dict.fromkeys(note.about.url for note in notes if note.about is not None):
        note = archive.latest_note("list", url)
        if note is not None and note.about is not None:
            yield _landed(archive, note)


def _landed(archive: Archive, note: Note) -> LandedListing:
    page, facts = note.about, note.facts
    assert page is not None  # noqa: S101 - told to the type checker
    row = ListingRow(
        url=page.url,
        home_url=facts["home_url"],
        region_code=facts["region_code"],
        column_name=facts["column"],
        page=facts["page"],
        route=facts["route"],
        total=facts["total"],
        retrieved_at=page.retrieved_at,
        checked_at=archive.checked(page.url) or page.retrieved_at,
        sha256=page.sha256,
        warc_file=page.warc_file,
        warc_offset=page.warc_offset,
    )
    entries = enumerate(facts["entries"], start=1)
    return LandedListing(row, tuple(_link(archive, row, n, entry) for n, entry in entries))


def _link(archive: Archive, page: ListingRow, position: int, entry: dict[str, Any]) -> LinkRow:
    is_asked = entry["answer"] != Answer.NO
    agency = _agency(entry, page) if is_asked else None
    return LinkRow(
        list_url=page.url,
        position=position,
        url=entry["url"],
        target_url=_target(archive, entry["url"]) if is_asked else entry["url"],
        title=entry["title"],
        answer=entry["answer"],
        rule=entry["rule"],
        listed_date=entry["date"],
        source=entry["source"],
        report_year=entry["year"],
        unit=entry["unit"],
        agency_id=agency.agency_id if agency else None,
        agency=agency.name if agency else None,
        agency_region_code=agency.region_code if agency else None,
    )


def _agency(entry: dict[str, Any], page: ListingRow) -> Agency | None:
    """Name the agency of an entry, by its title or else by what stands beside it."""
    source = entry["source"]
    name = entry["unit"] or (source if source and is_agency(source) else None)
    return agency_called(name, page.region_code, page.url) if name else None


def _target(archive: Archive, url: str) -> str:
    """Follow the redirects that are on record."""
    for _ in range(_HOPS):
        held = archive.latest(url)
        if held is None or held.status not in _MOVED:
            break
        url = urljoin(url, archive.answer(held)[1].get("location", ""))
    return url
