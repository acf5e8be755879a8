"""One file a CMS family: how its list and detail pages are recognised and read."""

from crawler.cms.generic import Generic
from crawler.cms.page import Page
from crawler.cms.trs import Trs

# The first that recognises a page reads it; the last takes every page.
FAMILIES: tuple[Generic, ...] = (Trs(), Generic())


def family_of(page: Page) -> Generic:
    """Give the family that reads a page."""
    return next(family for family in FAMILIES if family.recognises(page))
