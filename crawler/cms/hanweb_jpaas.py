"""Hanweb 大汉 on JPAAS: each list of a page is a unit that the publish server builds as markup."""

import json
import re
from urllib.parse import urlencode

from crawler.cms import paging
from crawler.cms.generic import Generic
from crawler.cms.page import Ask, ListPage, Page, Part
from crawler.cms.script import number

_MARK = "jpaas-publish-server"
_SERVER = re.compile(r"""(?:https?:/)?/[\w./:-]*jpaas-publish-server/[\w./-]*/unit\b""")
_DEFAULT_SERVER = "/api-gateway/jpaas-publish-server/front/page/build/unit"
# An attribute: querydata="{'webId':'3185','pageId':'…','tagId':'…','tplSetId':'…'}"
_PAIR = re.compile(r"""["'](\w+)["']\s*:\s*["']([^"']*)["']""")
_FIXED = {"parseType": "bulidstatic", "pageType": "column", "editType": "null"}  # bulid: their word
_ROWS = "15"


class HanwebJpaas(Generic):
    """Asks for each unit from its first page on; some pages show it already, some do not."""

    name = "hanweb-jpaas"

    def recognises(self, page: Page) -> bool:
        """Tell by the name of the publish server."""
        return _MARK in page.text or _MARK in page.url

    def list_page(self, page: Page) -> ListPage:
        """Read a column, with its units as lists of their own, or a page of a unit."""
        if page.ask is not None and page.ask.known("server"):
            return self._unit(page, page.ask)
        units = page.selector.xpath("//@querydata").getall()
        server = _SERVER.search(page.text)
        url = page.absolute(server[0] if server else _DEFAULT_SERVER) or ""
        asks = [
            _ask(url, page.url, fields, 1)
            for unit in dict.fromkeys(units)
            if "pageId" in (fields := dict(_PAIR.findall(unit)))
        ]
        if not asks:
            return super().list_page(page)
        return ListPage(self.entries(page), paging.next_links(page), tuple(map(Part, asks)))

    def _unit(self, page: Page, ask: Ask) -> ListPage:
        """Read {"success":true,"data":{"html":"…"}}; its pager says count="386" rows="15"."""
        value = page.value()
        data = value.get("data") if isinstance(value, dict) else None
        html = data.get("html") if isinstance(data, dict) else None
        if not isinstance(html, str):
            return ListPage(())
        asked = dict(ask.context)
        fragment = page.within(html, asked["column"])
        total = number(fragment.selector.xpath("//@count").get())
        rows = number(fragment.selector.xpath("//*[@count]/@rows").get())
        entries = self.entries(fragment)
        here = int(asked["page"])
        if not entries or (total is not None and rows and here * rows >= total):
            return ListPage(entries, total=total)
        fields = dict(json.loads(asked["fields"]))
        following = _ask(asked["server"], asked["column"], fields, here + 1)
        return ListPage(entries, (following,), total=total)


def _ask(server: str, column: str, fields: dict[str, str], page: int) -> Ask:
    """Ask for a page of a unit: the number counts only within paramJson; no Referer gives 403."""
    param = json.dumps({"pageNo": page, "pageSize": _ROWS}, separators=(",", ":"))
    query = urlencode(_FIXED | fields | {"paramJson": param})
    context = {"server": server, "column": column, "page": str(page), "fields": json.dumps(fields)}
    headers = (("Referer", column), ("X-Requested-With", "XMLHttpRequest"))
    return Ask(f"{server}?{query}", None, headers, tuple(context.items()))
