"""Values that scripts name, however they are written."""

import pytest

from crawler.cms.script import carried_list, told


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("webid: '3095'", "3095"),
        ('"webid":"3095"', "3095"),
        ("webid=3095&appid=1", "3095"),
        ("?a=1&amp;webid=3095", "3095"),
        ("webid[]=3095&x", "3095"),
        ("webid: ['3095', '1']", "3095"),
        ("webid = 3095;", "3095"),
        ("webid='';webid='3095'", "3095"),
        ("webid=%E6%98%8E", "明"),
        ("mywebid=1", None),
        ("webid-x=1", None),
        ("var a = '?webid=' + id + '&b'", None),
    ],
)
def test_the_first_value_that_a_name_is_set_to(text: str, value: str | None) -> None:
    assert told(text, "webid") == ({} if value is None else {"webid": value})


def test_a_name_set_to_nothing_is_told_to_be_empty() -> None:
    assert told("area:'',jdid:1", "area", "jdid", "divid") == {"area": "", "jdid": "1"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('articleList: [{"a": 1}, {"a": 2}], x', [{"a": 1}, {"a": 2}]),
        ('{"articleList":[{"a":"]"}]}', [{"a": "]"}]),
        ('articleList = []; articleList = [{"a": 1}]', []),
        ("articleList: [a, b]", []),
        ("articleList: [1, null]", []),
        ("myarticleList: [{}]", []),
        ("", []),
    ],
)
def test_a_json_list_is_read_from_the_script_that_carries_it(
    text: str, found: list[dict[str, object]]
) -> None:
    assert carried_list(text, "articleList") == found
