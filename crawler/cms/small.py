"""Small families, which differ by patterns alone: a row of `small.toml` each."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from crawler.cms.generic import Generic
from crawler.cms.page import Ask, ListEntry, Page
from crawler.cms.paging import number_of, with_number


@dataclass(frozen=True)
class Small(Generic):
    """One small family; the fields are explained in `small.toml`."""

    name: str = "small"
    known: str = "(?!)"  # nothing
    marks: str | None = None
    path: str | None = None
    further: str = ""
    counted: str | None = None
    entry: str | None = None

    def recognises(self, page: Page) -> bool:
        """Tell by the form of addresses."""
        if re.search(self.known, page.url):
            return True
        marks = self.marks
        return marks is not None and any(re.search(marks, url) for url, _ in page.links)

    def entries(self, page: Page) -> tuple[ListEntry, ...]:
        """Give the entries whose addresses are those of articles, if any are."""
        found = super().entries(page)
        if self.entry is None:
            return found
        return tuple(e for e in found if re.search(self.entry, e.url)) or found

    def unlinked_pages(self, page: Page, entries: tuple[ListEntry, ...]) -> tuple[Ask, ...]:
        """Give the next page by the pattern of the family."""
        context = (("page", str(number_of(page) + 1)),)
        if self.counted:
            shown = parse_qs(urlsplit(page.url).query).get(self.counted, ["1"])[0]
            after = int(shown) + 1 if shown.isdecimal() else 2
            url = with_number(page.url, self.counted, after)
            return (Ask(url, context=context, is_guess=True),)
        parts = urlsplit(page.url)
        found = re.fullmatch(self.path, parts.path) if self.path else None
        if found is None:
            return super().unlinked_pages(page, entries)
        further = self.further.format_map(found.groupdict() | {"n": int(found["n"] or 1) + 1})
        return (Ask(parts._replace(path=further).geturl(), context=context, is_guess=True),)


def small_families() -> tuple[Small, ...]:
    """Give the families of `small.toml`, in its order."""
    rows = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["family"]
    return tuple(Small(**row) for row in rows)
