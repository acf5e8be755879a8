"""The /pc/list.html platform: the first page as JSON in a script, more of it by /queryList."""

import json
from typing import Any

from tests.portal.imitation import Imitation
from tests.portal.shell import Entry, article, decoy, entries, home, page
from tests.portal.site import Query, Resource, Serve

ENTRIES = entries()
_SITE, _CODE, _ROWS = "mcxrmzf", "c00145", 15
_NEW = f"/{_SITE}/{_CODE}/pc/list.html"
_OLD = "/col42150/index.html"  # departments of 江西: old looks, filled by script


def _path(entry: Entry) -> str:
    return f"/{_SITE}/{_CODE}/pc/content/content_{1996819971664610000 + entry.number}.html"


def _document(entry: Entry) -> str:
    assert entry.document is not None
    return f"/{_SITE}/files/{entry.number}{entry.document.suffix}"


def _source(entry: Entry) -> dict[str, Any]:
    """Give one record: `urls` and `metadata` are JSON within strings."""
    return {
        "id": str(1996819971664610000 + entry.number),
        "title": entry.title,
        "showTitle": entry.cut,
        "pubDate": f"{entry.day} 10:00:00",
        "urls": json.dumps({"pc": _path(entry)}),
        "metadata": json.dumps({"author": entry.agency}, ensure_ascii=False),
        "images": "[]",
    }


def _embedded() -> Resource:
    listed = json.dumps([_source(e) for e in ENTRIES[:_ROWS]], ensure_ascii=False)
    script = f"var page={{articleList: {listed}, pageSize: {_ROWS}}};$.post('/queryList')"
    return page("政府信息公开年报", f'<ul id="list"></ul><script>{script}</script>')


def _filled_by_script() -> Resource:
    script = (
        f"query({{url:'/queryList','webSiteCode[]':'{_SITE}','channelCode[]':'col42150',"
        f"unitid:'380055',perPage:{_ROWS},groupSize:1,templateContainerId:'div380055'}})"
    )
    main = f'<div id="div380055"><ul class="List_list"></ul></div><script>{script}</script>'
    return page("政府信息公开年报", main)


def _query_list(query: Query, code: str) -> Resource | None:
    form = query.form
    if query.method != "POST":
        return None
    if form.get("webSiteCode[]") != _SITE or form.get("channelCode[]") != code:
        results = []
    else:
        size = int(form.get("pageSize", _ROWS))
        start = (int(form.get("current", "1")) - 1) * size
        results = [{"source": _source(e)} for e in ENTRIES[start : start + size]]
    body = json.dumps({"data": {"results": results}}, ensure_ascii=False)
    return Resource(body.encode(), "application/json; charset=utf-8")


def _portal(column: str, code: str) -> Serve:
    def serve(query: Query) -> Resource | None:
        if query.path == "/":
            return home((f"{column}?uid=380055&pageNum=1", "政府信息公开年报"))
        if query.path == column:
            return _embedded() if column == _NEW else _filled_by_script()
        if query.path == "/queryList":
            return _query_list(query, code)
        return _article(query) or decoy(query.path)

    return serve


def _article(query: Query) -> Resource | None:
    for entry in ENTRIES:
        if query.path == _path(entry):
            files = ""
            if entry.document:  # named in the page's script alone
                file = {"fileName": "年报" + entry.document.suffix, "filePath": _document(entry)}
                files = f"<script>var a={{articleFiles:{json.dumps([file])}}}</script>"
            return article(entry, f'<div id="zoomcon">{entry.text}</div>{files}')
        if entry.document and query.path == _document(entry):
            return entry.file()
    return None


_REPORTS = frozenset(_document(e) if e.document else _path(e) for e in ENTRIES if e.is_report)
IMITATIONS = (
    Imitation("pclist", _portal(_NEW, _CODE), _REPORTS),
    Imitation("pclist-old-looks", _portal(_OLD, "col42150"), _REPORTS),
)
