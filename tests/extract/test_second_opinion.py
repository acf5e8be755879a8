"""A PDF is read again, by another library, where the first reading leaves something to ask."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from benchmarks.figures import FigureSet, figure_set
from benchmarks.layouts import style
from benchmarks.render import as_html, as_pdf
from extract import read
from extract.assemble import Origin, assemble
from extract.attribution import Hints
from extract.blocks import Document, UnreadableError
from extract.form.bind import DOUBTFUL, UNREAD
from extract.read import read_report
from extract.readers import pdf
from extract.readers.html import read_html
from extract.report import Figure, Report, Status
from extract.second_opinion import leaves_doubt, pages_in_question, reconciled

Pages = set[int] | None

SEED = 2
RECEIVED = ("applications", "received", "total")


def a_wrong_print() -> FigureSet:
    """Give figures whose total of applications received is one too many, as printed."""
    figures = figure_set(SEED)
    wrong = str(int(figures.printed[RECEIVED]) + 1)
    return replace(figures, printed={**figures.printed, RECEIVED: wrong})


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Pages]]:
    """Note the pages of each second reading."""
    times: list[Pages] = []
    again = pdf.read_pdf_again

    def noted(data: bytes, numbers: Pages = None) -> Document:
        times.append(numbers)
        return again(data, numbers)

    monkeypatch.setattr(pdf, "read_pdf_again", noted)
    yield times


def test_a_report_that_adds_up_is_read_once(asked: list[Pages]) -> None:
    read_report(as_pdf(figure_set(SEED), style(SEED), SEED), "report.pdf")
    assert asked == []


def test_what_both_read_and_does_not_add_up_is_the_agencys_own_error(asked: list[Pages]) -> None:
    report = read_report(as_pdf(a_wrong_print(), style(SEED), SEED), "report.pdf")
    assert asked == [{f.place.page for f in report.figures if f.table == "applications"}]
    failed = [check for check in report.checks if not check.passed]
    assert {check.subject for check in failed} == {"received", "total"}
    assert all(check.source_error for check in failed)


def test_the_pages_of_a_doubt_are_in_question_and_all_where_a_figure_was_not_read() -> None:
    right = read_report(as_pdf(figure_set(SEED), style(SEED), SEED), "report.pdf")
    first, *others = right.figures
    doubted = replace(right, figures=(first._replace(confidence=DOUBTFUL), *others))
    assert pages_in_question(doubted) == {first.place.page}
    unread = replace(right, figures=(first._replace(confidence=UNREAD, value=None), *others))
    assert pages_in_question(unread) is None


def test_where_only_sums_fail_the_pages_of_their_tables_are_in_question_and_else_all() -> None:
    wrong = read_report(as_pdf(a_wrong_print(), style(SEED), SEED), "report.pdf")
    pages = {f.place.page for f in wrong.figures if f.table == "applications"}
    assert pages_in_question(wrong) == pages
    assert pages_in_question(replace(wrong, status=Status.PARTIAL)) is None
    stated = wrong.checks[0]._replace(check="of the prose", passed=False)
    assert pages_in_question(replace(wrong, checks=(*wrong.checks, stated))) is None


def test_a_figure_read_otherwise_on_a_page_in_question_has_all_pages_read_again(
    asked: list[Pages], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "agree", lambda *_: False)
    read_report(as_pdf(a_wrong_print(), style(SEED), SEED), "report.pdf")
    assert [bool(pages) for pages in asked] == [True, False]


def test_pages_that_are_not_read_again_are_in_the_second_reading_as_they_were() -> None:
    data = as_pdf(figure_set(SEED), style(SEED), SEED)
    origin = Origin("report", "0", "pdf")
    first = assemble(pdf.read_pdf(data), origin, Hints())
    pages = {f.place.page for f in first.figures if f.place.page is not None}
    assert len(pages) > 1
    second = assemble(pdf.read_pdf_again(data, {max(pages)}), origin, Hints())
    assert [(f.address, f.value) for f in second.figures] == [
        (f.address, f.value) for f in first.figures
    ]
    places = {f.address: f.place for f in first.figures if f.place.page == min(pages)}
    assert {f.address: f.place for f in second.figures if f.address in places} == places


def test_without_a_second_reading_no_print_is_called_wrong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_: bytes, __: Pages = None) -> Document:
        raise UnreadableError("no")

    monkeypatch.setattr(pdf, "read_pdf_again", refuse)
    report = read_report(as_pdf(a_wrong_print(), style(SEED), SEED), "report.pdf")
    failed = [check for check in report.checks if not check.passed]
    assert failed
    assert not any(check.source_error for check in failed)
    assert any("second reading" in warning for warning in report.warnings)


def test_text_of_a_page_needs_no_second_reading_to_be_sure() -> None:
    report = read_report(as_html(a_wrong_print(), style(SEED), SEED), "report.html")
    assert [c.source_error for c in report.checks if not c.passed] == [True, True]


def test_a_figure_read_otherwise_is_in_doubt_unless_the_sums_bear_it_out() -> None:
    first = read_report(as_pdf(figure_set(SEED), style(SEED), SEED), "report.pdf")
    assert not leaves_doubt(first)

    def otherwise(table: str, row: str) -> Report:
        figures = tuple(
            f._replace(value=7_000_001, raw="7000001") if (f.table, f.row) == (table, row) else f
            for f in first.figures
        )
        return reconciled(first, replace(first, figures=figures, status=first.status))

    def doubted(report: Report) -> list[Figure]:
        return [figure for figure in report.figures if figure.confidence < 1]

    assert doubted(otherwise("applications", "received")) == []
    in_doubt = doubted(otherwise("proactive_disclosure", "rules"))
    assert {figure.row for figure in in_doubt} == {"rules"}
    assert [f.value for f in in_doubt] == [f.value for f in first.figures if f.row == "rules"]


def test_a_sum_of_a_scan_or_of_what_one_library_lacks_is_never_the_agencys_error() -> None:
    document = Document(read_html(as_html(a_wrong_print(), style(SEED), SEED)).blocks)
    origin = Origin("report", "0", "scan")
    printed = assemble(document, origin, Hints())
    assert any(check.source_error for check in printed.checks)
    recognised = assemble(replace(document, recognised=True), origin, Hints())
    assert not any(check.source_error for check in recognised.checks)
    lacking = replace(printed, figures=printed.figures[1:])
    assert not any(check.source_error for check in reconciled(printed, lacking).checks)
