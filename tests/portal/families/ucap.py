"""UCAP (开普云): static lists with a pager of six arguments, and lists that scripts fetch."""

import hashlib
import json
from html import escape

from tests.portal.county import (
    DOCUMENTS_PUBLISHED,
    article,
    cut,
    document,
    home,
    html,
    paged,
    suffix,
    text,
)
from tests.portal.imitation import Imitation
from tests.portal.items import Item, items
from tests.portal.site import Query, Resource

COLUMN = "/mcx/zfxxgknb/"
_ITEMS = items(range(2024, 2021, -1))
_FILES = list(DOCUMENTS_PUBLISHED)
_SIZE = 10
_DETAIL = (
    "<UCAPTITLE>{title}</UCAPTITLE><PUBLISHTIME>2024</PUBLISHTIME>"
    '<div id="UCAP-CONTENT"><UCAPCONTENT>{body}</UCAPCONTENT></div>'
)


def _hex(item: Item, salt: str = "") -> str:
    return hashlib.md5(f"{item.number}{salt}".encode(), usedforsecurity=False).hexdigest()


def _path(item: Item) -> str:
    """Give one of the forms that addresses of articles have."""
    year, month, day = item.day.split("-")
    forms = (
        f"{COLUMN}{year}{month}/{_hex(item)}.shtml",
        f"{COLUMN}{year}/{int(month)}/{int(day)}/{_hex(item)}.shtml",  # 四川
        f"{COLUMN}{year}{month}/c07_{item.number}.shtml",  # 黑龙江
    )
    return forms[item.number % len(forms)]


def _file_path(item: Item) -> str:
    folder = _path(item).removesuffix(".shtml")
    return f"{folder}/files/{_hex(item, 'file')}{suffix(item)}"


_ARTICLES = {_path(item): item for item in [*_ITEMS, *_FILES]}
_DOCUMENTS = {_file_path(item): item for item in _FILES}
_REPORTS = frozenset(_path(item) for item in _ITEMS if item.is_report)


def _detail(query: Query) -> Resource | None:
    if query.path in _DOCUMENTS:
        return document(_DOCUMENTS[query.path])
    item = _ARTICLES.get(query.path)
    if item is None:
        return None
    if item not in DOCUMENTS_PUBLISHED:
        return article(item, _DETAIL)
    link = f'<a href="{_file_path(item)}">附件：年度报告{suffix(item)}</a>'
    return article(item, _DETAIL, f'<p>现予公布。</p><div class="article_appendix">{link}</div>')


def _rows(shown: list[Item]) -> str:
    rows = "".join(
        f'<li><a href="{_path(item)}" title="{escape(item.title)}">{cut(item.title)}</a>'
        f'<span class="time">\n {item.day}\n</span></li>'
        for item in shown
    )
    return f'<ul class="pageList newsList">{rows}</ul>'


# --- 镇江: xlist.shtml, xlist_2.shtml; the way there jumps to the first column


def _static(query: Query) -> Resource | None:
    if query.path == "/":
        return home(("/mcx/xxgk/redirect_firstChannel.shtml", "政府信息公开"))
    if query.path == "/mcx/xxgk/redirect_firstChannel.shtml":
        return text("<script>window.location.href='/mcx/xxgk/zfxxgk.shtml'</script>")
    if query.path == "/mcx/xxgk/zfxxgk.shtml":
        link = f'<a href="{COLUMN}xlist.shtml">政府信息公开年报</a>'
        return html("政府信息公开", f"<ul><li>{link}</li></ul>")
    pages = paged([*_FILES, *_ITEMS], _SIZE)
    for number, shown in enumerate(pages, start=1):
        if query.path == f"{COLUMN}xlist{f'_{number}' if number > 1 else ''}.shtml":
            count = sum(map(len, pages))
            call = f"createPageHTML('page_div',{len(pages)}, {number},'xlist','shtml',{count});"
            pager = f'<div id="page_div"></div><script>{call}</script>'
            return html("政府信息公开年报", _rows(shown) + pager)
    return _detail(query)


# --- 镇江: xxgk_lists.shtml holds no entries, its columns by year do


def _columns(query: Query) -> Resource | None:
    if query.path == "/":
        return home((f"{COLUMN}xxgk_lists.shtml", "政府信息公开年报"))
    by_year = {f"{COLUMN}nb{n}/xxgk_list": n for n in (2024, 2023, 2022)}
    if query.path == f"{COLUMN}xxgk_lists.shtml":
        links = "".join(f'<li><a href="{at}.shtml">{n}</a></li>' for at, n in by_year.items())
        return html("政府信息公开年报", f"<ul class='left'>{links}</ul><div id='list'></div>")
    for at, year in by_year.items():
        held = [item for item in _ITEMS if item.year == year]
        pages = paged(held, 5)
        for number, shown in enumerate(pages, start=1):
            if query.path == f"{at}{f'_{number}' if number > 1 else ''}.shtml":
                counts = f"{len(pages)}, {number},'xxgk_list','shtml',{len(held)}"
                script = f"<script>createPageHTML('page_div',{counts})</script>"
                return html(f"{year}", f"{_rows(shown)}{script}")
    return _detail(query)


# --- lists that a script fetches

_CHANNEL = "db9694580ad74929979e1981b8c534f9"


def _json(value: object) -> Resource:
    return text(json.dumps(value), "application/json; charset=utf-8")


