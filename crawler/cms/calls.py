"""Lists that a page's script fetches as JSON: the call it makes, and what the answer holds.

The calls stand in `calls.toml`. What is malformed in an answer is left out: an error page in the
place of JSON is an empty list.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from crawler.cms.markup import plain
from crawler.cms.page import Ask, Attachment, ListEntry, ListPage, Page, date_in
from crawler.cms.paging import number_of, with_number
from crawler.cms.rows import entries_of

_CHINA = timezone(timedelta(hours=8))
_WHOLE_PAGE = re.compile(r"<html|<!doctype", re.IGNORECASE)


@dataclass(frozen=True)
class Call:
    """One kind of call; the fields are explained in `calls.toml`."""

    name: str
    answer: Mapping[str, list[str]]
    mark: str = ""
    address: str | None = None
    append: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    post: bool = False
    search: bool = False
    page: str | None = None
    beside: bool = False
    is_guess: bool = False

    def asked_by(self, page: Page) -> tuple[Ask, ...]:
        """Give the calls that a page makes, for the first page of each list."""
        if self.address is None or self.mark not in page.text:
            return ()
        if not (found := re.findall(self.address, page.text)):
            return ()
        values = {"site": _site(page.url)}
        for name, pattern in self.values.items():
            if not (told := re.search(pattern, page.text)):
                return ()
            values[name] = told[1]
        return tuple(
            self.ask(url, page.url, self._filled(values))
            for address in dict.fromkeys(found)
            if (url := page.absolute(unescape(address) + self.append.format(**values)))
            and (not self.beside or urljoin(url, ".") == urljoin(page.url, "."))
        )

    def ask(self, url: str, asker: str, fields: Mapping[str, str]) -> Ask:
        """Make the call for the first page; what the address says itself goes before the fields.

        海南 and others answer only what names the page that asks.
        """
        headers = (("Referer", asker), ("X-Requested-With", "XMLHttpRequest"))
        context = (("call", self.name), ("asker", asker), ("page", "1"))
        counted = {self.page: "1"} if self.page else {}
        if self.post:
            return Ask.form(url, {**fields, **counted}, headers=headers, context=context)
        parts = urlsplit(url)
        own = dict(parse_qsl(parts.query, keep_blank_values=True))
        query = urlencode({**fields, **own, **counted})
        return Ask(parts._replace(query=query).geturl(), headers=headers, context=context)

    def turned(self, ask: Ask, seen: int) -> Ask:
        """Make the call for the page after one that made it `seen` entries."""
        number = int(ask.known("page") or 1) + 1
        context = tuple((dict(ask.context) | {"page": str(number), "seen": str(seen)}).items())
        turned = replace(ask, context=context, is_guess=self.is_guess)
        if ask.body is None:
            return replace(turned, url=with_number(ask.url, str(self.page), number))
        fields = dict(parse_qsl(ask.body, keep_blank_values=True)) | {str(self.page): str(number)}
        return replace(turned, body=urlencode(fields))

    def _filled(self, values: Mapping[str, str]) -> dict[str, str]:
        return {name: text.format(**values) for name, text in self.fields.items()}


def _load() -> dict[str, Call]:
    rows = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["call"]
    return {row["name"]: Call(**row) for row in rows}


_CALLS = _load()


def named(name: str) -> Call:
    """Give a call of `calls.toml`. Raises KeyError."""
    return _CALLS[name]


def asked_by(page: Page, *, search: bool = False) -> tuple[Ask, ...]:
    """Give the calls that a page makes for the lists it shows, or those of its searches."""
    calls = [call for call in _CALLS.values() if call.search is search]
    return tuple(ask for call in calls for ask in call.asked_by(page))


def answered(page: Page) -> ListPage | None:
    """Read the answer to a call; None if the page is none."""
    call = _CALLS.get((page.ask and page.ask.known("call")) or "")
    if call is None or page.ask is None:
        return None
    value = page.value()
    asker = page.within(page.text, page.ask.known("asker"))
    if value is not None:
        entries = tuple(_entries(value, call.answer, asker.within("")))
    else:  # an error page is a whole one, 甘肃 answers with a fragment
        entries = () if _WHOLE_PAGE.search(page.text[:500]) else entries_of(asker)
    total = _number(_first(value, call.answer.get("total", [])))
    pages = _number(_first(value, call.answer.get("pages", [])))
    seen = int(page.ask.known("seen") or 0) + len(entries)
    ended = number_of(page) >= pages if pages is not None else total is not None and seen >= total
    goes_on = call.page is not None and entries and not ended
    return ListPage(entries, (call.turned(page.ask, seen),) if goes_on else (), total=total)


def _entries(value: Any, keys: Mapping[str, list[str]], asker: Page) -> Iterator[ListEntry]:
    items = _first(value, keys["items"])
    for item in items if isinstance(items, list) else []:
        title, url = _first(item, keys["title"]), _first(item, keys["url"])
        if not (isinstance(title, str) and isinstance(url, str)):
            continue
        address, text = asker.absolute(url), plain(title)
        if address and text:
            source = _first(item, keys.get("source", []))
            yield ListEntry(
                address,
                text,
                _day(_first(item, keys["date"])),
                source.strip() if isinstance(source, str) and source.strip() else None,
                tuple(_attachments(_first(item, keys.get("attachments", [])), asker)),
            )


def _attachments(items: Any, asker: Page) -> Iterator[Attachment]:
    for item in items if isinstance(items, list) else []:
        url, name = _first(item, ["url"]), _first(item, ["name"])
        if isinstance(url, str) and (address := asker.absolute(url)):
            yield Attachment(address, name if isinstance(name, str) else "")


def _first(value: Any, names: list[str]) -> Any:
    """Give what stands at the first of some paths that holds anything."""
    for name in names:
        found = value
        for key in name.split("."):
            found = found.get(key) if isinstance(found, dict) else None
        if found not in (None, ""):
            return found
    return None


def _number(value: Any) -> int | None:
    return int(value) if str(value).isdecimal() else None


def _day(value: Any) -> str | None:
    """Read a date: text, or seconds since 1970 of a day that began in China."""
    if isinstance(value, int) and 0 < value < datetime(2100, 1, 1, tzinfo=UTC).timestamp():
        return datetime.fromtimestamp(value, _CHINA).date().isoformat()
    return date_in(value) if isinstance(value, str) else None


def _site(url: str) -> str:
    """Give the address of a portal in the first folder of a host: 长春 has a folder a county."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/{(parts.path or '/').split('/')[1]}"
