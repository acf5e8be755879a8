"""Tables without rules, or with too few of them, as browsers and some typesetters leave them."""

import random

import pytest

from benchmarks.canvas import PdfCanvas
from benchmarks.figures import figure_set
from benchmarks.layouts import style
from benchmarks.press import Press
from benchmarks.render import content
from extract.form.lexicon import lexicon
from extract.form.spelling import Piece, spell
from extract.form.unruled import unruled_tables
from extract.grid import Grid
from extract.read import read_report
from extract.report import Status

SIZE = 10.0


def print_of(*lines: tuple[float, float, str]) -> list[Piece]:
    """Set pieces at (x, y): each character as wide as high, digits half as wide."""
    return [
        Piece(text, 1, x, y, x + sum(SIZE if ord(c) > 255 else SIZE / 2 for c in text), y + SIZE, y)
        for x, y, text in lines
    ]


def rows_of(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in grid.covering(row)] for row in grid.rows()]


@pytest.mark.parametrize("stroke", ["none", "level", "upright", "frame"])
@pytest.mark.parametrize("seed", [1, 5, 8])
def test_every_cell_is_exact_whatever_rules_are_drawn(stroke: str, seed: int) -> None:
    figures = figure_set(seed, one_row_for_other=seed == 5)
    chance = random.Random(seed)  # noqa: S311 - geometry, not secrets
    press = Press(chance, PdfCanvas, [stroke])
    for item in content(figures, style(seed)):
        if isinstance(item, str):
            press.paragraph(item)
        else:
            press.table(item)
    report = read_report(press.close(), "report.pdf")
    read = {(f.table, f.row, f.column): f.value for f in report.figures}
    assert read == figures.values()
    assert report.status is Status.COMPLETE


def test_labels_are_spelled_over_lines_and_beside_each_other() -> None:
    pieces = print_of((0, 0, "3."), (15, 0, "危及“三安全"), (15, 12, "一稳定”"), (100, 0, "商业"))
    pieces += print_of((100, 12, "企业"), (100, 40, "商业"))
    found = [label.words for label in spell(pieces, ["危及三安全一稳定", "商业企业"])]
    assert found == ["危及三安全一稳定", "商业企业"]


def test_a_number_is_never_part_of_a_label() -> None:
    pieces = print_of((0, 0, "3"), (8, 0, "其他"), (0, 12, "其他"))
    assert [label.text for label in spell(pieces, ["其他"])] == ["其他", "其他"]


def test_a_note_goes_on_below_and_not_into_the_heading_beside_it() -> None:
    pieces = print_of((0, 0, "总计（各项"), (0, 12, "之和相等"), (0, 24, "）"))
    pieces += print_of((42, 12, "自然"), (42, 24, "人"))
    found = {label.words: label.text for label in spell(pieces, ["总计", "自然人"])}
    assert found == {"总计": "总计（各项之和相等）", "自然人": "自然人"}


def test_a_stop_is_no_step_to_a_line_farther_below() -> None:
    pieces = print_of((0, 0, "规"), (0, 30, "、"), (0, 60, "章"))
    assert spell(pieces, ["规章"]) == []
    assert spell(print_of((0, 0, "规"), (10, 0, "、"), (20, 0, "章")), ["规章"])


def test_a_pile_of_letters_spells_nothing() -> None:
    """The search is bounded by what it looks at, so that no page can take for ever."""
    chance = random.Random(1)  # noqa: S311 - geometry, not secrets
    labels = [*lexicon().rows, *lexicon().columns]
    letters = [*"".join(labels), *"、，（）" * 50]
    pile = [
        (chance.uniform(0, 60), chance.uniform(0, 40), chance.choice(letters)) for _ in range(4000)
    ]
    assert spell(print_of(*pile), labels) == []


HEADS = (
    (0, 0, "信息内容"),
    (100, 0, "本年制发件数"),
    (200, 0, "本年废止件数"),
    (300, 0, "现行有效件数"),
)


