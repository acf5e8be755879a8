"""Bad input is unreadable with a reason; it never raises."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.read import read_report
from extract.report import Status
from tests.documents import SAMPLES
from tests.documents.broken import BROKEN


@pytest.mark.parametrize(("make", "reason"), BROKEN.values(), ids=BROKEN)
def test_the_reason_is_given_in_words(make: Callable[[], bytes], reason: str) -> None:
    report = read_report(make(), "file")
    assert report.status is Status.UNREADABLE
    assert report.error is not None
    assert reason in report.error
    assert report.figures == ()


@settings(deadline=None)  # LibreOffice looks at what begins as its files do
@given(st.binary(max_size=2000), st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<html>"]))
def test_no_bytes_make_it_raise(data: bytes, start: bytes) -> None:
    assert read_report(start + data, "file").figures == ()


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_a_damaged_report_gives_no_figure_that_is_not_printed(data: st.DataObject) -> None:
    """Whatever is cut out of a page: a figure that the whole page has not is flagged."""
    sample = data.draw(st.sampled_from([s for s in SAMPLES if s.path.suffix == ".html"]))
    page = sample.path.read_bytes()
    start = data.draw(st.integers(0, len(page)))
    end = data.draw(st.integers(start, min(start + 3000, len(page))))
    report = read_report(page[:start] + page[end:], "file")
    wrong = [
        figure
        for figure in report.figures
        if figure.value is not None
        and figure.value != sample.figures.get((figure.table, figure.row, figure.column))
    ]
    failed = {check.subject for check in report.checks if not check.passed}
    assert all(figure.confidence < 1 or failed & {figure.row, figure.column} for figure in wrong)
