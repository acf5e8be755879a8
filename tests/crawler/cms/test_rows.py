"""Entries as lists of many systems print them; markup shortened, names invented."""

import pytest

from tests.crawler.cms.reading import COLUMN, SITE, brief, listing

TITLE = "某局2023年政府信息公开工作年度报告"
ENTRY = (f"{SITE}/a/1.html", TITLE, "2024-01-25")
LINK = f'<a href="/a/1.html">{TITLE}</a>'


@pytest.mark.parametrize(
    "row",
    [
        f"<ul><li class='clearfix'>{LINK}<span>2024-01-25</span></li></ul>",
        f"<ul><li><span>[2024-01-25]</span>{LINK}</li></ul>",
        f"<ul><li style=<br/>{LINK}<span>2024/01/25</span></li></ul>",
        f"<dl><dd>{LINK}<span>(2024-01-25)</span></dd></dl>",
        f"<dl><dt>{LINK}</dt><dd>2024-01-25</dd></dl>",
        f"<p>{LINK}<b>2024.01.25</b></p>",
        f"<ul><li><div class='lie2'>{LINK}</div><div class='lie4'>2024年1月25日</div></li></ul>",
        f"<table><tr><td>1</td><td>{LINK}</td><td>2024-1-25</td></tr></table>",
        f"<ul><li><i class='flag'>是</i> {LINK} <b class='u_time'>2024-01-25</b></li></ul>",
        f"<ul class='page-list'>{LINK}<ul><li>索引号 001</li><li>2024-01-25</li></ul></ul>",
        f"<div>{LINK}<span>2024-01-25</span><br><a href='/b.html'>别的</a>x</div>",
        f"<ul><li><a href='/a/1.html'>{TITLE}<i>2024-01-25</i></a></li></ul>",
        f"<ul><li><a href='/a/1.html'>{TITLE} 2024-01-25</a></li></ul>",
        f"<ul><li><a href='/a/1.html'>[2024-01-25] {TITLE}</a></li></ul>",
        f"<li><a href='/a/1.html' title='{TITLE}'>某局2023…</a><em>2024-01-25 17:32</em></li>",
        f"<ul><li><a onclick=\"openUrl('/a/1.html')\">{TITLE}</a><b>2024-01-25</b></li></ul>",
        f"<li><a href='#' onclick=\"location.href='/a/1.html'\">{TITLE}</a>2024-01-25</li>",
        f"<li><h4>{LINK}</h4><p>自2005年1月1日起施行，正文从略，详见附件全文</p><i>2024-01-25</i></li>",
        f"<li><a {{{{id}}}} href='/a/1.html'>{TITLE}</a><b>2024-01-25</b></li>",
        """<li><a href='/a/1.html'>某局2023年&nbsp;政府信息
        公开工作<span>年度报告</span></a><span>
        2024- 01-25 </span></li>""",
    ],
)
def test_an_entry_is_a_link_and_the_date_beside_it(row: str) -> None:
    found = [(url, title.replace(" ", ""), day) for url, title, day in brief(listing(row))]
    assert ENTRY in found


def test_escapes_that_were_escaped_again_are_read() -> None:
    title = f"&lt;em&gt;{TITLE}&lt;/em&gt;&amp;nbsp;"
    row = f"<li><a href='/a/1.html' title='{title}'>x</a>2024-01-25</li>"
    assert brief(listing(row)) == [ENTRY]


def test_a_number_of_an_index_is_no_date() -> None:
    row = f"<li>{LINK}<span>2026-02-00018</span><span>2024-01-25</span></li>"
    assert brief(listing(row)) == [ENTRY]


def test_entries_that_editors_only_try_out_are_left_out() -> None:
    row = f"<li><i class='flag'></i> {LINK} <b class='u_time'>2024-01-25</b></li>"
    assert brief(listing(f"<ul>{row}</ul>")) == []


def test_reports_without_dates_are_not_lost_beside_dated_news() -> None:
    text = f"<ul><li><a href='/n.html'>要闻</a><b>2024-02-01</b></li></ul><div>{LINK}</div>"
    assert (f"{SITE}/a/1.html", TITLE, None) in brief(listing(text))


def test_pagers_and_menus_are_no_entries() -> None:
    text = f"""<div class="zfxxgk_list_con"><ul><li>{LINK}<span>2024-01-25</span></li></ul>
    <ul><li><a href="2.html">2</a></li><li><a href="2.html">下一页</a></li></ul></div>
    <ul><li><a href="/zd/">政府信息公开制度</a></li></ul>"""
    assert brief(listing(text)) == [ENTRY]


@pytest.mark.parametrize(
    ("href", "day"),
    [
        ("202401/t20240119_1001.html", "2024-01-19"),
        ("/art/2024/1/9/art_1_2.html", "2024-01-09"),
        ("2024/1/30/12cf558ed5584d25b75d1f4e709f8746.shtml", "2024-01-30"),
        ("20240119/12cf558ed5584d25b75d1f4e709f8746.html", "2024-01-19"),
        ("/web/nb/20240119101207123/index.shtml", "2024-01-19"),
        ("/2024/01-19/3653721.html", "2024-01-19"),
        ("202401/19/eb63700d-1111-4222-8333-444455556666.html", "2024-01-19"),
        ("202401/12cf558ed5584d25b75d1f4e709f8746.shtml", None),
        ("1753311688616128514.html", None),
    ],
)
def test_where_no_date_is_printed_the_address_may_have_one(href: str, day: str | None) -> None:
    text = f"<ul><li><a href='{href}'>{TITLE}</a></li></ul>"
    assert [entry[2] for entry in brief(listing(text, COLUMN))] == [day]
