"""Epoint: lists from a REST service, which wants the id that a common script holds."""

import json
from typing import Any

from tests.portal.imitation import Imitation
from tests.portal.shell import Entry, article, decoy, entries, home, page
from tests.portal.site import Query, Resource, Serve

ENTRIES = entries()
_COLUMN = "/dynamic/zwgk/govInfoPub.html"
_CATEGORY = "003006"
_GUID = "7eb5f7f1-9cd0-4a16-9aee-2f0b1f6a7a10"
_MOST = 50
_JSON = "application/json; charset=utf-8"


def _path(entry: Entry) -> str:
    identity = f"7eb5f7f1-0000-4000-8000-{entry.number:012}"
    return f"/003/{_CATEGORY}/{entry.day.replace('-', '')}/{identity}.html"


def _document(entry: Entry) -> str:
    assert entry.document is not None
    return f"/files/{entry.number}{entry.document.suffix}"


def _row(entry: Entry) -> dict[str, str]:
    return {
        "title": entry.cut,
        "realtitle": entry.title,
        "infourl": _path(entry),
        "visiturl": "",
        "linkurl": "",
        "infodate": entry.day,
        "handsdate": "",
    }


def _answer(query: Query, first: int, *, is_wrapped: bool) -> Resource:
    asked: dict[str, Any] = json.loads(query.body or b"{}")
    if is_wrapped:
        asked = asked.get("params") or {}
    if asked.get("siteGuid") != _GUID or asked.get("categorynum") != _CATEGORY:
        return Resource(b'{"custom":{"total":0,"data":[]}}', _JSON)
    size = min(asked["pageSize"], _MOST)
    number = asked["pageIndex"] - first
    shown = ENTRIES[number * size : (number + 1) * size] if number >= 0 else ()
    custom = {"total": len(ENTRIES), "data": [_row(e) for e in shown]}
    return Resource(json.dumps({"custom": custom}, ensure_ascii=False).encode(), _JSON)


def _portal(first: int, project: str, *, is_wrapped: bool = False) -> Serve:
    site = json.dumps({"siteGuid": _GUID, "projectName": project})

    def serve(query: Query) -> Resource | None:
        if query.path == "/":
            return home((f"{_COLUMN}?categorynum={_CATEGORY}&amp;deptcode=", "政府信息公开年报"))
        if query.path == _COLUMN:
            script = '<script src="/js/webBuilderCommon.js"></script>'
            return page("政府信息公开", f'<ul id="infolist"></ul>{script}')
        if query.path == "/js/webBuilderCommon.js":
            return Resource(f"var siteInfo={site};".encode(), "application/javascript")
        if query.path == f"{project}/rest/lightfrontaction/getgovinfolist":
            return _answer(query, first, is_wrapped=is_wrapped)
        return _article(query) or decoy(query.path)

    return serve


def _article(query: Query) -> Resource | None:
    for entry in ENTRIES:
        if query.path == _path(entry):
            file = f'<a href="{_document(entry)}">附件</a>' if entry.document else ""
            return article(entry, f'<div class="mian-cont">{entry.text}{file}</div>')
        if entry.document and query.path == _document(entry):
            return entry.file()
    return None


_REPORTS = frozenset(_document(e) if e.document else _path(e) for e in ENTRIES if e.is_report)
IMITATIONS = (
    Imitation("epoint", _portal(0, "/EWB-FRONT"), _REPORTS),
    Imitation("epoint-from-1", _portal(1, "/EWB-FRONT"), _REPORTS),
    Imitation("epoint-wrapped", _portal(0, "/EWB_YK_Mid", is_wrapped=True), _REPORTS),
)
