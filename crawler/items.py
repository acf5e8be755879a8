"""What the spider hands to the pipelines: a body in the archive that may be a report."""

from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from crawler.archive import Capture
from crawler.cms.page import ListEntry


@dataclass(frozen=True)
class Listed:
    """What a list said of an entry. A change of it means that the entry is asked for again."""

    title: str
    date: str | None  # YYYY-MM-DD

    @classmethod
    def of(cls, entry: ListEntry) -> Self:
        """Give what matters of an entry."""
        return cls(entry.title, entry.date)


@dataclass(frozen=True)
class KeptPicture:
    """A picture that a page shows, in the archive."""

    written: str  # what the page calls it: see `crawler.cms.pictures.Picture`
    url: str  # of its capture
    sha256: str


@dataclass(frozen=True)
class Finding:
    """A body in the archive that may be a report, with what the portal says of it."""

    capture: Capture
    region_code: str | None  # of the portal; None for a portal that serves no single region
    title: str  # the best title the portal gives
    year: int | None  # from that title
    agency: str | None  # ContentSource, or the unit in the title
    published: str | None  # YYYY-MM-DD
    column: str | None  # name of the column it was found in
    page_url: str  # the page that lists or carries it; for an attachment its detail page
    listed: Listed | None
    pictures: tuple[KeptPicture, ...] = ()  # of a page that may show its report in pictures

    def facts(self) -> dict[str, Any]:
        """Give everything but the capture, ready for `Archive.note("finding", capture, …)`."""
        facts = {name: getattr(self, name) for name in _FACTS}
        facts["listed"] = None if self.listed is None else asdict(self.listed)
        pictures = [asdict(picture) for picture in self.pictures]
        # What has none is noted as it was before pictures were asked for.
        return facts | ({"pictures": pictures} if pictures else {})

    @classmethod
    def from_facts(cls, facts: dict[str, Any], capture: Capture) -> Self:
        """Undo `facts`. Raises KeyError or TypeError if the facts are not those of a finding."""
        listed = facts["listed"]
        made = {
            "capture": capture,
            "listed": None if listed is None else Listed(**listed),
            "pictures": kept_pictures(facts),
        }
        return cls(**facts | made)


def kept_pictures(facts: dict[str, Any]) -> tuple[KeptPicture, ...]:
    """Give the pictures in the facts of a finding; those of the first crawls have none."""
    return tuple(KeptPicture(**told) for told in facts.get("pictures", ()))


_FACTS = tuple(field.name for field in fields(Finding) if field.name not in ("capture", "pictures"))
