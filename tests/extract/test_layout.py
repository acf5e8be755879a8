"""Pages of marks: what is prose, what is furniture of the page, what stands in which cell."""

import random

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


def only_grid(*pages: Page) -> Grid:
    (grid,) = (block for block in read_pages(pages)[0] if isinstance(block, Grid))
    return grid


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in grid.starting(row)] for row in grid.rows()]


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


@pytest.mark.parametrize(("text", "x", "in_doubt"), [("16543", 125, True), ("165", 115, False)])
def test_a_number_that_runs_over_the_border_of_the_table_is_in_doubt(
    text: str, x: float, in_doubt: bool
) -> None:
    rules = (*box(50, 100, 150, 120), Rule(100, 100, 100, 120))
    beside = line("表外", 105, 170)
    grid = only_grid(page(1, line(text, 105, x), beside, rules=rules))
    assert [bool(cell.doubt) for cell in grid.cells] == [False, in_doubt]


def test_a_small_digit_behind_a_number_may_be_the_mark_of_a_note() -> None:
    small = Char("1", 83, 105, 88, 111)
    grid = only_grid(page(1, [*line("394", 105, 60, 6), small], rules=box(50, 100, 150, 120)))
    (cell,) = grid.cells
    assert (cell.text, cell.others) == ("3941", ("394",))
    assert cell.doubt


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


def test_letters_of_words_set_apart_by_the_same_are_words() -> None:
    """Styles with letter-spacing (CSS `letter-spacing`, Word's expanded font) do so."""
    labels = line("本年新收政府信息公开申请数量本年新收政府信息公开申请", 50, 5, 1.6 * SIZE)
    labels += line("二上年结转政府信息公开申请数量本年新收政府信息公开申", 70, 5, 1.6 * SIZE)
    cells = line("规章", 105, 60, 1.6 * SIZE) + line("210", 105, 110, 1.6 * SIZE)
    rules = (*box(50, 100, 160, 120), Rule(100, 100, 100, 120))
    assert texts(only_grid(page(1, labels, cells, rules=rules))) == [["规章", "210"]]


def test_columns_closer_than_usual_are_no_letter_spacing() -> None:
    """Where words are set close, figures at even distances in one cell are several."""
    labels = line("本年新收政府信息公开申请数量", 50, 5) + line(
        "二上年结转政府信息公开申请数量", 70, 5
    )
    cell = line("210", 105, 60, 1.6 * SIZE)
    grid = only_grid(page(1, labels * 3, cell[:2], rules=box(50, 100, 160, 120)))
    assert grid.cells[0].text == "2 1"


FRAME = (*box(50, 300, 250, 340), Rule(150, 300, 150, 340))


def test_lines_of_a_label_below_the_border_at_a_page_break_are_of_its_cell() -> None:
    """Browsers print them so where the row goes on, on the next page."""
    last_row = line("三、本年度", 305, 60) + line("0", 305, 200)
    grid = only_grid(page(1, last_row, line("办理结", 345, 60), line("果", 357, 60), rules=FRAME))
    assert texts(grid) == [["三、本年度\n办理结\n果", "0"]]


def test_prose_below_a_table_at_the_end_of_a_page_is_no_part_of_it() -> None:
    last_row = line("三、本年度", 305, 60) + line("0", 305, 200)
    printed = page(1, last_row, line("本年收到申请", 345, 60), rules=FRAME)
    assert texts(only_grid(printed)) == [["三、本年度", "0"]]
    assert paragraphs(printed) == ["本年收到申请"]


def test_a_column_without_borders_on_a_page_has_those_of_the_page_before() -> None:
    """A browser draws none beside a cell that covers the whole of a page."""
    upper = (*box(50, 300, 250, 390), Rule(100, 300, 100, 390), Rule(150, 300, 150, 390))
    first = line("三、本年", 305, 55) + line("（一）", 305, 110) + line("4", 305, 200)
    lower = (*box(100, 10, 250, 90), Rule(150, 10, 150, 90), Rule(100, 50, 250, 50))
    second = line("度办理", 15, 55) + line("（二）", 15, 110) + line("5", 15, 200)
    second += line("（三）", 60, 110) + line("6", 60, 200)
    blocks, _ = read_pages([page(1, first, rules=upper), page(2, second, rules=lower)])
    grids = [block for block in blocks if isinstance(block, Grid)]
    assert len(grids) == len(blocks) == 2
    assert texts(grids[1]) == [["度办理", "（二）", "5"], ["（三）", "6"]]


