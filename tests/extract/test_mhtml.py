"""Pages saved with their pictures, as browsers and Word write them."""

from email.message import EmailMessage

import pytest

from extract.blocks import Paragraph, UnreadableError
from extract.formats import format_of
from extract.read import read_report
from extract.readers.mhtml import page_in, read_mhtml
from extract.report import Status
from tests.documents import FOLDER, SAMPLES


def saved(page: bytes, *, encoding: str, charset: str | None) -> bytes:
    """Give a page with its picture, in the transfer encoding that a browser or Word chooses."""
    message, text, picture = EmailMessage(), EmailMessage(), EmailMessage()
    message["From"] = "<Saved by a browser>"
    message["MIME-Version"] = "1.0"
    message["Subject"] = "年度报告"
    message.make_related()
    text.set_content(page, "text", "html", cte=encoding)
    if charset:
        text.set_param("charset", charset)
    picture.set_content(b"GIF89a", "image", "gif")
    message.attach(text)
    message.attach(picture)
    return message.as_bytes()


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
def test_every_figure_of_a_saved_page_is_the_printed_one(encoding: str) -> None:
    sample = next(s for s in SAMPLES if s.path.suffix == ".html")
    data = saved(sample.path.read_bytes(), encoding=encoding, charset=None)
    report = read_report(data, "002.doc")
    plain = read_report(sample.path.read_bytes(), "002.html")
    assert (report.format, report.status) == ("mhtml", Status.COMPLETE)
    assert {(f.table, f.row, f.column): f.value for f in report.figures} == sample.figures
    assert (report.agency, report.report_year) == (plain.agency, plain.report_year)


@pytest.mark.parametrize("charset", ["gb2312", "GBK", "utf-8", "utf-16-le"])
def test_the_encoding_named_beside_the_page_goes_before_its_own(charset: str) -> None:
    page = "<html><meta charset='big5'><body><p>一、总体情况</p></body></html>".encode(charset)
    data = saved(page, encoding="base64", charset=charset)
    assert read_mhtml(data).blocks == (Paragraph("一、总体情况"),)


def test_of_several_pages_the_first_is_read() -> None:
    message = EmailMessage()
    message.set_content("<html><body><p>正文</p></body></html>", subtype="html")
    message.add_related("<html><body><p>页眉</p></body></html>", subtype="html")
    assert read_mhtml(message.as_bytes()).blocks == (Paragraph("正文"),)


def test_a_mail_without_a_page() -> None:
    data = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
    assert format_of(data) == "mhtml"
    with pytest.raises(UnreadableError, match="cut short"):
        page_in(data)


def test_a_page_that_speaks_of_mails_is_a_page() -> None:
    page = b"<html><body><pre>\nMIME-Version: 1.0\n</pre></body></html>"
    assert format_of(page) == "html"
    assert format_of((FOLDER / "002.html").read_bytes()) == "html"
