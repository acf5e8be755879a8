"""Hanweb on JPAAS: the column page names its units, the publish server builds each."""

import json
from html import escape

from tests.portal.imitation import Imitation
from tests.portal.shell import Entry, article, decoy, entries, home, page
from tests.portal.site import Query, Resource

ENTRIES = entries()
_COLUMN = "/zfxxgk/bmjdxzptlj/zfxxgknb/"
_SERVER = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_UNIT = {"webId": "3185", "pageId": "c50e6c65", "tagId": "当前栏目_list", "tplSetId": "8f1e"}
_ROWS = 15


def _path(entry: Entry) -> str:
    return f"{_COLUMN}art/{entry.day[:4]}/art_{entry.number:032x}.html"


def _document(entry: Entry) -> str:
    assert entry.document is not None
    return f"/attach/0/{entry.number:032x}{entry.document.suffix}"


def _item(entry: Entry) -> str:
    title = escape(entry.title)
    link = f'href="{_path(entry)}" title="{title}"'
    forms = (
        (
            f'<li class="clearfix"><a class="bt-left" {link}>{escape(entry.cut)}</a>'
            f'<span class="bt-right">{entry.day}</span></li>'
        ),
        f"<li><a {link}>{title}<b>{entry.day}</b></a></li>",
        f'<p class="lb-list"><a {link}>{title}</a><span>{entry.day}</span></p>',
        f"<table><tr><td><a {link}>{title}</a></td><td>[{entry.day}]</td></tr></table>",
        f'<div class="content-3-left-text"><a {link}>{title}</a><span>{entry.day}</span></div>',
    )
    return forms[entry.number % len(forms)]


def _unit(query: Query) -> Resource:
    if "referer" not in query.headers or "user-agent" not in query.headers:
        return Resource(b"<html>403</html>", status=403)
    html = None
    if all(query.query.get(name) == value for name, value in _UNIT.items()):
        # pageNo, page and currentPage beside paramJson change nothing.
        param = json.loads(query.query.get("paramJson") or "{}")
        start = (int(param.get("pageNo", 1)) - 1) * _ROWS
        shown = "".join(map(_item, ENTRIES[start : start + _ROWS]))
        pager = f'<div class="pagination" count="{len(ENTRIES)}" rows="{_ROWS}"></div>'
        html = f'<div class="ImporF_bd-ul">{shown}</div>{pager}'
    body = json.dumps({"success": html is not None, "data": {"html": html}}, ensure_ascii=False)
    return Resource(body.encode(), "application/json; charset=utf-8")


def _list() -> Resource:
    unit = escape(str(_UNIT).replace(" ", ""))
    script = f'<script url="{_SERVER}" parseType="bulidstatic" querydata="{unit}"></script>'
    return page("政府信息公开年报", f'<div id="list">{script}</div>')


def serve(query: Query) -> Resource | None:
    """Answer a request."""
    if query.path == "/":
        return home((_COLUMN, "政府信息公开年报"))
    if query.path == _COLUMN:
        return _list()
    if query.path == _SERVER:
        return _unit(query)
    for entry in ENTRIES:
        if query.path == _path(entry):
            file = f'<a href="{_document(entry)}">附件.pdf</a>' if entry.document else ""
            return article(entry, f'<div class="article-content">{entry.text}{file}</div>')
        if entry.document and query.path == _document(entry):
            return entry.file()
    return decoy(query.path)


_REPORTS = frozenset(_document(e) if e.document else _path(e) for e in ENTRIES if e.is_report)
IMITATIONS = (Imitation("hanweb-jpaas", serve, _REPORTS),)
