"""Markup of the demo portal, in the manner of TRS WCM and the national disclosure platform."""

from html import escape

COUNTY = "明川县"  # invented

_LEFT_MENU = (
    ("政府信息公开指南", "/zfxxgk/zfxxgkzn/"),
    ("政府信息公开制度", "/zfxxgk/zfxxgkzd/"),
    ("法定主动公开内容", "/zfxxgk/fdzdgknr/"),
    ("政府信息公开年报", "/zfxxgk/zfxxgknb/"),
    ("依申请公开", "/zfxxgk/ysqgk/"),
)

_TOP_MENU = (
    ("首页", "/"),
    ("新闻中心", "/xwzx/"),
    ("政府信息公开", "/zfxxgk/"),
    ("政务服务", "/zwfw/"),
    ("互动交流", "/hdjl/"),
)


def page(title: str, main: str, tags: dict[str, str] | None = None) -> bytes:
    """Set a page between the head and foot that every page of a portal has."""
    site = {"SiteName": f"{COUNTY}人民政府", "SiteDomain": "127.0.0.1", "SiteIDCode": "0000000000"}
    meta = "\n".join(
        f'<meta name="{name}" content="{escape(value)}">'
        for name, value in (site | (tags or {})).items()
    )
    top = "".join(f'<li><a href="{url}">{name}</a></li>' for name, url in _TOP_MENU)
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8">
<title>{escape(title)}_{COUNTY}人民政府</title>
{meta}
</head><body>
<div class="top"><span>无障碍浏览</span><div class="search"><input name="q"></div></div>
<ul class="nav">{top}</ul>
{main}
<div class="footer"><p>主办单位：{COUNTY}人民政府办公室 　承办单位：{COUNTY}政务服务中心</p>
<p>网站标识码：0000000000　<a href="/wzdt/">网站地图</a></p></div>
</body></html>""".encode()


def home() -> bytes:
    """The front page: news, and somewhere in it the way to the disclosure platform."""
    news = "".join(
        f'<li><a href="/xwzx/202402/t202402{day:02}_{2000 + day}.html">'
        f"{COUNTY}召开第{day}次例会</a><span>2024-02-{day:02}</span></li>"
        for day in range(1, 6)
    )
    return page("首页", f'<div class="news"><ul>{news}</ul></div>')


def platform(column: str, main: str, tags: dict[str, str] | None = None) -> bytes:
    """Set a page of the disclosure platform: breadcrumb, left menu, right pane."""
    menu = "".join(f'<li><a href="{url}">{name}</a></li>' for name, url in _LEFT_MENU)
    return page(
        column,
        f"""<div class="position">当前位置：<a href="/">首页</a>
&gt; <a href="/zfxxgk/">政府信息公开</a> &gt; {column}</div>
<div class="sideMenu"><h3>政府信息公开</h3><ul>{menu}</ul></div>
<div class="scroll_main">{main}</div>""",
        tags,
    )


def list_page(entries: list[tuple[str, str, str, str]], pages: int, current: int) -> bytes:
    """One page of the column; an entry is (href, title or "", printed text, date)."""
    # Only a comment: a list of an older year, which a reader of the page does not see.
    hidden = '<!-- <li><a href="./201901/t20190110_1.html">2018年年报</a><b>2019-01-10</b></li> -->'
    items = "\n".join(
        f'<li><a target="_blank" href="{href}"{_title(title)}>{text}</a><b>{day}</b></li>'
        for href, title, text, day in entries
    )
    return platform(
        "政府信息公开年报",
        f"""<div class="zfxxgk_zdgkc"><ul>
{hidden}
{items}
</ul></div>
<div class="page"><script>createPageHTML({pages}, {current}, "index", "html")</script></div>""",
        {"ColumnName": "政府信息公开年报", "ColumnType": "信息公开年报"},
    )


def _title(title: str) -> str:
    return f' title="{escape(title)}"' if title else ""


def article(title: str, agency: str, published: str, body: str) -> bytes:
    """An article, under the table that carries its index number."""
    day = published[:10]
    tags = {
        "ColumnName": "政府信息公开年报",
        "ColumnType": "信息公开年报",
        "ArticleTitle": title,
        "PubDate": published,
        "ContentSource": agency,
    }
    return platform(
        "政府信息公开年报",
        f"""<div class="zfxxgk_zw"><table class="headInfo">
<tr><td>索引号：</td><td>000000000/{day[:4]}-00018</td><td>信息分类：</td><td>年度报告</td></tr>
<tr><td>发布机构：</td><td>{agency}</td><td>发文日期：</td><td>{day}</td></tr>
<tr><td>名称：</td><td colspan="3">{title}</td></tr>
<tr><td>文号：</td><td>无</td><td>主题词：</td><td>信息公开</td></tr></table>
<h1 class="title">{title}</h1>
<div class="info"><span>发布时间：{published}</span><span>来源：{agency}</span>
<span>字号：[<a href="javascript:;">大</a> <a href="javascript:;">中</a>]</span></div>
<div class="TRS_Editor"><div class="trs_editor_view TRS_UEDITOR trs_paper_default">
{body}
</div></div>
<div class="qr">扫一扫在手机打开当前页</div></div>""",
        tags,
    )


def attachment(href: str, name: str) -> str:
    """The paragraph that offers an attachment, as the editor of TRS writes it."""
    return (
        f'<p><a appendix="true" data-appendix="true" needdownload="true" href="{href}" '
        f'title="{name}" download="{name}">{name}</a></p>'
    )
