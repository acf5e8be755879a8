"""Marks of a family: each counts by itself, whatever stands around it."""

import pytest

from crawler.cms import family_of
from crawler.cms.page import Page

HEX = "0123456789abcdef" * 2


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ('<a href="./202401/t20240115_1000.html">', "trs"),
        ('<a href="x20240115_1000.html">', "generic"),
        ('<a href="/at20240115_1000.html">', "generic"),  # t begins no word
        ("P02024011512345678901.pdf", "trs"),
        ("P0202401151234.pdf", "generic"),  # too few digits
        ("XP02024011512345678901.pdf", "generic"),
        ("<UCAPTITLE>", "ucap"),
        (f"/202401/{HEX}.shtml", "ucap"),
        (f"/202401/{HEX.upper()}.SHTML", "ucap"),
        (f"/202401/{HEX[1:]}.shtml", "generic"),
        ("EWB-front", "epoint"),
        ("categoryNum=001", "epoint"),
        ("vsb_content_2", "vsb"),
        ("myvsb_content_2", "generic"),
        ('<form id="JpageForm_12">', "hanweb-jpage"),
        ('<form id="thejpageform_12">', "generic"),
        ('<form id="jpageform_x">', "generic"),
    ],
)
def test_a_page_is_known_by_its_marks(text: str, family: str) -> None:
    assert family_of(Page("http://www.x.gov.cn/zwgk/", f"<p>{text}</p>")).name == family
