"""Which links lead to portals of the regions below, and what they speak for."""

from pathlib import Path

import pytest

from crawler import regions
from crawler.cms.page import Page
from crawler.link_tree import Answered, Link, directories, is_official, portal_links
from crawler.proposals import Change, DoubtError, amended, judge
from crawler.registry import Portal, load

DAZHOU = "511700"
HOME = "http://www.dazhou.gov.cn/"
REGIONS = regions.load()


def page(*links: tuple[str, str], more: str = "") -> Page:
    anchors = "".join(f'<a href="{url}">{text}</a>' for url, text in links)
    return Page(HOME, f"<html><body>{anchors}{more}</body></html>")


def answered(code: str, home_url: str, name: str = "渠县人民政府") -> Answered:
    region = REGIONS.get(code)
    assert region is not None
    return Answered(Link(region, home_url, region.name, HOME), home_url, name)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("渠县", {"511725"}),
        ("渠 县", {"511725"}),
        ("渠县人民政府门户网站", {"511725"}),
        ("四川省达州市渠县人民政府", {"511725"}),
        ("达州渠县政府网", {"511725"}),
        ("中国·达州", {"511700"}),
        ("吉林", {"220000", "220200"}),
        ("朝阳区", {"110105", "220104"}),
        ("渠县司法局", set()),
        ("关于渠县人民政府", set()),
        ("", set()),
    ],
)
def test_what_a_text_names(text: str, codes: set[str]) -> None:
    assert {region.code for region in REGIONS.named(text)} == codes


def test_abolished_regions_are_not_there() -> None:
    assert REGIONS.get("500105") is None


def test_links_to_portals_directly_below() -> None:
    found = portal_links(
        page(
            ("http://www.quxian.gov.cn/", "渠县"),
            ("https://www.tongchuan.gov.cn/index.html", "通川区政府"),
            ("http://www.dachuan.gov.cn/news/1.html", "达川区"),  # an article
            (f"{HOME}", "开江县"),  # this portal itself
            ("http://www.sc.gov.cn/", "四川省"),  # above
            ("http://www.chengdu.gov.cn/", "成都市"),  # beside
            ("javascript:void(0)", "大竹县"),
            more='<select><option value="http://www.wanyuan.gov.cn">万源市</option></select>',
        ),
        DAZHOU,
        REGIONS,
    )
    assert {(link.region.code, link.url) for link in found} == {
        ("511725", "http://www.quxian.gov.cn/"),
        ("511702", "https://www.tongchuan.gov.cn/"),
        ("511781", "http://www.wanyuan.gov.cn/"),
    }


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("市县政府网站", True),
        ("区县政府", True),
        ("各市（州）政府网站", True),
        ("县（市、区）政府网站", True),
        ("部门网站", True),
        ("政府网站导航", True),
        ("友情链接", True),
        ("政府网站工作年度报表", False),
        ("政府信息公开", False),
        ("市政府领导", False),
    ],
)
def test_pages_of_links(text: str, is_one: bool) -> None:
    found = directories(page((f"{HOME}links/", text)), Portal(HOME, DAZHOU))
    assert found == ([f"{HOME}links/"] if is_one else [])


def test_only_official_hosts() -> None:
    assert is_official("http://www.quxian.gov.cn/")
    assert not is_official("http://www.quxian.gov.cn.example.com/")
    assert not is_official("http://www.quxian-gov.cn/")
    assert not is_official("http://127.0.0.1/")
    assert is_official("http://127.0.0.1/", allow_loopback=True)


REGISTRY = """region_code,home_url,cms_family,status,note
511700,http://www.dazhou.gov.cn/,trs,ok,
511725,http://www.quxian.gov.cn/,,ok,"a, b"
511781,https://www.wanyuan.gov.cn/,,ok,
"""


@pytest.fixture
def registered(tmp_path: Path) -> list[Portal]:
    (tmp_path / "portals.csv").write_text(REGISTRY, "utf-8")
    return load(tmp_path)


@pytest.mark.parametrize(
    ("code", "home_url", "name", "change"),
    [
        ("511725", "http://www.quxian.gov.cn/", "渠县人民政府", None),
        ("511725", "http://quxian.gov.cn/", "渠县人民政府", None),  # www. is no other host
        ("511725", "https://www.quxian.gov.cn/", "", Change.SCHEME),
        ("511725", "http://www.qx.gov.cn/", "渠县人民政府", Change.MOVED),
        ("511702", "http://www.tongchuan.gov.cn/", "通川区人民政府", Change.NEW),
    ],
)
def test_what_a_link_speaks_for(
    registered: list[Portal], code: str, home_url: str, name: str, change: Change | None
) -> None:
    proposal = judge(answered(code, home_url, name), registered)
    assert (proposal.change if proposal else None) == change


@pytest.mark.parametrize(
    ("home_url", "name", "words"),
    [
        ("http://www.qx.gov.cn/", "曲县新闻网", "calls itself 曲县新闻网"),
        ("http://www.dazhou.gov.cn/", "达州市人民政府", "the portal of 511700"),
    ],
)
def test_a_link_to_something_else_is_in_doubt(
    registered: list[Portal], home_url: str, name: str, words: str
) -> None:
    with pytest.raises(DoubtError, match=words):
        judge(answered("511725", home_url, name), registered)


def test_the_other_rows_stay_as_they_are(registered: list[Portal]) -> None:
    links = [
        answered("511725", "https://www.qx.gov.cn/"),
        answered("511702", "http://www.tongchuan.gov.cn/", "通川区人民政府"),
    ]
    proposals = [proposal for link in links if (proposal := judge(link, registered))]
    moved = f"linked by {HOME}, instead of http://www.quxian.gov.cn/"
    assert amended(REGISTRY, proposals).splitlines() == [
        "region_code,home_url,cms_family,status,note",
        "511700,http://www.dazhou.gov.cn/,trs,ok,",
        f"511702,http://www.tongchuan.gov.cn/,,unchecked,linked by {HOME}",
        f'511725,https://www.qx.gov.cn/,,unchecked,"a, b; {moved}"',
        "511781,https://www.wanyuan.gov.cn/,,ok,",
    ]


def test_line_ends_and_missing_columns_are_kept() -> None:
    before = "region_code,home_url\r\n511700,http://www.dazhou.gov.cn/"
    proposal = judge(answered("511725", "http://www.qx.gov.cn/"), [])
    assert proposal is not None
    assert amended(before, [proposal]) == (
        "region_code,home_url\r\n511700,http://www.dazhou.gov.cn/\r\n511725,http://www.qx.gov.cn/\r\n"
    )
