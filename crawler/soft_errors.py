"""Answers with the status 200 that are not what was asked for; see `soft_errors.toml`."""

import tomllib
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from crawler.cms.markup import text_of
from crawler.cms.page import Page
from crawler.outcomes import Outcome

_RULES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_HOME_PATHS = frozenset({"", "/", "/index.html", "/index.htm", "/index.shtml"})


def soft_error(
    page: Page, asked: str, *, is_entry: bool, is_home_body: bool
) -> tuple[Outcome, str] | None:
    """Give the outcome of a page that came in the place of another, and why; None if it is sound.

    `asked` is the address before redirects, `is_entry` tells that a list led there, `is_home_body`
    that the bytes are those of the portal's home page, which some portals send for every address.
    """
    if _is_home(asked):
        return None
    if is_home_body or (_is_home(page.url) and urlsplit(asked).path != urlsplit(page.url).path):
        return Outcome.REDIRECT_HOME, f"the home page came in the place of {asked}"
    target = page.refresh() or page.url
    if is_entry and _is_above(target, asked):
        return Outcome.SOFT_404, f"it leads back to {target}, as TRS does for deleted articles"
    if page.meta("ArticleTitle") is not None:
        return None
    text = text_of(page.selector)
    phrase = next((p for p in _RULES["phrases"] if p in text), None)
    if phrase and len(text) < _RULES["longest"]:
        return Outcome.SOFT_404, f"the page says “{phrase}”, with the status 200"
    return None


def _is_home(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in _HOME_PATHS and not parts.query


def _is_above(target: str, url: str) -> bool:
    """Tell whether an address is a folder that the other lies under."""
    return target.endswith("/") and target != url and urljoin(url, ".").startswith(target)
