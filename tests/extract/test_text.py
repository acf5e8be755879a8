"""Printed text made comparable, and made readable."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.form.text import (
    RADICALS,
    first_date,
    fold,
    fold_title,
    on_one_line,
    readable,
)

# What leaves no ink: white space, joiners and marks of direction, the soft hyphen.
SPACES = re.compile("[\\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_BLANKS = " \t\n\u00a0\u3000\u200b\ufeff\u00ad"


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("⼀、总体情况", "一、总体情况"),
        ("⾏政规范性⽂件", "行政规范性文件"),
        ("人⺠政府门⼾网站", "人民政府门户网站"),
        ("商\u3000业 企\n业", "商业企业"),
        ("（１２）", "(12)"),
        ("总\u200b计\ufeff", "总计"),
    ],
)
def test_fold(printed: str, folded: str) -> None:
    assert fold(printed) == folded


def test_every_radical_stands_for_one_character_that_is_none() -> None:
    for radical, character in RADICALS.items():
        assert unicodedata.name(chr(radical)).startswith(("CJK RADICAL", "KANGXI RADICAL"))
        assert unicodedata.name(chr(character)).startswith("CJK UNIFIED IDEOGRAPH")


@pytest.mark.parametrize("year", ["二〇二三年", "二○二三年", "二零二三年", "2023年", "２０２３ 年"])
def test_years_in_titles(year: str) -> None:
    assert fold_title(year + "政府信息公开") == "2023年政府信息公开"


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("2023 年 1 月 1 日", "2023年1月1日"),
        ("电 话 ： 0517-87222589", "电话：0517-87222589"),
        ("at the WPS Office", "at the WPS Office"),
        ("“零差错” 。", "“零差错”。"),
    ],
)
def test_readable_keeps_wording_and_drops_blanks_that_set_the_page(
    printed: str, shown: str
) -> None:
    assert readable(printed) == shown


@given(st.text() | st.text("，。：；（）？！０９Ａ㈠⼀⺠カ\u3099e\u0301 \u3000\u200b"))
def test_folding_is_nfkc_without_radicals_and_blanks(text: str) -> None:
    folded = SPACES.sub("", unicodedata.normalize("NFKC", text.translate(RADICALS)))
    assert fold(text) == unicodedata.normalize("NFC", folded)


@given(st.text() | st.text("公开a1，" + _BLANKS))
def test_a_browser_shows_white_space_as_one_blank(text: str) -> None:
    assert on_one_line(text) == SPACES.sub(" ", text).strip()


@given(st.text("公开 ab1，。\u00a0\u3000"))
def test_readable_text_has_blanks_between_latin_words_only(text: str) -> None:
    shown = readable(text)
    assert shown == shown.strip()
    assert re.search(r" (?:[公开，。 ]|$)|[公开，。] ", shown) is None
    assert [w for w in re.split("[公开，。 ]+", shown) if w] == re.findall("[ab1]+", text)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_readable_text_folds_to_the_same(text: str) -> None:
    assert fold(readable(text)) == fold(text)


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2024-1-3 10:12", "2024-01-03"),
        ("2024-01-30 10:12", "2024-01-30"),
        ("2026/09/24 17:07:13", "2026-09-24"),
        ("２０２４ 年 1 月 3 日", "2024-01-03"),
        ("公开日期 2024.02.29", "2024-02-29"),
        ("2023-02-29", None),
        ("2024-13-45", None),
        ("014314799/2024-00018", None),
        ("", None),
    ],
)
def test_dates(printed: str, day: str | None) -> None:
    assert first_date(printed) == day
