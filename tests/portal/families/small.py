"""Small families, shells around lists, and lists whose second page nothing leads to."""

import json
from collections.abc import Callable
from functools import partial
from html import escape

from tests.portal.county import article, cut, home, html, paged, text
from tests.portal.imitation import Imitation
from tests.portal.items import Item, items
from tests.portal.site import Query, Resource

_ITEMS = items(range(2024, 2021, -1))
_SIZE = 12  # the last page is full enough to look for one behind it
_PAGES = paged(_ITEMS, _SIZE)
Name = Callable[[Item], str]  # path of an article
_YEAR_FREE = "政府信息公开年报"


def _reports(name: Name) -> frozenset[str]:
    return frozenset(name(item) for item in _ITEMS if item.is_report)


def _rows(shown: list[Item], name: Name) -> str:
    rows = "".join(
        f'<li><a href="{name(item)}">{escape(item.title)}</a><span>{item.day}</span></li>'
        for item in shown
    )
    return f"<ul>{rows}</ul>"


def _articles(query: Query, name: Name) -> Resource | None:
    item = next((item for item in _ITEMS if query.path == name(item)), None)
    return article(item) if item else None


def _at(numbers: dict[str, int], path: str) -> list[Item] | None:
    return _PAGES[numbers[path]] if path in numbers else None


def _files(first: str, later: str, start: int = 2) -> dict[str, int]:
    """Give the addresses of the pages of a list: the first, then `later` with its number."""
    return {first: 0} | {later.format(n=start + n): n + 1 for n in range(len(_PAGES) - 1)}


def _static(query: Query, *, name: Name, pages: dict[str, int], more: str = "") -> Resource | None:
    """Answer for a list of static files, which tells no more of its pages than `more`."""
    if query.path == "/":
        return home((next(iter(pages)), _YEAR_FREE))
    if (shown := _at(pages, query.path)) is not None:
        return html(_YEAR_FREE, _rows(shown, name) + more.format(n=pages[query.path] + 1))
    return _articles(query, name)


def _listed(family: str, name: Name, pages: dict[str, int], more: str = "") -> Imitation:
    return Imitation(family, partial(_static, name=name, pages=pages, more=more), _reports(name))


# --- SiteServer: no dates, a list of links


def _siteserver_path(item: Item) -> str:
    return f"/contents/20091/{item.number}.html"


def _siteserver(query: Query) -> Resource | None:
    pages = _files("/channels/20091.html", "/channels/20091_{n}.html")
    if query.path == "/":
        return home(("/channels/20091.html", _YEAR_FREE))
    if (shown := _at(pages, query.path)) is not None:
        links = "".join(
            f'<div class="content_list"><a href="./..{_siteserver_path(i)}">{i.title}</a></div>'
            for i in shown
        )
        place = f"{pages[query.path] + 1}/{len(_PAGES)}"
        return html(_YEAR_FREE, f'{links}<span class="page-info">{place}</span>')
    return _articles(query, _siteserver_path)


# --- iList.jsp: cur_page counts, the date stands before the link


def _ilist_path(item: Item) -> str:
    return f"/gk/zwgk/2021zfxxgknb/{item.number}.html"


def _ilist(query: Query) -> Resource | None:
    column = "/info/iList.jsp?node_id=GKmzs&cat_id=15971"
    if query.path == "/":
        return home((column, _YEAR_FREE))
    if query.path == "/info/iList.jsp" and query.query.get("cat_id") == "15971":
        number = int(query.query.get("cur_page", "1"))
        shown = _PAGES[min(number, len(_PAGES)) - 1]  # behind the last comes the last again
        rows = "".join(
            f'<li><span>{i.day}</span><a href="{_ilist_path(i)}" title="{i.title}">'
            f"{cut(i.title)}</a></li>"
            for i in shown
        )
        return html(_YEAR_FREE, f'<ul class="textlist">{rows}</ul><div>共{len(_PAGES)}页</div>')
    return _articles(query, _ilist_path)


# --- jeecms of 郑州: the date stands in a list beside the link; menus end in index.jhtml


def _jeecms_path(item: Item) -> str:
    return f"/D49Y/{item.number}.jhtml"


def _jeecms(query: Query) -> Resource | None:
    pages = _files("/zfxxgknb/index.jhtml", "/zfxxgknb/index_{n}.jhtml")
    if query.path == "/":
        return home(("/zfxxgknb/index.jhtml", _YEAR_FREE))
    if (shown := _at(pages, query.path)) is not None:
        menu = '<li><a href="/zfxxgkzn/index.jhtml">政府信息公开指南与制度汇编</a></li>'
        rows = "".join(
            f'<a class="list_item_pubinfo_a" href="{_jeecms_path(i)}"><span>{i.title}</span></a>'
            f'<ul class="pubinfo-card"><li>索引号 001</li><li>{i.day}</li></ul>'
            for i in shown
        )
        return html(_YEAR_FREE, f'<ul>{menu}</ul><ul class="page-list">{rows}</ul>')
    return _articles(query, _jeecms_path)


