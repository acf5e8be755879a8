"""Scans: pictures of pages, read cell by cell."""

import io
from collections import Counter

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from PIL import Image, ImageSequence

from benchmarks.accuracy import measure
from benchmarks.figures import figure_set
from extract.page import Page
from extract.read import read_report
from extract.readers.characters import Line, decoded
from extract.readers.columns_of_digits import is_column
from extract.readers.entries import certain, judged
from extract.readers.hanging import without_hanging
from extract.readers.ink import _parted
from extract.readers.raster import DPI, POINT, Grey, sheet_of
from extract.readers.scan import frame, scanned_page
from extract.readers.strokes import find_ruling
from extract.report import Report, Status
from extract.ruling import Area, table_areas
from tests.documents import FOLDER
from tests.extract.grids import Slot, tables

# Drawn by benchmarks.scan, and the set of figures in each.
SCANS = {"scan_two_levels.tif": 13, "scan_grey.pdf": 14}


def read(name: str) -> Report:
    return read_report((FOLDER / name).read_bytes(), name)


@pytest.fixture(scope="module", params=SCANS)
def counted(request: pytest.FixtureRequest) -> tuple[Report, Counter[str]]:
    report = read(request.param)
    return report, measure(figure_set(SCANS[request.param]), report)


def test_every_cell_of_a_scan_is_exact(counted: tuple[Report, Counter[str]]) -> None:
    report, found = counted
    assert report.status is Status.COMPLETE, report.warnings
    assert (found["all exact"], found["unflagged"]) == (1, 0)


def test_the_prose_of_a_scan_is_read(counted: tuple[Report, Counter[str]]) -> None:
    sections = counted[0].sections
    assert [section.number for section in sections] == [1, 2, 3, 4, 5, 6]
    assert "中华人民共和国政府信息公开条例" in sections[0].text


def test_every_figure_of_a_scan_has_its_place(counted: tuple[Report, Counter[str]]) -> None:
    for figure in counted[0].figures:
        assert figure.place.page
        assert figure.place.bbox


@pytest.fixture(scope="module")
def last_page() -> Image.Image:
    with Image.open(FOLDER / "scan_two_levels.tif") as scan:
        return [frame.copy() for frame in ImageSequence.Iterator(scan)][-1].convert("L")


def png(page: Image.Image) -> bytes:
    file = io.BytesIO()
    page.save(file, "PNG", dpi=(DPI, DPI))
    return file.getvalue()


@pytest.mark.parametrize(
    ("size", "named", "dpi"),
    [
        ((827, 1169), 100, 100),
        ((1169, 827), 100, 100),
        ((827, 1169), 200, 100),  # a page of 15 cm: it was made smaller, and says what it was
        ((1654, 2338), 72, 200),  # of 82 cm: a screen's
        ((827, 6000), 96, 100),  # a whole document, one page below the other
    ],
)
def test_the_resolution_is_that_of_a_page_of_a_usual_size(
    size: tuple[int, int], named: int, dpi: float
) -> None:
    file = io.BytesIO()
    Image.new("L", size, 255).save(file, "PNG", dpi=(named, named))
    _, found = frame(file.getvalue(), 1)
    assert found == pytest.approx(dpi, rel=0.01)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_or_stands_on_its_head_is_turned(
    last_page: Image.Image, turn: int
) -> None:
    report = read_report(png(last_page.rotate(turn, expand=True)), "turned.png")
    upright = read_report(png(last_page), "upright.png")
    values = {figure.address: figure.value for figure in upright.figures}
    assert len(values) >= 15
    assert {figure.address: figure.value for figure in report.figures} == values


def test_the_same_bytes_give_the_same_report(last_page: Image.Image) -> None:
    first, second = (read_report(png(last_page), "page.png") for _ in range(2))
    assert first == second


# Tables drawn here, so that it is known to the pixel what is in them.
HIGH, WIDE, LEFT, TOP = 60, 180, 120, 200


def sheet_of_paper() -> Grey:
    return np.full((1000, 1400), 255, np.uint8)


def ruled(rows: int, columns: int) -> Grey:
    page = sheet_of_paper()
    for row in range(rows + 1):
        y = TOP + row * HIGH
        cv2.line(page, (LEFT, y), (LEFT + columns * WIDE, y), 0, 2)
    for column in range(columns + 1):
        x = LEFT + column * WIDE
        cv2.line(page, (x, TOP), (x, TOP + rows * HIGH), 0, 2)
    return page


