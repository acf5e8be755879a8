"""The five reports, in three formats, read to the last cell."""

import pytest

from extract.form.text import fold
from extract.read import read_report
from extract.report import Report, Status
from tests.documents import SAMPLES, Sample


@pytest.fixture(scope="module", params=SAMPLES, ids=lambda sample: sample.path.name)
def sample(request: pytest.FixtureRequest) -> Sample:
    found: Sample = request.param
    return found


@pytest.fixture(scope="module")
def report(sample: Sample) -> Report:
    return read_report(sample.path.read_bytes(), sample.path.name)


def test_every_figure_is_the_printed_one(sample: Sample, report: Report) -> None:
    read = {(f.table, f.row, f.column): f.value for f in report.figures}
    assert read == sample.figures
    assert len(read) == 200


def test_a_blank_cell_stays_blank(sample: Sample, report: Report) -> None:
    blank = {(f.table, f.row, f.column) for f in report.figures if f.raw == ""}
    assert blank == {address for address, value in sample.figures.items() if value is None}


def test_agency_year_region_and_edition(sample: Sample, report: Report) -> None:
    gold = sample.gold
    assert (report.agency, report.report_year, report.region_code, report.edition) == (
        gold["agency"],
        gold["report_year"],
        gold["region_code"],
        gold["edition"],
    )
    assert report.status is Status.COMPLETE


def test_the_six_sections_hold_the_prose_and_nothing_else(sample: Sample, report: Report) -> None:
    assert [section.number for section in report.sections] == [1, 2, 3, 4, 5, 6]
    read = {section.number: fold(section.text) for section in report.sections}
    assert read == {number: fold(text) for number, text in sample.sections.items()}


def test_every_check_passes_and_nothing_is_doubtful(report: Report) -> None:
    assert report.checks
    assert all(check.passed for check in report.checks)
    assert report.warnings == ()
    assert {figure.confidence for figure in report.figures} == {1.0}


def test_every_figure_has_its_place(report: Report) -> None:
    for figure in report.figures:
        place = figure.place
        if report.format == "pdf":
            assert place.page is not None
            assert place.bbox is not None
            x0, top, x1, bottom = place.bbox
            assert 0 <= x0 < x1 <= 612
            assert 0 <= top < bottom <= 792
        else:
            assert None not in (place.table, place.row, place.column)
    assert len({figure.place for figure in report.figures}) == len(report.figures)


def test_a_report_survives_its_json(report: Report) -> None:
    from extract.report import to_json_line

    assert Report.from_json_line(to_json_line(report)) == report


def test_the_format_is_told_by_the_bytes_not_by_the_name(sample: Sample, report: Report) -> None:
    again = read_report(sample.path.read_bytes(), "report.png")
    assert again.figures == report.figures
    assert again.format == sample.path.suffix[1:]
