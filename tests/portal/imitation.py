"""A portal that behaves as those of one CMS family do, and what is right to find on it."""

from dataclasses import dataclass

from tests.portal.server import Portal
from tests.portal.site import Serve


@dataclass(frozen=True)
class Imitation:
    """A portal of one family. Paths are as `Finding.capture.url` has them behind the host."""

    name: str  # of the family, with what is special about it: hanweb-jpage
    serve: Serve
    # Path, with its query if it needs one, of each body that is a report: the page that holds its
    # text, or the document it is. One path a report; a page that only carries one is not listed.
    reports: frozenset[str]
    home: str = "/"
    columns: tuple[str, ...] = ()  # paths for columns.csv; empty where the home page leads there

    def portal(self, host: str = "127.0.0.1") -> Portal:
        """Give it as a server that is not yet started."""
        return Portal(served={}, serve=self.serve, host=host)
