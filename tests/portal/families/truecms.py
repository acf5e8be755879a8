"""TrueCMS: sixty entries hidden in the page, the others as JSONP from getMessage.do."""

import json
from html import escape
from urllib.parse import urlsplit

from tests.portal.imitation import Imitation
from tests.portal.shell import Entry, article, decoy, entries, home, page
from tests.portal.site import Query, Resource, Serve

ENTRIES = entries()
_FEW = ENTRIES[:30]
_SITE, _SLUG = "mcxrmzf", "xxgknb"
_COLUMN = f"/{_SITE}/{_SLUG}/{_SLUG}.html"
_ID = "0f3c1d2e-5a6b-4c7d-8e9f-001122334455"
_PROGRAM = "/truecms/messageController/getMessage.do"
_SHOWN = 60
_MOST = 20  # at 如皋; more is answered by 404, and so is a request without Referer


def _path(entry: Entry) -> str:
    return f"/{_SITE}/{_SLUG}/content/0f3c0000-0000-4000-8000-{entry.number:012}.html"


def _document(entry: Entry) -> str:
    assert entry.document is not None
    return f"/{_SITE}/upload/{entry.number}{entry.document.suffix}"


def _item(entry: Entry) -> str:
    title = escape(entry.title)
    link = f'<a href="{_path(entry)}" title="{title}">{escape(entry.cut)}</a>'
    return f"<li>{link}<span>{entry.day}</span></li>"


def _list(listed: tuple[Entry, ...]) -> Resource:
    hidden = "".join(map(_item, listed[:_SHOWN]))
    script = f"list({{columnId:'{_ID}',proxyUrl:'{_PROGRAM}'}})"
    main = f'<div id="initData" style="display:none"><ul>{hidden}</ul></div>'
    return page("政府信息公开年报", f"{main}<script>{script}</script>")


def _message(query: Query) -> Resource | None:
    asked, refers = query.query, urlsplit(query.headers.get("referer", "")).path
    if refers != _COLUMN or int(asked["perpage"]) > _MOST or asked["columnId"] != _ID:
        return None
    shown = ENTRIES[int(asked["startrecord"]) - 1 : int(asked["endrecord"])]
    records = "".join(f"<record><![CDATA[{_item(e)}]]></record>" for e in shown)
    store = f"<datastore><totalrecord>{len(ENTRIES)}</totalrecord><recordset>{records}"
    result = json.dumps({"result": f"{store}</recordset></datastore>"}, ensure_ascii=False)
    return Resource(f"{asked['callback']}({result});".encode(), "text/javascript; charset=utf-8")


def _portal(listed: tuple[Entry, ...], *, has_program: bool) -> Serve:
    def serve(query: Query) -> Resource | None:
        if query.path == "/":
            return home((_COLUMN, "政府信息公开年报"))
        if query.path == _COLUMN:
            return _list(listed)
        if query.path == _PROGRAM and has_program:
            return _message(query)
        return _article(query) or decoy(query.path)

    return serve


def _article(query: Query) -> Resource | None:
    for entry in ENTRIES:
        if query.path == _path(entry):
            file = f'<a href="{_document(entry)}">附件</a>' if entry.document else ""
            return article(entry, f'<div class="content">{entry.text}{file}</div>')
        if entry.document and query.path == _document(entry):
            return entry.file()
    return None


def _reports(listed: tuple[Entry, ...]) -> frozenset[str]:
    return frozenset(_document(e) if e.document else _path(e) for e in listed if e.is_report)


IMITATIONS = (
    Imitation("truecms", _portal(ENTRIES, has_program=True), _reports(ENTRIES)),
    # 连云港: the program is switched off, the page holds the whole list.
    Imitation("truecms-page-alone", _portal(_FEW, has_program=False), _reports(_FEW)),
)
