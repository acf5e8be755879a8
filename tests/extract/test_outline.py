"""Which row of a statistics table is a part of which, told by numbers and 其中."""

import pytest

from extract.form.outline import Mark, Outline, mark_of


def parents(*names: str) -> list[int | None]:
    outline = Outline()
    return [outline.enter(number, name).parent for number, name in enumerate(names, start=1)]


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("三、依申请公开情况", Mark(of_which=False, rank=0, ordinal=3, words="依申请公开情况")),
        ("（十一）收到申请数", Mark(of_which=False, rank=1, ordinal=11, words="收到申请数")),
        ("2．传真 申请数", Mark(of_which=False, rank=2, ordinal=2, words="传真申请数")),
        ("其中：1、网站公开", Mark(of_which=True, rank=2, ordinal=1, words="网站公开")),
        ("其中:(1)其它原因", Mark(of_which=True, rank=3, ordinal=1, words="其它原因")),
        ("②信函", Mark(of_which=False, rank=4, ordinal=2, words="信函")),
        ("其中：涉及国家秘密", Mark(of_which=True, rank=-1, ordinal=0, words="涉及国家秘密")),
        ("主动公开信息数", Mark(of_which=False, rank=-1, ordinal=0, words="主动公开信息数")),
        ("12345热线", Mark(of_which=False, rank=-1, ordinal=0, words="12345热线")),
        ("三公经费", Mark(of_which=False, rank=-1, ordinal=0, words="三公经费")),
    ],
)
def test_what_stands_before_the_words(name: str, mark: Mark) -> None:
    assert mark_of(name) == mark


def test_of_which_begins_the_parts_of_the_row_before() -> None:
    names = [
        "主动公开信息数",
        "其中：1.网站公开",
        "2.政府公报公开",
        "受理总数",
        "其中：1.当面",
        "2.传真",
    ]
    assert parents(*names) == [None, 1, 1, None, 4, 4]


def test_numbers_of_a_lower_rank_stand_under_those_of_a_higher() -> None:
    names = [
        "一、主动公开",
        "（一）信息数",
        "（二）渠道",
        "1.公报",
        "2.网站",
        "二、回应",
        "（一）次数",
    ]
    assert parents(*names) == [None, 1, 1, 3, 3, None, 6]


def test_of_which_inside_a_list_does_not_end_the_list() -> None:
    assert parents("（一）渠道", "1.新闻发布会", "其中：主要负责同志", "2.访谈") == [None, 1, 2, 1]


def test_after_a_part_without_a_number_nothing_tells_where_a_plain_row_stands() -> None:
    names = ["（一）信息数", "其中：规范性文件数", "制发规范性文件总数", "（二）渠道"]
    assert parents(*names) == [None, 1, None, None]


def test_a_number_that_does_not_go_on_is_not_trusted() -> None:
    assert parents("一、甲", "（一）乙", "（三）丙", "（四）丁") == [None, 1, None, None]


def test_a_cell_beside_several_rows_heads_them_until_it_ends() -> None:
    outline = Outline()
    outline.enter(1, "主动公开")
    outline.go_beside((1,))
    assert [outline.enter(n, name).parent for n, name in ((2, "公报"), (3, "网站"))] == [1, 1]
    outline.go_beside(())
    assert outline.enter(4, "申请总数").parent is None
