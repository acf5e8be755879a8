"""What the demo portal serves: five real reports among what a column of reports also holds."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

from tests.portal import pages
from tests.portal.pages import COUNTY

DOCUMENTS = Path(__file__).parents[1] / "documents"
COLUMN = "/zfxxgk/zfxxgknb/"
HTML = "text/html; charset=utf-8"
_MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True)
class Resource:
    """What stands at an address."""

    body: bytes
    media_type: str = HTML
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    has_validators: bool = True  # comes with ETag and Last-Modified, and may be answered by 304
    missing: int = 0  # bytes that are announced and never come


@dataclass(frozen=True)
class Query:
    """A request as a portal's program sees it; header names are in lower case."""

    method: str
    path: str  # without query
    query: dict[str, str]  # of a name that comes twice, the last value
    body: bytes
    headers: dict[str, str]

    @property
    def form(self) -> dict[str, str]:
        """The fields of a posted form."""
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


# What a portal's program answers; None means that nothing stands there.
Serve = Callable[[Query], Resource | None]


@dataclass(frozen=True)
class Report:
    """A report of tests/documents, as the portal publishes it."""

    file: str
    published: str  # YYYY-MM-DD HH:MM
    number: int  # the TRS id of its article
    is_cut: bool = False  # the list prints only the beginning of the title

    @property
    def title(self) -> str:
        gold = json.loads((DOCUMENTS / f"gold/{self.file[:3]}.json").read_text("utf-8"))
        return f"{gold['agency']}{gold['report_year']}年政府信息公开工作年度报告"

    @property
    def agency(self) -> str:
        return self.title[: self.title.index("20")]

    @property
    def path(self) -> str:
        return _article_path(self.published, self.number)

    @property
    def document(self) -> str:
        """Address of the bytes of the report: the article itself, or its attachment."""
        suffix = Path(self.file).suffix
        if suffix == ".html":
            return self.path
        folder = self.path.rpartition("/")[0]
        return f"{folder}/P0{self.published[:10].replace('-', '')}{self.number:010}{suffix}"


REPORTS = (
    Report("002.html", "2025-01-17 16:20", 1005),
    Report("004.docx", "2025-01-14 09:08", 1004),
    Report("000.pdf", "2024-01-19 10:12", 1003),
    Report("003.pdf", "2024-01-16 11:30", 1002, is_cut=True),
    Report("001.pdf", "2022-01-20 15:45", 1001),
)

# What stands in such columns too and must not be taken: title, unit, time.
OTHERS = (
    (f"{COUNTY}人民政府2024年政府网站工作年度报表", f"{COUNTY}人民政府办公室", "2025-01-16 09:00"),
    ("图解：渠县司法局2023年政府信息公开工作年度报告", "渠县司法局", "2024-01-22 09:00"),
    (f"{COUNTY}司法局2023年法治政府建设年度报告", f"{COUNTY}司法局", "2024-01-18 09:00"),
    (
        f"{COUNTY}人民政府办公室关于做好2023年政府信息公开工作年度报告编制发布工作的通知",
        f"{COUNTY}人民政府办公室",
        "2023-12-20 09:00",
    ),
)
_ENTRIES_A_PAGE = 5


def resources() -> dict[str, Resource]:
    """Give all that the portal serves, by path."""
    served = {
        "/robots.txt": Resource(b"User-agent: *\nDisallow: /admin/\n", "text/plain"),
        "/": Resource(pages.home()),
        "/zfxxgk/": Resource(pages.platform("政府信息公开", "<p>本机关信息公开专栏。</p>")),
    }
    for name in ("zfxxgkzn", "zfxxgkzd", "fdzdgknr", "ysqgk"):
        served[f"/zfxxgk/{name}/"] = Resource(pages.platform(name, "<p>内容维护中。</p>"))
    for report in REPORTS:
        served |= _published(report)
    for number, (title, agency, published) in enumerate(OTHERS, start=2001):
        body = f"<p>{title}。正文从略。</p>"
        path = _article_path(published, number)
        served[path] = Resource(pages.article(title, agency, published, body))
    return served | _list()


def _published(report: Report) -> dict[str, Resource]:
    file = DOCUMENTS / report.file
    if file.suffix == ".html":
        return {report.path: Resource(file.read_bytes())}
    name = f"{report.title}{file.suffix}"
    body = (
        "<p>根据《中华人民共和国政府信息公开条例》要求，现予公布，全文见附件。</p>"
        f"<p>附件：</p>{pages.attachment('./' + Path(report.document).name, name)}"
    )
    article = pages.article(report.title, report.agency, report.published, body)
    return {
        report.path: Resource(article),
        report.document: Resource(file.read_bytes(), _MEDIA_TYPES[file.suffix]),
    }


def _list() -> dict[str, Resource]:
    dated = [(r.published, r.path, r.title, r.is_cut) for r in REPORTS] + [
        (published, _article_path(published, number), title, False)
        for number, (title, _, published) in enumerate(OTHERS, start=2001)
    ]
    entries = [
        (
            "./" + path.removeprefix(COLUMN),
            "" if is_cut else title,
            f"{title[:14]}…" if is_cut else title,
            published[:10],
        )
        for published, path, title, is_cut in sorted(dated, reverse=True)
    ]
    count = -(-len(entries) // _ENTRIES_A_PAGE)
    served = {}
    for n in range(count):
        shown = entries[n * _ENTRIES_A_PAGE : (n + 1) * _ENTRIES_A_PAGE]
        served[f"{COLUMN}index_{n}.html" if n else COLUMN] = Resource(
            pages.list_page(shown, count, n)
        )
    served[f"{COLUMN}index.html"] = served[COLUMN]
    return served


def _article_path(published: str, number: int) -> str:
    day = published[:10].replace("-", "")
    return f"{COLUMN}{day[:6]}/t{day}_{number}.html"
