"""The official link tree: portals of provinces link those of their cities, cities their counties.

Makes no request. What counts as a link to a portal is its text, and that it leads to a home page.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from crawler.cms.markup import text_of
from crawler.cms.page import Page
from crawler.regions import Region, Regions, folded
from crawler.registry import Portal, is_under

_DIRECTORY = re.compile(
    tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["directory"], re.VERBOSE
)
_DIRECTORIES = 6  # pages of links that are asked for at most
_OFFICIAL = frozenset({"gov.cn"})
_HOME_PAGE = re.compile(r"/?|/(index|default|main)\.\w{3,5}")


@dataclass(frozen=True)
class Link:
    """A link to the home page of a region's portal."""

    region: Region
    url: str  # scheme and host of what is linked to, with the path /
    text: str
    page_url: str  # that it stands on


@dataclass(frozen=True)
class Answered:
    """The home page that a link led to."""

    link: Link
    home_url: str  # after redirects, with the path /
    name: str  # SiteName, else the title


def is_official(url: str, *, allow_loopback: bool = False) -> bool:
    """Tell whether an address is under gov.cn: copies of portals abound elsewhere."""
    host = urlsplit(url).hostname or ""
    return is_under(host, _OFFICIAL) or (allow_loopback and _is_loopback(host))


def home_of(url: str) -> str:
    """Give the address of the home page of the host that an address is on."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def portal_links(page: Page, above: str, regions: Regions) -> list[Link]:
    """Give the links of a page to portals of the regions directly under the code `above`."""
    found: dict[tuple[str, str], Link] = {}
    for url, text in _links(page):
        meant = [region for region in regions.named(text) if region.parent_code == above]
        is_home = _HOME_PAGE.fullmatch(urlsplit(url).path) and not urlsplit(url).query
        if len(meant) == 1 and is_home and home_of(url) != home_of(page.url):
            link = Link(meant[0], home_of(url), text, page.url)
            found.setdefault((link.region.code, link.url), link)
    return list(found.values())


def directories(page: Page, portal: Portal) -> list[str]:
    """Give the pages of the portal that should list the portals below it."""
    urls = [
        url
        for url, text in page.links
        if is_under(urlsplit(url).hostname or "", portal.hosts) and _DIRECTORY.search(folded(text))
    ]
    return [url for url in dict.fromkeys(urls) if url != page.url][:_DIRECTORIES]


def site_name(page: Page) -> str:
    """Give what a portal calls itself."""
    title = page.selector.xpath("//title")
    return page.meta("SiteName") or (text_of(title[0]) if title else "")


def _links(page: Page) -> Iterator[tuple[str, str]]:
    """Give (address, text) of links, those of the drop-down lists of home pages too."""
    yield from page.links
    for option in page.selector.xpath("//option[@value]"):
        if url := page.absolute(option.xpath("string(@value)").get() or ""):
            yield url, text_of(option)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
