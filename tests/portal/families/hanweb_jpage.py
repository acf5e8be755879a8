"""Hanweb with jpage: records as XML in the page, more of them from dataproxy.jsp."""

from html import escape
from urllib.parse import parse_qsl

from tests.portal.imitation import Imitation
from tests.portal.shell import Entry, article, decoy, entries, home, page
from tests.portal.site import Query, Resource, Serve

ENTRIES = entries()
_IDS = {"webid": "3095", "columnid": "1229440", "unitid": "6101313", "appid": "1"}
_COLUMN = f"/col/col{_IDS['columnid']}/index.html"
_PER_PAGE = 15
_MOST = 300  # records of an answer
_EMPTY = b"<datastore><recordset></recordset></datastore>".ljust(54)


def _path(entry: Entry) -> str:
    year, month, day = entry.day.split("-")
    return f"/art/{year}/{int(month)}/{int(day)}/art_{_IDS['columnid']}_{entry.number}.html"


def _document(entry: Entry) -> str:
    return f"/module/download/downfile.jsp?classid=0&filename={entry.number:08x}.{_suffix(entry)}"


def _suffix(entry: Entry) -> str:
    return entry.document.suffix[1:] if entry.document else ""


def _item(entry: Entry) -> str:
    """Give one record; two in five are broken or cut as they are on portals."""
    title = escape(entry.title)
    link = f'<a href="{_path(entry)}" target="_blank" title="{title}">'
    forms = (
        f"<li>{link}<span>{escape(entry.cut)}</span><i>{entry.day}</i></a></li>",
        f"<li>{link}{title}</a><b>{entry.day}</b></li>",
        f"<li style=<br/>>{link}{title}</a><span>{entry.day}</span></li>",
        f"<tr><td width=620>{link}{title}</a></td><td width=100>{entry.day}</td></tr>",
        f"<p>{link}{title}</a><span>[{entry.day}]</span></p>",
    )
    return forms[entry.number % len(forms)]


def _store(shown: tuple[Entry, ...], next_group: str) -> bytes:
    records = "".join(f"<record><![CDATA[{_item(e)}]]></record>" for e in shown)
    return (
        f"<datastore><totalrecord>{len(ENTRIES)}</totalrecord>"
        f"<totalpage>{-(-len(ENTRIES) // _PER_PAGE)}</totalpage>"
        f'<nextgroup><![CDATA[<a href="{next_group}"></a>]]></nextgroup>'
        f"<recordset>{records}</recordset></datastore>"
    ).encode()


def _list(next_group: str, proxy: str) -> Resource:
    """The first group stands in the page; the list itself is empty."""
    store = _store(ENTRIES[: 3 * _PER_PAGE], next_group).decode()
    script = (
        f"$('#{_IDS['unitid']}').jpage({{totalRecord:{len(ENTRIES)},perPage:{_PER_PAGE},"
        f"proxyUrl:'{proxy}'}})"
    )
    main = (
        f'<div id="{_IDS["unitid"]}"><ul></ul><script type="text/xml">{store}</script></div>'
        f'<form id="jpageform_{_IDS["unitid"]}"></form><script>{script}</script>'
    )
    head = f'<meta content="{_IDS["columnid"]}" name="i_columnid">'
    return page("政府信息公开年报", main, head)


def _fields(query: Query) -> dict[str, str]:
    """JSP takes parameters from the address and the form alike."""
    return query.query | dict(parse_qsl(query.body.decode(), keep_blank_values=True))


def _by_page(asked: dict[str, str]) -> tuple[Entry, ...]:
    size = min(int(asked.get("perpage", _PER_PAGE)), _MOST)
    start = (int(asked.get("page", "1")) - 1) * size
    return ENTRIES[start : start + size]


def _by_group(asked: dict[str, str]) -> tuple[Entry, ...]:
    """Three pages of the site's own size, whatever is asked for."""
    start = (int(asked.get("page", "1")) - 1) * 3 * _PER_PAGE
    return ENTRIES[start : start + 3 * _PER_PAGE]


def _by_record(asked: dict[str, str]) -> tuple[Entry, ...]:
    start, end = int(asked.get("startrecord", "1")), int(asked.get("endrecord", "60"))
    return ENTRIES[start - 1 : min(end, start - 1 + _MOST)]


_HEEDS = {"page": _by_page, "group": _by_group, "record": _by_record}


def _portal(heeds: str, proxy: str, next_group: str) -> Serve:
    query_of_group = "&".join(f"{name}={value}" for name, value in _IDS.items())
    listed = _list(f"{next_group}?page=2&{query_of_group}&path=/&webname=明川县", proxy)

    def serve(query: Query) -> Resource | None:
        if query.path == "/":
            return home((_COLUMN, "政府信息公开年报"))
        if query.path == _COLUMN:  # ?pageNum=2 is page 1 again
            return listed
        if query.path == proxy:
            asked = _fields(query)
            known = all(asked.get(name) == value for name, value in _IDS.items())
            shown = _HEEDS[heeds](asked) if known else ()
            body = _store(shown, next_group) if shown else _EMPTY
            return Resource(body, "text/xml; charset=utf-8")
        return _article(query) or decoy(query.path)

    return serve


def _article(query: Query) -> Resource | None:
    for entry in ENTRIES:
        if _path(entry) == query.path:
            files = f'<p class="insertfileTag"><a href="{escape(_document(entry))}">附件</a></p>'
            text = f"<!--<$[信息内容]>begin-->{entry.text}<!--<$[信息内容]>end-->"
            return article(entry, f'<div id="zoom">{text}{files if entry.document else ""}</div>')
        named = f"{entry.number:08x}.{_suffix(entry)}"
        if query.path.endswith("/downfile.jsp") and query.query.get("filename") == named:
            return entry.file()
    return None


def _plain(query: Query) -> Resource | None:
    """山东: dataproxy.jsp answers empty, the page itself holds the whole list."""
    if query.path == _COLUMN:
        script = "<script>jpage({proxyUrl:'/module/web/jpage/dataproxy.jsp'})</script>"
        return page("政府信息公开年报", f"<ul>{''.join(map(_item, ENTRIES))}</ul>{script}")
    if query.path.endswith("/dataproxy.jsp"):
        return Resource(_EMPTY, "text/xml; charset=utf-8")
    return home((_COLUMN, "政府信息公开年报")) if query.path == "/" else _article(query)


_REPORTS = frozenset(_document(e) if e.document else _path(e) for e in ENTRIES if e.is_report)
_NEW, _OLD = "/module/web/jpage/dataproxy.jsp", "/module/jpage/dataproxy.jsp"
IMITATIONS = (
    Imitation("hanweb-jpage-page", _portal("page", _NEW, _NEW), _REPORTS),
    Imitation("hanweb-jpage-group", _portal("group", _NEW, _NEW), _REPORTS),
    Imitation("hanweb-jpage-record", _portal("record", _OLD, "./dataproxy.jsp"), _REPORTS),
    Imitation("hanweb-plain", _plain, _REPORTS),
)
