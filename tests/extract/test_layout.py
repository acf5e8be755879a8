"""Pages of marks: what is prose, what is furniture of the page, what stands in which cell."""

import pytest

from extract.blocks import Paragraph
from extract.form.bind import bind
from extract.grid import Grid
from extract.layout import read_pages
from extract.page import Char, Page
from extract.ruling import Rule, table_areas

SIZE = 10.0
LEFT, FULL = 50.0, 20  # where lines begin, and characters of a full line


def line(text: str, top: float, x: float = LEFT, step: float = SIZE) -> list[Char]:
    return [Char(c, x + n * step, top, x + n * step + SIZE, top + SIZE) for n, c in enumerate(text)]


def page(number: int, *lines: list[Char], rules: tuple[Rule, ...] = ()) -> Page:
    return Page(number, 300, 400, tuple(char for chars in lines for char in chars), rules)


def paragraphs(*pages: Page) -> list[str]:
    blocks, _ = read_pages(pages)
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def box(x0: float, top: float, x1: float, bottom: float) -> tuple[Rule, ...]:
    return (
        Rule(x0, top, x1, top),
        Rule(x0, bottom, x1, bottom),
        Rule(x0, top, x0, bottom),
        Rule(x1, top, x1, bottom),
    )


def test_full_lines_run_on_and_a_short_line_ends_its_paragraph() -> None:
    text = "渠" * FULL
    assert paragraphs(page(1, line(text, 100), line("县。", 115), line(text, 130))) == [
        text + "县。",
        text,
    ]


def test_a_paragraph_runs_over_the_page_and_page_numbers_are_no_part_of_it() -> None:
    text = "政" * FULL
    pages = (
        page(1, line(text, 300), line("— 1 —", 385, 140)),
        page(2, line("府。", 60), line("- 2 -", 385, 140)),
    )
    assert paragraphs(*pages) == [text + "府。"]


@pytest.mark.parametrize("printed", ["3", "- 3 -", "— 3 —", "第3页", "第3页共9页", "3/9"])
def test_page_numbers_in_the_margin(printed: str) -> None:
    assert paragraphs(page(3, line("正文。", 200), line(printed, 388, 140))) == ["正文。"]


def test_a_lone_figure_in_the_margin_that_does_not_count_with_the_pages_stays() -> None:
    assert paragraphs(page(1, line("正文。", 200), line("3", 388, 140))) == ["正文。", "3"]


def test_figures_beside_each_other_in_the_margin_are_no_page_number() -> None:
    row = [c for x in (40, 80, 120) for c in line("0", 388, x)]
    pages = [page(n, line("正文。", 200), row) for n in (1, 2, 3)]
    assert paragraphs(*pages)[1] == "0 0 0"


def test_a_number_in_the_body_is_no_page_number() -> None:
    assert paragraphs(page(1, line("12", 200))) == ["12"]


def test_running_heads_are_left_out() -> None:
    pages = [page(n, line(f"渠县司法局年报{n}", 10), line(f"第{n}段。", 200)) for n in range(1, 5)]
    assert paragraphs(*pages) == [f"第{n}段。" for n in range(1, 5)]


def test_a_line_at_the_top_of_one_page_is_no_running_head() -> None:
    pages = [page(n, line("甲乙丙丁"[n], 10), line("段。", 200)) for n in range(4)]
    assert [p for p in paragraphs(*pages) if p != "段。"] == list("甲乙丙丁")


def test_a_word_across_a_ruling_line_is_named_and_its_cells_are_unread() -> None:
    rules = (*box(50, 100, 150, 120), Rule(100, 100, 100, 120))
    blocks, warnings = read_pages([page(1, line("12345", 105, 80), rules=rules)])
    (grid,) = blocks
    assert isinstance(grid, Grid)
    assert [cell.unread for cell in grid.cells] == [True, True]
    assert "“12345”" in warnings[0]
    assert "".join(cell.text for cell in grid.cells) == "12345"  # nothing is lost


def test_numbers_apart_in_one_cell_stay_apart() -> None:
    blocks, _ = read_pages(
        [page(1, line("1", 105, 60), line("0", 105, 90), rules=box(50, 100, 150, 120))]
    )
    (grid,) = blocks
    assert isinstance(grid, Grid)
    assert grid.cells[0].text == "1 0"


def test_heads_in_a_frame_without_figures_go_on_to_those_in_the_frame_of_the_next_page() -> None:
    heads = [
        (60, "信 息 内 容"),
        (150, "本年制发件数"),
        (220, "本年废止件数"),
        (290, "现行有效件数"),
    ]
    figures = [(60, "规章"), (150, "1"), (220, "2"), (290, "3")]
    first = page(1, *(line(text, 355, x) for x, text in heads), rules=box(50, 350, 360, 370))
    second = page(2, *(line(text, 25, x) for x, text in figures), rules=box(50, 20, 360, 40))
    blocks, _ = read_pages([first, second])
    read = {
        figure.column: figure.value
        for figure in bind(b for b in blocks if isinstance(b, Grid)).figures.values()
    }
    assert read == {"issued": 1, "repealed": 2, "in_force": 3}


def test_a_label_set_wide_in_its_cell_is_one_label() -> None:
    blocks, _ = read_pages([page(1, line("总　计", 105, 60), rules=box(50, 100, 150, 120))])
    assert isinstance(blocks[0], Grid)


def test_vertical_text_is_read_downwards() -> None:
    chars = [char for n, c in enumerate("结果维持") for char in line(c, 102 + 12 * n, 60)]
    blocks, _ = read_pages([page(1, chars, rules=box(50, 100, 80, 152))])
    (grid,) = blocks
    assert isinstance(grid, Grid)
    assert grid.cells[0].text == "结\n果\n维\n持"


def test_a_border_left_out_by_a_page_break_still_bounds_its_cells() -> None:
    """The second part of a table may lack its top line over merged cells (淮安市洪泽区 2023)."""
    whole = box(50, 100, 150, 140)
    rules = (Rule(100, 100, 150, 100), *whole[1:], Rule(100, 100, 100, 140))
    (area,) = table_areas(rules)
    assert len(area.cells) == 2
    assert area.cell_at(60, 120) != area.cell_at(140, 120)


def test_lines_drawn_twice_or_in_dashes_are_one_line() -> None:
    dashes = tuple(Rule(100, y, 100, y + 4) for y in range(100, 140, 5))
    rules = (*box(50, 100, 150, 140), *box(51, 101, 149, 139), *dashes)
    (area,) = table_areas(rules)
    assert len(area.cells) == 2


def test_underlines_and_lone_lines_are_no_table() -> None:
    assert table_areas([Rule(50, 100, 150, 100)]) == []
    assert table_areas([Rule(50, 100, 150, 100), Rule(50, 200, 150, 200)]) == []
    assert table_areas([]) == []
