"""What the imitations share: pages with their tags, a home page, reports that are documents."""

from html import escape

from tests.portal.items import COUNTY, Item
from tests.portal.site import DOCUMENTS, HTML, REPORTS, Resource

_SITE = (
    f'<meta name="SiteName" content="{COUNTY}人民政府"><meta name="SiteDomain" content="127.0.0.1">'
    '<meta name="SiteIDCode" content="0000000000">'
)
_MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# Reports that are published as a document, with the file; their numbers are those of no other item.
DOCUMENTS_PUBLISHED = {
    Item(1900 + n, report.title, report.agency, int(report.published[:4]) - 1, is_report=True): file
    for n, report in enumerate(REPORTS)
    if (file := DOCUMENTS / report.file).suffix in _MEDIA_TYPES
}


def html(title: str, main: str, tags: str = "") -> Resource:
    """Give a page between the head and foot of the portal."""
    return Resource(
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"{_SITE}{tags}</head><body><ul class='nav'><li><a href='/'>首页</a></li>"
        f"<li><a href='/hdjl/'>互动交流</a></li></ul>{main}"
        f"<div class='footer'><p>主办：{COUNTY}人民政府办公室</p></div></body></html>".encode()
    )


def text(body: str, media_type: str = HTML, status: int = 200) -> Resource:
    """Give a fragment, a script's data or an error as it is."""
    return Resource(body.encode(), media_type, status)


def home(*ways: tuple[str, str], news: str = "/xwzx/{n}.html") -> Resource:
    """Give a home page: links to other things, news, and the way (address, text) to the column."""
    others = [("/wznb/", "政府网站工作年度报表"), ("/fzzf/", "法治政府建设年度报告")]
    menu = "".join(f'<li><a href="{escape(url)}">{name}</a></li>' for url, name in [*others, *ways])
    items = "".join(
        f'<li><a href="{news.format(n=n)}">{COUNTY}召开第{n}次例会</a>'
        f"<span>2024-02-{n:02}</span></li>"
        for n in range(1, 6)
    )
    return html("首页", f"<ul>{items}</ul><ul>{menu}</ul>")


def article(item: Item, main: str = "<h1>{title}</h1>{body}", body: str | None = None) -> Resource:
    """Give an article; `main` is the family's markup around title and body."""
    shown = main.replace("{title}", escape(item.title))
    return html(item.title, shown.replace("{body}", item.body if body is None else body), item.tags)


def document(item: Item) -> Resource:
    """Give the document that a report is."""
    file = DOCUMENTS_PUBLISHED[item]
    return Resource(file.read_bytes(), _MEDIA_TYPES[file.suffix])


def suffix(item: Item) -> str:
    """Give the suffix of the document that a report is."""
    return DOCUMENTS_PUBLISHED[item].suffix


def cut(title: str) -> str:
    """Give a title as narrow lists print it."""
    return f"{title[:14]}…"


def paged(items: list[Item], size: int) -> list[list[Item]]:
    """Divide a list into pages."""
    return [items[start : start + size] for start in range(0, len(items), size)]
