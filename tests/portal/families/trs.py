"""TRS WCM: directories of static files, in the manner of several provinces."""

import json
from collections.abc import Callable
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
from tests.portal.items import COUNTY, Item, items
from tests.portal.site import Query, Resource, Serve

COLUMN = "/zwgk/zfxxgk/zfxxgknb/"
_DETAIL = (
    "<table><tr><td>索引号</td><td>000/2024-00018</td></tr></table><h1>{title}</h1>"
    '<div class="TRS_Editor"><div class="TRS_Editor trs_editor_view TRS_UEDITOR '
    'trs_paper_default">{body}</div></div>'
)
_STUB = '<html><body><script>var stub="1"</script></body></html>'
Markup = Callable[[int, list[Item]], str]  # number of the page from 0, its entries


def _name(item: Item) -> str:
    day = item.day.replace("-", "")
    return f"{day[:6]}/t{day}_{item.number}.html"


def _serve(
    shown: list[Item],
    list_at: Callable[[str], str | None],
    front: Resource,
    column: str = COLUMN,
) -> Serve:
    """Serve a home page, lists and the articles in the folder of the column."""
    articles = {f"{column}{_name(item)}": item for item in shown}

    def serve(query: Query) -> Resource | None:
        if query.path == "/":
            return front
        if (markup := list_at(query.path)) is not None:
            return html("政府信息公开年报", markup)
        item = articles.get(query.path)
        return article(item, _DETAIL) if item else None

    return serve


def _reports(shown: list[Item], column: str = COLUMN) -> frozenset[str]:
    return frozenset(f"{column}{_name(item)}" for item in shown if item.is_report)


# --- 贵州: the national template, a tree of years and levels, attachments P0…, stubs at the end

_YEARS = range(2024, 2021, -1)
_DATED = items(_YEARS)
_BY_LEVEL = {
    f"{COLUMN}{year}n/{level}/": [
        item
        for item in _DATED
        if item.year == year and ("镇" in item.agency or "街道" in item.agency) is (level == "xzjd")
    ]
    for year in _YEARS
    for level in ("zfbm", "xzjd")
}
_MENU = "".join(
    f'<li><a href="/zwgk/zfxxgk/{path}/">{name}</a></li>'
    for path, name in (
        ("zfxxgkzn", "政府信息公开指南"),
        ("zfxxgkzd", "政府信息公开制度"),
        ("fdzdgknr", "法定主动公开内容"),
        ("zfxxgknb", "政府信息公开年报"),
        ("ysqgk", "依申请公开"),
    )
)
_FILES = list(DOCUMENTS_PUBLISHED)


def _template(shown: list[Item], pages: int, number: int, offset: str = "./") -> str:
    rows = "".join(
        f'<li><a target="_blank" href="{offset}{_name(item)}" title="{escape(item.title)}">'
        f"{cut(item.title)}</a><b>{item.day}</b></li>"
        for item in shown
    )
    return (
        f'<div class="sideMenu"><ul>{_MENU}</ul></div><div class="scroll_main ScrollStyle">'
        f'<div class="zfxxgk_zdgkc"><ul>{rows}</ul></div></div><!--<script>'
        f'createPageHTML(99, 0, "index", "html")</script>--><script>createPageHTML({pages}, '
        f'{number}, "index", "html")</script>'
    )


def _guizhou(query: Query) -> Resource | None:
    if query.path == "/":
        return home(("/zwgk/zfxxgk/", "政府信息公开"))
    if query.path == "/zwgk/zfxxgk/":
        return html("政府信息公开", f"<ul>{_MENU}</ul>")
    if query.path == COLUMN:
        years = "".join(f'<li><a href="./{year}n/">{year}年</a></li>' for year in _YEARS)
        files = _template(_FILES, 1, 0)
        return html("政府信息公开年报", f"<ul>{years}</ul>{files}")
    for year in _YEARS:
        if query.path == f"{COLUMN}{year}n/":
            levels = (
                '<li><a href="./zfbm/">政府部门</a></li><li><a href="./xzjd/">乡镇街道</a></li>'
            )
            return html(f"{year}年", f"<ul>{levels}</ul>")
    return _guizhou_level(query.path) or _guizhou_file(query.path)


def _guizhou_level(path: str) -> Resource | None:
    for folder, shown in _BY_LEVEL.items():
        if not path.startswith(folder):
            continue
        pages = paged(shown, 3)
        for number, page in enumerate(pages):
            if path == f"{folder}index_{number}.html" or (number == 0 and path == folder):
                return html("政府信息公开年报", _template(page, len(pages), number))
        if path.startswith(f"{folder}index_"):
            return text(_STUB)
        item = next((item for item in shown if path == folder + _name(item)), None)
        return article(item, _DETAIL) if item else None
    return None


def _file_path(item: Item) -> str:
    day = item.day.replace("-", "")
    return f"{COLUMN}{day[:6]}/P0{day}{item.number:010}{suffix(item)}"


