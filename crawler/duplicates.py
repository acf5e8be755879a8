"""What counts as asked for already in a run."""

from scrapy import Request
from scrapy.dupefilters import RFPDupeFilter


class AllButRedirects(RFPDupeFilter):
    """Scrapy's filter, without the targets of redirects.

    A deleted article leads to its column, which was asked for before: filtered, the article would
    be gone without a word. REDIRECT_MAX_TIMES bounds what goes round in circles.
    """

    def request_seen(self, request: Request) -> bool:
        """Tell whether a request is a duplicate."""
        return super().request_seen(request) and "redirect_times" not in request.meta
