"""Printed numbers: what is one, what is none, and that none is ever made up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.numbers import read_number


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("0", 0),
        ("12", 12),
        ("１２", 12),
        ("12件", 12),
        ("12.0 ", 12),
        ("12（其中修订3件）", 12),
        ("22(含自然失效2件)", 22),
        ("+43", 43),
        ("增43", 43),
        ("-18", -18),
        ("減18", -18),
        ("减18", -18),
        ("--18", -18),
        ("－18", -18),
        ("1,234,567", 1234567),
        ("24252.311082", Decimal("24252.311082")),
        (" 0", 0),
        ("12。", 12),
        ("12；", 12),
    ],
)
def test_a_number_in_print(raw: str, value: int | Decimal) -> None:
    assert read_number(raw).value == value


@pytest.mark.parametrize(
    "raw",
    [
        "",
        " ",
        "\n",
        "/",
        "-",
        "—",
        "——",
        "无",
        "本单位未制作规章",
        "1/2",
        "1.2.3",
        "约12",
        "1,23",
        "(3)",
    ],
)
def test_no_number(raw: str) -> None:
    assert read_number(raw).value is None


@pytest.mark.parametrize(
    ("raw", "head", "yuan"),
    [
        ("251000元", "采购总金额", 251000),
        ("160.5964万元", "采购总金额", 1605964),
        ("103.3879", "采购总金额（万元）", 1033879),
        ("103.3879万元", "采购总金额（单位：万元）", 1033879),
        ("103.3879", "采购总金额（单位：万\n元）", 1033879),
        ("2亿元", "采购总金额", 200000000),
        ("75394432.52元", "采购总金额", Decimal("75394432.52")),
        ("12.5", "采购总金额（单位：千元）", 12500),
        ("3百万元", "采购总金额", 3000000),
    ],
)
def test_money_takes_the_unit_of_its_cell_then_of_its_heading(
    raw: str, head: str, yuan: int | Decimal
) -> None:
    assert read_number(raw, unit="元", heads=(head,)).value == yuan


def test_money_without_a_unit_is_in_the_unit_of_the_form() -> None:
    assert read_number("4068.208", unit="万元").value == Decimal("4068.208")
    assert read_number("5000元", unit="万元").value == Decimal("0.5")


def test_a_heading_and_a_label_that_name_other_units_leave_a_doubt() -> None:
    reading = read_number(
        "12345", unit="万元", heads=("本年收费金额", "行政事业性收费（单位：元）")
    )
    assert (reading.value, reading.doubt) == (Decimal("1.2345"), "")
    assert read_number("12345", unit="万元", heads=("收费金额（万元）", "收费（元）")).doubt
    assert not read_number("12345元", unit="万元", heads=("收费金额（万元）", "收费（元）")).doubt


@pytest.mark.parametrize("raw", ["12①", "12²", "12㈠", "12⑵"])
def test_a_mark_of_a_note_is_no_digit_and_leaves_a_doubt(raw: str) -> None:
    reading = read_number(raw)
    assert reading.value == 12
    assert reading.doubt


@pytest.mark.parametrize(
    "raw",
    ["零", "十二", "一千件", "〇", "叁佰", "0 0", "0\n12", "O", "1O", "l2", "1.2万", "12余", "②"],
)
def test_numbers_in_words_or_letters_or_several_are_not_read_and_not_passed_over(raw: str) -> None:
    assert read_number(raw).value is None
    assert read_number(raw).doubt


def test_blanks_between_digits_leave_a_doubt() -> None:
    assert read_number("0.0\n92").value == Decimal("0.092")
    reading = read_number("39857\n58")
    assert reading.value == 3985758
    assert reading.doubt
    assert not read_number("12").doubt


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_every_whole_number_is_read_as_itself(number: int) -> None:
    assert read_number(str(number)).value == number


@given(st.decimals(min_value=0, max_value=10**9, places=6))
def test_every_amount_is_read_exactly(amount: Decimal) -> None:
    assert read_number(str(amount)).value == amount


@given(st.text(st.characters(exclude_categories=["Nd", "No", "Nl"])))
def test_without_a_digit_there_is_no_number(text: str) -> None:
    assert read_number(text).value is None
