"""What the imitations of several families share: entries with their documents, pages, decoys."""

from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from tests.portal.items import COUNTY, Item, items
from tests.portal.site import DOCUMENTS, REPORTS, Report, Resource

_MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# Links of every home page that look as if they led to annual reports, and do not.
_DECOYS = (
    ("/decoy/wznb.html", "政府网站工作年度报表"),
    ("/decoy/fzzf.html", "法治政府建设年度报告"),
    ("/decoy/zfgzbg.html", "政府工作报告"),
    ("/decoy/zn.html", "政府信息公开指南"),
)


@dataclass(frozen=True)
class Entry:
    """An entry of a column: its text in the page, or in a document attached to the page."""

    number: int
    title: str
    agency: str
    day: str  # YYYY-MM-DD
    is_report: bool
    item: Item | None = None
    document: Path | None = None

    @property
    def text(self) -> str:
        """Markup of the text; for a document, the sentence that announces it."""
        return self.item.body if self.item else "<p>现予公布，全文见附件。</p>"

    @property
    def tags(self) -> str:
        """The page tags of the national standard."""
        return (
            f'<meta name="ArticleTitle" content="{escape(self.title)}">'
            f'<meta name="PubDate" content="{self.day} 09:30">'
            f'<meta name="ContentSource" content="{escape(self.agency)}">'
        )

    @property
    def cut(self) -> str:
        """The title as a list prints it that has no room for it."""
        return f"{self.title[:14]}…"

    def file(self) -> Resource:
        """Give the document."""
        assert self.document is not None
        return Resource(self.document.read_bytes(), _MEDIA_TYPES[self.document.suffix])


@cache
def entries(years: range = range(2024, 2018, -1)) -> tuple[Entry, ...]:
    """Give the entries of a column, newest first: three reports of it are documents."""
    found = [
        Entry(i.number, i.title, i.agency, i.day, i.is_report, item=i) for i in items(years)
    ] + [_attached(r) for r in REPORTS if not r.file.endswith(".html") and not r.is_cut]
    return tuple(sorted(found, key=lambda entry: (entry.day, entry.number), reverse=True))


def _attached(report: Report) -> Entry:
    file = DOCUMENTS / report.file
    day = report.published[:10]
    return Entry(
        report.number - 500, report.title, report.agency, day, is_report=True, document=file
    )


def page(title: str, main: str, head: str = "") -> Resource:
    """Set a page."""
    site = f'<meta charset="utf-8"><meta name="SiteName" content="{COUNTY}人民政府">'
    top = '<ul class="nav"><li><a href="/">首页</a></li><li><a href="/news/">新闻中心</a></li></ul>'
    return Resource(
        f"<!DOCTYPE html><html><head>{site}<title>{escape(title)}</title>{head}</head>"
        f"<body>{top}{main}<div>主办单位：{COUNTY}人民政府办公室</div></body></html>".encode()
    )


def home(*links: tuple[str, str], head: str = "") -> Resource:
    """Set a home page: news, decoys, and the links that lead on."""
    ways = "".join(f'<li><a href="{url}">{text}</a></li>' for url, text in (*_DECOYS, *links))
    news = "".join(
        f'<li><a href="/news/{n}.html">{COUNTY}召开第{n}次例会</a><span>2024-02-0{n}</span></li>'
        for n in range(1, 6)
    )
    return page("首页", f"<ul>{news}</ul><ul>{ways}</ul>", head)


def decoy(path: str) -> Resource | None:
    """Give what stands behind the decoys of a home page."""
    name = dict(_DECOYS).get(path)
    listed = f'<li><a href="/decoy/1.html">{COUNTY}2023年{name}</a><span>2024-01-09</span></li>'
    return page(name, f"<ul>{listed}</ul>") if name else None


def article(entry: Entry, text: str, *, heading: str = "<h1>{}</h1>") -> Resource:
    """Set the page of an entry; `text` holds the family's own markup around the text."""
    return page(entry.title, heading.format(escape(entry.title)) + text, entry.tags)
