"""`gongkai extract FILE --show ADDRESS`: where a figure is printed."""

import sys
from pathlib import Path

import pytest
from PIL import Image

from benchmarks import pictured
from benchmarks.figures import figure_set
from benchmarks.layouts import SECTIONS, section_four, style
from gongkai.show import ABOVE, BELOW, DPI, OUTLINE
from tests.documents import FOLDER
from tests.documents.archives import zipped
from tests.gongkai.commands import run

TOTAL = "applications.received.total"
UPHELD = "reconsideration_litigation.reconsideration.upheld"
PDF, DOCX = FOLDER / "003.pdf", FOLDER / "004.docx"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Pictures are written into the working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def show(file: Path, *addresses: str) -> list[str]:
    done = run("extract", file, *(word for address in addresses for word in ("--show", address)))
    assert done.exit_code == 0, done.output
    return [line.strip() for line in done.stdout.splitlines()]


def outlined(picture: Path) -> tuple[Image.Image, tuple[int, int, int, int]]:
    """Give the picture and the box around all that has the colour of the outline."""
    image = Image.open(picture)
    red = [
        (x, y)
        for y in range(image.height)
        for x in range(image.width)
        if image.getpixel((x, y)) == OUTLINE
    ]
    xs, ys = [x for x, _ in red], [y for _, y in red]
    return image, (min(xs), min(ys), max(xs), max(ys))


def test_it_says_what_is_printed_and_where() -> None:
    source, figure, picture, *_ = show(PDF, TOTAL)
    assert source == str(PDF)
    assert figure == f"{TOTAL}: 1 · printed “1” · page 3 at 473,419,517,484"
    assert picture == f"picture: 003.pdf.{TOTAL}.png"


def test_the_picture_has_the_cell_outlined_and_its_labels(here: Path) -> None:
    show(PDF, TOTAL)
    image, (left, top, right, bottom) = outlined(here / f"003.pdf.{TOTAL}.png")
    scale = DPI / 72
    assert image.width == pytest.approx(612 * scale, abs=2)  # the page's, so the row's labels
    assert top == pytest.approx(ABOVE * scale, abs=4)  # the first row: the labels stand over it
    assert image.height - bottom == pytest.approx(BELOW * scale, abs=4)
    assert (left, right) == pytest.approx((473 * scale, 517 * scale), abs=4)
    inside = image.crop((left + 4, top + 4, right - 4, bottom - 4))
    colours = {pixel for _, pixel in inside.getcolors(maxcolors=1 << 16) or []}
    assert {(0, 0, 0), (255, 255, 255)} <= colours  # the digit is left as it is


def test_a_blank_cell_is_told_from_a_zero() -> None:
    _, figure, *_ = show(PDF, UPHELD)
    assert figure.startswith(f"{UPHELD}: no number · a blank cell · page 8 at ")


def test_several_figures_of_one_document(here: Path) -> None:
    show(PDF, TOTAL, UPHELD)
    assert sorted(path.name for path in here.iterdir()) == [
        f"003.pdf.{TOTAL}.png", f"003.pdf.{UPHELD}.png",
    ]  # fmt: skip


def test_without_pages_the_row_is_shown_as_text(here: Path) -> None:
    _, figure, over, row, why, *_ = show(DOCX, TOTAL)
    assert figure == f"{TOTAL}: 0 · printed “0” · table 1, row 3, column 9"
    assert over == "over it: 申请人情况 › 总计"
    assert row == "its row: 一、本年新收政府信息公开申请数量 | 0 | 0 | 0 | 0 | 0 | 0 | [0]"
    assert why == "no picture: a document in the format docx has no pages"
    assert list(here.iterdir()) == []


def test_a_document_in_an_archive(here: Path) -> None:
    archive = here / "all.zip"
    archive.write_bytes(
        zipped({"../年报/三 3.pdf": PDF.read_bytes(), "四.docx": DOCX.read_bytes()})
    )
    lines = show(archive, TOTAL)
    assert lines[0] == "all.zip!/../年报/三 3.pdf".replace("all.zip", str(archive))
    assert f"picture: all.zip.三-3.pdf.{TOTAL}.png" in lines
    assert (here / f"all.zip.三-3.pdf.{TOTAL}.png").exists()
    assert "over it: 申请人情况 › 总计" in lines


def test_a_figure_that_the_document_lacks(here: Path) -> None:
    page = here / "page.html"
    page.write_bytes(b"<html><body><p>2023</p></body></html>")
    assert f"{TOTAL}: not found in this document (not_a_report)" in show(page, TOTAL)


def test_a_file_that_cannot_be_read(here: Path) -> None:
    (here / "empty.pdf").write_bytes(b"")
    assert "unreadable: the file is empty; fetch it again" in show(here / "empty.pdf", TOTAL)


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("applications.recieved.total", f"did you mean {TOTAL}"),
        ("总计", "an address is TABLE.ROW.COLUMN"),
    ],
)
def test_an_address_of_no_form_is_refused_with_near_names(address: str, hint: str) -> None:
    done = run("extract", PDF, "--show", address)
    assert done.exit_code == 2
    assert f"no form has a figure '{address}'" in done.stderr
    assert hint in done.stderr


def test_without_pillow_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    _, _, over, row, why, *_ = show(PDF, TOTAL)
    assert over.startswith("over it: ")
    assert "[1]" in row
    assert "pip install 'gongkai[ocr]'" in why


def test_a_folder_that_cannot_be_written_is_named(here: Path) -> None:
    (here / f"003.pdf.{TOTAL}.png").mkdir()
    *_, why, _ = show(PDF, TOTAL)
    assert "cannot be written" in why


def test_a_figure_in_a_picture_of_a_page_is_outlined_on_that(here: Path) -> None:
    figures = figure_set(2)
    (picture,) = pictured.printed([section_four(figures, style(2))], 2)
    (here / "年报_files").mkdir()
    (here / "年报_files" / "1.png").write_bytes(pictured.png(picture))
    source = '<img src="年报_files/1.png">'
    (here / "年报.html").write_bytes(pictured.page(figures.title, [SECTIONS[3], source]))
    address = ("reconsideration_litigation", "reconsideration", "total")
    name = ".".join(address)
    _, figure, made, *_ = show(here / "年报.html", name)
    value = figures.values()[address]
    assert figure.startswith(f"{name}: {value} · printed “{value}” · page 1 at ")
    assert made == f"picture: 年报.html.{name}.png"
    image, (left, _, right, _) = outlined(here / f"年报.html.{name}.png")
    assert image.width == picture.width
    assert 0 < left < right < image.width
