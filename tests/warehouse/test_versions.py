"""A report seen again with other bytes is a new version; documents side by side are none."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from extract.report import Figure
from tests.warehouse.factories import a_report, batch, document, figure, landed, published, rows
from warehouse.rows import DocumentRow, LandedReport

TOTAL = "applications.received.total"
PAGE = "https://www.example.gov.cn/page.html"
VERSIONS = """
SELECT left(sha256, 2), version, versions, first_seen_at::DATE::VARCHAR, replaced_at::DATE::VARCHAR
FROM report_versions ORDER BY ALL
"""
CHANGES = """
SELECT row_name, column_name, change, former_value, former_raw, value, raw
FROM version_changes ORDER BY ALL
"""


def seen(
    seed: str, day: str, *figures: Figure, address: str = "report.html", **changes: Any
) -> tuple[LandedReport, DocumentRow]:
    """A report as it was first seen on a day, at an address."""
    about = {name: changes.pop(name) for name in ("page_url",) if name in changes}
    report = a_report(seed, figures=figures, **{"source": address, **changes})
    return landed(report), document(landed(report), f"{day}T00:00:00Z", **about)


def warehouse(folder: Path, *both: tuple[LandedReport, DocumentRow]) -> Path:
    reports, documents = zip(*both, strict=True)
    return published(folder, batch(*reports, documents=documents))


def test_other_bytes_at_the_same_address_are_a_new_version(tmp_path: Path) -> None:
    path = warehouse(
        tmp_path,
        seen("b2", "2025-03-01", figure(TOTAL, "12", 12)),
        seen("a1", "2025-02-01", figure(TOTAL, "11", 11)),
        seen("c3", "2025-02-01", figure(TOTAL, "11", 11), address="other.html"),
    )
    assert rows(path, VERSIONS) == [
        ("a1", 1, 2, "2025-02-01", "2025-03-01"),
        ("b2", 2, 2, "2025-03-01", None),
        ("c3", 1, 1, "2025-02-01", None),
    ]
    changed = "SELECT former_raw, raw, former_url, url FROM version_changes"
    url = "https://www.example.gov.cn/report.html"
    assert rows(path, changed) == [("11", "12", url, url)]


def test_a_new_file_on_the_same_page_is_a_new_version_if_its_format_is_the_same(
    tmp_path: Path,
) -> None:
    on_page = {"page_url": PAGE}
    path = warehouse(
        tmp_path,
        seen("a1", "2025-02-01", address="1.pdf", format="pdf", **on_page),
        seen("b2", "2025-03-01", address="2.pdf", format="pdf", **on_page),
        seen("c3", "2025-03-01", address="3.docx", format="docx", **on_page),
    )
    assert [row[:3] for row in rows(path, VERSIONS)] == [
        ("a1", 1, 2),
        ("b2", 2, 2),
        ("c3", 1, 1),
    ]


def test_an_address_that_gives_another_format_now_gives_a_version(tmp_path: Path) -> None:
    path = warehouse(
        tmp_path,
        seen("a1", "2025-02-01", address="report", format="html"),
        seen("b2", "2025-03-01", address="report", format="pdf"),
    )
    assert [row[:3] for row in rows(path, VERSIONS)] == [("a1", 1, 2), ("b2", 2, 2)]


def test_years_and_scopes_have_versions_of_their_own(tmp_path: Path) -> None:
    path = warehouse(
        tmp_path,
        seen("a1", "2025-02-01"),
        seen("b2", "2025-03-01", report_year=2022),
        seen("c3", "2025-03-01", scope="own"),
    )
    assert [row[2] for row in rows(path, VERSIONS)] == [1, 1, 1]


def test_what_changed_appeared_and_vanished_is_told_with_both_prints(tmp_path: Path) -> None:
    before = (
        figure(TOTAL, "12", 12),
        figure("applications.received.natural_person", "0", 0),
        figure("applications.carried_over_out.total", "", None),
        figure("applications.carried_over_out.natural_person", "5", 5),
        figure("proactive_disclosure.rules.issued", "3", 3),
    )
    after = (
        figure(TOTAL, "12件", 12),  # the same number
        figure("applications.received.natural_person", "", None),
        figure("applications.carried_over_out.total", "/", None),
        figure("applications.carried_over_out.natural_person", "6", 6),
        figure("proactive_disclosure.rules.in_force", "4", 4),
    )
    path = warehouse(tmp_path, seen("a1", "2025-02-01", *before), seen("b2", "2025-03-01", *after))
    assert rows(path, CHANGES) == [
        ("carried_over_out", "natural_person", "changed", 5, "5", 6, "6"),
        ("carried_over_out", "total", "changed", None, "", None, "/"),
        ("received", "natural_person", "changed", 0, "0", None, ""),
        ("rules", "in_force", "appeared", None, None, 4, "4"),
        ("rules", "issued", "vanished", 3, "3", None, None),
    ]


def test_each_version_is_compared_with_the_one_before(tmp_path: Path) -> None:
    path = warehouse(
        tmp_path,
        *(
            seen(f"a{n}", f"2025-0{n}-01", figure(TOTAL, str(value), value))
            for n, value in enumerate((5, 6, 5), start=1)
        ),
    )
    told = "SELECT version, former_value, value FROM version_changes ORDER BY version"
    assert rows(path, told) == [(2, 5, 6), (3, 6, 5)]


DISAGREE = """
SELECT row_name, raw, other_raw, format, other_format FROM document_disagreements ORDER BY ALL
"""


def test_documents_of_one_report_that_disagree_are_told(tmp_path: Path) -> None:
    blank = figure("applications.carried_over_out.total", "", None)
    shown = seen("a1", "2025-02-01", figure(TOTAL, "12", 12), blank, page_url=PAGE)
    pdf = seen(
        "b2", "2025-02-01", figure(TOTAL, "13", 13),
        address="report.pdf", format="pdf", page_url=PAGE, published=None,
    )  # fmt: skip
    path = warehouse(tmp_path, shown, pdf)
    assert rows(path, DISAGREE) == [("received", "12", "13", "html", "pdf")]
    assert rows(path, "FROM version_changes") == []


def test_a_version_is_no_other_document_and_of_another_the_last_counts(tmp_path: Path) -> None:
    old = {"published": "2020-01-01"}
    pdf = {"address": "report.pdf", "format": "pdf", **old}
    path = warehouse(
        tmp_path,
        seen("a1", "2025-02-01", figure(TOTAL, "12", 12), **old),
        seen("a2", "2025-03-01", figure(TOTAL, "13", 13)),
        seen("b1", "2025-02-01", figure(TOTAL, "14", 14), **pdf),
        seen("b2", "2025-03-01", figure(TOTAL, "15", 15), **pdf),
    )
    assert rows(path, DISAGREE) == [("received", "13", "15", "html", "pdf")]


def test_a_value_is_told_exactly(tmp_path: Path) -> None:
    fees = "proactive_disclosure.fees.amount_wanyuan"
    path = warehouse(
        tmp_path,
        seen("a1", "2025-02-01", figure(fees, "1.5", Decimal("1.5"))),
        seen("b2", "2025-03-01", figure(fees, "1.500001", Decimal("1.500001"))),
    )
    assert rows(path, "SELECT former_value, value FROM version_changes") == [
        (Decimal("1.5"), Decimal("1.500001"))
    ]
