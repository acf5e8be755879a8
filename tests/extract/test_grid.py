"""Any table, with any cells merged, reads back as it was drawn, from every format."""

import io
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.ofd import HABITS, ofd_canvas
from extract.form.stitch import whole_tables
from extract.grid import Cell, Grid, below, lay_out
from extract.readers.docx import read_docx
from extract.readers.html import read_html
from extract.readers.ofd import read_ofd
from extract.readers.pdf import read_pdf
from extract.report import Place
from tests.extract.grids import Slot, in_rows, shape, tables

Table = tuple[int, int, list[Slot]]

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))  # its glyphs are every reader's own


def only_grid(blocks: tuple[Any, ...]) -> Grid:
    (grid,) = (block for block in blocks if isinstance(block, Grid))
    return grid


@given(tables())
def test_html(table: Table) -> None:
    rows, _, slots = table
    body = "".join(
        "<tr>"
        + "".join(f"<td rowspan={s.rowspan} colspan={s.colspan}><p>{s.text}</p></td>" for s in row)
        + "</tr>"
        for row in in_rows(rows, slots)
    )
    page = f"<html><body><p>表</p><table>{body}</table></body></html>"
    assert shape(only_grid(read_html(page.encode()).blocks)) == set(slots)


@given(tables())
@settings(max_examples=50, deadline=None)
def test_docx(table: Table) -> None:
    rows, columns, slots = table
    document = docx.Document()
    drawn = document.add_table(rows, columns)
    for slot in slots:
        last = drawn.cell(slot.row + slot.rowspan - 1, slot.column + slot.colspan - 1)
        drawn.cell(slot.row, slot.column).merge(last).text = slot.text
    packed = io.BytesIO()
    document.save(packed)
    assert shape(only_grid(read_docx(packed.getvalue()).blocks)) == set(slots)


@given(tables())
@settings(max_examples=50, deadline=None)
def test_pdf(table: Table) -> None:
    _, _, slots = table
    packed = io.BytesIO()
    canvas = Canvas(packed, pagesize=(600, 800))
    canvas.setFont("STSong-Light", 9)
    canvas.drawString(40, 760, "表")
    for slot in slots:
        x, y = 50 + 60 * slot.column, 700 - 30 * (slot.row + slot.rowspan)
        canvas.rect(x, y, 60 * slot.colspan, 30 * slot.rowspan)
        canvas.drawCentredString(x + 30 * slot.colspan, y + 15 * slot.rowspan - 3, slot.text)
    canvas.save()
    grids = [b for b in read_pdf(packed.getvalue()).blocks if isinstance(b, Grid)]
    if any(slot.text for slot in slots):
        assert shape(grids[0]) == set(slots)
    else:
        assert grids == []  # a box with no ink in it is no table


@given(tables(), st.sampled_from(HABITS))
@settings(max_examples=50, deadline=None)
def test_ofd(table: Table, habit: str) -> None:
    _, _, slots = table
    canvas = ofd_canvas(600, 800, habit)
    canvas.text("表", 40, 40, 9)
    for slot in slots:
        x, top = 50 + 60 * slot.column, 100 + 30 * slot.row
        width, height = 60 * slot.colspan, 30 * slot.rowspan
        canvas.box(x, top, x + width, top + height, filled=False)
        canvas.text(slot.text, x + width / 2 - 10, top + height / 2 - 5, 9)
    canvas.end_page()
    grids = [b for b in read_ofd(canvas.data()).blocks if isinstance(b, Grid)]
    if any(slot.text for slot in slots):
        assert shape(grids[0]) == set(slots)
    else:
        assert grids == []  # a box with no ink in it is no table


def test_a_span_that_runs_into_a_cell_from_above_is_cut() -> None:
    grid = lay_out([[(1, 1, "a"), (2, 1, "b")], [(1, 3, "c")]], table=0)
    assert shape(grid) == {Slot(0, 0, 1, 1, "a"), Slot(0, 1, 2, 1, "b"), Slot(1, 0, 1, 1, "c")}