def write(page: Grey, text: str, row: int, column: int, ink: int = 0) -> None:
    at = (LEFT + column * WIDE + 40, TOP + row * HIGH + 42)
    cv2.putText(page, text, at, cv2.FONT_HERSHEY_SIMPLEX, 1.0, ink, 3, cv2.LINE_AA)


def cells_of(page: Grey) -> dict[tuple[int, int], tuple[str, bool]]:
    (grid,) = scanned_page(page, 1, DPI).tables
    return {(cell.row, cell.column): (cell.text, cell.unread) for cell in grid.cells}


def test_a_zero_a_blank_a_sign_and_ink_that_says_nothing_are_four_things() -> None:
    page = ruled(2, 3)
    write(page, "0", 0, 0)
    write(page, "108", 0, 1)
    write(page, "/", 1, 0)
    scribble = np.array([(310, 310), (340, 275), (365, 312), (330, 290), (400, 280), (315, 300)])
    cv2.polylines(page, [scribble.astype(np.int32)], isClosed=False, color=0, thickness=4)
    cells = cells_of(page)
    assert cells[0, 0] == ("0", False)
    assert cells[0, 1] == ("108", False)
    assert cells[0, 2] == ("", False)
    assert cells[1, 0] == ("/", False)
    assert cells[1, 1][1], cells[1, 1]
    assert cells[1, 2] == ("", False)


def test_a_faint_figure_is_no_blank() -> None:
    page = ruled(2, 2)
    write(page, "1", 0, 0, ink=190)
    text, unread = cells_of(page)[0, 0]
    assert text == "1" or unread


def test_noise_is_no_ink() -> None:
    chance = np.random.default_rng(1)
    page = ruled(3, 3).astype(np.float64)
    noisy = np.clip(page - 20 + chance.normal(0, 14, page.shape), 0, 255).astype(np.uint8)
    assert set(cells_of(noisy).values()) == {("", False)}


def test_a_red_seal_over_figures_hides_none_and_leaves_a_doubt() -> None:
    page = ruled(2, 2)
    write(page, "23", 0, 0)
    pressed = cv2.cvtColor(page, cv2.COLOR_GRAY2RGB)
    seal = np.full_like(pressed, 255)
    cv2.circle(seal, (LEFT + 90, TOP + 60), 80, (225, 45, 40), 6)
    (grid,) = scanned_page(np.minimum(pressed, seal).astype(np.uint8), 1, DPI).tables
    under = {(c.row, c.column): c for c in grid.cells}
    assert under[0, 0].text == "23"
    assert under[0, 0].doubt
    assert (under[1, 0].text, under[1, 0].unread) == ("", False)
    assert under[1, 0].doubt
    assert not under[1, 1].doubt