def test_labels_that_fill_their_cells_to_the_border_are_two_words() -> None:
    rules = (*box(50, 100, 190, 120), Rule(130, 100, 130, 120))
    printed = page(1, line("（五）不予处理"[1:], 105, 70), line("重复申请", 105, 130), rules=rules)
    blocks, warnings = read_pages([printed])
    assert isinstance(blocks[0], Grid)
    assert warnings == []
    assert not any(cell.unread for cell in blocks[0].cells)


@pytest.mark.parametrize(("y", "in_doubt"), [(110.5, True), (114.5, False)])
def test_a_line_through_a_figure_leaves_it_in_doubt_and_one_under_it_does_not(
    y: float, in_doubt: bool
) -> None:
    rules = (*box(50, 100, 150, 120), Rule(80, y, 90, y))
    grid = only_grid(page(1, line("8193", 105, 80), rules=rules))
    assert bool(grid.cells[0].doubt) is in_doubt
    assert grid.cells[0].text == "8193"


def test_a_table_that_runs_off_the_paper_is_told_of_and_its_last_figures_are_in_doubt() -> None:
    rules = (*box(50, 100, 300, 120), Rule(200, 100, 200, 120))
    printed = page(1, line("7", 105, 100), line("255", 105, 270), rules=rules)
    blocks, (warning,) = read_pages([printed])
    assert isinstance(blocks[0], Grid)
    assert [bool(cell.doubt) for cell in blocks[0].cells] == [False, True]
    assert "page 1: a table runs off the paper" in warning


def dots(rule: Rule) -> list[Rule]:
    """Draw a line as squares of 0.8 points, 1.6 points from each other."""
    if rule.level:
        places = [(rule.x0 + 1.6 * n, rule.top) for n in range(int((rule.x1 - rule.x0) / 1.6) + 1)]
    else:
        steps = range(int((rule.bottom - rule.top) / 1.6) + 1)
        places = [(rule.x0, rule.top + 1.6 * n) for n in steps]
    return [Rule(x - 0.4, y, x + 0.4, y) for x, y in places]


def test_dotted_lines_are_lines() -> None:
    rules = (*box(50, 100, 150, 140), Rule(100, 100, 100, 140), Rule(50, 120, 150, 120))
    (area,) = table_areas([dot for rule in rules for dot in dots(rule)])
    assert len(area.cells) == 4


def test_of_a_drawing_of_very_many_lines_the_longest_are_kept() -> None:
    chance = random.Random(1)  # noqa: S311 - geometry, not secrets
    hatching = []
    for _ in range(20_000):
        x, y = chance.uniform(0, 200), chance.uniform(200, 400)
        hatching.append(Rule(x, y, x + 5, y))
    areas = table_areas([*hatching, *box(50, 100, 150, 140), Rule(100, 100, 100, 140)])
    assert areas[0].cells == ((0, 0, 1, 1), (0, 1, 1, 1))


def test_a_figure_with_a_shadow_is_one_figure() -> None:
    cell = [char for x in (80.0, 81.5) for char in line("39", 105, x, 0.5 * SIZE)]
    grid = only_grid(page(1, cell, rules=box(50, 100, 150, 120)))
    assert grid.cells[0].text == "39"
    assert not grid.cells[0].unread


def test_equal_digits_of_narrow_print_are_no_shadow() -> None:
    """Print that is scaled to a third of its width: 1.7 points from digit to digit."""
    cell = [Char(c, 60 + 1.7 * n, 105, 61.7 + 1.7 * n, 115) for n, c in enumerate("1155")]
    grid = only_grid(page(1, cell, rules=box(50, 100, 150, 120)))
    assert (grid.cells[0].text, grid.cells[0].unread) == ("1155", False)


def test_figures_printed_over_each_other_are_told_of_and_not_read() -> None:
    cell = line("77", 105, 80, 0.5 * SIZE) + line("114", 105, 77.5, 0.5 * SIZE)
    blocks, (warning,) = read_pages([page(1, cell, rules=box(50, 100, 150, 120))])
    assert isinstance(blocks[0], Grid)
    assert blocks[0].cells[0].unread
    assert "page 1: figures are printed over each other" in warning


def test_a_narrow_stop_behind_a_digit_stands_over_nothing() -> None:
    blocks, warnings = read_pages(
        [page(1, line("3.其他", 105, 80, 0.25 * SIZE), rules=box(50, 100, 150, 120))]
    )
    assert isinstance(blocks[0], Grid)
    assert not blocks[0].cells[0].unread
    assert warnings == []