def _guizhou_file(path: str) -> Resource | None:
    for item in _FILES:
        if path == COLUMN + _name(item):
            name = f"{item.title}{suffix(item)}"
            link = (
                f'<a appendix="true" data-appendix="true" needdownload="true" download="{name}" '
                f'href="./{_file_path(item).rpartition("/")[2]}" title="{name}">{name}</a>'
            )
            return article(item, _DETAIL, f"<p>现予公布。</p><p>{link}</p>")
        if path == _file_path(item):
            return document(item)
    return None


_GUIZHOU_REPORTS = frozenset(
    [folder + _name(i) for folder, shown in _BY_LEVEL.items() for i in shown if i.is_report]
    + [_file_path(item) for item in _FILES]
)

# --- lists of one column, each in the markup and with the pager of one city

_SHORT = items(range(2024, 2021, -1))


def _tianjin(number: int, shown: list[Item]) -> str:
    rows = "".join(
        f"<li><a onclick=\"isDownLoad(this,'{COLUMN}{_name(item)}')\" title='{escape(item.title)}' "
        f'target="_blank"><span class="list-main-title">{cut(item.title)}</span>'
        f'<span class="list-main-date">{item.day}</span></a></li>'
        for item in shown
    )
    script = f"var currentPage = {number}; var countPage = {len(paged(_SHORT, 12))}"
    return f'<ul class="list-main-group">{rows}</ul><script>{script}</script>'


def _changchun(number: int, shown: list[Item]) -> str:
    def row(item: Item) -> str:
        year, month, day = item.day.split("-")
        link = f'<a href="../zfxxgknb/{_name(item)}" target="_blank">'
        return (
            f'<div class="list-entry"><div class="media"><div class="media-body"><h4 '
            f'class="media-heading">{link}{link}{escape(item.title)}</a></a></h4>'
            f'<p>摘要...省略......并显示2005年01月01日</p></div><div class="media-bottom">'
            f"<i>{year}年{month}月{day}日</i><!--<i>来源：</i>--></div></div></div>"
        )

    pages = len(paged(_SHORT, 12))
    pager = f'<script>createPage({pages}, {number}, "index", "html")</script>'
    return f'<div class="list-entry-page">{"".join(map(row, shown))}</div>{pager}'


def _wuhan(number: int, shown: list[Item]) -> str:
    rows = "\n".join(
        f'var url = "./{_name(item)}"\nvar title = "{item.title}";\nvar FILENUM = ""\n'
        'document.writeln("<a href="+url+" >"+title+"</a>");\n'
        f'document.writeln("{item.day} 17:32");'
        for item in shown
    )
    pager = f'createPageHTML(71, {len(paged(_SHORT, 12))}, {number}, "index", "html")'
    return f"<ul><script>{rows}</script></ul><script>{pager}</script>"


def _beijing(number: int, shown: list[Item]) -> str:  # noqa: ARG001 — all is on one page
    def row(item: Item, flag: str) -> str:
        return (
            f'<li><i class="flag">{flag}</i> <a href="./{_name(item)}" title="{item.title}">'
            f"{cut(item.title)}</a> <span>文〔2024〕1号</span>"
            f' <b class="u_time">{item.day}</b></li>'
        )

    test = Item(9999, f"{COUNTY}测试2024年政府信息公开工作年度报告", COUNTY, 2024, is_report=False)
    rows = "".join(row(item, "是") for item in shown) + row(test, "")
    script = "var $list = $('.default_news li')"
    return f'<ul class="default_news">{rows}</ul><script>{script}</script>'


def _shanghai(number: int, shown: list[Item]) -> str:
    rows = "".join(
        f'<li><a href="{COLUMN}{_name(item)}" title="{item.title}">{cut(item.title)}</a>'
        f'<span class="time">{item.day}</span></li>'
        for item in shown
    )
    pager = f'$(".pagination").pagination({{totalPage: {len(paged(_SHORT, 12))}, page: {number}}})'
    return f"<ul>{rows}</ul><!-- <script>var totalPage = 99</script> --><script>{pager}</script>"


def _single(markup: Markup, size: int, second: str, *, name: str) -> Imitation:
    pages = paged(_SHORT, size)
    first_number = int(second.rpartition("_")[2].partition(".")[0])
    at = {COLUMN: 0, f"{COLUMN}index.html": 0}
    stem = second.rpartition("_")[0]
    at |= {f"{COLUMN}{stem}_{first_number + n}.html": n + 1 for n in range(len(pages) - 1)}

    def list_at(path: str) -> str | None:
        return markup(at[path], pages[at[path]]) if path in at else None

    front = home((COLUMN, "政府信息公开年报"), news="/xw/202402/t202402{n:02}_{n}.html")
    return Imitation(name, _serve(_SHORT, list_at, front), _reports(_SHORT))


# --- 湖南: the tabs of one page, chosen by ?state=3; a deleted article leads back to its folder

_TABS = "/zwgk/xxgk/"


