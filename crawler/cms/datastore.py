"""The XML in which Hanweb's jpage, and TrueCMS after it, keep the records of a list."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Self

from crawler.cms.page import ListEntry, Page
from crawler.cms.rows import row_entries
from crawler.cms.script import number

# Read by pattern, not as XML: the packed markup is often broken (<li style=<br/>), and some
# stores are not well-formed either.
_STORE = re.compile(r"<datastore>.*?</datastore>", re.DOTALL | re.IGNORECASE)
_RECORD = re.compile(r"<record>(.*?)</record>", re.DOTALL | re.IGNORECASE)
_CDATA = re.compile(r"\s*<!\[CDATA\[(.*?)\]\]>\s*", re.DOTALL)
_TOTAL = re.compile(r"<totalrecord>\s*(\d+)\s*</totalrecord>", re.IGNORECASE)


@dataclass(frozen=True)
class Datastore:
    """One store: the markup of each record, and how many the whole list has."""

    text: str
    records: tuple[str, ...]
    total: int | None

    @classmethod
    def all_in(cls, text: str) -> list[Self]:
        """Give the stores that stand in a text."""
        return [cls._read(store) for store in _STORE.findall(text)]

    @classmethod
    def _read(cls, text: str) -> Self:
        total = _TOTAL.search(text)
        records = tuple(_markup(record) for record in _RECORD.findall(text))
        return cls(text, records, number(total[1]) if total else None)

    def entries(self, page: Page, url: str | None = None) -> tuple[ListEntry, ...]:
        """Read the records; their links start from `url`, the page that shows them."""
        found: dict[str, ListEntry] = {}
        for record in self.records:
            inner = page.within(record, url)
            anchors = inner.selector.xpath("//a[@href or @onclick]")
            for entry in row_entries(inner, [(anchor, inner.selector) for anchor in anchors]):
                found.setdefault(entry.url, entry)
        return tuple(found.values())


def _markup(record: str) -> str:
    packed = _CDATA.fullmatch(record)
    return packed[1] if packed else unescape(record)
