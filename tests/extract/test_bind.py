"""Figures are found by printed labels: misprints, breaks, merged cells and what is left out."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.blocks import Paragraph
from extract.form.bind import Bound, bind
from extract.form.lexicon import lexicon
from extract.form.stitch import whole_tables
from extract.grid import Cell, Grid, lay_out
from extract.report import Place
from tests.extract.forms import applications, applications_table, cut, values

ROWS = [row.name for row in applications_table().rows if not row.replaces]
COLUMNS = list(applications_table().columns)


def numbered(row: str, column: str) -> str:
    """A number of its own in every cell, so that a slip of one place shows."""
    return str(100 * ROWS.index(row) + COLUMNS.index(column))


EXPECTED = {(row, column): int(numbered(row, column)) for row in ROWS for column in COLUMNS}


def read(*blocks: Grid | Paragraph) -> Bound:
    return bind(block for block in whole_tables(blocks) if isinstance(block, Grid))


def with_cell(grid: Grid, old: str, **changes: object) -> Grid:
    """Change the one cell that holds a text."""
    (cell,) = (c for c in grid.cells if c.text == old)
    changed = cell._replace(**changes)  # type: ignore[arg-type] # named by the tests below
    return replace(grid, cells=tuple(changed if c is cell else c for c in grid.cells))


@pytest.mark.parametrize("note", ["单位：件", "注：数据截至12月31日"])
def test_a_note_under_the_heads_does_not_part_them_from_the_figures(note: str) -> None:
    upper, lower = cut(applications(numbered), 3)
    cells = [cell.moved(1) for cell in lower.cells]
    noted = Cell(0, 0, 1, upper.width, note, Place())
    grid = Grid((*upper.cells, *(c.moved(upper.height) for c in (noted, *cells))))
    bound = read(grid)
    assert values(bound.figures) == EXPECTED
    assert bound.warnings == []


@pytest.mark.parametrize("label", ["件数", ""])
def test_a_label_that_names_no_row_leaves_it_to_those_over_the_headings(label: str) -> None:
    over = [(1, 5, "行政复议"), (1, 5, "未经复议直接起诉"), (1, 5, "复议后起诉")]
    heads = [(1, 1, text) for text in RESULTS * 3]
    entries = [(1, 1, str(n)) for n in range(15)]
    grid = lay_out([[(2, 1, label), *over], heads, [(1, 1, label), *entries]], 0)
    bound = read(grid)
    assert [figure.value for figure in bound.figures.values()] == list(range(15))
    assert bound.warnings == []


def test_numbers_of_the_rows_are_neither_labels_nor_figures() -> None:
    """行次 stands between labels and figures, 序号 before both."""
    received = [(1, 1, "一、本年新收政府信息公开申请数量"), (1, 1, "7"), (1, 1, "12"), (1, 1, "34")]
    heads = [(1, 1, ""), (1, 1, "行次"), (1, 1, "自然人"), (1, 1, "总计")]
    assert values(read(lay_out([heads, received], 0)).figures) == {
        ("received", "natural_person"): 12,
        ("received", "total"): 34,
    }
    table = [["5", "信息内容", "本年处理决定数量"], ["6", "行政许可", "89"]]
    bound = read(lay_out([[(1, 1, text) for text in row] for row in table], 0))
    assert values(bound.figures) == {("licensing", "decisions"): 89}
    assert bound.warnings == []


def test_a_column_of_last_year_is_no_column_of_the_form() -> None:
    table = [["信息内容", "上年处理决定数量", "本年处理决定数量"], ["行政许可", "333", "89"]]
    bound = read(lay_out([[(1, 1, text) for text in row] for row in table], 0))
    assert values(bound.figures) == {("licensing", "decisions"): 89}


def test_a_label_that_says_the_opposite_is_no_misprint() -> None:
    assert lexicon().row_of("applications", ["（三）不予公开"]) is None
    assert lexicon().row_of("applications", ["（一）予以公升"]) is not None


RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def came_apart(first: int) -> Grid:
    """Section four as a spreadsheet without merged cells: labels over column `first` of five."""

    def label(at: dict[int, str]) -> list[tuple[int, int, str]]:
        return [(1, 1, at.get(column, "")) for column in range(15)]

    over = label({first: "行政复议", 5 + first: "行政诉讼"})
    below = label({5 + first: "未经复议直接起诉", 10 + first: "复议后起诉"})
    heads = [(1, 1, text) for text in RESULTS * 3]
    return lay_out([over, below, heads, [(1, 1, str(n)) for n in range(15)]], 0)


def test_the_label_of_a_merged_cell_that_came_apart_is_that_of_its_columns() -> None:
    bound = read(came_apart(0))
    assert [figure.value for figure in bound.figures.values()] == list(range(15))
    assert bound.warnings == []


def test_a_label_in_the_middle_of_its_columns_is_that_of_its_own_column_only() -> None:
    bound = read(came_apart(2))
    assert [figure.value for figure in bound.figures.values()] == [2, 7, 12]
    assert {figure.column for figure in bound.figures.values()} == {"other"}
    assert bound.warnings


def test_a_page_break_inside_a_heading_leaves_its_column_in_doubt_and_the_table_whole() -> None:
    """The second line of 自然人 stands under the last rule of its page."""
    edges = tuple(20.0 * x for x in range(applications(numbered).width + 1))
    upper, lower = cut(with_cell(applications(numbered), "自然人", text="自然"), 2)
    pieces = (replace(upper, edges=edges), Paragraph("人"), replace(lower, edges=edges))
    bound = read(*pieces)
    assert values(bound.figures) == EXPECTED
    doubted = {figure.column for figure in bound.figures.values() if figure.confidence < 1}
    assert doubted == {"natural_person"}


def test_words_that_agencies_print_for_one_another_leave_no_doubt() -> None:
    printed = applications(numbered)
    other = [
        c._replace(text=c.text.replace("总计", "合计").replace("其他", "其它"))
        for c in printed.cells
    ]
    bound = read(Grid(tuple(other)))
    assert values(bound.figures) == EXPECTED
    assert all(figure.confidence == 1 for figure in bound.figures.values())
    assert bound.warnings == []


def test_citizens_are_natural_persons() -> None:
    bound = read(with_cell(applications(numbered), "自然人", text="公民"))
    assert values(bound.figures) == EXPECTED
    assert all(figure.confidence == 1 for figure in bound.figures.values())


def test_the_form_as_laid_down() -> None:
    bound = read(applications(numbered))
    assert values(bound.figures) == EXPECTED
    assert bound.warnings == []


@given(st.integers(1, 27))
@settings(deadline=None)
def test_a_page_break_between_any_two_rows(rows: int) -> None:
    assert values(read(*cut(applications(numbered), rows)).figures) == EXPECTED


@given(st.lists(st.integers(1, 27), min_size=1, max_size=4, unique=True))
@settings(deadline=None)
def test_several_page_breaks(breaks: list[int]) -> None:
    pieces, done = [], 0
    rest = applications(numbered)
    for at in sorted(breaks):
        piece, rest = cut(rest, at - done)
        pieces.append(piece)
        done = at
    assert values(read(*pieces, rest).figures) == EXPECTED


def tear(upper: Grid, lower: Grid, row: int) -> tuple[Grid, Grid]:
    """Let the last row of a page go on, empty, at the top of the next."""
    pushed = [c._replace(row=c.row + 1) for c in lower.cells if c.row or c.text]
    goes_on = {c.column: c.rowspan for c in lower.cells if not c.row and not c.text}
    torn = [
        c._replace(row=0, rowspan=1 + goes_on.get(c.column, 0), text="")
        for c in upper.covering(row)
    ]
    return upper, Grid((*torn, *pushed))


def figures_moved(upper: Grid, lower: Grid, stub: Cell) -> tuple[Grid, Grid]:
    """Move the figures of the torn row to its half below."""
    figures = {c.column: c.text for c in upper.starting(stub.row) if c.column > stub.column}
    above = [
        c._replace(text="") if c.row == stub.row and c.column in figures else c for c in upper.cells
    ]
    below = [
        c._replace(text=figures[c.column]) if c.row == 0 and c.column in figures else c
        for c in lower.cells
    ]
    return Grid(tuple(above)), Grid(tuple(below))


@pytest.mark.parametrize("row", [r for r in ROWS if r not in ("received", "other_other")])
@pytest.mark.parametrize("figures_above", [True, False], ids=["figures-above", "figures-below"])
def test_a_page_break_inside_a_row(row: str, figures_above: bool) -> None:
    grid = applications(numbered)
    label = next(r.labels[0] for r in applications_table().rows if r.name == row)
    (stub,) = (c for c in grid.cells if c.text == label)
    upper, lower = cut(grid, stub.row + 1)
    half = len(label) // 2
    upper, lower = tear(upper, lower, stub.row)
    kept = with_cell(upper, label, text=label[:half])
    below = replace(
        lower,
        cells=tuple(
            c._replace(text=label[half:]) if (c.row, c.column) == (0, stub.column) else c
            for c in lower.cells
        ),
    )
    if not figures_above:
        kept, below = figures_moved(kept, below, stub)
    bound = read(kept, below)
    assert values(bound.figures) == EXPECTED


@pytest.mark.parametrize("lines", [["渠县司法局文件"], ["— 2 —", "（续上表）", "单位：件"]])
@pytest.mark.parametrize("rows", [5, 12, 27])
def test_running_heads_and_notes_in_a_page_break_do_not_part_the_table(
    rows: int, lines: list[str]
) -> None:
    upper, lower = cut(applications(numbered), rows)
    blocks: list[Grid | Paragraph] = [upper, *map(Paragraph, lines), lower]
    assert values(read(*blocks).figures) == EXPECTED
    assert [block.text for block in whole_tables(blocks) if isinstance(block, Paragraph)] == lines


def test_a_heading_of_a_section_parts_tables() -> None:
    upper, lower = cut(applications(numbered), 12)
    heading = Paragraph("四、政府信息公开行政复议、行政诉讼情况")
    assert whole_tables([upper, heading, lower]) == [upper, heading, lower]


def test_a_group_label_torn_by_a_page_break() -> None:
    grid = applications(numbered)
    (group,) = (c for c in grid.cells if c.text == "（五）不予处理")
    upper, lower = cut(with_cell(grid, group.text, text="（五）不予处"), group.row + 2)
    torn = next(c for c in lower.cells if c.row == 0 and c.column == group.column)
    lower = replace(
        lower, cells=tuple(c._replace(text="理") if c is torn else c for c in lower.cells)
    )
    assert values(read(upper, lower).figures) == EXPECTED


def test_headings_repeated_on_the_next_page() -> None:
    upper, lower = cut(applications(numbered), 12)
    head = tuple(c for c in upper.cells if c.row < 3)
    pushed = tuple(c._replace(row=c.row + 3) for c in lower.cells)
    assert values(read(upper, Grid((*head, *pushed))).figures) == EXPECTED


def test_a_page_break_between_headings_and_the_only_row_of_figures() -> None:
    outcomes = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    upper = lay_out([[(1, 5, "行政复议")], [(1, 1, o) for o in outcomes]], 0)
    lower = lay_out([[(1, 1, str(n)) for n in range(1, 6)]], 1)
    assert [f.value for f in read(upper, lower).figures.values()] == [1, 2, 3, 4, 5]


def test_a_heading_under_a_figure_is_not_the_rest_of_a_label() -> None:
    """Two tables that touch: 0 above 本年处理决定数量 must not become one label."""
    upper = lay_out(
        [[(1, 1, "信息内容"), (1, 1, "本年制发件数")], [(1, 1, "规章"), (1, 1, "0")]], 0
    )
    lower = lay_out(
        [[(1, 1, "信息内容"), (1, 1, "本年处理决定数量")], [(1, 1, "行政许可"), (1, 1, "7")]], 1
    )
    figures = read(upper, lower).figures
    assert {(row, f.value) for (_, row, _), f in figures.items()} == {
        ("rules", 0),
        ("licensing", 7),
    }


def test_a_figure_torn_in_two_is_in_doubt() -> None:
    """Two halves that both hold figures may be one figure, or either half: sums may choose."""
    grid = applications(numbered)
    label = "2.重复申请"
    (stub,) = (c for c in grid.cells if c.text == label)
    upper, lower = cut(grid, stub.row + 1)
    upper, lower = tear(with_cell(upper, label, text="2.重复"), lower, stub.row)
    halves = tuple(
        c._replace(text="申请" if c.column == stub.column else "7")
        if c.row == 0 and c.column >= stub.column
        else c
        for c in lower.cells
    )
    bound = read(upper, Grid(halves))
    got = values(bound.figures)
    for column in COLUMNS:
        address = ("applications", "not_processed_repeat", column)
        whole = bound.figures[address]
        above = str(EXPECTED["not_processed_repeat", column])
        assert (whole.value, whole.confidence) == (int(f"{above}7"), 0.5)
        assert {other.value for other in bound.others[address]} == {int(above), 7} - {whole.value}
    assert {k: v for k, v in got.items() if k[0] != "not_processed_repeat"} == {
        k: v for k, v in EXPECTED.items() if k[0] != "not_processed_repeat"
    }
    assert sum("page break" in warning for warning in bound.warnings) == len(COLUMNS)


@pytest.mark.parametrize(
    ("row", "printed"),
    [
        ("withheld_prohibited_by_law", "2．其他法律行政法规禁止公 开"),
        ("withheld_prohibited_by_law", "其他法律行政法规禁止公开"),
        ("withheld_security_stability", "3、危及'三安全一稳定'"),
        ("partially_disclosed", "(二)部分公开"),
        ("other_other", "3 . 其 他"),
        ("processed_total", "（七）总　计"),
        ("received", "⼀、本年新收政府信息公开申请数量"),
    ],
)
def test_labels_printed_otherwise_are_no_doubt(row: str, printed: str) -> None:
    bound = read(applications(numbered, {row: printed}))
    assert values(bound.figures) == EXPECTED
    assert bound.warnings == []


@pytest.mark.parametrize(
    ("row", "printed"),
    [
        ("withheld_enforcement_file", "7.属于行政执法卷宗"),
        ("not_processed_reconfirmation", "5.要求行政机关确认或重新出具已获取的信息"),
        ("unavailable_needs_creation", "2.没有现成信息需要别行制作"),
        ("other_fee_overdue", "2.申请人逾期未按收费通知要求缴纳费用"),
    ],
)
def test_a_misprint_is_read_and_flagged(row: str, printed: str) -> None:
    bound = read(applications(numbered, {row: printed}))
    assert values(bound.figures) == EXPECTED
    doubtful = {r for (_, r, _), figure in bound.figures.items() if figure.confidence < 1}
    assert doubtful == {row}
    (warning,) = bound.warnings
    assert row in warning


def test_a_row_that_is_none_of_the_form_gives_no_figure() -> None:
    bound = read(applications(numbered, {"not_processed_repeat": "其他主动公开文件"}))
    assert {k: v for k, v in EXPECTED.items() if k[0] != "not_processed_repeat"} == values(
        bound.figures
    )
    (warning,) = bound.warnings
    assert "其他主动公开文件" in warning
    assert numbered("not_processed_repeat", "total") in warning


def test_a_heading_that_is_none_of_the_form_gives_no_figure() -> None:
    bound = read(with_cell(applications(numbered), "科研机构", text="外国机构"))
    assert {k: v for k, v in EXPECTED.items() if k[1] != "research_institution"} == values(
        bound.figures
    )
    assert len(bound.warnings) == len(ROWS)


def test_blank_zero_and_sign_stay_three_things() -> None:
    marks = {"natural_person": "0", "commercial_enterprise": "", "research_institution": "/"}
    bound = read(applications(lambda _row, column: marks.get(column, "5")))
    for row in ROWS:
        found = {c: bound.figures["applications", row, c] for c in marks}
        assert {c: (f.value, f.raw) for c, f in found.items()} == {
            "natural_person": (0, "0"),
            "commercial_enterprise": (None, ""),
            "research_institution": (None, "/"),
        }


def test_empty_columns_left_by_merged_cells_do_not_shift_the_figures() -> None:
    grid = applications(numbered)
    doubled = [c._replace(column=c.column * 2, colspan=c.colspan * 2) for c in grid.cells]
    split: list[Cell] = []
    for cell in doubled:
        if cell.text.isdigit():
            split.append(cell._replace(colspan=1))
            split.append(cell._replace(column=cell.column + 1, colspan=1, text=""))
        else:
            split.append(cell)
    assert values(read(Grid(tuple(split))).figures) == EXPECTED


def test_two_numbers_under_one_heading_are_not_read() -> None:
    grid = lay_out(
        [
            [(1, 1, "信息内容"), (1, 2, "本年处理决定数量")],
            [(1, 1, "行政许可"), (1, 1, "3"), (1, 1, "4")],
        ],
        table=0,
    )
    bound = read(grid)
    figure = bound.figures["proactive_disclosure", "licensing", "decisions"]
    assert (figure.value, figure.raw, figure.confidence) == (None, "3 4", 0)
    assert "not read" in bound.warnings[0]


def test_a_few_rows_quoted_before_the_table_do_not_stand_for_it() -> None:
    quoted = lay_out(
        [
            [(1, 1, "办理结果"), (1, 1, "自然人"), (1, 1, "总计")],
            [(1, 1, "（一）予以公开"), (1, 1, "9999"), (1, 1, "")],
        ],
        table=0,
    )
    bound = read(quoted, Paragraph("二、主动公开政府信息情况"), applications(numbered))
    assert values(bound.figures) == EXPECTED
    doubted = {address[1:] for address, f in bound.figures.items() if f.confidence < 1}
    assert doubted == {("disclosed", "natural_person")}


def test_a_figure_printed_twice_in_two_ways_is_doubtful() -> None:
    grid = lay_out(
        [
            [(1, 1, "信息内容"), (1, 1, "本年处理决定数量")],
            [(1, 1, "行政许可"), (1, 1, "3")],
            [(1, 1, "行政许可"), (1, 1, "4")],
        ],
        table=0,
    )
    bound = read(grid)
    figure = bound.figures["proactive_disclosure", "licensing", "decisions"]
    assert figure.value == 3
    assert figure.confidence < 1
    assert "printed twice" in bound.warnings[0]


def test_headings_and_figures_that_do_not_start_in_one_grid_column() -> None:
    """Five grid columns for four in print, as 上海市人民政府办公厅 set its report of 2019."""
    grid = lay_out(
        [
            [
                (1, 1, "信息内容"),
                (1, 1, "上一年项目数量"),
                (1, 2, "本年增/减"),
                (1, 1, "处理决定数量"),
            ],
            [(1, 1, "行政许可"), (1, 2, "11"), (1, 1, "+2"), (1, 1, "33")],
        ],
        table=0,
    )
    figures = read(grid).figures
    assert {column: f.value for (_, _, column), f in figures.items()} == {
        "prior_year_items": 11,
        "change": 2,
        "decisions": 33,
    }


def test_one_sign_across_all_columns_holds_for_each() -> None:
    grid = lay_out(
        [
            [
                (1, 1, "信息内容"),
                (1, 1, "本年制发件数"),
                (1, 1, "本年废止件数"),
                (1, 1, "现行有效件数"),
            ],
            [(1, 1, "规章"), (1, 3, "/")],
            [(1, 1, "行政规范性文件"), (1, 3, "8")],
        ],
        table=0,
    )
    bound = read(grid)
    assert {(row, f.raw) for (_, row, _), f in bound.figures.items()} == {("rules", "/")}
    assert len(bound.figures) == 3
    assert "“8” stands under no heading" in bound.warnings[0]


def test_prose_boxed_into_the_table_becomes_a_paragraph() -> None:
    grid = lay_out(
        [
            [(1, 4, "府网站日常监测机制。")],
            [(1, 4, "第二十条第（一）项")],
            [
                (1, 1, "信息内容"),
                (1, 1, "本年制发件数"),
                (1, 1, "本年废止件数"),
                (1, 1, "现行有效件数"),
            ],
            [(1, 1, "规章"), (1, 1, "1"), (1, 1, "2"), (1, 1, "3")],
        ],
        table=0,
    )
    blocks = whole_tables([grid])
    assert blocks[0] == Paragraph("府网站日常监测机制。")
    assert {f.value for f in bind(b for b in blocks if isinstance(b, Grid)).figures.values()} == {
        1,
        2,
        3,
    }


def test_tables_that_are_not_of_the_form_give_nothing() -> None:
    grid = lay_out([[(1, 1, "索引号"), (1, 1, "123")], [(1, 1, "公开日期"), (1, 1, "2024")]], 0)
    bound = read(grid)
    assert bound.figures == {}
    assert bound.warnings == []


def test_a_character_without_a_meaning_leaves_its_figure_unread() -> None:
    """Else a number in a font without a map would pass for words in the place of a number."""
    rows = [
        [(1, 1, "信息内容"), (1, 1, "本年处理决定数量")],
        [(1, 1, "行政许可"), (1, 1, "1\ufffd")],
    ]
    (figure,) = read(lay_out(rows, 0)).figures.values()
    assert (figure.value, figure.confidence) == (None, 0.0)


def test_a_number_whose_cell_begins_left_of_its_heading() -> None:
    """Where somebody dragged a border, a row's label ends before the column of labels does."""
    heads = [(1, 3, "信息内容"), (1, 5, "本年处理决定数量")]
    grid = lay_out([heads, [(1, 2, "行政许可"), (1, 6, "12")]], 0)
    (figure,) = read(grid).figures.values()
    assert (figure.row, figure.value) == ("licensing", 12)


@pytest.mark.parametrize("doubt", ["its ink is unclear", ""])
def test_a_label_of_unclear_ink_names_the_one_row_under_the_headings_it_is_nearest_to(
    doubt: str,
) -> None:
    heads = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
    grid = lay_out([[(1, 1, text) for text in row] for row in (heads, ["规草", "11", "0", "7"])], 0)
    bound = read(with_cell(grid, "规草", doubt=doubt))
    assert [figure.value for figure in bound.figures.values()] == ([11, 0, 7] if doubt else [])
    assert {address[1] for address in bound.figures} <= {"rules"}
    assert all(figure.confidence < 1 for figure in bound.figures.values())
    assert bound.warnings