def _hunan(query: Query) -> Resource | None:
    if query.path == "/":
        return home((f"{_TABS}index.html?state=1", "政府信息公开平台"))
    if query.path == f"{_TABS}index.html":
        script = 'var state = getQueryString("state"); show(state)'
        menu = '<ul class="navContent" id="fdzd_gknr"><li chnl="1">机构职能</li></ul>'
        rows = "".join(
            f'<li><a href="./{_name(item)}">{escape(item.title)}</a><small>{item.day}</small></li>'
            for item in _SHORT
        )
        shown = f"<ul>{rows}</ul>" if query.query.get("state") == "3" else ""
        return html("政府信息公开", f"{menu}{shown}<script>{script}</script>")
    item = next((item for item in _SHORT if query.path == _TABS + _name(item)), None)
    return article(item, _DETAIL) if item else None


# --- 福建: POST /fjdzapp/search; 湖北: a static file; 长春: JSONP

_SEARCH_SIZE = 12


def _listed(*rows: object, **more: object) -> Resource:
    return text(json.dumps({"data": rows, **more}), "application/json")


def _fujian(query: Query) -> Resource | None:
    if query.path == "/":
        return home((COLUMN, "政府信息公开年报"))
    if query.path == COLUMN:
        script = (
            f"var recordCount: '{len(_SHORT)}'; var channelid = '229105'; var chnlid = '373';"
            '$.post("/fjdzapp/search", {channelid: channelid, classsql: "chnlid=" + chnlid})'
        )
        return html("政府信息公开年报", f'<ul id="list"></ul><script>{script}</script>')
    if query.path == "/fjdzapp/search":
        form = query.form
        asked = form.get("channelid"), form.get("classsql"), form.get("sortfield")
        if query.method != "POST" or asked[:2] != ("229105", "chnlid=373") or not asked[2]:
            return _listed(pageCount=0)
        size = min(int(form.get("prepage", "10")), _SEARCH_SIZE)
        pages = paged(_SHORT, size)
        number = int(form.get("page", "1")) - 1
        rows = [_row(query, item) for item in (pages[number] if number < len(pages) else [])]
        return _listed(*rows, pageCount=len(pages))
    return _plain_article(query)


def _row(query: Query, item: Item) -> dict[str, str]:
    url = f"http://{query.headers['host']}{COLUMN}{_name(item)}"
    return {"doctitle": item.title, "docpuburl": url, "docreltime": f"{item.day} 10:00:00"}


def _plain_article(query: Query) -> Resource | None:
    item = next((item for item in _SHORT if query.path == COLUMN + _name(item)), None)
    return article(item, _DETAIL) if item else None


def _hubei(query: Query) -> Resource | None:
    if query.path == "/":
        return home((COLUMN, "政府信息公开年报"))
    if query.path == COLUMN:
        script = '$.getJSON("./zfxxgknb.json", show)'
        return html("政府信息公开年报", f"<ul></ul><script>{script}</script>")
    if query.path == f"{COLUMN}zfxxgknb.json":
        rows = [
            {"IdxID": i.number, "URL": f"./{_name(i)}", "FILENAME": i.title, "PUBDATE": i.day}
            | {"PUBLISHER": i.agency}
            for i in _SHORT
        ]
        return _listed(*rows)
    return _plain_article(query)


def _govsearch(query: Query) -> Resource | None:
    if query.path == "/":
        return home((COLUMN, "政府信息公开年报"))
    if query.path == COLUMN:
        script = (
            'var url = "/govsearch/jsonp/gkml/zf_list.jsp?page=1&lb=58855&sword=&searchColumn=all'
            '&searchYear=all&pubURL=http%3A%2F%2Fx&SType=1&channelId=58855&callback=result"'
        )
        return html("政府信息公开年报", f"<div id='list'></div><script>{script}</script>")
    if query.path == "/govsearch/jsonp/gkml/zf_list.jsp":
        pages = paged(_SHORT, _SEARCH_SIZE)
        number = int(query.query.get("page", "1")) - 1
        asked = query.query.get("lb"), query.query.get("channelId")
        found = pages[number] if asked == ("58855", "58855") and number < len(pages) else []
        rows = [
            {"title": i.title, "puburl": f"{COLUMN}{_name(i)}", "tip": {"dates": i.day}}
            for i in found
        ]
        answer = json.dumps({"num": len(_SHORT), "nPage": len(pages), "data": rows})
        return text(f"{query.query['callback']}({answer});", "text/html; charset=utf-8")
    return _plain_article(query)


IMITATIONS = (
    Imitation("trs-guizhou", _guizhou, _GUIZHOU_REPORTS),
    _single(_tianjin, 12, "index_1.html", name="trs-tianjin"),
    _single(_changchun, 12, "index_1.html", name="trs-changchun"),
    _single(_wuhan, 12, "index_1.html", name="trs-wuhan"),
    _single(_beijing, 99, "index_1.html", name="trs-beijing"),
    _single(_shanghai, 12, "index_2.html", name="trs-shanghai"),
    Imitation("trs-hunan-tabs", _hunan, _reports(_SHORT, _TABS)),
    Imitation("trs-fujian", _fujian, _reports(_SHORT)),
    Imitation("trs-hubei", _hubei, _reports(_SHORT)),
    Imitation("trs-govsearch", _govsearch, _reports(_SHORT)),
)
