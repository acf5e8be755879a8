"""The units under a portal: departments and townships that have disclosure pages of their own.

First a page that names them (部门平台链接), then the pages of each, from where the way to its
column is as on any portal.
"""

from enum import StrEnum
from urllib.parse import urlsplit

from crawler.cms.page import Page
from crawler.registry import Portal, is_under
from crawler.titles import Way, column_judge, names_unit

_DIRECTORIES = 6  # on one page
_UNITS = 300  # of one directory; a county has about seventy


class Place(StrEnum):
    """Where on the way from a home page to a column a page stands."""

    ON_THE_WAY = "on_the_way"
    DIRECTORY = "directory"  # it names units
    UNIT = "unit"  # it belongs to one


def directories_on(page: Page, portal: Portal, *, is_home: bool) -> list[str]:
    """Give the pages that name units; on a home page only those that speak of disclosure.

    Elsewhere the plain words 部门 and 乡镇 do, since the page itself is about disclosure.
    """
    ways = (Way.UNITS,) if is_home else (Way.UNITS, Way.WITHIN)
    found = {
        url: None
        for url, text in page.links
        if column_judge(text) in ways and not text.strip()[:2].isdecimal() and _is_on(portal, url)
    }
    return [url for url in found if url != page.url][:_DIRECTORIES]


def units_on(page: Page, portal: Portal) -> list[str]:
    """Give the pages of units that a directory links to."""
    found = {url: None for url, text in page.links if names_unit(text) and _is_on(portal, url)}
    return [url for url in found if url != page.url][:_UNITS]


def _is_on(portal: Portal, url: str) -> bool:
    return is_under(urlsplit(url).hostname or "", portal.hosts)