def test_a_rowspan_of_zero_runs_to_the_last_row() -> None:
    grid = lay_out([[(0, 1, "a"), (1, 1, "b")], [(1, 1, "c")], [(1, 1, "d")]], table=0)
    assert Slot(0, 0, 3, 1, "a") in shape(grid)


def ruled(*rows: list[str], edges: tuple[float, ...]) -> Grid:
    cells = tuple(
        Cell(r, c, 1, 1, text, Place(page=1, bbox=(0, 0, 1, 1)))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )
    return Grid(cells, edges)


def test_pieces_of_a_table_share_the_borders_of_both() -> None:
    upper = ruled(["a", "b", "c"], edges=(10, 20, 30, 40))
    lower = ruled(["d", "e"], edges=(11, 19, 41))
    both = below(upper, lower)
    assert both is not None
    assert {(c.text, c.column, c.colspan) for c in both.starting(1)} == {("d", 0, 1), ("e", 1, 2)}


def test_a_row_torn_by_a_page_is_one_row_beside_the_label_of_a_group_that_goes_on() -> None:
    """The rest of a long figure stands on the next page, beside no label of its own."""
    place = Place(page=1, bbox=(0, 0, 1, 1))
    edges = (10.0, 20.0, 30.0, 40.0)
    upper = ruled(["三、本", "（一）予以公开", "2554"], edges=edges)
    lower = Grid(
        (
            Cell(0, 0, 2, 1, "年度办理结果", place),
            *(Cell(0, 1, 1, 1, "", place), Cell(0, 2, 1, 1, "8", place)),
            *(Cell(1, 1, 1, 1, "（二）部分公开", place), Cell(1, 2, 1, 1, "9", place)),
        ),
        edges,
    )
    (whole,) = whole_tables([upper, lower])
    assert isinstance(whole, Grid)
    assert [[c.text for c in whole.starting(row)] for row in whole.rows()] == [
        ["三、本\n年度办理结果", "（一）予以公开", "2554\n8"],
        ["（二）部分公开", "9"],
    ]
    assert whole.cells[2].doubt


def test_mirrored_margins_shift_the_pieces_of_one_table() -> None:
    upper = ruled(["a", "b", "c", "d"], edges=(80, 120, 300, 420, 500))
    lower = ruled(["e", "f", "g", "h"], edges=(74, 114, 294, 414, 494))
    both = below(upper, lower)
    assert both is not None
    assert [(c.text, c.column, c.colspan) for c in both.starting(1)] == [
        ("e", 0, 1), ("f", 1, 1), ("g", 2, 1), ("h", 3, 1),
    ]  # fmt: skip
    other = ruled(["e", "f", "g", "h"], edges=(74, 134, 294, 414, 494))
    assert below(upper, other) is None, "its columns are others"


def test_a_page_of_another_scale_goes_on_the_table() -> None:
    upper = ruled(["a", "b", "c", "d"], edges=(80, 120, 300, 420, 500))
    lower = ruled(["e", "f", "g", "h"], edges=tuple(30 + 1.05 * x for x in upper.edges or ()))
    both = below(upper, lower)
    assert both is not None
    assert both.edges == upper.edges
    assert [cell.text for cell in both.starting(1)] == ["e", "f", "g", "h"]
    assert below(upper, ruled(["e", "f", "g", "h"], edges=(100, 160, 330, 460, 540))) is None


def test_tables_of_other_widths_stay_apart() -> None:
    assert below(ruled(["a"], edges=(10, 40)), ruled(["b"], edges=(10, 80))) is None
    assert below(lay_out([[(1, 2, "a")]], 0), lay_out([[(1, 3, "b")]], 1)) is None


def test_word_marks_of_merged_and_skipped_columns_count() -> None:
    document = docx.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "a"
    properties = table.rows[0]._tr.get_or_add_trPr()
    skipped = OxmlElement("w:gridBefore")
    skipped.set(qn("w:val"), "2")
    properties.append(skipped)
    packed = io.BytesIO()
    document.save(packed)
    grid = only_grid(read_docx(packed.getvalue()).blocks)
    assert Slot(0, 2, 1, 1, "a") in shape(grid)