# --- 常州: the column is a shell around a frame of the same host, whose list is of another family


def _shell_path(item: Item) -> str:
    return f"/class/1234/{item.number}.html"


def _shell(query: Query) -> Resource | None:
    if query.path == "/":
        return home(("/zfxxgknb/", _YEAR_FREE))
    if query.path == "/zfxxgknb/":
        frames = (
            '<iframe src="/visitcount.html"></iframe><iframe src="/module/login.html"></iframe>'
        )
        return html(_YEAR_FREE, f'{frames}<iframe src="/class/1234/list.html"></iframe>')
    pages = _files("/class/1234/list.html", "/class/1234/more_{n}.html")
    if (shown := _at(pages, query.path)) is not None:
        counts = f"{len(_PAGES)}, {pages[query.path] + 1}, 'more', 'html', {len(_ITEMS)}"
        pager = f"<script>createPageHTML('page_div', {counts})</script>"
        return html("", _rows(shown, _shell_path) + pager)
    return _articles(query, _shell_path)


# --- a list with the search of IGS beside it, which finds the same

_CODE = "c1c8a0a187b3404a9e7e1b048f90610c"


def _igs_path(item: Item) -> str:
    return f"/zfxxgk/nb/{item.number}.html"


def _igs(query: Query) -> Resource | None:
    if query.path == "/":
        return home(("/zfxxgk/nb/", _YEAR_FREE))
    if query.path == "/zfxxgk/nb/":
        form = (
            f'<form action="/igs/front/search.jhtml"><input name="code" value="{_CODE}">'
            '<input type="hidden" name="siteId" value="10"><input name="searchWord"></form>'
        )
        return html(_YEAR_FREE, form + _rows(_ITEMS, _igs_path))
    if query.path == "/igs/front/search.jhtml":
        asked = query.query.get("code"), query.query.get("siteId")
        polite = query.headers.get("x-requested-with"), "referer" in query.headers
        if asked != (_CODE, "10") or polite != ("XMLHttpRequest", True):
            return text("<html>403</html>", status=403)
        return _found(query)
    return _articles(query, _igs_path)


def _found(query: Query) -> Resource:
    word = query.query.get("searchWord", "")
    hits = [item for item in _ITEMS if word and word in item.title]
    pages = paged(hits, int(query.query.get("pageSize", "10")))
    number = int(query.query.get("pageNumber", "1"))
    content = [
        {
            "title": item.title.replace(word, f"<em>{word}</em>"),
            "url": f"http://{query.headers['host']}{_igs_path(item)}",
            "docreltime": f"{item.day} 10:00:00",
        }
        for item in (pages[number - 1] if number <= len(pages) else [])
    ]
    counted = {"total": len(hits), "totalPages": len(pages), "content": content}
    return text(json.dumps({"page": counted}), "application/json")


IMITATIONS = (
    Imitation("small-siteserver", _siteserver, _reports(_siteserver_path)),
    Imitation("small-ilist", _ilist, _reports(_ilist_path)),
    Imitation("small-jeecms", _jeecms, _reports(_jeecms_path)),
    _listed(
        "small-zhuzhou",
        lambda item: f"/c15124/{item.day.replace('-', '')}/i{item.number}.html",
        _files("/c15124/index.html", "/c15124/pages/{n}.html"),
    ),
    _listed(
        "small-xxgk-list",
        lambda item: f"/xxgk-show-{item.number}.html",
        _files("/xxgk-list-zfxxgknb.html", "/xxgk-list-zfxxgknb-{n}.html"),
        f"<div class='page'>{{n}}/{len(_PAGES)}</div>",
    ),
    _listed(
        "small-shaanxi",
        lambda item: f"/zfxxgk/fdzdgknr/zfxxgknb/{1753311688616128000 + item.number}.html",
        _files("/zfxxgk/fdzdgknr/zfxxgknb/1.html", "/zfxxgk/fdzdgknr/zfxxgknb/{n}.html"),
    ),
    _listed(
        "unlinked-from-zero",
        lambda item: f"/zw/nb/show/{item.number}.html",
        _files("/zw/nb/list.html", "/zw/nb/list_{n}.html", 1),
    ),
    _listed(
        "unlinked-folders",
        lambda item: f"/zw/nb/{item.number}/view.html",
        _files("/zw/nb/", "/zw/nb/{n}"),
    ),
    Imitation("shell-frame", _shell, _reports(_shell_path)),
    Imitation("igs-search", _igs, _reports(_igs_path)),
)
