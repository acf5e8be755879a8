"""Lonsun: a tree of units, of each its column of type 3, which a label fills page by page."""

from html import escape

from tests.portal.imitation import Imitation
from tests.portal.items import AGENCIES, COUNTY
from tests.portal.shell import Entry, article, decoy, entries, home, page
from tests.portal.site import Query, Resource, Serve

ENTRIES = entries()
_SITE = "6786551"
_ORGANS = {f"{COUNTY}{name}": str(6596221 + n) for n, name in enumerate(AGENCIES)}
# The county's own reports, and whatever no unit of the tree published.
_OWN = f"{COUNTY}人民政府"
# These keep their reports in the catalogue, under a node of their own; type 3 is empty there.
_IN_CATALOGUE = f"{COUNTY}统计局"
_NODE = "7065111"
_FILE = "/c3/hs/publicInfoList_newest"
_ROWS = 5


def _organ(entry: Entry) -> str:
    return _ORGANS.get(entry.agency, _ORGANS[_OWN])


def _path(entry: Entry) -> str:
    return f"/public/{_organ(entry)}/{36511000 + entry.number}.html"


def _document(entry: Entry) -> str:
    assert entry.document is not None
    return f"/group6/M00/00/1A/wKg{entry.number}{entry.document.suffix}"


def _leads_to(entry: Entry) -> str:
    """An entry may carry a redirectLink to any address."""
    is_link = entry.document is not None and entry.document.suffix == ".pdf"
    return _document(entry) if is_link else _path(entry)


def _of(organ: str) -> list[Entry]:
    return [entry for entry in ENTRIES if _organ(entry) == organ]


def _listed(fields: dict[str, str]) -> list[Entry]:
    """Give what a list holds: type 3 is the column of reports, 4 a node of the catalogue."""
    organ, kind = fields.get("organId", ""), fields.get("type")
    if organ == _ORGANS[_IN_CATALOGUE]:
        return _of(organ) if kind == "4" and fields.get("catId") == _NODE else []
    return _of(organ) if kind == "3" else []


def _markup(shown: list[Entry], length: int) -> str:
    items = "".join(
        f'<li><a href="{_leads_to(e)}" title="{escape(e.title)}" target="_blank">'
        f'{escape(e.title[:length])}</a><span class="date">{e.day}</span></li>'
        for e in shown
    )
    return f'<ul class="clearfix xxgk_nav_list t4">{items}</ul>'


def _fragment(query: Query) -> Resource | None:
    asked = query.query | query.form
    if asked.get("labelName") != "publicInfoList" or asked.get("siteId") != _SITE:
        return None
    if asked.get("file") != _FILE:
        return Resource(b"", "text/html; charset=utf-8")
    size = min(int(asked.get("pageSize", "15")), 50)
    start = (max(int(asked.get("pageIndex", "1")), 1) - 1) * size
    shown = _listed(asked)[start : start + size]
    text = _markup(shown, int(asked.get("length", "50"))) if shown else "暂无相关信息"
    return Resource(text.encode())


def _column(query: Query, prefix: str, *, is_rendered: bool) -> Resource:
    organ = query.path.rpartition("/")[2]
    fields = query.query | {"organId": organ}
    listed = _listed(fields)
    pages = -(-len(listed) // _ROWS)
    tree = "".join(
        f'<li><a href="{prefix}/public/column/{number}?type=4&amp;action=list">{name}</a></li>'
        for name, number in _ORGANS.items()
    )
    if fields.get("type") == "4":
        node = f"{prefix}/public/column/{organ}?type=4&amp;catId={_NODE}&amp;action=list"
        tree += f'<li><a href="{node}">政府信息公开年报</a></li>'
    script = (
        "<script>Ls.pagination('#p',function(i){$.ajax({type:'GET',"
        f"url:'{prefix}/site/label/8888?IsAjax=1&dataType=html&_='+Math.random(),data:{{"
        f"labelName:'publicInfoList',siteId:'{_SITE}',pageSize:'{_ROWS}',pageIndex:i,length:'20',"
        f"organId:'{organ}',type:'{fields.get('type', '')}',catId:'{fields.get('catId', '')}',"
        f"file:'{_FILE}'}}}})}},{{pageCount:{pages}}})</script>"
    )
    shown = _markup(listed[:_ROWS], 20) if is_rendered and listed else ""
    head = f'<meta name="SiteId" content="{_SITE}">'
    if fields.get("type") == "3":
        head += '<meta name="ColumnName" content="政府信息公开年报">'
    return page("政府信息公开", f"<ul>{tree}</ul><div id='list'>{shown}</div>{script}", head)


def _portal(prefix: str, *, is_rendered: bool) -> Serve:
    def serve(query: Query) -> Resource | None:
        if query.path == "/":
            first = f"{prefix}/public/column/{_ORGANS[_OWN]}?type=4&amp;action=list"
            return home((first, "政府信息公开"))
        if query.path.startswith(f"{prefix}/public/column/"):
            return _column(query, prefix, is_rendered=is_rendered)
        if query.path == f"{prefix}/site/label/8888":
            return _fragment(query)
        return _article(query) or decoy(query.path)

    return serve


def _article(query: Query) -> Resource | None:
    for entry in ENTRIES:
        if query.path == _path(entry):
            file = f'<a href="{_document(entry)}">附件</a>' if entry.document else ""
            told = f'<span class="fbsj">发布时间：{entry.day}</span>'
            text = f'<div class="wzcon j-fontContent">{entry.text}{file}</div>'
            return article(entry, told + text, heading='<h1 class="wztit">{}</h1>')
        if entry.document and query.path == _document(entry):
            return entry.file()
    return None


_REPORTS = frozenset(_document(e) if e.document else _path(e) for e in ENTRIES if e.is_report)
IMITATIONS = (
    Imitation("lonsun", _portal("", is_rendered=True), _REPORTS),
    Imitation("lonsun-script", _portal("/zwgk", is_rendered=False), _REPORTS),
)
