"""Documents as the families attach them."""

import pytest

from crawler.cms import family_of
from crawler.cms.page import Attachment, Page

URL = "http://www.x.gov.cn/zfxxgknb/202401/t20240119_1.html"
SITE = "http://www.x.gov.cn"


def attachments(text: str) -> tuple[Attachment, ...]:
    page = Page(URL, text)
    return family_of(page).attachments(page)


@pytest.mark.parametrize(
    ("markup", "path", "name"),
    [
        (
            '<a appendix="true" href="./P020240612389613086.ofd" download="年报.ofd">年报.ofd</a>',
            "/zfxxgknb/202401/P020240612389613086.ofd",
            "年报.ofd",
        ),
        ('<a oldsrc="/a/P0202406123896130.doc">年报</a>', "/a/P0202406123896130.doc", "年报"),
        ('<a href="/m/c1/202401/u/files/v.pdf">附件</a>', "/m/c1/202401/u/files/v.pdf", "附件"),
        (
            '<a href="/module/download/downfile.jsp?classid=0&filename=0a1b.pdf">附件</a>',
            "/module/download/downfile.jsp?classid=0&filename=0a1b.pdf",
            "附件",
        ),
        (
            '<a attachment-id="1" href="/attachment/0/1/3.wps" alt="x.wps">',
            "/attachment/0/1/3.wps",
            "x.wps",
        ),
        ('<a href="/group6/M00/0A/Ab_c-1.docx">附件</a>', "/group6/M00/0A/Ab_c-1.docx", "附件"),
        ('<a href="/OpennessContent/download/77">附件</a>', "/OpennessContent/download/77", "附件"),
        (
            '<a href="/system/_content/download.jsp?owner=1&wbfileid=9">附件【年报】</a>',
            "/system/_content/download.jsp?owner=1&wbfileid=9",
            "附件【年报】",
        ),
        ('<span class="gk fj"><file href="upload/x.docx">x.docx</file></span>', None, "x.docx"),
        ('<iframe src="/pdfjs/web/viewer.html?file=%2Fa%2Fc.pdf"></iframe>', "/a/c.pdf", ""),
        ('<object data="/a/c.pdf"></object>', "/a/c.pdf", ""),
        ('<div class="pdf-content"><embed src="/a/c.pdf"></div>', "/a/c.pdf", ""),
    ],
)
def test_what_an_article_offers(markup: str, path: str | None, name: str) -> None:
    url = SITE + (path or "/zfxxgknb/202401/upload/x.docx")
    assert attachments(markup) == (Attachment(url, name),)


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="/render?id=7&type=pdf">【下载PDF】</a>',
        '<a href="./W020240612389613086.png">图</a>',
        '<a href="/attachment/0/1/2/3.jpg">图</a>',
        '<a href="/about.html">关于</a>',
        "<a>附件.pdf</a>",
    ],
)
def test_what_is_no_document(markup: str) -> None:
    assert attachments(markup) == ()