def _column(script: str) -> Resource:
    return html("政府信息公开年报", f"<ul id='list'></ul><script>{script}</script>")


def _page(number: str | None, size: int) -> list[Item]:
    pages = paged(_ITEMS, size)
    wanted = int(number or 1)
    return pages[wanted - 1] if wanted <= len(pages) else []


def _results(query: Query, number: str | None, size: int) -> Resource:
    results = [
        {
            "title": item.title,
            "url": f"http://{query.headers['host']}{_path(item)}",
            "publishedTimeStr": f"{item.day} 17:18:49",
            "channelCodeName": "c100186",
            "domainMetaList": [{"resultList": [{"key": "source", "value": ""}]}],
        }
        for item in _page(number, size)
    ]
    data = {"channelId": _CHANNEL, "total": len(_ITEMS), "page": 1, "rows": size}
    return _json({"data": data | {"results": results}})


def _search(query: Query) -> Resource | None:
    if query.path == "/":
        return home((f"{COLUMN}zfxxgklist.shtml", "政府信息公开年报"))
    if query.path == f"{COLUMN}zfxxgklist.shtml":
        address = f"/common/search/{_CHANNEL}?page=1&_pageSize=15&_isAgg=true&_isJson=true"
        return _column(f'var url = "{address}&_template=index&_rangeTimeGte=&_channelName="')
    if query.path == f"/common/search/{_CHANNEL}" and query.query.get("_isJson") == "true":
        size = min(int(query.query.get("_pageSize", "15")), 100)
        return _results(query, query.query.get("page"), size)
    return _detail(query)


def _gansu(query: Query) -> Resource | None:
    if query.path == "/":
        return home((f"{COLUMN}list.shtml", "政府信息公开年报"))
    if query.path == f"{COLUMN}list.shtml":
        script = f"var channelId = '{_CHANNEL}'; $.get('/common/search/' + channelId, fields)"
        return _column(script)
    if query.path == f"/common/search/{_CHANNEL}":  # whatever _isJson says
        rows = "".join(
            f'<li><div class="title"><a href="{_path(item)}">{item.title}</a></div>'
            f'<div class="date">{item.day}</div></li>'
            for item in _page(query.query.get("page"), 20)
        )
        return text(f'<ul id="body">{rows}</ul>')
    return _detail(query)


def _hunan(query: Query) -> Resource | None:
    if query.path == "/":
        return home((f"{COLUMN}list.shtml", "政府信息公开年报"))
    if query.path == f"{COLUMN}list.shtml":
        return _column(f"$.post('http://{query.headers['host']}/search/common/search/100782')")
    if query.path == "/search/common/search/100782":
        form = query.form
        status = form.get("datas[0][key]"), form.get("datas[0][value]")
        if query.method != "POST" or status != ("status", "1"):
            return _json({"data": {"results": []}})
        return _results(query, form.get("page"), int(form.get("_pageSize", "15")))
    return _detail(query)


_SUZHOU = "0b1a3c5e-1234-4abc-9def-0123456789ab"


def _suzhou(query: Query) -> Resource | None:
    if query.path == "/":
        return home((f"{COLUMN}list.shtml", "政府信息公开年报"))
    if query.path == f"{COLUMN}list.shtml":
        address = "/szinf/xxgk/interfacesWebZcwj/loadData?pageSize=15"
        return _column(f"$.post('{address}', {{pageIndex: 1, channel_id: '{_SUZHOU}'}})")
    if query.path == "/szinf/xxgk/interfacesWebZcwj/loadData":
        form = query.form if query.method == "POST" else {}
        size = int(query.query.get("pageSize", "5"))
        shown = _page(form.get("pageIndex"), size) if form.get("channel_id") == _SUZHOU else []
        rows = [{"TITLE": i.title, "URL": _path(i), "PUBLISHED_TIME_FORMAT": i.day} for i in shown]
        pages = len(paged(_ITEMS, size))
        return _json({"data": {"allRow": len(_ITEMS), "totalPage": pages, "list": rows}})
    return _detail(query)


def _suzhou_channel(query: Query) -> Resource | None:
    if query.path == "/":
        return home((f"{COLUMN}list.shtml", "政府信息公开年报"))
    if query.path == f"{COLUMN}list.shtml":
        address = f"/szinf/info/getInfoCommon/?pagesize=15&currpage=1&channelid={_CHANNEL}"
        return _column(f'$.get("{address}", show)')
    if query.path == "/szinf/info/getInfoCommon/":
        known = query.query.get("channelid") == _CHANNEL
        shown = _page(query.query.get("currpage"), 15) if known else []
        rows = [{"title": i.title, "link": _path(i), "pubtime": i.day} for i in shown]
        return _json({"infolist": rows})
    return _detail(query)


IMITATIONS = (
    Imitation("ucap-static", _static, _REPORTS | frozenset(_DOCUMENTS)),
    Imitation("ucap-columns", _columns, _REPORTS),
    Imitation("ucap-search", _search, _REPORTS),
    Imitation("ucap-gansu", _gansu, _REPORTS),
    Imitation("ucap-hunan", _hunan, _REPORTS),
    Imitation("ucap-suzhou", _suzhou, _REPORTS),
    Imitation("ucap-suzhou-channel", _suzhou_channel, _REPORTS),
)
