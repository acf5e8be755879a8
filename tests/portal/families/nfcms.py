"""Guangdong: the platform gkmlpt with its tree and API, and plain lists of NFCMS."""

import json
from calendar import timegm
from html import escape
from time import strptime

from tests.portal.county import (
    DOCUMENTS_PUBLISHED,
    article,
    document,
    home,
    html,
    paged,
    suffix,
    text,
)
from tests.portal.imitation import Imitation
from tests.portal.items import COUNTY, Item, items
from tests.portal.site import Query, Resource

_YEARS = range(2024, 2020, -1)  # a catalogue each
_ITEMS = items(range(2024, 2021, -1))
_FILES = list(DOCUMENTS_PUBLISHED)
_OFFICE = "/mcjyj"  # the education bureau has its platform in a folder of the portal
_OWN = [item for item in _ITEMS if "教育局" not in item.agency]
_OFFICES = [item for item in _ITEMS if "教育局" in item.agency]
_MOST = 15  # entries of an answer
_SHIFT = 8 * 3600  # days begin in China


def _path(item: Item) -> str:
    number = item.number + 9_103_000
    place = f"{number // 1_000_000}/{number // 1000}"
    folder = _OFFICE if item in _OFFICES else ""
    return f"{folder}/gkmlpt/content/{place}/post_{number}.html"


def _file_path(item: Item) -> str:
    return f"/attachment/0/{item.number // 10}/{item.number}/3255421{suffix(item)}"


_ARTICLES = {_path(item): item for item in [*_ITEMS, *_FILES]}
_DOCUMENTS = {_file_path(item): item for item in _FILES}


def _nodes(shown: list[Item]) -> list[dict[str, object]]:
    years = [
        _node(2630 + n, f"{year}年", 2629, [i for i in shown if i.year == year])
        for n, year in enumerate(_YEARS)
    ]
    reports = _node(2629, "政府信息公开年报", 0, shown) | {"children": years}
    sites = _node(2700, "政府网站年度报表", 0, [])
    return [_node(2600, "法定主动公开内容", 0, []) | {"children": [sites]}, reports]


def _node(number: int, name: str, parent: int, held: list[Item]) -> dict[str, object]:
    counted = {"post_count": len(held), "children": [], "jump_url": ""}
    return {"id": number, "name": name, "parent": parent} | counted


def _platform(folder: str, shown: list[Item], sid: str, query: Query) -> Resource | None:
    root = f"{folder}/gkmlpt/"
    if query.path in (f"{root}index", f"{root}annualreport"):
        tree = json.dumps(_nodes(shown))
        script = f"window._CONFIG = {{SID: '{sid}', SERVICE_AREA_ID: '1', TREE: {tree}}}"
        return html("政府信息公开目录", f"<div id='app'></div><script>{script}</script>")
    if not query.path.startswith(f"{root}api/all/") or query.query.get("sid") != sid:
        return None
    number = int(query.path.rpartition("/")[2])
    year = next((y for n, y in enumerate(_YEARS) if number == 2630 + n), None)
    held = [i for i in shown if number == 2629 or i.year == year]
    if int(query.query.get("page", "1")) > 1:  # 肇庆: 404 although there is more
        return text("Not Found", status=404)
    answer = {
        "classify": {"id": number, "name": "年报", "parent": 0, "post_count": len(held)},
        "articles": [_listed(item, query) for item in held[:_MOST]],
    }
    return text(json.dumps(answer), "application/json")


def _listed(item: Item, query: Query) -> dict[str, object]:
    began = timegm(strptime(item.day, "%Y-%m-%d")) - _SHIFT
    url = f"http://{query.headers['host']}{_path(item)}"
    files = (
        [{"id": 1, "name": f"年报{suffix(item)}", "url": _file_path(item)}]
        if _is_file(item)
        else []
    )
    row = {"id": item.number, "title": item.title, "date": began, "publisher": item.agency}
    return row | {"url": url, "attachment": files, "is_expired": False}


def _is_file(item: Item) -> bool:
    return item in DOCUMENTS_PUBLISHED


def _detail(item: Item) -> Resource:
    body = item.body
    if _is_file(item):
        name = f"年度报告{suffix(item)}"
        body = (
            f'<p><a class="nfw-cms-attachment" attachment-id="{item.number}" alt="{name}" '
            f'href="{_file_path(item)}">{name}</a></p>'
        )
    content = json.dumps(body).replace("<", "\\u003C").replace(">", "\\u003E")
    script = (
        f'window._CONFIG = {{DETAIL: {{"title":{json.dumps(item.title)},"content":{content}}}}}'
    )
    head = (
        f"<table><tr><td>索引号</td><td>1</td><td>发布机构</td><td>{item.agency}</td></tr></table>"
    )
    main = f'{head}<h1>{{title}}</h1><div class="article-content">{{body}}</div>'
    return article(item, f"{main}<script>{script}</script>", body)


def _gkmlpt(query: Query) -> Resource | None:
    if query.path == "/":
        offices = f"{COUNTY}教育局信息公开目录"
        return home(("/gkmlpt/index", "政府信息公开目录"), (f"{_OFFICE}/gkmlpt/index", offices))
    if query.path in _DOCUMENTS:
        return document(_DOCUMENTS[query.path])
    if query.path in _ARTICLES:
        return _detail(_ARTICLES[query.path])
    own = _platform("", [*_FILES, *_OWN], "755041", query)
    return own or _platform(_OFFICE, _OFFICES, "755042", query)


_PLAIN = "/zwgk/xxgknb/"


def _plain(query: Query) -> Resource | None:
    """Answer as plain NFCMS: page 2 is index_2.html, and nothing links to it."""
    if query.path == "/":
        news = "/xwzx/content/post_{n}.html"
        return home((_PLAIN, "政府信息公开年报"), news=news)
    for number, shown in enumerate(paged(_ITEMS, 12), start=1):
        if query.path == f"{_PLAIN}{f'index_{number}.html' if number > 1 else ''}":
            rows = "".join(
                f'<li><a href="content/post_{item.number}.html">{escape(item.title)}</a>'
                f"<span>{item.day.replace('-', '/')}</span></li>"
                for item in shown
            )
            return html("政府信息公开年报", f"<ul>{rows}</ul>")
    at = f"{_PLAIN}content/post_"
    item = next((i for i in _ITEMS if query.path == f"{at}{i.number}.html"), None)
    return _detail(item) if item else None


IMITATIONS = (
    Imitation(
        "nfcms-gkmlpt",
        _gkmlpt,
        frozenset(_path(i) for i in _ITEMS if i.is_report) | frozenset(_DOCUMENTS),
    ),
    Imitation(
        "nfcms-plain",
        _plain,
        frozenset(f"{_PLAIN}content/post_{i.number}.html" for i in _ITEMS if i.is_report),
    ),
)
