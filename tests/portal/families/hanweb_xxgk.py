"""Hanweb's module of the 政府信息公开目录: search.jsp, and xxgkAnnualReport.jsp."""

from html import escape

from tests.portal.imitation import Imitation
from tests.portal.items import COUNTY
from tests.portal.shell import Entry, article, decoy, entries, home, page
from tests.portal.site import Query, Resource, Serve

ENTRIES = entries()
_AREA = "113700000045022274"
_TOPIC = "B001A012"
_MODULE = "/module/xxgk/"
_COLUMN = f"/col/col55/index.html?vc_xxgkarea={_AREA}&jh=264"
_ROWS = 20
# Years of reports that stand in no list: one page per unit and year.
_YEARS = range(2015, 2018)
_ANNUAL = {str(e.item.year): e for e in entries(_YEARS) if e.item and e.is_report}


def _path(entry: Entry) -> str:
    year, month, day = entry.day.split("-")
    return f"/art/{year}/{int(month)}/{int(day)}/art_55_{entry.number}.html"


def _document(entry: Entry) -> str:
    assert entry.document is not None
    name = f"{entry.number:08x}{entry.document.suffix}"
    return f"/cms_files/jcms1/web46/site/attach/0/{name}?fileName={name}"


def _rows(shown: list[tuple[str, str, str]]) -> str:
    rows = "".join(
        f'<tr class="tr_main_value_{"odd" if n % 2 else "even"}"><td>{day[:7]}-{n:05}</td>'
        f'<td><a href="{url}" title="{title}">{title[:16]}…</a></td><td>{day}</td></tr>'
        for n, (url, title, day) in enumerate(shown)
    )
    return f"<table>{rows}</table>"


def _block(shown: list[tuple[str, str, str]]) -> str:
    """The national template, as 浙江 asks for it by standardXxgk=1."""
    items = "".join(
        f'<li><a title="{title}" href="{url}">{title[:16]}…</a><b>{day}</b></li>'
        for url, title, day in shown
    )
    return f'<div class="zfxxgk_zdgkc"><ul>{items}</ul></div>'


def _search(query: Query, *, is_standard: bool) -> Resource | None:
    """Answer with the whole area, whatever column asks: every other entry is of another column."""
    form = query.form
    if query.method != "POST" or form.get("infotypeId") != _TOPIC:
        return page("", "<table></table>")
    if not is_standard and form.get("area") != _AREA:
        return page("", "<table></table>")
    listed: list[tuple[str, str, str]] = []
    for entry in ENTRIES:
        listed.append((_path(entry), escape(entry.title), entry.day))
        if entry.number % 3 == 0:
            other = f"{COUNTY}财政局{entry.number}号预算公开"
            listed.append((f"/art/2023/1/1/art_56_{entry.number}.html", other, entry.day))
    number = int((form if is_standard else query.query).get("currpage", "1"))
    shown = listed[(number - 1) * _ROWS : number * _ROWS]
    markup = _block(shown) if is_standard else _rows(shown)
    return Resource(f"{markup}<div>共{-(-len(listed) // _ROWS)}页</div>".encode())


def _old_column() -> Resource:
    options = "".join(
        f'<option value="{_MODULE}xxgkAnnualReport.jsp?area={_AREA}&amp;fbtime={year}">{year}'
        "</option>"
        for year in _ANNUAL
    )
    script = f"var infotypeId='{_TOPIC}';var jdid='1';var divid='div55';"
    main = (
        f'<iframe src="{_MODULE}tree.jsp?area={_AREA}"></iframe><div id="div55"></div>'
        f"<select onchange='go(this.value)'>{options}</select><script>{script}</script>"
    )
    return page("政府信息公开年报", main)


def _standard_column() -> Resource:
    tree = f"{_MODULE}tree.jsp?divid=div55&area=&rootName=&standardXxgk=1"
    script = (
        f"$.post('{_MODULE}search.jsp',{{divid:'div55',infotypeId:'{_TOPIC}',jdid:'1756',"
        "area:'',sortfield:'',standardXxgk:'1'})"
    )
    return page("政府信息公开年报", f'<iframe src="{tree}"></iframe><script>{script}</script>')


def _portal(*, is_standard: bool) -> Serve:
    def serve(query: Query) -> Resource | None:
        if query.path == "/":
            return home((_COLUMN, "政府信息公开年报"))
        if query.path == "/col/col55/index.html":
            return _standard_column() if is_standard else _old_column()
        if query.path == f"{_MODULE}tree.jsp":
            return page("目录", "<ul></ul>")
        if query.path == f"{_MODULE}search.jsp":
            return _search(query, is_standard=is_standard)
        if query.path == f"{_MODULE}xxgkAnnualReport.jsp" and not is_standard:
            entry = _ANNUAL.get(query.query.get("fbtime", ""))
            known = entry and query.query.get("area") == _AREA
            return article(entry, entry.text) if entry and known else None
        return _article(query) or decoy(query.path)

    return serve


def _article(query: Query) -> Resource | None:
    for entry in ENTRIES:
        if query.path == _path(entry):
            file = f'<a href="{_document(entry)}">附件</a>' if entry.document else ""
            return article(entry, f'<td class="bt_content">{entry.text}{file}</td>')
        if entry.document and query.path == _document(entry).partition("?")[0]:
            return entry.file()
    return None


_LISTED = frozenset(_document(e) if e.document else _path(e) for e in ENTRIES if e.is_report)
_OF_UNIT = frozenset(f"{_MODULE}xxgkAnnualReport.jsp?area={_AREA}&fbtime={y}" for y in _ANNUAL)
IMITATIONS = (
    Imitation("hanweb-xxgk", _portal(is_standard=False), _LISTED | _OF_UNIT),
    Imitation("hanweb-xxgk-standard", _portal(is_standard=True), _LISTED),
)
