"""VSB: static lists whose files are numbered from the last page on."""

from html import escape

from tests.portal.imitation import Imitation
from tests.portal.shell import Entry, article, decoy, entries, home, page
from tests.portal.site import Query, Resource

ENTRIES = entries()
_COLUMN = "/zfxxgk/xxgknb"
_ROWS = 10
_PAGES = -(-len(ENTRIES) // _ROWS)


def _path(entry: Entry) -> str:
    return f"/info/14423/{entry.number}.htm"


def _document(entry: Entry) -> str:
    return (
        "/system/_content/download.jsp?urltype=news.DownloadAttachUrl"
        f"&owner=1485250630&wbfileid={entry.number}"
    )


def _list(number: int, up: str) -> Resource:
    """Page `number` of the list, links relative to its folder."""
    shown = ENTRIES[(number - 1) * _ROWS : number * _ROWS]
    lines = "".join(
        f'<li id="line_u6_{n}"><h2 class="cleafix"><a href="{up}{_path(e)[1:]}" '
        f'title="{escape(e.title)}">{escape(e.cut)}</a><span class="time">{e.day}</span></h2></li>'
        for n, e in enumerate(shown)
    )
    pager = f"<div>共{len(ENTRIES)}条&nbsp;&nbsp;{number}/{_PAGES}&nbsp;首页 上页</div>"
    script = '<script src="/system/resource/js/counter.js"></script>'
    return page("政府信息公开年报", f"<ul>{lines}</ul>{pager}{script}")


def serve(query: Query) -> Resource | None:
    """Answer a request: page P stands at {slug}/{last - P + 1}.htm, the first at {slug}.htm."""
    if query.path == "/":
        return home((f"{_COLUMN}.htm", "政府信息公开年报"))
    if query.path == f"{_COLUMN}.htm":
        return _list(1, "../")
    file = query.path.removeprefix(f"{_COLUMN}/").removesuffix(".htm")
    if query.path.startswith(f"{_COLUMN}/") and file.isdecimal() and 1 <= int(file) < _PAGES:
        return _list(_PAGES - int(file) + 1, "../../")
    for entry in ENTRIES:
        if query.path == _path(entry):
            return _article(entry)
        if query.path.endswith("/download.jsp") and query.query["wbfileid"] == str(entry.number):
            is_guarded = "codeValue" in query.query
            return page("验证码", "<input name=codeValue>") if is_guarded else entry.file()
    return decoy(query.path)


def _article(entry: Entry) -> Resource:
    files = ""
    if entry.document:
        url = escape(_document(entry))
        files = (
            f'附件【<a href="{url}">年报{entry.document.suffix}</a>】'
            f'附件【<a href="{url}&amp;codeValue=">年报{entry.document.suffix}</a>】'
        )
    text = f'<div id="vsb_content"><div class="v_news_content">{entry.text}</div></div>{files}'
    form = f'<form name="_newscontent_fromname">{text}</form>'
    return article(entry, form, heading="<h2>{}</h2>")


IMITATIONS = (
    Imitation(
        "vsb",
        serve,
        frozenset(_document(e) if e.document else _path(e) for e in ENTRIES if e.is_report),
    ),
)