def test_a_blank_column_stays_blank() -> None:
    pieces = print_of(*HEADS, (0, 20, "规章"), (100, 20, "1"), (300, 20, "7"))
    pieces += print_of((0, 40, "行政规范性文件"), (100, 40, "12"), (300, 40, "8"))
    ((grid, taken),) = unruled_tables(pieces)
    assert rows_of(grid)[1:] == [["规章", "1", "", "7"], ["行政规范性文件", "12", "", "8"]]
    assert taken == set(pieces)
    assert not any(cell.doubt for cell in grid.cells)


def test_a_long_figure_goes_on_over_as_many_lines_as_it_takes() -> None:
    results = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    over = ("行政复议", "未经复议直接起诉", "复议后起诉")
    pieces = print_of(*((250 * n, 0, label) for n, label in enumerate(over)))
    pieces += print_of(*((50 * n, 12, label) for n, label in enumerate(results * 3)))
    pieces += print_of(*((50 * n, 30, "0") for n in range(1, 15)))
    pieces += print_of(*((0, 30 + 12 * n, digit) for n, digit in enumerate("39857")))
    pieces += print_of((0, 105, "2023年，我局收到39件。"))
    ((grid, _),) = unruled_tables(pieces)
    assert rows_of(grid)[-1] == ["3\n9\n8\n5\n7", *["0"] * 14]


def test_figures_between_two_headings_are_in_doubt() -> None:
    pieces = print_of(*HEADS, (0, 20, "规章"), (187, 20, "1"), (255, 20, "70000"))
    ((grid, _),) = unruled_tables(pieces)
    assert all(cell.doubt for cell in grid.cells if cell.row == 1 and cell.column)


def test_two_figures_in_the_place_of_one_are_not_read() -> None:
    pieces = print_of(*HEADS, (0, 20, "规章"), (100, 20, "1"), (105.5, 20, "3"), (200, 20, "2"))
    pieces += print_of((300, 20, "4"), (0, 40, "行政规范性文件"), (100, 40, "1000"), (200, 40, "1"))
    ((grid, _),) = unruled_tables([*pieces, *print_of((300, 40, "1"))])
    assert [cell.text for cell in grid.cells if cell.unread] == ["1\n3"]


def long_figure(next_row: float) -> Grid:
    """Set 39880 on three lines in a row whose label has one; the next row's figure stands below."""
    pieces = print_of(*HEADS, (0, 20, "规章"), (0, 52, "行政规范性文件"))
    pieces += print_of((100, 20, "39"), (100, 33, "88"), (100, 46, "0"), (100, next_row, "7"))
    pieces += print_of((200, 20, "1"), (200, 66, "2"), (300, 20, "3"), (300, 66, "4"))
    ((grid, _),) = unruled_tables(sorted(pieces, key=lambda piece: (piece.down, piece.x0)))
    assert all(cell.doubt for cell in grid.cells if cell.row and cell.column == 1)
    return grid


def test_the_last_line_of_a_long_figure_is_told_by_the_gap_below_it() -> None:
    first, second = rows_of(long_figure(next_row=66))[1:]
    assert first == ["规章", "39\n88\n0", "1", "3"]
    assert second == ["行政规范性文件", "7", "2", "4"]


def test_lines_with_equal_gaps_are_of_the_nearest_row() -> None:
    first, second = rows_of(long_figure(next_row=59))[1:]
    assert first == ["规章", "39\n88", "1", "3"]
    assert second == ["行政规范性文件", "0\n7", "2", "4"]


@pytest.mark.parametrize("sign", ["-", "/", "0"])
def test_a_table_whose_only_entry_is_a_sign_is_read(sign: str) -> None:
    pieces = print_of((0, 0, "信息内容"), (100, 0, "本年处理决定数量"))
    pieces += print_of((0, 20, "行政许可"), (130, 20, sign))
    pieces += print_of((0, 40, "信息内容"), (100, 40, "本年处理决定数量"))
    pieces += print_of((0, 60, "行政处罚"), (130, 60, "7"))
    found = [rows_of(grid)[1:] for grid, _ in unruled_tables(pieces)]
    assert found == [[["行政许可", sign]], [["行政处罚", "7"]]]


def test_prose_that_holds_numbers_is_no_table() -> None:
    pieces = print_of((0, 0, "主动公开信息"), (70, 0, "12"), (90, 0, "条，规章"), (0, 14, "0"))
    assert unruled_tables(pieces) == []
