"""Tables in plain text line up on a terminal, Chinese or not."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from gongkai.table import aligned, plain


def test_chinese_takes_two_columns_and_numbers_stand_at_the_right() -> None:
    rows = [("渠县司法局", Decimal("12.000000"), "x"), ("a", Decimal("-160.596400"), "（一）")]
    assert list(aligned(["agency", "总计", "note"], rows)) == [
        "agency           总计  note",
        "──────────  ─────────  ──────",
        "渠县司法局         12  x",
        "a           -160.5964  （一）",
    ]


def test_null_and_an_empty_string_look_different() -> None:
    assert list(aligned(["raw", "value"], [("", None), ("/", 0)])) == [
        "raw  value",
        "───  ─────",
        "      NULL",
        "/        0",
    ]


def test_a_row_stays_a_line_and_cannot_steer_the_terminal() -> None:
    assert list(aligned(["text"], [("甲\n乙\x1b[2J",)])) == [
        "text",
        "─────────────",
        r"甲\n乙\x1b[2J",
    ]


def test_no_rows_still_show_the_names() -> None:
    assert list(aligned(["a", "总计"], [])) == ["a  总计", "─  ────"]


@given(st.lists(st.tuples(st.text("ab渠县（\u3000", max_size=30), st.integers()), max_size=8))
def test_the_second_column_ends_at_the_same_place_in_every_line(rows: list[Any]) -> None:
    head, rule, *lines = aligned(["一", "n"], rows)
    assert len(lines) == len(rows)
    assert {cell_len(line) for line in lines} <= {cell_len(rule)}
    for line, (text, number) in zip(lines, rows, strict=True):
        assert line.startswith(text)
        assert line.endswith(str(number))
    assert head.startswith("一")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("0.000000"), "0"),
        (Decimal("100.000000"), "100"),
        (Decimal("100"), "100"),
        (Decimal("12345678901234.000001"), "12345678901234.000001"),
        (Decimal("0E-6"), "0"),
        (True, "true"),
        (date(2024, 1, 19), "2024-01-19"),
        (["甲", None, Decimal("1.50")], '["甲", null, "1.5"]'),
    ],
)
def test_values_read_as_people_write_them(value: Any, text: str) -> None:
    assert plain(value) == text
