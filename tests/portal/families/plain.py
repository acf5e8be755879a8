"""A portal of no known family: plain lists, numbered links below them."""

from html import escape

from tests.portal.imitation import Imitation
from tests.portal.items import COUNTY, Item, items
from tests.portal.site import Query, Resource

COLUMN = "/gov/nianbao/"
ITEMS = items()
_A_PAGE = 20


def _page(title: str, main: str, tags: str = "") -> Resource:
    head = f'<meta charset="utf-8"><title>{escape(title)}</title>'
    site = f'<meta name="SiteName" content="{COUNTY}人民政府">'
    return Resource(f"<html><head>{head}{site}{tags}</head><body>{main}</body></html>".encode())


def _path(item: Item) -> str:
    return f"{COLUMN}{item.number}.html"


def _list(number: int) -> Resource:
    shown = ITEMS[(number - 1) * _A_PAGE : number * _A_PAGE]
    entries = "".join(
        f'<li><a href="{_path(item)}">{escape(item.title)}</a><span>{item.day}</span></li>'
        for item in shown
    )
    pages = range(1, -(-len(ITEMS) // _A_PAGE) + 1)
    pager = "".join(f'<a href="{COLUMN}list{n}.html">{n}</a>' for n in pages)
    return _page("政府信息公开年报", f"<ul>{entries}</ul><div>{pager}</div>")


def serve(query: Query) -> Resource | None:
    """Answer a request."""
    if query.path == "/":
        return _page("首页", f'<ul><li><a href="{COLUMN}">政府信息公开年报</a></li></ul>')
    if query.path == COLUMN:
        return _list(1)
    if query.path.startswith(f"{COLUMN}list"):
        return _list(int(query.path.removeprefix(f"{COLUMN}list").removesuffix(".html")))
    item = next((item for item in ITEMS if _path(item) == query.path), None)
    if item is None:
        return None
    return _page(item.title, f"<h1>{escape(item.title)}</h1>{item.body}", item.tags)


IMITATIONS = (
    Imitation("plain-list", serve, frozenset(_path(item) for item in ITEMS if item.is_report)),
)
