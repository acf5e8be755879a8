"""Pages of the CMS families: markup as portals print it, shortened, names invented."""

import pytest

from crawler.cms import family_of
from crawler.cms.page import Attachment, ListEntry, Page, date_in, is_document

COLUMN = "http://www.x.gov.cn/zwgk/zfxxgknb/"


def page(text: str, url: str = COLUMN) -> Page:
    return Page(url, text)


def entries(text: str, url: str = COLUMN) -> list[ListEntry]:
    read = page(text, url)
    return list(family_of(read).list_page(read).entries)


def next_pages(text: str, url: str = COLUMN) -> list[str]:
    read = page(text, url)
    return [ask.url for ask in family_of(read).list_page(read).next_pages]


NATIONAL_TEMPLATE = """
<ul class="menu"><li><a href="/zfxxgk/zn/">政府信息公开指南</a></li></ul>
<div class="zfxxgk_zdgkc"><ul>
<!-- <li><a href="./old.html">隐藏的条目</a><b>2019-01-01</b></li> -->
<li><a href="./202401/t20240119_1003.html"
 title="甲局2023年政府信息公开工作年度报告">甲局2023年政…</a><b>2024-01-19</b></li>
<li><a href="../gk/202401/t20240118_1002.html">乙局2023年政府信息公开
 工作年度报告</a><span>[2024年01月18日]</span></li>
</ul></div>
<script>createPageHTML(28, 0, "index", "html")</script>
"""


def test_the_national_template_gives_its_block_and_not_the_menu() -> None:
    assert family_of(page(NATIONAL_TEMPLATE)).name == "trs"
    assert entries(NATIONAL_TEMPLATE) == [
        ListEntry(
            f"{COLUMN}202401/t20240119_1003.html",
            "甲局2023年政府信息公开工作年度报告",
            "2024-01-19",
        ),
        ListEntry(
            "http://www.x.gov.cn/zwgk/gk/202401/t20240118_1002.html",
            "乙局2023年政府信息公开 工作年度报告",
            "2024-01-18",
        ),
    ]


def test_nested_anchors_are_one_entry() -> None:
    url = "http://zwgk.x.gov.cn/202409/t20240928_3515159.html"
    text = f"""<div class="list-entry"><h4 class="media-heading"><a href="{url}"><a href="{url}">
    丙局2023年年报</a></a></h4><div class="media-bottom"><i>2024年09月28日</i></div></div>"""
    assert entries(text) == [ListEntry(url, "丙局2023年年报", "2024-09-28")]


def test_a_link_without_href_is_read_from_its_script() -> None:
    text = """<ul><li><a onclick="isDownLoad(this,'https://f.x.gov.cn/202609/t20260924_7.html')"
    title='丁局公告'><span class="t">丁局公告</span><span class="d">2026-09-24</span></a></li></ul>
    <script>var countPage = 1</script>"""
    assert entries(text) == [
        ListEntry("https://f.x.gov.cn/202609/t20260924_7.html", "丁局公告", "2026-09-24")
    ]


def test_a_list_written_by_script_is_read_from_the_script() -> None:
    text = """<script>var url = "./202602/t20260214_27.shtml"
    var title = "戊局2025年政府信息公开工作年度报告"; var FILENUM = "文〔2026〕4号"
    document.writeln("2026-02-14 17:32");
    var url = "./202602/t20260213_26.shtml"; var title = "己局报告";
    document.writeln("2026-02-13")</script>"""
    assert entries(text) == [
        ListEntry(
            f"{COLUMN}202602/t20260214_27.shtml",
            "戊局2025年政府信息公开工作年度报告",
            "2026-02-14",
        ),
        ListEntry(f"{COLUMN}202602/t20260213_26.shtml", "己局报告", "2026-02-13"),
    ]


def test_any_list_of_links_with_dates_is_read_and_its_menu_left() -> None:
    text = """<ul class="nav"><li><a href="/a/">通知公告</a></li></ul>
    <ul><li><span>2024-01-25</span><a href="/view/1.html">庚局报告</a></li>
    <li><a href="/view/2.html">辛局报告<small>2024-01-24</small></a></li></ul>
    <table><tr><td>1</td><td><a href="/view/3.html">壬局报告</a></td>
    <td><a href="/view/3.pdf">下载</a></td><td>2024.1.9</td></tr></table>"""
    assert entries(text) == [
        ListEntry("http://www.x.gov.cn/view/1.html", "庚局报告", "2024-01-25"),
        ListEntry("http://www.x.gov.cn/view/2.html", "辛局报告", "2024-01-24"),
        ListEntry("http://www.x.gov.cn/view/3.html", "壬局报告", "2024-01-09"),
        ListEntry("http://www.x.gov.cn/view/3.pdf", "下载", "2024-01-09"),
    ]


def test_a_list_without_dates_gives_what_reads_like_a_title() -> None:
    text = """<ul><li><a href="/">首页</a></li>
    <li><a href="/1.htm">癸局2023年政府信息公开工作年度报告</a></li></ul>"""
    assert [entry.title for entry in entries(text)] == ["癸局2023年政府信息公开工作年度报告"]


def test_a_cut_title_is_known_as_cut() -> None:
    assert ListEntry("u", "某某局2023年政府信…", None).is_cut
    assert ListEntry("u", "某某局2023年政府信...", None).is_cut
    assert not ListEntry("u", "某某局2023年年报", None).is_cut


