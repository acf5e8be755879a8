"""What the archive holds of an address, and whether the portal is to be asked for it again."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from scrapy.settings import BaseSettings

from crawler.archive import Capture
from crawler.items import KeptPicture, Listed, kept_pictures
from crawler.live_archive import LiveArchive

# Answers that are worth keeping to: the page, where it moved to, that it is not there.
_MOVED = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})


class Known:
    """The archive as the answer to a request."""

    def __init__(self, archive: LiveArchive, settings: BaseSettings) -> None:
        self._archive = archive
        self._recheck = settings.getbool("RECHECK")
        self._longest = timedelta(days=settings.getfloat("RECHECK_DAYS"))

    def held(self, url: str, *, document: bool) -> Capture | None:
        """Give what the archive answers for an article or document: itself, or where it moved to.

        `document`: a web page in its place is a captcha or an error and counts for nothing.
        """
        held = self._archive.latest(url)
        if held is None or (held.status != 200 and held.status not in _MOVED):
            return None
        return None if document and held.media_type == "text/html" else held

    def is_due(self, held: Capture, listed: Listed | None, found_as: str | None = None) -> bool:
        """Tell whether to ask again for what is held: it is old, or its list entry changed.

        `found_as` is the address of the page that was found, where this is a picture of it.
        """
        if self._recheck or self._is_old(held):
            return True
        noted = self._archive.latest_note("finding", found_as or held.url)
        before = noted.facts.get("listed") if noted else None
        return listed is not None and before is not None and before != asdict(listed)

    def pictures(self, url: str) -> tuple[KeptPicture, ...]:
        """Give the pictures of a page, as it was noted the last time that it was found."""
        noted = self._archive.latest_note("finding", url)
        return kept_pictures(noted.facts) if noted else ()

    def is_settled(self, url: str, listed: Listed) -> bool:
        """Tell whether an entry needs no request: it is held, or known to be gone, and not due."""
        held = self._archive.latest(url)
        if held is None:
            return False
        if held.status in _GONE:
            return not self._is_old(held)
        if held.status != 200 and held.status not in _MOVED:
            return False
        return not self.is_due(held, listed)

    def since(self, url: str, moment: str, *, document: bool = False) -> Capture | None:
        """Give the answer that came since a walk began, unless the portal only failed then."""
        held = self._archive.latest(url)
        if held is None or held.retrieved_at < moment:
            return None
        if held.status in _GONE:
            return held
        return self.held(url, document=document)

    def _is_old(self, held: Capture) -> bool:
        checked = datetime.fromisoformat(self._archive.checked(held.url) or held.retrieved_at)
        return datetime.now(UTC) - checked > self._longest