def drawn(slots: list[Slot], dash: int) -> Grey:
    page = sheet_of_paper()
    high = HIGH + 10 * dash  # a wall of dots is told from text where it is a little longer
    for slot in slots:
        x0, y0 = LEFT + slot.column * WIDE, TOP + slot.row * high
        x1, y1 = x0 + slot.colspan * WIDE, y0 + slot.rowspan * high
        page[[y0, y0 + 1, y1, y1 + 1], x0 : x1 + 1] = 0
        page[y0 : y1 + 1, x0 : x0 + 2] = 0
        page[y0 : y1 + 1, x1 : x1 + 2] = 0
    if dash:
        along = (np.indices(page.shape).sum(axis=0) // dash) % 2 == 0
        page[along] = 255
    return page


def shapes(areas: list[Area]) -> list[set[tuple[int, int, int, int]]]:
    return [{(b.row, b.column, b.rowspan, b.colspan) for b in area.cells} for area in areas]


@pytest.mark.parametrize("dash", [0, 4])
def test_ruling_lines_whole_or_dotted_give_the_cells_that_were_drawn(dash: int) -> None:
    @settings(max_examples=12, deadline=None)
    @given(tables())
    def check(table: tuple[int, int, list[Slot]]) -> None:
        _, _, slots = table
        ruling = find_ruling(sheet_of(drawn(slots, dash), DPI).ink)
        expected = {(s.row, s.column, s.rowspan, s.colspan) for s in slots}
        assert shapes(table_areas(ruling.rules)) == [expected]

    check()


def test_strokes_of_a_character_in_two_low_rows_are_no_line() -> None:
    """讠 of 请 in the labels of the form's first two rows, 14 points high, set in 9 points."""
    page = sheet_of_paper()
    high = round(14.1 * POINT)
    for n in range(3):
        page[TOP + n * high : TOP + n * high + 3, LEFT : LEFT + 3 * WIDE] = 0
    for n in range(4):
        page[TOP : TOP + 2 * high, LEFT + n * WIDE : LEFT + n * WIDE + 2] = 0
    whole = shapes(table_areas(find_ruling(sheet_of(page, DPI).ink).rules))
    for row in range(2):
        for start, length in ((2.9, 8.3), (1.0, 0.4)):
            top = TOP + row * high + round(start * POINT)
            page[top : top + round(length * POINT), LEFT + WIDE // 2 : LEFT + WIDE // 2 + 3] = 0
    assert shapes(table_areas(find_ruling(sheet_of(page, DPI).ink).rules)) == whole
    assert len(whole[0]) == 6


@pytest.mark.parametrize("skew", [-2.0, 0.7, 2.0])
@pytest.mark.parametrize("quarters", [0, 1, 3])
def test_a_page_askew_is_straightened_and_places_lead_back(skew: float, quarters: int) -> None:
    page = ruled(5, 4)
    turn = cv2.getRotationMatrix2D((700, 500), skew, 1)
    askew = cv2.warpAffine(page, turn, (1400, 1000), borderValue=(255,)).astype(np.uint8)
    sheet = sheet_of(askew, DPI).straightened().turned(quarters)
    (area,) = table_areas(find_ruling(sheet.ink).rules)
    assert sorted((len(area.xs), len(area.ys))) == [5, 6]
    read = Page(1, sheet.width, sheet.height, (), (), to_shown=sheet.to_shown())
    shown = read.as_shown((area.xs[0], area.ys[0], area.xs[-1], area.ys[-1]))
    right, bottom = LEFT + 4 * WIDE, TOP + 5 * HIGH
    corners = (
        turn @ np.array([[LEFT, TOP, 1], [right, bottom, 1], [LEFT, bottom, 1], [right, TOP, 1]]).T
    )
    (x0, x1), (top, low) = ((n.min() / POINT, n.max() / POINT) for n in corners)
    assert shown == pytest.approx((x0, top, x1, low), abs=2)


def rows_and_columns(page: Grey) -> tuple[int, int]:
    (area,) = table_areas(find_ruling(sheet_of(page, DPI).ink).rules)
    return len(area.ys) - 1, len(area.xs) - 1


@pytest.mark.parametrize("side", [-1, 1])
def test_text_that_hangs_on_a_ruling_line_neither_hides_it_nor_is_taken_for_it(side: int) -> None:
    page = ruled(2, 3)
    line = TOP + HIGH
    for column in range(3):
        x = LEFT + column * WIDE + 20
        for step in range(3, 24, 4):  # strokes so near to each other that they run together
            page[line + side * step : line + side * step + 2, x : x + 100] = 0
    assert rows_and_columns(page) == (2, 3)
    mask = find_ruling(sheet_of(page, DPI).ink).mask
    text = mask[line + side * 14 - 8 : line + side * 14 + 8, LEFT + 10 : LEFT + WIDE - 10]
    assert not text.any()


def test_strokes_on_both_sides_of_a_run_are_text_and_stay_with_it() -> None:
    run = np.zeros((21, 300), np.uint8)
    run[10:12] = 255
    run[2:20, 50:150] = 255
    assert (without_hanging(run) == run).all()
    run[2:10, 50:150] = 0
    bare = without_hanging(run)
    assert (bare[10:12] == 255).all()
    assert not bare[14:].any()


def test_an_upright_line_of_a_low_row_may_have_figures_on_one_side() -> None:
    page, low = sheet_of_paper(), round(13 * POINT)
    for y in (TOP, TOP + low):
        page[y : y + 2, LEFT : LEFT + 4 * WIDE + 2] = 0
    for column in range(5):
        x = LEFT + column * WIDE
        page[TOP : TOP + low, x : x + 2] = 0
        page[TOP + 8 : TOP + low - 8, x + 4 : x + 12] = 0
    assert rows_and_columns(page) == (1, 4)


def test_a_dotted_upright_line_may_have_figures_on_one_side() -> None:
    high = round(120 * POINT)
    page = sheet_of_paper()
    for x in (LEFT, LEFT + WIDE, LEFT + 2 * WIDE):
        for dot in range(TOP, TOP + high, 8):
            page[dot : dot + 4, x : x + 2] = 0
    for y in (TOP, TOP + high):
        page[y : y + 2, LEFT : LEFT + 2 * WIDE + 2] = 0
    for figure in range(TOP + 20, TOP + high - 20, 50):
        page[figure : figure + 25, LEFT + WIDE + 4 : LEFT + WIDE + 14] = 0
    assert rows_and_columns(page) == (1, 2)


def test_text_draws_no_table() -> None:
    page = sheet_of_paper()
    for row in range(8):
        cv2.putText(page, "HEEHHE 00EH", (100, 150 + 60 * row), 0, 2.0, 0, 5)
    assert find_ruling(sheet_of(page, DPI).ink).rules == ()


LINE = (10, 10, 22, 30)


def test_two_readings_that_agree_are_sure() -> None:
    assert judged(Line("O", 0.5), Line("0", 0.99), LINE, ()).doubt == ""


def test_a_letter_that_seems_to_be_printed_is_a_doubt() -> None:
    seen = judged(Line("O", 0.99), Line("0", 0.99), LINE, ())
    assert (seen.text, bool(seen.doubt), seen.unread) == ("0", True, False)


def test_two_readings_that_differ_are_both_kept() -> None:
    seen = judged(Line("7", 0.99), Line("1", 0.95), LINE, ())
    assert (seen.text, seen.others, bool(seen.doubt)) == ("1", ("7",), True)


def test_ink_that_is_read_as_nothing_but_a_blank_gives_no_line() -> None:
    alphabet = ("", "0", " ")
    columns = np.eye(3, dtype=np.float32)
    assert decoded(columns[[0, 2, 2, 0]], alphabet) == Line("", 0.0)
    assert decoded(columns[[2, 1, 0]], alphabet) == Line("0", 1.0)


def test_ink_that_gives_no_text_is_not_read() -> None:
    assert judged(Line("", 0.0), Line("", 0.0), LINE, ()).unread


def test_more_ink_than_the_digits_need_is_a_doubt() -> None:
    wide = (10, 10, 200, 30)
    assert certain(Line("1", 0.999), wide, ()) is None
    assert judged(Line("1", 0.999), Line("1", 0.999), wide, ()).doubt


def test_a_stop_that_no_reading_has_is_a_doubt() -> None:
    line, stop = (10, 10, 80, 30), (40, 27, 43, 30)
    assert certain(Line("2425", 0.999), line, (stop,)) is None
    assert certain(Line("24.25", 0.999), line, (stop,)) is not None


def test_a_picture_cut_short_is_named_damaged(last_page: Image.Image) -> None:
    report = read_report(png(last_page)[:3000], "cut.png")
    assert report.status is Status.UNREADABLE
    assert report.error
    assert "damaged" in report.error


def test_a_picture_too_large_to_be_a_page_is_refused_unopened() -> None:
    file = io.BytesIO()
    Image.new("1", (9200, 9200)).save(file, "PNG")
    report = read_report(file.getvalue(), "bomb.png")
    assert report.status is Status.UNREADABLE
    assert report.error
    assert "too large" in report.error


def test_a_dash_before_a_number_that_no_reading_has_is_a_doubt() -> None:
    line, dash, dirt = (20, 10, 41, 26), (9, 18, 15, 21), (9, 10, 12, 13)
    blurred = (10, 16, 14, 20)
    assert certain(Line("18", 0.999), line, (dash,)) is None
    assert certain(Line("18", 0.999), line, (blurred,)) is None
    assert certain(Line("18", 0.999), line, (dirt,)) is not None


def test_noise_too_fine_to_be_lines_of_text_is_not_cut_into_lines() -> None:
    noise = np.zeros((12, 50), np.uint8)
    assert list(_parted((0, 0, 50, 12), noise, 0.4)) == [(0, 0, 50, 12)]


@pytest.mark.parametrize(
    ("drawn", "digits"),
    [
        ([(8, 23)], True),  # the stroke of a digit, with room above and below
        ([(3, 27)], False),  # a line drawn whole
        ([(at, at + 3) for at in range(3, 27, 8)], False),  # dots
    ],
)
def test_digits_below_each_other_are_told_from_a_dotted_line(
    drawn: list[tuple[int, int]], digits: bool
) -> None:
    """Rows of 30 pixels between level lines of 2, as print of 7.5 points has them at 200 dpi."""
    column = np.zeros(160, np.bool_)
    lines = [(at, at + 2) for at in range(0, 160, 32)]
    for start, end in lines:
        column[start:end] = True
        for top, bottom in drawn:
            column[start + 2 + top - 2 : start + 2 + bottom] = True
    assert is_column(column, lines) is digits
    high = [(at, at + 2) for at in range(0, 160, 78)]
    assert not is_column(column, high), "rows so high hold no digits that look like a line"
