"""Names of agencies: one name however it was printed, and what is no name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.agency import differ, full_name, is_agency, is_relative
from extract.regions import regions

QU, FUXIN, GUANGXI = "511725", "210900", "450000"


@pytest.mark.parametrize(
    ("printed", "region", "name"),
    [
        ("渠县司法局", QU, "渠县司法局"),
        ("县司法局", QU, "渠县司法局"),
        ("我县司法局", QU, "渠县司法局"),
        ("市司法局", FUXIN, "阜新市司法局"),
        ("市民政局", FUXIN, "阜新市民政局"),
        ("自治区财政厅", GUANGXI, "广西壮族自治区财政厅"),
        # No word for the region, or of another one than the portal's.
        ("市场监督管理局", FUXIN, "市场监督管理局"),
        ("市政管理局", FUXIN, "市政管理局"),
        ("市司法局", QU, "市司法局"),
        ("本溪市司法局", FUXIN, "本溪市司法局"),
        ("全州县司法局", GUANGXI, "全州县司法局"),
        ("司法局", QU, "司法局"),
        # A region's name is its government's; government and office stay two.
        ("渠县", QU, "渠县人民政府"),
        ("全县", QU, "渠县人民政府"),
        ("上海市", None, "上海市人民政府"),
        ("四川省达州市渠县", None, "四川省达州市渠县人民政府"),
        ("渠县政府", QU, "渠县人民政府"),
        ("县政府办", QU, "渠县人民政府办公室"),
        ("渠县人民政府办公室", QU, "渠县人民政府办公室"),
        ("广东省人民政府办公厅", None, "广东省人民政府办公厅"),
        # Whose figures it gives is no part of the name.
        ("县政府办公室本级", QU, "渠县人民政府办公室"),
        ("渠县司法局（本级）", QU, "渠县司法局"),
        ("渠县教育局及所属单位", QU, "渠县教育局"),
        ("国家税务总局渠县税务局", QU, "国家税务总局渠县税务局"),
        ("国家税务总局", None, "国家税务总局"),
        # 全 and the level after it may be the name of a place.
        ("天全县财政局", None, "天全县财政局"),
        ("万全区人民政府", None, "万全区人民政府"),
        ("桂林市全州县财政局", None, "桂林市全州县财政局"),
        ("渠县全县", None, "渠县人民政府"),
        # Autonomous counties are called in short.
        ("峨山县政府办", None, "峨山县人民政府办公室"),
        ("峨山县", None, "峨山县人民政府"),
    ],
)
def test_a_name_in_full(printed: str, region: str | None, name: str) -> None:
    assert full_name(printed, region) == name


@pytest.mark.parametrize("printed", ["我局", "本局", "本街道", "我镇", "该单位", "我县", "本级"])
def test_who_speaks_of_himself_names_nobody(printed: str) -> None:
    assert full_name(printed) is None


def test_a_relative_name_of_no_known_region_stays_and_is_told() -> None:
    assert full_name("县司法局") == "县司法局"
    assert is_relative("县司法局")
    assert not is_relative("渠县司法局")
    assert not is_relative("市中区司法局")  # a region of several cities


PARTS = (
    *("渠县", "县", "市", "我", "全", "本级", "本", "(", ")", "司法局", "政府", "办", "人民"),
    *("及所属", "汇总", "鼓楼区", "榆盘镇"),
)


@given(
    st.lists(st.sampled_from(PARTS), max_size=6).map("".join), st.sampled_from([None, QU, FUXIN])
)
def test_a_name_in_full_is_not_changed_again(printed: str, region: str | None) -> None:
    name = full_name(printed, region)
    assert name is None or full_name(name, region) == name


@pytest.mark.parametrize(
    "source", ["渠县司法局", "教育局", "渠县", "平潭县人民政府", "渠县榆盘镇", "永吉街道办事处"]
)
def test_a_source_that_is_an_agency(source: str) -> None:
    assert is_agency(source)


@pytest.mark.parametrize(
    "source",
    [
        *("超级管理员", "张三", "王建社", "本站", "网站编辑", "渠县政府网", "渠县公安局信息中心"),
        *("办公室", "综合办公室", "政工科", "渠县融媒体中心", "今日定安", "本网原创", ""),
    ],
)
def test_a_source_that_is_none(source: str) -> None:
    assert not is_agency(source)


@pytest.mark.parametrize(
    ("one", "other", "two"),
    [
        ("沭阳县发改局", "沭阳县发展和改革局", False),
        ("银川市兴庆区司法局", "兴庆区司法局", False),
        ("渠县司法局", "司法局", False),
        ("渠县人民政府", "渠县人民政府办公室", True),
        ("平潭综合实验区管委会", "平潭县人民政府", True),
        ("渠县公安局", "渠县司法局", True),
        ("渠县司法局", "卫辉市司法局", True),
    ],
)
def test_two_names_of_one_agency_or_of_two(one: str, other: str, two: bool) -> None:
    assert differ(one, other) is two
    assert differ(other, one) is two


@pytest.mark.parametrize(
    ("agency", "portal", "code"),
    [
        ("富阳市财政局", "330100", "330111"),  # 富阳区 since 2014
        ("郫县教育局", "510100", "510117"),
        ("襄樊市人民政府", "420600", "420600"),
        ("塘沽区司法局", "120000", None),  # one of three that became 滨海新区
        ("鼓楼区司法局", "320100", "320106"),
    ],
)
def test_a_region_is_known_by_the_name_that_it_bore(
    agency: str, portal: str, code: str | None
) -> None:
    named = regions().named(agency, portal)
    assert (named.code if named else None) == code
    assert full_name(agency, portal) == agency