@pytest.mark.parametrize(
    ("call", "here", "there"),
    [
        ('createPageHTML(28, 0, "index", "html")', "", "index_1.html"),
        ('createPageHTML(28, 1, "index", "html")', "index_1.html", "index_2.html"),
        ('createPageHTML(3, 0, "index", "shtml")', "index.shtml", "index_1.shtml"),
        ('createPage(9, 0, "index", "html")', "", "index_1.html"),
        ("createPageHTML(99, 7, 0, 'index', 'htm')", "", "index_1.htm"),
    ],
)
def test_the_second_page_of_trs_is_index_1(call: str, here: str, there: str) -> None:
    text = f"<script>{call}</script>"
    assert next_pages(text, COLUMN + here) == [COLUMN + there]


@pytest.mark.parametrize(
    "call", ['createPageHTML(28, 27, "index", "html")', 'createPageHTML(1, 0, "index", "html")']
)
def test_the_last_page_of_trs_has_no_next(call: str) -> None:
    assert next_pages(f"<script>{call}</script>") == []


def test_elsewhere_next_comes_before_the_numbered_links() -> None:
    text = """<a href="list_3.htm">3</a><a href="list_2.htm">2</a><a href="list_2.htm">下一页</a>
    <a href="/x.htm">12345</a><a href="javascript:void(0)">4</a>"""
    assert next_pages(text, COLUMN + "list.htm") == [COLUMN + "list_2.htm", COLUMN + "list_3.htm"]


DETAIL = """<html><head>
<meta name="ArticleTitle" content="甲局2023年政府信息公开工作年度报告">
<META content="2024/01/19 10:12:07" name="pubdate"/><meta name="ContentSource" content=" 甲局 ">
<meta name="ColumnName" content="县直部门"><meta name="ColumnType" content="信息公开年报"></head>
<div class="TRS_Editor"><a appendix="true" href="./P020240119402318461907.pdf" title="年报.pdf"
download="年报.pdf">年报.pdf</a><a href="../W020240119402318461907.png">图</a>
<a href="/download.jsp?id=7&filename=b.docx">附件2</a><a href="/d.jsp?id=8">附表.xls</a>
<iframe src="/pdfjs/web/viewer.html?file=%2Ffile%2Fc.pdf"></iframe><embed src="/e.ofd">
<a href="/about.html">关于</a></div></html>"""


def test_an_article_is_read_by_the_tags_of_the_national_standard() -> None:
    url = f"{COLUMN}202401/t20240119_1003.html"
    read = page(DETAIL, url)
    detail = family_of(read).detail_page(read)
    assert (detail.title, detail.published, detail.source, detail.column) == (
        "甲局2023年政府信息公开工作年度报告",
        "2024-01-19",
        "甲局",
        "信息公开年报",
    )
    assert detail.attachments == (
        Attachment(f"{COLUMN}202401/P020240119402318461907.pdf", "年报.pdf"),
        Attachment("http://www.x.gov.cn/download.jsp?id=7&filename=b.docx", "附件2"),
        Attachment("http://www.x.gov.cn/d.jsp?id=8", "附表.xls"),
        Attachment("http://www.x.gov.cn/file/c.pdf", ""),
        Attachment("http://www.x.gov.cn/e.ofd", ""),
    )


def test_an_article_without_tags_gives_its_heading_and_the_date_of_its_address() -> None:
    read = page("<h1>乙局2023年<br>年报</h1>", f"{COLUMN}202401/t20240119_1003.html")
    detail = family_of(read).detail_page(read)
    assert (detail.title, detail.published, detail.source, detail.column) == (
        "乙局2023年年报",
        "2024-01-19",
        None,
        None,
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-02-14 17:32", "2026-02-14"),
        ("[2026-02-14]", "2026-02-14"),
        ("(2026/2/4)", "2026-02-04"),
        ("2025年12月04日", "2025-12-04"),
        ("2026.02.14", "2026-02-14"),
        ("2026-\n 02-14", "2026-02-14"),
        ("2026-02-00018", None),  # an index number
        ("2026-13-45", None),
        ("02-14", None),
    ],
)
def test_dates_as_lists_print_them(text: str, day: str | None) -> None:
    assert date_in(text) == day


def test_documents_are_known_by_the_suffix_of_address_or_name() -> None:
    assert is_document("http://x/a.PDF?x=1")
    assert is_document("http://x/d.jsp?id=1", "报告.wps")
    assert not is_document("http://x/a.html", "报告")
    assert not is_document("http://x/a.jpg")


def test_a_page_that_only_jumps_says_where() -> None:
    assert page("<script>window.location.href='./jbxx/'</script>").jump() == f"{COLUMN}jbxx/"
    assert (
        page("<script>location.replace('/a.html')</script>").jump() == "http://www.x.gov.cn/a.html"
    )
    assert page("<a href='/'>首页</a><script>location.href='/b'</script>").jump() is None


def test_odd_links_lead_nowhere_and_break_nothing() -> None:
    text = """<a href="mailto:a@b">1</a><a href="javascript:;">2</a><a href="http://[bad">3</a>
    <a>4</a><a href="#top">5</a><a href=" a\\b.html#x ">6</a>"""
    assert list(page(text).links) == [(f"{COLUMN}a/b.html", "6")]


def test_an_empty_page_is_an_empty_list() -> None:
    assert entries("") == []
    assert next_pages("") == []
